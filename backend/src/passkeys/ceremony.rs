//! What the device and we say to each other: challenges and their answers, as the Web
//! Authentication standard has them. Who may ask, and what follows, the others say.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::passkeys::{CHALLENGE_MINUTES, PasskeyChallenge};
use shared::problem::Code;
use shared::time::Instant;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::store::{self, ChallengeRow, NewChallenge};
use crate::app::App;
use crate::error::Error;
use crate::secrets::{new_token, token_hash};

/// What a challenge is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Another passkey of a signed-in person.
    Adding,
    /// Nobody is known yet.
    SignIn,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Adding => "adding",
            Self::SignIn => "sign_in",
        }
    }
}

/// How a sign-in went.
pub(super) enum Verdict {
    /// It is the key; with its new state.
    Right(Box<Passkey>),
    /// It is not, or not in this way.
    Wrong,
    /// The key counts its uses, and somebody has used another copy.
    Copied,
}

/// Keys belong to the name of the page, and the page shows them at its own address only.
fn relying_party(app: &App) -> Result<Webauthn, Error> {
    let refuse = |_| Error::Problem(Code::PasskeyRefused);
    let page = Url::parse(&app.config.page_url).map_err(|_| Code::PasskeyRefused)?;
    // An address of numbers has no keys.
    let name = page.domain().ok_or(Code::PasskeyRefused)?.to_owned();
    let builder = WebauthnBuilder::new(&name, &page).map_err(refuse)?;
    builder.rp_name("Tirkeu").build().map_err(refuse)
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Code::PasskeyRefused.into())
}

/// A credential's name as it is stored.
pub(super) fn name_of(credential: &CredentialID) -> String {
    URL_SAFE_NO_PAD.encode(credential)
}

/// A challenge for another passkey; devices that have one of these already say so.
pub(super) async fn ask_to_add(
    app: &App,
    now: Instant,
    (person_id, email): (&str, &str),
    known: &[String],
) -> Result<PasskeyChallenge, Error> {
    let known: Vec<CredentialID> = known
        .iter()
        .filter_map(|stored| serde_json::from_str::<Passkey>(stored).ok())
        .map(|passkey| passkey.cred_id().clone())
        .collect();
    let owner = Uuid::parse_str(person_id).map_err(anyhow::Error::from)?;
    let asked = relying_party(app)?.start_passkey_registration(owner, email, email, Some(known));
    let (options, state) = asked.map_err(anyhow::Error::from)?;
    let mut options = public_part(&options)?;
    // The device has to remember whose the key is: nobody types an address at sign-in.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    keep(
        app,
        now,
        (Kind::Adding, Some(person_id)),
        (&options, &state),
    )
    .await
}

/// A challenge for whoever comes; the same for everybody.
pub(super) async fn ask_to_sign_in(app: &App, now: Instant) -> Result<PasskeyChallenge, Error> {
    let asked = relying_party(app)?.start_discoverable_authentication();
    let (options, state) = asked.map_err(anyhow::Error::from)?;
    let options = public_part(&options)?;
    keep(app, now, (Kind::SignIn, None), (&options, &state)).await
}

fn public_part(options: &impl Serialize) -> Result<Value, Error> {
    let mut options = serde_json::to_value(options).map_err(anyhow::Error::from)?;
    Ok(options["publicKey"].take())
}

async fn keep(
    app: &App,
    now: Instant,
    (kind, person_id): (Kind, Option<&str>),
    (options, state): (&Value, &impl Serialize),
) -> Result<PasskeyChallenge, Error> {
    let token = new_token();
    let state = serde_json::to_string(state).map_err(anyhow::Error::from)?;
    let challenge = NewChallenge {
        token_hash: &token_hash(&token),
        kind: kind.as_str(),
        person_id,
        state: &state,
        created_at: now,
        expires_at: now.plus_seconds(CHALLENGE_MINUTES * 60),
    };
    let mut tx = app.db.write().await?;
    store::insert_challenge(&mut tx, challenge).await?;
    tx.commit().await?;
    Ok(PasskeyChallenge {
        id: token,
        options: options.to_string(),
    })
}

/// Uses a challenge up, whatever its answer is worth.
async fn take(app: &App, now: Instant, (id, kind): (&str, Kind)) -> Result<ChallengeRow, Error> {
    let mut tx = app.db.write().await?;
    let row = store::take_challenge(&mut tx, (&token_hash(id), kind.as_str()), now).await?;
    tx.commit().await?;
    row.ok_or(Error::Problem(Code::PasskeyRefused))
}

/// The new passkey in the answer to [`ask_to_add`].
pub(super) async fn added(
    app: &App,
    now: Instant,
    person_id: &str,
    (id, answer): (&str, &str),
) -> Result<Passkey, Error> {
    let row = take(app, now, (id, Kind::Adding)).await?;
    if row.person_id.as_deref() != Some(person_id) {
        return Err(Code::PasskeyRefused.into());
    }
    let state: PasskeyRegistration = parsed(&row.state)?;
    let answer: RegisterPublicKeyCredential = parsed(answer)?;
    let made = relying_party(app)?.finish_passkey_registration(&answer, &state);
    made.map_err(|_| Code::PasskeyRefused.into())
}

/// An answer to [`ask_to_sign_in`] that names its key.
pub(super) struct SigningIn {
    answer: PublicKeyCredential,
    state: DiscoverableAuthentication,
}

impl SigningIn {
    /// Reads an answer and uses its challenge up.
    pub(super) async fn read(
        app: &App,
        now: Instant,
        (id, answer): (&str, &str),
    ) -> Result<Self, Error> {
        let row = take(app, now, (id, Kind::SignIn)).await?;
        Ok(Self {
            answer: parsed(answer)?,
            state: parsed(&row.state)?,
        })
    }

    /// The name of the key, as it is stored.
    pub(super) fn credential_id(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.answer.get_credential_id())
    }

    /// Whether the stored key of this person has signed.
    pub(super) fn judge(self, app: &App, person_id: &str, stored: &str) -> Result<Verdict, Error> {
        let owner = self.answer.get_user_unique_id();
        let owner = owner.and_then(|bytes| Uuid::from_slice(bytes).ok());
        if owner.map(|owner| owner.to_string()).as_deref() != Some(person_id) {
            return Ok(Verdict::Wrong);
        }
        let mut passkey: Passkey = parsed(stored)?;
        let outcome = relying_party(app)?.finish_discoverable_authentication_v2(
            &self.answer,
            self.state,
            &passkey,
        );
        Ok(match outcome {
            Ok(used) => {
                // Tells only whether something of it changed.
                let _ = passkey.update_credential(&used);
                Verdict::Right(Box::new(passkey))
            }
            Err(WebauthnError::CredentialPossibleCompromise) => Verdict::Copied,
            Err(_) => Verdict::Wrong,
        })
    }
}
