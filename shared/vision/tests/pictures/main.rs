//! Judgement of real pictures: the fixture stills and clips, and composed scenes of a specimen card.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    reason = "pixel arithmetic on small pictures; a missing fixture should fail loudly"
)]

mod cards;
mod clips;
mod documents;
mod faces;
mod holders;
mod movements;
mod paper;
mod support;
mod zones;
