//! The signed text in the QR code of a ticket: readable as it is, and checked with the public key
//! alone, without us and without a network.
//!
//! Parts of the personal number are left out: with the masked number beside it on the paper they would
//! give the whole one away.

use std::fmt;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, VerifyingKey};
use shared::time::Instant;

use crate::secrets::Secrets;

/// Says what the text is, and which order its parts have.
const KIND: &str = "TIRKEU1";

/// What a ticket says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Number of the application.
    pub number: String,
    /// Code of the programme.
    pub programme: String,
    /// Begin of the exam.
    pub starts_at: Instant,
    /// First letters of surname and first name.
    pub initials: String,
    /// When it was issued.
    pub issued_at: Instant,
}

/// `20261128T040000Z`, in UTC.
fn compact(at: Instant) -> String {
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn instant(text: &str) -> anyhow::Result<Instant> {
    let civil = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text)?;
    let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC)?;
    Ok(Instant(zoned.timestamp().as_microsecond()))
}

/// The text of a ticket with its signature.
pub(super) fn sign(secrets: &Secrets, ticket: &Ticket) -> String {
    let text = [
        KIND,
        &ticket.number,
        &ticket.programme,
        &compact(ticket.starts_at),
        &ticket.initials,
        &compact(ticket.issued_at),
    ]
    .join("|");
    let signature = URL_SAFE_NO_PAD.encode(secrets.sign_ticket(&text));
    format!("{text}|{signature}")
}

/// The public key as it is published.
pub fn public_key(secrets: &Secrets) -> String {
    STANDARD.encode(secrets.ticket_key())
}

/// Reads a ticket and believes it only when the key says that it is ours, unchanged.
pub fn verify(key: &str, text: &str) -> anyhow::Result<Ticket> {
    let key: [u8; 32] = STANDARD
        .decode(key.trim())
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .context("the key is not 32 bytes in base64")?;
    let key = VerifyingKey::from_bytes(&key).context("the key is none of Ed25519")?;
    let (signed, signature) = text
        .trim()
        .rsplit_once('|')
        .context("this is no ticket: it has no signature")?;
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .ok()
        .and_then(|bytes| Signature::from_slice(&bytes).ok())
        .context("the signature is cut short or changed")?;
    key.verify_strict(signed.as_bytes(), &signature)
        .context("the ticket is not genuine: it was changed, or another centre signed it")?;
    let parts: Vec<&str> = signed.split('|').collect();
    let [kind, number, programme, starts_at, initials, issued_at] = parts.as_slice() else {
        bail!("this is no ticket: it has other parts");
    };
    anyhow::ensure!(*kind == KIND, "this is no ticket of this kind");
    Ok(Ticket {
        number: (*number).to_owned(),
        programme: (*programme).to_owned(),
        starts_at: instant(starts_at)?,
        initials: (*initials).to_owned(),
        issued_at: instant(issued_at)?,
    })
}

impl fmt::Display for Ticket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "genuine")?;
        writeln!(formatter, "application  {}", self.number)?;
        writeln!(formatter, "programme    {}", self.programme)?;
        writeln!(formatter, "begins       {}", compact(self.starts_at))?;
        writeln!(formatter, "initials     {}", self.initials)?;
        write!(formatter, "issued       {}", compact(self.issued_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_checked_with_the_public_key_alone_and_any_change_is_seen() {
        let secrets = Secrets::parse(&Secrets::new_file()).unwrap();
        let ticket = Ticket {
            number: "1234567890".into(),
            programme: "ncie".into(),
            starts_at: Instant(1_795_838_400_000_000),
            initials: "Ө.Ә.".into(),
            issued_at: Instant(1_795_233_600_000_000),
        };
        let text = sign(&secrets, &ticket);
        let begin = "TIRKEU1|1234567890|ncie|20261128T040000Z|Ө.Ә.|20261121T040000Z|";
        assert!(text.starts_with(begin), "{text}");
        let key = public_key(&secrets);
        assert_eq!(verify(&key, &text).unwrap(), ticket);
        for at in 0..text.chars().count() {
            for other in ['0', 'A', '|'] {
                let letters = text.chars().enumerate();
                let changed: String = letters
                    .map(|(place, letter)| if place == at { other } else { letter })
                    .collect();
                assert!(
                    changed == text || verify(&key, &changed).is_err(),
                    "{changed}"
                );
            }
        }
        let another = Secrets::parse(&Secrets::new_file()).unwrap();
        assert!(verify(&public_key(&another), &text).is_err());
        for wrong in ["", "|", "TIRKEU1|1234567890", "850101******"] {
            assert!(verify(&key, wrong).is_err(), "{wrong}");
        }
    }
}
