//! The only file that fetches. One function for each call of the program, all answering
//! `Result<_, Problem>`; a server that cannot be reached is [`Code::Network`].
//!
//! A future that is dropped aborts its request. Nothing is repeated by itself and nothing is kept.

use std::sync::LazyLock;

use gloo_net::http::{Headers, Method, RequestBuilder};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::accounts::{
    EnterCode, FinishRecovery, Session, SetEmail, SetPassword, SignIn, StartRecovery,
};
use shared::cabinet::Cabinet;
use shared::consents::{AcceptPersonalData, AnswerBiometrics, Language, Text, TextKind};
use shared::dictionaries::Dictionaries;
use shared::passkeys::{ConfirmByPassword, PasskeyAnswer, PasskeyChallenge};
use shared::people::{
    EditProfile, PersonName, SetCitizenship, SetPersonalDetails, SetPersonalNumber, SetPhone,
    SetProfile, Study,
};
use shared::problem::{Code, Problem};
use shared::programmes::{Programme, ProgrammeName};
use shared::proofing::{ChooseDocument, PictureKind, PictureSource};
use shared::registration::{Registration, SetLanguage, StartRegistration};
use shared::registries::{
    District, LookUpOrganisation, LookUpPerson, Organisation, OrganisationLookUp, PersonLookUp,
    PersonRecord, RevealPerson,
};
use shared::security::{ChangeEmail, ChangePassword, DeleteAccount, LinkView, OpenLink, Security};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, Blob, RequestCredentials};

use crate::{browser, language};

mod applications;
mod errands;
mod guardians;
mod mobile;
mod movement;
mod payments;
mod pin;
mod readings;
mod sharing;

pub use applications::*;
pub use errands::*;
pub use guardians::*;
pub use mobile::*;
pub use movement::*;
pub use payments::*;
pub use pin::*;
pub use readings::*;
pub use sharing::*;

/// What a call answers.
pub type Answer<T> = Result<T, Problem>;

static SESSION_ENDED: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(false));
static LAST_CALL: LazyLock<ArcRwSignal<u32>> = LazyLock::new(|| ArcRwSignal::new(0));

/// Set when a call was refused because the session had ended; whoever tells the person clears it.
pub fn session_ended() -> ArcRwSignal<bool> {
    SESSION_ENDED.clone()
}

/// Changes after each successful call: the idle time on the server began anew.
pub fn last_call() -> ArcRwSignal<u32> {
    LAST_CALL.clone()
}

/// Where the program answers: this origin, unless the page names another
/// (`<html data-api>`, written by `cargo xtask dist --api`).
fn origin() -> Option<String> {
    browser::root()?
        .get_attribute("data-api")
        .filter(|origin| !origin.is_empty())
}

fn address(path: &str) -> String {
    format!("{}/api/v1{path}", origin().unwrap_or_default())
}

/// Address of an own picture that was handed in; `id` tells one version from the next.
pub fn picture_address(kind: PictureKind, id: &str) -> String {
    let path = format!("/registration/pictures/{}?version={id}", kind.as_str());
    address(&errands::of_camera(path))
}

struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// What goes with a call.
struct Call {
    method: Method,
    path: String,
    body: Option<JsValue>,
    content_type: String,
    key: Option<String>,
}

impl Call {
    fn new(method: Method, path: impl Into<String>) -> Self {
        let path = path.into();
        Self {
            method,
            path,
            body: None,
            content_type: String::new(),
            key: None,
        }
    }

    fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    fn json(method: Method, path: &str, body: &impl Serialize) -> Self {
        let text = serde_json::to_string(body).unwrap_or_default();
        Self {
            body: Some(text.into()),
            content_type: "application/json".to_owned(),
            ..Self::new(method, path)
        }
    }

    /// The same call sent twice (double press, lost answer) acts once.
    fn once(self) -> Self {
        Self {
            key: browser::unique_key(),
            ..self
        }
    }

    async fn send<T: DeserializeOwned>(self) -> Answer<T> {
        let text = self.exchange().await?;
        serde_json::from_str(&text).map_err(|_| Problem::new(Code::Internal))
    }

    async fn send_without_answer(self) -> Answer<()> {
        self.exchange().await.map(drop)
    }

