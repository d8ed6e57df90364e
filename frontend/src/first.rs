//! The start page alone, small enough for a first visit on 3G. `boot.js` fetches the next program in idle
//! time and starts the one that has the address.

fn main() {
    frontend::start_first_page();
}
