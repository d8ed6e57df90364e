//! The cabinet and the account: whoever is in. A program of its own, because both halves together are more
//! than a person on 3G should wait for.

fn main() {
    frontend::start_cabinet_pages();
}
