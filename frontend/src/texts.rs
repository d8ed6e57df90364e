//! The texts of the page, generated from `locales` at build time. Use them through [`crate::tr`] and
//! [`crate::say`].

include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
