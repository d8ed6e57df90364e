//! The start page alone, small enough for a first visit on 3G. `boot.js` fetches the program of every page
//! in idle time and starts it at every other address.

fn main() {
    frontend::start_first_page();
}
