//! What handlers ask for: a valid body, the person behind the session, the caller's address.
//! A handler gets only what its caller may see.

use std::net::{IpAddr, SocketAddr};

use axum::body::Bytes;
use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, USER_AGENT};
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use serde::de::DeserializeOwned;
use shared::consents::Language;
use shared::problem::{Code, field_errors};
use shared::registration::Registration;
use shared::requirements::Requirement;
use shared::security::device_label;
use validator::Validate;

use crate::accounts::SessionKind;
use crate::app::App;
use crate::errands::OnPhone;
use crate::error::Error;

/// A JSON body of the right shape.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        match axum::Json::<T>::from_request(request, app).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Code::MediaType.into()),
            Err(JsonRejection::BytesRejection(error))
                if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE =>
            {
                Err(Code::TooLarge.into())
            }
            Err(_) => Err(Code::BadRequest.into()),
        }
    }
}

/// A picture as the body: one of the types that are taken, of a size that is.
pub struct PictureBody(pub Bytes);

impl FromRequest<App> for PictureBody {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|value| value.to_str().ok());
        if !matches!(kind, Some("image/jpeg" | "image/png" | "image/webp")) {
            return Err(Code::MediaType.into());
        }
        match Bytes::from_request(request, app).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(rejection) if rejection.status() == http::StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Code::TooLarge.into())
            }
            Err(_) => Err(Code::BadRequest.into()),
        }
    }
}

/// The part of the address that names something; one that is no text names nothing.
pub struct Named(pub String);

impl FromRequestParts<App> for Named {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Path::<String>::from_request_parts(parts, app).await {
            Ok(Path(name)) => Ok(Self(name)),
            Err(_) => Err(Code::NotFound.into()),
        }
    }
}

/// The two parts of the address that name something inside something.
pub struct NamedTwice(pub String, pub String);

impl FromRequestParts<App> for NamedTwice {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Path::<(String, String)>::from_request_parts(parts, app).await {
            Ok(Path((outer, inner))) => Ok(Self(outer, inner)),
            Err(_) => Err(Code::NotFound.into()),
        }
    }
}

/// A query of the right shape; a wrong one is a problem like any other.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Query::<T>::from_request_parts(parts, app).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(_) => Err(Code::BadRequest.into()),
        }
    }
}

/// A JSON body that also keeps the rules of its form.
pub struct Valid<T>(pub T);

impl<T: DeserializeOwned + Validate> FromRequest<App> for Valid<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let Body(value) = Body::<T>::from_request(request, app).await?;
        match value.validate() {
            Ok(()) => Ok(Self(value)),
            Err(errors) => Err(Error::Invalid(nested_field_errors(&errors))),
        }
    }
}

/// Field errors of the form and of the forms inside it, by the innermost field's name.
fn nested_field_errors(errors: &validator::ValidationErrors) -> Vec<shared::problem::FieldError> {
    let mut found = field_errors(errors);
    for kind in errors.errors().values() {
        if let validator::ValidationErrorsKind::Struct(inner) = kind {
            found.extend(nested_field_errors(inner));
        }
    }
    found
}

/// Whoever has a session: a draft in this browser, or a signed-in account.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// The person.
    pub person_id: String,
    /// Draft or account.
    pub kind: SessionKind,
    /// Hash of the session's token.
    pub token_hash: String,
}

impl FromRequestParts<App> for Applicant {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let jar = CookieJar::from_headers(&parts.headers);
        let Some(cookie) = jar.get(app.config.cookie_name()) else {
            return Err(Code::SignInRequired.into());
        };
        crate::accounts::find_applicant(app, cookie.value())
            .await?
            .ok_or(Error::Problem(Code::SignInRequired))
    }
}

/// A person who signed in.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Applicant);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let applicant = Applicant::from_request_parts(parts, app).await?;
        if applicant.kind == SessionKind::Account {
            Ok(Self(applicant))
        } else {
            Err(Code::SignInRequired.into())
        }
    }
}

