//! Registering, signing in, texts: whoever comes in. All of it is in the library; this only starts it.

fn main() {
    frontend::start_entry_pages();
}
