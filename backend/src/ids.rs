//! New identifiers: `UUIDv7`, so that rows lie in the order they were made.

/// A new identifier.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that makes identifiers"
)]
pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
