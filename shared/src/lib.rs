//! What the page and the program both believe: rules that need no database, and the types of
//! the wire. A rule stands here once, runs in the page while the person types and again on the
//! server, which trusts nothing.
//!
//! It deliberately knows nothing of HTTP, SQL, the browser, the clock or any language of people:
//! time is an argument, and every refusal is a [`problem::Code`] that the page words.
#![warn(missing_docs)]

pub mod accounts;
pub mod applications;
pub mod bin;
pub mod cabinet;
pub mod campaigns;
pub mod check_digit;
pub mod consents;
pub mod dates;
pub mod definitions;
pub mod dictionaries;
pub mod documents;
pub mod email;
pub mod errands;
pub mod forms;
pub mod guardians;
pub mod iban;
pub mod iin;
pub mod kaspi;
pub mod mobile;
pub mod money;
pub mod movement;
pub mod mrz;
pub mod names;
pub mod papers;
pub mod passkeys;
pub mod password;
pub mod payments;
pub mod people;
pub mod phone;
pub mod pin;
pub mod problem;
pub mod programmes;
pub mod proofing;
pub mod readings;
pub mod registration;
pub mod registries;
pub mod requirements;
pub mod results;
pub mod security;
pub mod sharing;
pub mod sittings;
pub mod text;
pub mod time;
pub mod transliteration;
pub mod waiting;
