//! Stories through the API on a real socket. One file a feature, named as in the program; the
//! database is SQLite or what `TIRKEU_TEST_DATABASE` names.

mod registration;
