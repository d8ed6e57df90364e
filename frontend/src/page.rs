//! Every page of an applicant. All of it is in the library; this only starts it.

fn main() {
    frontend::start_every_page();
}
