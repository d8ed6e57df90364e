//! The Digital ID: making it and its cabinet. A program of its own, because its steps need the camera and
//! those of the exams do not need them.

fn main() {
    frontend::start_identity_pages();
}
