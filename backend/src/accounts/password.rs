//! Password hashing and judgement: Argon2id, strength, commonness. Length and own data are
//! `shared`'s.

use std::sync::OnceLock;

use anyhow::anyhow;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use shared::password::OwnData;
use shared::problem::Code;
use unicode_normalization::UnicodeNormalization;

use crate::app::App;
use crate::error::Error;

/// Passwords that people here choose and the strength meter does not know: Russian and Kazakh
/// words and names, one a line, folded.
static COMMON: &str = include_str!("common_passwords.txt");

/// The normal form: what one keyboard writes as two marks and another as one is one password.
pub(super) fn normal(password: &str) -> String {
    password.nfc().collect()
}

/// Every rule of rules.md for a new password in its normal form.
pub(super) fn check(password: &str, own: &OwnData) -> Result<(), Code> {
    shared::password::check(password, own)?;
    if is_common(password) {
        return Err(Code::PasswordCommon);
    }
    let inputs: Vec<&str> = own.email.iter().map(String::as_str).collect();
    let latin = as_typed_in_latin(password);
    // What looks random in Cyrillic may be a plain word typed in the other layout.
    let weak = [password, latin.as_str()]
        .into_iter()
        .any(|form| u8::from(zxcvbn::zxcvbn(form, &inputs).score()) < 3);
    if weak {
        Err(Code::PasswordWeak)
    } else {
        Ok(())
    }
}

fn is_common(password: &str) -> bool {
    let folded = shared::text::fold(password);
    let bare = folded.trim_matches(|letter: char| !letter.is_alphabetic());
    let latin = as_typed_in_latin(&folded);
    COMMON
        .lines()
        .any(|common| common == folded || common == bare || common == latin)
}

/// The Latin letters of the same keys: `йцукен` is `qwerty`.
fn as_typed_in_latin(text: &str) -> String {
    const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбю";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
    let key = |letter: char| {
        let position = CYRILLIC.chars().position(|known| known == letter)?;
        LATIN.chars().nth(position)
    };
    text.to_lowercase()
        .chars()
        .map(|letter| key(letter).unwrap_or(letter))
        .collect()
}

/// Hashes on a blocking thread, at most as many at once as there are cores.
pub(super) async fn hash(app: &App, password: String) -> Result<String, Error> {
    let permit = app
        .hashing
        .clone()
        .acquire_owned()
        .await
        .map_err(anyhow::Error::from)?;
    let hashed = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    });
    let hashed = hashed.await.map_err(anyhow::Error::from)?;
    Ok(hashed.map_err(|error| anyhow!("hashing failed: {error}"))?)
}

/// Compares with a stored hash; without one with a hash of nothing, so that an unknown address
/// takes as long as a known one.
pub(super) async fn verify(
    app: &App,
    password: String,
    stored: Option<String>,
) -> Result<bool, Error> {
    let permit = app
        .hashing
        .clone()
        .acquire_owned()
        .await
        .map_err(anyhow::Error::from)?;
    let checked = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let known = stored.is_some();
        let hash = stored.unwrap_or_else(|| nobodys_hash().to_owned());
        Argon2::default()
            .verify_password(password.as_bytes(), hash.as_str())
            .is_ok()
            && known
    });
    Ok(checked.await.map_err(anyhow::Error::from)?)
}

fn nobodys_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let random: [u8; 32] = rand::random();
        Argon2::default()
            .hash_password(&random)
            .map(|hash| hash.to_string())
            .unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_and_common_passwords_are_told_apart() {
        let own = OwnData::default();
        for common in [
            "йцукенгшщзхъ",
            "құпиясөз123",
            "Пароль12345",
            "қазақстан2026",
        ] {
            assert_eq!(
                check(&normal(common), &own),
                Err(Code::PasswordCommon),
                "{common}"
            );
        }
        for weak in ["password1234", "aaaaaaaaaaaa", "qwertyuiop12", "1234567890"] {
            let found = check(weak, &own);
            assert!(
                matches!(found, Err(Code::PasswordWeak | Code::PasswordCommon)),
                "{weak}"
            );
        }
        for good in [
            "correct horse battery staple",
            "тұлпар мен жауқазын 48",
            "vV9#kd82-ппр",
        ] {
            assert_eq!(check(&normal(good), &own), Ok(()), "{good}");
        }
    }

    #[test]
    fn normal_form_is_one() {
        assert_eq!(normal("и\u{306}"), "й");
    }
}
