//! Beginning, seeing, deleting and finishing a registration.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use shared::registration::{Registration, SetLanguage, StartRegistration};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{begin, service};
use crate::accounts;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Anyone, Applicant, Caller, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(
            start_registration,
            find_registration,
            delete_registration
        ))
        .routes(routes!(set_language))
        .routes(routes!(finish_registration))
}

/// Begins a draft, or finds the one this browser has; opens another programme for whoever is here.
#[utoipa::path(post, path = "/registration", tag = "registration",
    request_body = StartRegistration, responses((status = 200, body = Registration)))]
async fn start_registration(
    State(app): State<App>,
    Caller(address): Caller,
    Anyone(who): Anyone,
    jar: CookieJar,
    Valid(input): Valid<StartRegistration>,
) -> Result<(CookieJar, Json<Registration>), Error> {
    if let Some(who) = who {
        let registration = begin::open_programme(&app, &who, &input.programme).await?;
        return Ok((jar, Json(registration)));
    }
    let (who, token) = begin::begin(&app, address, &input.programme, input.language).await?;
    let jar = jar.add(accounts::session_cookie(&app, &token, who.kind));
    Ok((jar, Json(service::current(&app, &who).await?)))
}

/// What is known and what is next.
#[utoipa::path(get, path = "/registration", tag = "registration",
    responses((status = 200, body = Registration)))]
async fn find_registration(
    State(app): State<App>,
    who: Applicant,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::current(&app, &who).await?))
}

/// Erases a draft.
#[utoipa::path(delete, path = "/registration", tag = "registration", responses((status = 204)))]
async fn delete_registration(
    State(app): State<App>,
    who: Applicant,
    jar: CookieJar,
) -> Result<(CookieJar, StatusCode), Error> {
    begin::delete_draft(&app, &who).await?;
    Ok((
        jar.add(accounts::removal_cookie(&app)),
        StatusCode::NO_CONTENT,
    ))
}

/// Keeps the language of the page, for letters.
#[utoipa::path(put, path = "/registration/language", tag = "registration",
    request_body = SetLanguage, responses((status = 204)))]
async fn set_language(
    State(app): State<App>,
    who: Applicant,
    Valid(input): Valid<SetLanguage>,
) -> Result<StatusCode, Error> {
    service::set_language(&app, &who, input.language).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Finishes the registration.
#[utoipa::path(post, path = "/registration/finish", tag = "registration",
    responses((status = 200, body = Registration)))]
async fn finish_registration(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::finish(&app, &who).await?))
}
