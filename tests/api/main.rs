//! Stories through the API on a real socket. One file a feature, named as in the program; the
//! database is SQLite or what `TIRKEU_TEST_DATABASE` names.

mod accounts;
mod applications;
mod cabinet;
mod codes;
mod consents;
mod crashes;
mod dictionaries;
mod email_link;
mod enumeration;
mod first_password;
mod idempotency;
mod limits;
mod maintenance;
mod notify;
mod nqt;
mod one_account;
mod openapi;
mod order;
mod passkeys;
mod password_again;
mod people;
mod pictures;
mod profile;
mod programmes;
mod proofing;
mod recovery;
mod registration;
mod registries;
mod secrets;
mod security;
mod sessions;
mod sign_in;
mod sittings;
mod taken;
mod web;