    async fn exchange(self) -> Answer<String> {
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        let _guard = AbortOnDrop(controller);
        let headers = Headers::new();
        headers.set("accept-language", language::language_now().as_str());
        if self.method != Method::GET {
            headers.set("tirkeu-request", "1");
        }
        if !self.content_type.is_empty() {
            headers.set("content-type", &self.content_type);
        }
        if let Some(key) = &self.key {
            headers.set("idempotency-key", key);
        }
        let credentials = if origin().is_some() {
            RequestCredentials::Include
        } else {
            RequestCredentials::SameOrigin
        };
        let request = RequestBuilder::new(&address(&self.path))
            .method(self.method)
            .headers(headers)
            .credentials(credentials)
            .abort_signal(signal.as_ref());
        let request = match self.body {
            Some(body) => request.body(body),
            None => request.build(),
        };
        let unreachable = |_| Problem::new(Code::Network);
        let response = request
            .map_err(unreachable)?
            .send()
            .await
            .map_err(unreachable)?;
        let text = response.text().await.map_err(unreachable)?;
        if response.ok() {
            LAST_CALL.update(|count| *count = count.wrapping_add(1));
            return Ok(text);
        }
        let problem = problem(response.status(), &text);
        if problem.code == Code::SignInRequired && self.path != "/registration" {
            SESSION_ENDED.set(true);
        }
        Err(problem)
    }
}

/// The problem in an answer; a proxy before the program may send something else.
fn problem(status: u16, text: &str) -> Problem {
    serde_json::from_str(text).unwrap_or_else(|_| {
        Problem::new(match status {
            401 => Code::SignInRequired,
            404 => Code::NotFound,
            410 => Code::LinkUseless,
            413 => Code::TooLarge,
            429 => Code::TooManyRequests,
            502..=504 => Code::Unavailable,
            _ => Code::Internal,
        })
    })
}

/// A programme: its centre, contacts and order of requirements.
pub async fn programme(code: &str) -> Answer<Programme> {
    let path = format!("/programmes/{}", browser::encoded(code));
    Call::get(path).send().await
}

/// Names of all programmes.
pub async fn programmes() -> Answer<Vec<ProgrammeName>> {
    Call::get("/programmes").send().await
}

/// Everything the steps choose from.
pub async fn dictionaries() -> Answer<Dictionaries> {
    Call::get("/dictionaries").send().await
}

/// A text to be accepted, in a language, as the centre of a programme has it.
pub async fn text(kind: TextKind, language: Language, programme: &str) -> Answer<Text> {
    let (kind, language) = (kind.as_str(), language.as_str());
    let programme = browser::encoded(programme);
    let path = format!("/texts/{kind}?language={language}&programme={programme}");
    Call::get(path).send().await
}

/// Begins a registration for a programme, or opens it for whoever is here already.
pub async fn start_registration(programme: &str) -> Answer<Registration> {
    let start = StartRegistration {
        programme: programme.to_owned(),
        language: language::language_now(),
    };
    Call::json(Method::POST, "/registration", &start)
        .once()
        .send()
        .await
}

/// The registration; [`Code::SignInRequired`] when this browser has none.
pub async fn registration() -> Answer<Registration> {
    Call::get("/registration").send().await
}

/// Deletes a draft that has no login yet.
pub async fn delete_registration() -> Answer<()> {
    Call::new(Method::DELETE, "/registration")
        .send_without_answer()
        .await
}

/// Letters follow the language of the page.
pub async fn set_language(language: Language) -> Answer<()> {
    let body = SetLanguage { language };
    Call::json(Method::PUT, "/registration/language", &body)
        .send_without_answer()
        .await
}

/// Saves citizenship and agreement.
pub async fn set_citizenship(body: &SetCitizenship) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/citizenship", body)
        .send()
        .await
}

/// Saves IIN or passport number.
pub async fn set_personal_number(body: &SetPersonalNumber) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/personal-number", body)
        .send()
        .await
}

/// Saves the address and sends the letter with the code.
pub async fn set_email(body: &SetEmail) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/email", body)
        .send()
        .await
}

/// Sends another letter.
pub async fn resend_code() -> Answer<Registration> {
    Call::new(Method::POST, "/registration/email-code/resend")
        .send()
        .await
}

/// Proves the address.
pub async fn enter_code(body: &EnterCode) -> Answer<Registration> {
    Call::json(Method::POST, "/registration/email-code", body)
        .send()
        .await
}

