//! The business identification number (БСН, БИН). Source: domain, IIN and BIN 1.4.
//!
//! A sole trader has no BIN and works under the IIN; a field for employers takes both.

use serde::{Deserialize, Serialize};

use crate::check_digit::{control_digit, twelve_digits};
use crate::problem::Code;

/// A BIN of right structure and control digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bin(String);

/// Digit 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// Legal entity, resident.
    Resident,
    /// Legal entity, non-resident.
    NonResident,
    /// Joint entrepreneurship.
    Joint,
}

/// Digit 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Head unit.
    Head,
    /// Branch.
    Branch,
    /// Representative office.
    Office,
    /// Farm run jointly.
    Farm,
}

impl Bin {
    /// Reads what a person typed. An IIN (digit 5 is 0 to 3) is not a BIN.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let digits = twelve_digits(text).ok_or(Code::BinForm)?;
        let month = digits[2] * 10 + digits[3];
        let known =
            (1..=12).contains(&month) && entity(&digits).is_some() && unit(&digits).is_some();
        if !known || control_digit(&digits) != Some(digits[11]) {
            return Err(Code::BinForm);
        }
        Ok(Self(
            digits
                .iter()
                .map(|digit| char::from(b'0' + digit))
                .collect(),
        ))
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What digits 5 and 6 tell.
    pub fn kind(&self) -> Option<(Entity, Unit)> {
        let digits = twelve_digits(&self.0)?;
        Some((entity(&digits)?, unit(&digits)?))
    }
}

fn entity(digits: &[u8; 12]) -> Option<Entity> {
    match digits[4] {
        4 => Some(Entity::Resident),
        5 => Some(Entity::NonResident),
        6 => Some(Entity::Joint),
        _ => None,
    }
}

fn unit(digits: &[u8; 12]) -> Option<Unit> {
    match digits[5] {
        0 => Some(Unit::Head),
        1 => Some(Unit::Branch),
        2 => Some(Unit::Office),
        3 => Some(Unit::Farm),
        _ => None,
    }
}

impl TryFrom<String> for Bin {
    type Error = Code;
    fn try_from(text: String) -> Result<Self, Code> {
        Self::parse(&text)
    }
}

impl From<Bin> for String {
    fn from(bin: Bin) -> Self {
        bin.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Vector {
        bin: String,
        format_ok: bool,
        checksum_ok: Option<bool>,
        r#type: String,
        unit: String,
        structure: String,
        note: String,
    }

    #[test]
    fn vectors_hold() {
        let mut reader = csv::Reader::from_path("testdata/bin_test_vectors.csv").unwrap();
        let mut count = 0;
        for vector in reader.deserialize::<Vector>() {
            let vector = vector.unwrap();
            count += 1;
            let good =
                vector.format_ok && vector.checksum_ok == Some(true) && vector.structure == "ok";
            let bin = Bin::parse(&vector.bin);
            assert_eq!(bin.is_ok(), good, "{}", vector.note);
            let Ok(bin) = bin else { continue };
            let (entity, unit) = bin.kind().unwrap();
            let entity = match entity {
                Entity::Resident => "legal_entity_resident",
                Entity::NonResident => "legal_entity_nonresident",
                Entity::Joint => "joint_entrepreneurship",
            };
            let unit = match unit {
                Unit::Head => "head",
                Unit::Branch => "branch",
                Unit::Office => "representative_office",
                Unit::Farm => "farm_joint",
            };
            assert_eq!(
                (entity, unit),
                (vector.r#type.as_str(), vector.unit.as_str())
            );
        }
        assert_eq!(count, 14);
    }
}
