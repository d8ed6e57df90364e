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
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

type HmacSha256 = Hmac<Sha256>;

/// A value encrypted for one column: `key-id:base64(nonce ‖ ciphertext)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(pub String);

/// A keyed hash of a normal form, for equality search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blind(pub String);

/// The keys of this installation.
#[derive(Clone)]
pub struct Secrets(Arc<Keys>);

struct Keys {
    id: String,
    master: Aes256Gcm,
    blind: [u8; 32],
    codes: [u8; 32],
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Secrets({})", self.0.id)
    }
}

impl Secrets {
    /// Keys from 32 bytes of master key. Blind and code keys are derived from it.
    pub fn new(master: &[u8; 32]) -> Self {
        let derive = |purpose: &[u8]| -> [u8; 32] {
            let mut mac = mac(master);
            mac.update(purpose);
            mac.finalize().into_bytes().into()
        };
        let id = hex(&Sha256::digest(derive(b"tirkeu key id")))[..8].to_owned();
        let sealing = derive(b"tirkeu sealing");
        Self(Arc::new(Keys {
            id,
            master: Aes256Gcm::new(&sealing.into()),
            blind: derive(b"tirkeu blind index"),
            codes: derive(b"tirkeu codes"),
        }))
    }

    /// Reads the key file: 32 bytes in base64.
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("the key file {} cannot be read", file.display()))?;
        let bytes = STANDARD
            .decode(text.trim())
            .context("the key file is not base64")?;
        let key: [u8; 32] = bytes
            .try_into()
            .map_err(|_| anyhow!("the key is not 32 bytes"))?;
        Ok(Self::new(&key))
    }

    /// Reads the key file, or makes one that only this user may read (development).
    pub fn read_or_make(file: &Path) -> anyhow::Result<Self> {
        if !file.exists() {
            let text = STANDARD.encode(rand::random::<[u8; 32]>());
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut written = options.open(file).context("the key file cannot be made")?;
            std::io::Write::write_all(&mut written, text.as_bytes())?;
            tracing::info!(file = %file.display(), "made a master key for development; keep it with the data");
        }
        Self::read(file)
    }

    /// Encrypts a value for `place` (table.column:row): moved elsewhere, it does not open.
    pub fn seal(&self, place: &str, value: &str) -> anyhow::Result<Sealed> {
        let bytes = encrypt(&self.0.master, place, value.as_bytes())?;
        Ok(Sealed(format!("{}:{}", self.0.id, STANDARD.encode(bytes))))
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
        if id != self.0.id {
            bail!("a value was sealed with another key ({id})");
        }
        decrypt(&self.0.master, place, &STANDARD.decode(text)?)
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

    /// Encrypts an object under a key of its own; returns the object and the wrapped key.
    pub fn seal_object(&self, place: &str, plain: &[u8]) -> anyhow::Result<(Vec<u8>, Sealed)> {
        let key: [u8; 32] = rand::random();
        let object = encrypt(&Aes256Gcm::new(&key.into()), place, plain)?;
        let wrapped = encrypt(&self.0.master, place, &key)?;
        Ok((
            object,
            Sealed(format!("{}:{}", self.0.id, STANDARD.encode(wrapped))),
        ))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_values_open_only_in_their_place() {
        let secrets = Secrets::new(&[7; 32]);
        let sealed = secrets.seal("facts.value:1", "850101300005").unwrap();
        assert!(!sealed.0.contains("850101300005"));
        assert_eq!(
            secrets.open("facts.value:1", &sealed).unwrap(),
            "850101300005"
        );
        assert!(secrets.open("facts.value:2", &sealed).is_err());
        assert!(
            Secrets::new(&[8; 32])
                .open("facts.value:1", &sealed)
                .is_err()
        );
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
    fn hashes_are_keyed() {
        let (one, other) = (Secrets::new(&[1; 32]), Secrets::new(&[2; 32]));
        assert_eq!(one.blind("iin:1"), one.blind("iin:1"));
        assert_ne!(one.blind("iin:1"), other.blind("iin:1"));
        assert_ne!(one.code_hash("a", "123456"), one.code_hash("b", "123456"));
        assert_eq!(new_code().len(), 6);
        assert_ne!(new_token(), new_token());
    }
}