/// Sets the password of the new login.
pub async fn set_password(body: &SetPassword) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/password", body)
        .send()
        .await
}

/// Puts a password of one's own in the place of the one that was mailed.
pub async fn set_own_password(body: &SetPassword) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/own-password", body)
        .send()
        .await
}

/// Signs in.
pub async fn sign_in(body: &SignIn) -> Answer<Session> {
    Call::json(Method::POST, "/sessions", body).send().await
}

/// Asks for a passkey of this page.
pub async fn begin_passkey_sign_in() -> Answer<PasskeyChallenge> {
    Call::new(Method::POST, "/sessions/passkey/challenge")
        .send()
        .await
}

/// Signs in with a passkey.
pub async fn sign_in_with_passkey(body: &PasskeyAnswer) -> Answer<Session> {
    Call::json(Method::POST, "/sessions/passkey", body)
        .send()
        .await
}

/// Who is here; also prolongs the session.
pub async fn session() -> Answer<Session> {
    Call::get("/sessions/current").send().await
}

/// Signs out.
pub async fn sign_out() -> Answer<()> {
    Call::new(Method::DELETE, "/sessions/current")
        .send_without_answer()
        .await
}

/// Asks for a recovery code; answers the same whether the address is known or not.
pub async fn start_recovery(body: &StartRecovery) -> Answer<()> {
    Call::json(Method::POST, "/password-recovery", body)
        .send_without_answer()
        .await
}

/// Sets a new password with the mailed code.
pub async fn finish_recovery(body: &FinishRecovery) -> Answer<()> {
    Call::json(Method::POST, "/password-recovery/confirm", body)
        .send_without_answer()
        .await
}

/// Saves the answer about biometrics.
pub async fn answer_biometrics(body: &AnswerBiometrics) -> Answer<Registration> {
    let path = errands::of_camera("/registration/biometric-consent".to_owned());
    Call::json(Method::PUT, &path, body).send().await
}

/// Saves which document will be shown.
pub async fn choose_document(body: &ChooseDocument) -> Answer<Registration> {
    let path = errands::of_camera("/registration/document-kind".to_owned());
    Call::json(Method::PUT, &path, body).send().await
}

/// Hands in a picture. Refusals stand in the problem's `errors` at the field `picture`. The `key`
/// makes a repeat after a lost answer act once.
pub async fn send_picture(
    kind: PictureKind,
    source: PictureSource,
    anyway: bool,
    picture: &Blob,
    key: Option<String>,
) -> Answer<Registration> {
    let source = match source {
        PictureSource::Camera => "camera",
        PictureSource::Upload => "upload",
    };
    let kind = kind.as_str();
    let path = format!("/registration/pictures/{kind}?source={source}&anyway={anyway}");
    let call = Call::new(Method::POST, errands::of_camera(path));
    Call {
        body: Some(picture.into()),
        content_type: picture.type_(),
        key,
        ..call
    }
    .send()
    .await
}

/// Saves the consent to process personal data.
pub async fn accept_personal_data(body: &AcceptPersonalData) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/personal-data-consent", body)
        .send()
        .await
}

/// Saves the name.
pub async fn set_name(body: &PersonName) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/name", body)
        .send()
        .await
}

/// Saves sex, birth date, region and phone.
pub async fn set_personal_details(body: &SetPersonalDetails) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/personal-details", body)
        .send()
        .await
}

/// Saves the contact phone.
pub async fn set_phone(body: &SetPhone) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/phone", body)
        .send()
        .await
}

/// Saves number, name and phone.
pub async fn set_profile(body: &SetProfile) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/profile", body)
        .send()
        .await
}

/// Corrects name and phone after the registration.
pub async fn edit_profile(body: &EditProfile) -> Answer<()> {
    Call::json(Method::PUT, "/profile", body)
        .send_without_answer()
        .await
}

/// Saves contingent and place of education.
pub async fn set_study(body: &Study) -> Answer<Registration> {
    Call::json(Method::PUT, "/registration/study", body)
        .send()
        .await
}

/// Finishes the registration.
pub async fn finish_registration() -> Answer<Registration> {
    Call::new(Method::POST, "/registration/finish")
        .once()
        .send()
        .await
}