/// A phone that works for a computer, by its own cookie.
pub struct ForComputer(pub OnPhone);

impl FromRequestParts<App> for ForComputer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = jar.get(app.config.errand_cookie_name());
        let token = cookie.ok_or(Code::ErrandUnknown)?.value();
        Ok(Self(crate::errands::find_on_phone(app, token).await?))
    }
}

/// Whoever stands before the camera: a person who signed in, or, where the address says `errand=1`,
/// the phone that works for their computer. A browser may have both cookies, of two people: what it
/// means it says. No other handler takes a phone.
pub struct AtCamera {
    who: Applicant,
    task: Option<Requirement>,
}

impl AtCamera {
    /// Whether this is a phone that works for a computer.
    pub const fn is_phone(&self) -> bool {
        self.task.is_some()
    }

    /// The person, for a step that a phone was sent for, or the consent before it.
    pub fn at(&self, step: Requirement) -> Result<&Applicant, Error> {
        let may = |task| step == task || step == Requirement::BiometricConsent;
        if self.task.is_none_or(may) {
            Ok(&self.who)
        } else {
            Err(Code::SignInRequired.into())
        }
    }

    /// The answer to a step, as far as the caller may see it.
    pub fn shown(&self, app: &App, answer: Registration) -> Result<Registration, Error> {
        match self.task {
            None => Ok(answer),
            Some(task) => crate::errands::shown(app, answer, task),
        }
    }
}

impl FromRequestParts<App> for AtCamera {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let mut query = parts.uri.query().unwrap_or_default().split('&');
        if query.any(|part| part == "errand=1") {
            let ForComputer(errand) = ForComputer::from_request_parts(parts, app).await?;
            return Ok(Self {
                who: errand.who,
                task: Some(errand.task),
            });
        }
        let SignedIn(who) = SignedIn::from_request_parts(parts, app).await?;
        Ok(Self { who, task: None })
    }
}

/// Whoever calls, with or without a session.
pub struct Anyone(pub Option<Applicant>);

impl FromRequestParts<App> for Anyone {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Applicant::from_request_parts(parts, app).await {
            Ok(applicant) => Ok(Self(Some(applicant))),
            Err(Error::Problem(Code::SignInRequired)) => Ok(Self(None)),
            Err(error) => Err(error),
        }
    }
}

/// The language the page is shown in.
pub struct PageLanguage(pub Language);

impl FromRequestParts<App> for PageLanguage {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        let header = parts
            .headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let language = header
            .unwrap_or_default()
            .split(',')
            .find_map(Language::from_tag);
        Ok(Self(language.unwrap_or_default()))
    }
}

/// What is known of the caller's browser.
pub struct Visit {
    /// Browser and system, as `shared::security::device_label` names them.
    pub device: String,
    /// By which the browser is known again; only a browser that signed in once has it.
    pub device_token: Option<String>,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let agent = parts
            .headers
            .get(USER_AGENT)
            .and_then(|value| value.to_str().ok());
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = jar.get(app.config.device_cookie_name());
        Ok(Self {
            device: device_label(agent.unwrap_or_default()),
            device_token: cookie.map(|cookie| cookie.value().to_owned()),
        })
    }
}

/// The caller's network address: of the connection, or what a trusted proxy says.
#[derive(Debug, Clone, Copy)]
pub struct Caller(pub IpAddr);

impl FromRequestParts<App> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip());
        if !app.config.trusted_proxies.contains(&peer) {
            return Ok(Self(peer));
        }
        let forwarded = parts
            .headers
            .get("x-forwarded-for")
            .and_then(|value| value.to_str().ok());
        // The last address that is not a proxy of ours is the one our proxy saw.
        let client = forwarded
            .unwrap_or_default()
            .split(',')
            .rev()
            .filter_map(|text| text.trim().parse::<IpAddr>().ok())
            .find(|address| !app.config.trusted_proxies.contains(address));
        Ok(Self(client.unwrap_or(peer)))
    }
}
