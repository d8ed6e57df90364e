//! Secrets: the master key and what is sealed, wrapped and hashed with keys made from it.
//!
//! Store functions take [`Sealed`] and [`Blind`], not strings, so none of them can write a plain
//! number. It holds no business rule and no table name of its own.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use anyhow::{Context, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

type HmacSha256 = Hmac<Sha256>;

/// A value encrypted for one column: `key-id:base64(nonce ‖ ciphertext)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(pub String);

/// A keyed hash of a normal form, for equality search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blind(pub String);

/// The keys of this installation: one file, one key a line.
///
/// `blind` and `codes` stay for ever, so that searches keep finding; `seal` may stand several
/// times: the last one seals, all of them open, so that a new key can be added at any time. `ticket`
/// signs admission tickets; a file from before there were any makes it from `blind`.
#[derive(Clone)]
pub struct Secrets(Arc<Keys>);

struct Keys {
    /// Sealing keys with their identifiers, oldest first; never empty.
    sealing: Vec<(String, Aes256Gcm)>,
    blind: [u8; 32],
    codes: [u8; 32],
    ticket: SigningKey,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// Reads the lines of a key file: `name = base64 of 32 bytes`.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let (mut sealing, mut blind, mut codes, mut ticket) = (Vec::new(), None, None, None);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, value) = line
                .split_once('=')
                .context("a line of the key file has no =")?;
            let bytes = STANDARD
                .decode(value.trim())
                .context("a key is not base64")?;
            let key: [u8; 32] = bytes
                .try_into()
                .map_err(|_| anyhow!("a key is not 32 bytes"))?;
            match name.trim() {
                "seal" => {
                    let id = hex(&Sha256::digest(key))[..8].to_owned();
                    sealing.push((id, Aes256Gcm::new(&key.into())));
                }
                "blind" => blind = Some(key),
                "codes" => codes = Some(key),
                "ticket" => ticket = Some(key),
                other => bail!("the key file has a line {other}"),
            }
        }
        anyhow::ensure!(!sealing.is_empty(), "the key file has no line seal");
        let blind = blind.context("the key file has no line blind")?;
        let ticket = ticket.unwrap_or_else(|| {
            // No normal form that is searched begins like this.
            let mut mac = mac(&blind);
            mac.update(b"the key that signs tickets");
            mac.finalize().into_bytes().into()
        });
        Ok(Self(Arc::new(Keys {
            sealing,
            blind,
            codes: codes.context("the key file has no line codes")?,
            ticket: SigningKey::from_bytes(&ticket),
        })))
    }

    /// Reads the key file.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("the key file {} cannot be read", file.display()))?;
        Self::parse(&text)
    }

    /// The text of a new key file.
    pub fn new_file() -> String {
        let line =
            |name: &str| format!("{name} = {}\n", STANDARD.encode(rand::random::<[u8; 32]>()));
        ["blind", "codes", "ticket", "seal"].map(line).concat()
    }

    /// Reads the key file, or makes one that only this user may read (development).
    pub fn read_or_make(file: &Path) -> anyhow::Result<Self> {
        if !file.exists() {
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut written = options.open(file).context("the key file cannot be made")?;
            std::io::Write::write_all(&mut written, Self::new_file().as_bytes())?;
            tracing::info!(file = %file.display(), "made a key file for development; keep it with the data");
        }
        Self::read(file)
    }

    fn newest(&self) -> &(String, Aes256Gcm) {
        // `parse` refuses a file without one.
        &self.0.sealing[self.0.sealing.len() - 1]
    }

    /// Encrypts a value for `place` (table.column:row): moved elsewhere, it does not open.
    pub fn seal(&self, place: &str, value: &str) -> anyhow::Result<Sealed> {
        let (id, cipher) = self.newest();
        let bytes = encrypt(cipher, place, value.as_bytes())?;
        Ok(Sealed(format!("{id}:{}", STANDARD.encode(bytes))))
    }

    /// Opens what [`Self::seal`] made for the same place.
    pub fn open(&self, place: &str, sealed: &Sealed) -> anyhow::Result<String> {
        let bytes = self.open_bytes(place, &sealed.0)?;
        String::from_utf8(bytes).context("a sealed value is not text")
    }

    fn open_bytes(&self, place: &str, sealed: &str) -> anyhow::Result<Vec<u8>> {
        let (id, text) = sealed
            .split_once(':')
            .context("a sealed value has no key id")?;
        let key = self.0.sealing.iter().find(|(known, _)| known == id);
        let (_, cipher) = key.with_context(|| format!("the key {id} is not in the key file"))?;
        decrypt(cipher, place, &STANDARD.decode(text)?)
    }

    /// The keyed hash under which a normal form is searched.
    pub fn blind(&self, normal_form: &str) -> Blind {
        let mut mac = mac(&self.0.blind);
        mac.update(normal_form.as_bytes());
        Blind(hex(&mac.finalize().into_bytes()))
    }

    /// The keyed hash of a mailed code, bound to its row.
    pub fn code_hash(&self, code_id: &str, code: &str) -> String {
        let mut mac = mac(&self.0.codes);
        mac.update(code_id.as_bytes());
        mac.update(b":");
        mac.update(code.as_bytes());
        hex(&mac.finalize().into_bytes())
    }

    /// Signs a ticket, so that anybody with the public key can tell it from a copy that was changed.
    pub fn sign_ticket(&self, text: &str) -> [u8; 64] {
        self.0.ticket.sign(text.as_bytes()).to_bytes()
    }

    /// The public half of the key that signs tickets.
    pub fn ticket_key(&self) -> [u8; 32] {
        self.0.ticket.verifying_key().to_bytes()
    }

    /// Encrypts an object under a key of its own; returns the object and the wrapped key.
    pub fn seal_object(&self, place: &str, plain: &[u8]) -> anyhow::Result<(Vec<u8>, Sealed)> {
        let key: [u8; 32] = rand::random();
        let object = encrypt(&Aes256Gcm::new(&key.into()), place, plain)?;
        let (id, cipher) = self.newest();
        let wrapped = encrypt(cipher, place, &key)?;
        Ok((object, Sealed(format!("{id}:{}", STANDARD.encode(wrapped)))))
    }

    /// Opens what [`Self::seal_object`] made.
    pub fn open_object(
        &self,
        place: &str,
        object: &[u8],
        wrapped: &Sealed,
    ) -> anyhow::Result<Vec<u8>> {
        let key: [u8; 32] = self
            .open_bytes(place, &wrapped.0)?
            .try_into()
            .map_err(|_| anyhow!("a wrapped key is not 32 bytes"))?;
        decrypt(&Aes256Gcm::new(&key.into()), place, object)
    }
}