/// The cabinet of a registered person.
pub async fn cabinet() -> Answer<Cabinet> {
    Call::get("/cabinet").send().await
}

/// Login, open sessions, tries to sign in.
pub async fn security() -> Answer<Security> {
    Call::get("/account/security").send().await
}

/// Sets another password.
pub async fn change_password(body: &ChangePassword) -> Answer<()> {
    Call::json(Method::PUT, "/account/password", body)
        .send_without_answer()
        .await
}

/// Asks for another address as login.
pub async fn change_email(body: &ChangeEmail) -> Answer<Security> {
    Call::json(Method::POST, "/account/email", body)
        .once()
        .send()
        .await
}

/// Asks for another passkey, by the password.
pub async fn begin_passkey(body: &ConfirmByPassword) -> Answer<PasskeyChallenge> {
    Call::json(Method::POST, "/account/passkeys/challenge", body)
        .send()
        .await
}

/// Keeps the passkey that the device made.
pub async fn add_passkey(body: &PasskeyAnswer) -> Answer<()> {
    Call::json(Method::POST, "/account/passkeys", body)
        .send_without_answer()
        .await
}

/// Removes a passkey, by the password.
pub async fn remove_passkey(id: &str, body: &ConfirmByPassword) -> Answer<()> {
    let path = format!("/account/passkeys/{}/removal", browser::encoded(id));
    Call::json(Method::POST, &path, body)
        .send_without_answer()
        .await
}

/// Ends one of the own sessions.
pub async fn end_session(id: &str) -> Answer<Security> {
    let path = format!("/account/sessions/{}", browser::encoded(id));
    Call::new(Method::DELETE, path).send().await
}

/// Ends every own session but this one.
pub async fn end_other_sessions() -> Answer<Security> {
    Call::new(Method::DELETE, "/account/sessions").send().await
}

/// Everything that is kept about the person, as the text of a file.
pub async fn own_data() -> Answer<String> {
    Call::get("/account/data").exchange().await
}

/// Deletes the account.
pub async fn delete_account(body: &DeleteAccount) -> Answer<()> {
    Call::json(Method::POST, "/account/deletion", body)
        .send_without_answer()
        .await
}

/// What a link of a letter would do.
pub async fn look_at_link(body: &OpenLink) -> Answer<LinkView> {
    Call::json(Method::POST, "/links/look", body).send().await
}

/// Does what a link of a letter is for.
pub async fn use_link(body: &OpenLink) -> Answer<LinkView> {
    Call::json(Method::POST, "/links/use", body).send().await
}

/// Sends another link in the place of one that is too old.
pub async fn resend_link(body: &OpenLink) -> Answer<()> {
    Call::json(Method::POST, "/links/resend", body)
        .send_without_answer()
        .await
}
/// Asks the registry about a person.
pub async fn look_up_person(body: &LookUpPerson) -> Answer<PersonLookUp> {
    Call::json(Method::POST, "/registries/persons", body)
        .send()
        .await
}

/// How a look-up of a person stands.
pub async fn find_person_look_up(look_up: &str) -> Answer<PersonLookUp> {
    let path = format!("/registries/persons/{}", browser::encoded(look_up));
    Call::get(path).send().await
}

/// Opens a masked name.
pub async fn reveal_person(look_up: &str, body: &RevealPerson) -> Answer<PersonRecord> {
    let path = format!("/registries/persons/{}/reveal", browser::encoded(look_up));
    Call::json(Method::POST, &path, body).send().await
}

/// Asks about an organisation by number.
pub async fn look_up_organisation(body: &LookUpOrganisation) -> Answer<OrganisationLookUp> {
    Call::json(Method::POST, "/registries/organisations", body)
        .send()
        .await
}

/// Organisations of a place that match what was typed; an empty district means the whole region.
pub async fn organisations(region: &str, district: &str, typed: &str) -> Answer<Vec<Organisation>> {
    let path = format!(
        "/registries/organisations?region={}&district={}&q={}",
        browser::encoded(region),
        browser::encoded(district),
        browser::encoded(typed)
    );
    Call::get(path).send().await
}

/// Districts of a region.
pub async fn districts(region: &str) -> Answer<Vec<District>> {
    let path = format!("/registries/districts?region={}", browser::encoded(region));
    Call::get(path).send().await
}
