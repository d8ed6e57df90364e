//! Who came into an account, changing what opens it, and the links that letters carry
//! (rules.md, Accounts): wire types and how long things last.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::consents::validate_agreed;
use crate::email::validate_email;
use crate::passkeys::Passkey;
use crate::password::validate_length;
use crate::time::Instant;

/// Minutes in which a new address can be proved by its link.
pub const EMAIL_CONFIRM_MINUTES: i64 = 60;
/// Days in which a letter's "this was not me" and "take it back" work.
pub const UNDO_DAYS: i64 = 7;
/// Days the list of sign-ins goes back.
pub const SIGN_IN_DAYS: i64 = 90;

/// `PUT /account/password`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePassword {
    /// The password until now.
    #[validate(length(min = 1, max = 1024, code = "required"))]
    pub current: String,
    /// The new one.
    #[validate(custom(function = "validate_length"))]
    pub password: String,
    /// The same again.
    #[validate(must_match(other = "password", code = "password_mismatch"))]
    pub confirmation: String,
}

/// `POST /account/email`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeEmail {
    /// The new address as typed.
    #[validate(custom(function = "validate_email"))]
    pub email: String,
    /// The password.
    #[validate(length(min = 1, max = 1024, code = "required"))]
    pub current: String,
}

/// `POST /account/deletion`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeleteAccount {
    /// The password; of who has none, the code of a fresh SMS.
    #[validate(length(min = 1, max = 1024, code = "required"))]
    pub current: String,
    /// The tick under what deletion means.
    #[validate(custom(function = "validate_agreed"))]
    pub agreed: bool,
}

macro_rules! secret {
    ($($name:ident)+) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        })+
    };
}
secret!(ChangePassword ChangeEmail DeleteAccount OpenLink);

/// `POST /links/look`, `POST /links/use` and `POST /links/resend`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenLink {
    /// What stands behind the `#` of the link.
    pub token: String,
}

/// What a link in a letter does when its button is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Proves a new address, which then is the login.
    EmailConfirm,
    /// Takes a change of the address back.
    EmailUndo,
    /// "This was not me": ends all sessions and makes password and passkeys useless.
    NotMe,
    /// Proves the address of a registration and goes on with it in the browser of the press.
    EmailProof,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::EmailConfirm,
        Self::EmailUndo,
        Self::NotMe,
        Self::EmailProof,
    ];

    /// The code on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmailConfirm => "email_confirm",
            Self::EmailUndo => "email_undo",
            Self::NotMe => "not_me",
            Self::EmailProof => "email_proof",
        }
    }
}

/// What a link is about, for the page that asks before it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkView {
    /// What the button does.
    pub kind: LinkKind,
    /// The login after the button: the new address, or the old one.
    pub email: String,
    /// Code of the person's current programme, whose centre wrote the letter.
    pub programme: String,
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenSession {
    /// To end it by; not what opens it.
    pub id: String,
    /// Browser and system by their own names, such as `Chrome · Android`; empty when unknown.
    pub device: String,
    /// When it signed in.
    pub began_at: Instant,
    /// When it was last used, to the minute.
    pub used_at: Instant,
    /// The one that asks.
    pub current: bool,
}

/// A try to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInTry {
    /// When.
    pub at: Instant,
    /// As in [`OpenSession::device`].
    pub device: String,
    /// Whether it led in.
    pub succeeded: bool,
    /// By a passkey; otherwise by the password.
    pub by_passkey: bool,
    /// By a code to the mobile number.
    #[serde(default)]
    pub by_mobile: bool,
}

/// A new address that waits for its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PendingEmail {
    /// The new address.
    pub email: String,
    /// Until when its link works.
    pub until: Instant,
}

/// `GET /account/security`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Security {
    /// The login; none for who has a mobile number alone.
    pub email: Option<String>,
    /// The mobile number that opens the account too, masked.
    #[serde(default)]
    pub mobile: Option<String>,
    /// An address that is to become the login.
    pub pending_email: Option<PendingEmail>,
    /// When the password was set; never for who has no e-mail.
    pub password_set_at: Option<Instant>,
    /// Passkeys, oldest first.
    pub passkeys: Vec<Passkey>,
    /// Browsers that are signed in, the one that asks first, then the last used.
    pub sessions: Vec<OpenSession>,
    /// The newest tries to sign in, newest first, at most fifty of the last ninety days.
    pub sign_ins: Vec<SignInTry>,
}

/// Browser and system out of a browser's own description of itself. Names are the makers', the same
/// in every language; what is not known is left out. A label for its owner, never a decision.
pub fn device_label(user_agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    // The order matters: each browser also claims to be those below it.
    let browser = first(&[
        ("YaBrowser/", "Yandex Browser"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("EdgA/", "Edge"),
        ("EdgiOS/", "Edge"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Opera", "Opera"),
        ("FxiOS/", "Firefox"),
        ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, field_errors};

    #[test]
    fn devices_are_named() {
        for (agent, label) in [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Chrome · Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari · iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/128.0.0.0 YaBrowser/24.10.0 Safari/537.36",
                "Yandex Browser · Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
                "Firefox · Linux",
            ),
            ("curl/8.0", ""),
            ("", ""),
        ] {
            assert_eq!(device_label(agent), label);
        }
    }

    #[test]
    fn forms_refuse_with_our_codes() {
        let form = DeleteAccount::default();
        let errors = field_errors(&form.validate().unwrap_err());
        let codes: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert_eq!(
            codes,
            [
                ("agreed", Code::AgreementRequired),
                ("current", Code::Required)
            ]
        );
        assert_eq!(format!("{form:?}"), "DeleteAccount(…)");
    }

    #[test]
    fn kinds_of_links_are_written_alike() {
        for kind in LinkKind::ALL {
            assert_eq!(
                serde_json::to_value(kind).unwrap(),
                serde_json::json!(kind.as_str())
            );
        }
    }
}
