//! The applicant's page. All of it is in the library; this only starts it.

fn main() {
    frontend::start();
}
