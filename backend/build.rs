fn main() {
    // A new migration must be compiled in; so must a newly built page, whose names have changed.
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=../dist/site");
}