fn mac(key: &[u8; 32]) -> HmacSha256 {
    // HMAC takes keys of any length: this cannot fail for 32 bytes.
    HmacSha256::new_from_slice(key).unwrap_or_else(|_| unreachable!("32 bytes are a key"))
}

fn encrypt(cipher: &Aes256Gcm, place: &str, plain: &[u8]) -> anyhow::Result<Vec<u8>> {
    let nonce: [u8; 12] = rand::random();
    let payload = Payload {
        msg: plain,
        aad: place.as_bytes(),
    };
    let sealed = cipher
        .encrypt(&Nonce::from(nonce), payload)
        .map_err(|_| anyhow!("encryption failed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn decrypt(cipher: &Aes256Gcm, place: &str, sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
    let (nonce, text) = sealed
        .split_at_checked(12)
        .context("a sealed value is too short")?;
    let nonce: [u8; 12] = nonce.try_into()?;
    cipher
        .decrypt(
            &Nonce::from(nonce),
            Payload {
                msg: text,
                aad: place.as_bytes(),
            },
        )
        .map_err(|_| anyhow!("a sealed value does not open here"))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The digest of what is then hashed with a key, or told from other bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// One of so many, from the system's generator.
pub(crate) fn new_choice(of: usize) -> usize {
    rand::random_range(0..of)
}

/// A new opaque token for a cookie: 32 random bytes.
pub fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What is stored of a token. Tokens are random, so a plain hash suffices.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A six-digit code from the system's generator.
pub fn new_code() -> String {
    format!("{:06}", rand::random_range(0..1_000_000_u32))
}

/// Letters and digits that nobody confuses on paper or in a letter.
const READABLE: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A password to be mailed: sixteen readable letters in groups of four, 79 random bits.
pub fn new_password() -> String {
    let group = || -> String {
        let letters = (0..4).map(|_| char::from(READABLE[rand::random_range(0..READABLE.len())]));
        letters.collect()
    };
    [group(), group(), group(), group()].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> Secrets {
        Secrets::parse(&Secrets::new_file()).unwrap()
    }

    #[test]
    fn sealed_values_open_only_in_their_place() {
        let secrets = new();
        let sealed = secrets.seal("facts.value:1", "850101300005").unwrap();
        assert!(!sealed.0.contains("850101300005"));
        assert_eq!(
            secrets.open("facts.value:1", &sealed).unwrap(),
            "850101300005"
        );
        assert!(secrets.open("facts.value:2", &sealed).is_err());
        assert!(new().open("facts.value:1", &sealed).is_err());
        let (object, key) = secrets
            .seal_object("pictures/1", b"\xff\xd8\xff pixels")
            .unwrap();
        assert!(!object.windows(3).any(|bytes| bytes == b"\xff\xd8\xff"));
        assert_eq!(
            secrets.open_object("pictures/1", &object, &key).unwrap(),
            b"\xff\xd8\xff pixels"
        );
        assert!(secrets.open_object("pictures/2", &object, &key).is_err());
    }

    #[test]
    fn an_added_key_seals_and_the_old_ones_open() {
        let file = Secrets::new_file();
        let old = Secrets::parse(&file).unwrap();
        let sealed = old.seal("place", "text").unwrap();
        let added = Secrets::new_file().lines().last().unwrap().to_owned();
        let both = Secrets::parse(&format!("{file}{added}\n")).unwrap();
        assert_eq!(both.open("place", &sealed).unwrap(), "text");
        assert!(
            old.open("place", &both.seal("place", "text").unwrap())
                .is_err()
        );
        assert_eq!(old.blind("iin:1"), both.blind("iin:1"));
        for wrong in ["", "seal = abc", "blind", "other = AAAA"] {
            assert!(Secrets::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_from_before_tickets_signs_always_alike() {
        let file = Secrets::new_file();
        let lines = file.lines().filter(|line| !line.starts_with("ticket"));
        let old = lines.collect::<Vec<_>>().join("\n");
        let secrets = Secrets::parse(&old).unwrap();
        assert_eq!(
            secrets.ticket_key(),
            Secrets::parse(&old).unwrap().ticket_key()
        );
        assert_ne!(
            secrets.ticket_key(),
            Secrets::parse(&file).unwrap().ticket_key()
        );
        assert_ne!(secrets.ticket_key(), new().ticket_key());
    }

    #[test]
    fn hashes_are_keyed() {
        let (one, other) = (new(), new());
        assert_eq!(one.blind("iin:1"), one.blind("iin:1"));
        assert_ne!(one.blind("iin:1"), other.blind("iin:1"));
        assert_ne!(one.code_hash("a", "123456"), one.code_hash("b", "123456"));
        assert_eq!(new_code().len(), 6);
        assert_ne!(new_token(), new_token());
        let password = new_password();
        assert_eq!(password.len(), 19);
        assert!(!password.contains(['o', '0', 'l', '1', 'i']), "readable");
        assert_ne!(password, new_password());
    }
}
