//! Calls of the mobile number: proving it, signing in by it, a code to confirm with.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use shared::accounts::{EnterCode, Session};
use shared::mobile::{FinishMobileSignIn, SetMobile, StartMobileSignIn};
use shared::registration::Registration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Anyone, Applicant, Body, Caller, PageLanguage, SignedIn, Valid, Visit};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(set_mobile))
        .routes(routes!(resend_mobile_code))
        .routes(routes!(enter_mobile_code))
        .routes(routes!(start_mobile_sign_in))
        .routes(routes!(finish_mobile_sign_in))
        .routes(routes!(send_confirmation))
}

/// Keeps the number and both acceptances; a code is on its way.
#[utoipa::path(put, path = "/registration/mobile", tag = "mobile",
    request_body = SetMobile, responses((status = 200, body = Registration)))]
async fn set_mobile(
    State(app): State<App>,
    Caller(address): Caller,
    who: Applicant,
    Body(input): Body<SetMobile>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(
        service::set_mobile(&app, (&who, address), &input).await?,
    ))
}

/// Sends another SMS with a code.
#[utoipa::path(post, path = "/registration/mobile-code/resend", tag = "mobile",
    responses((status = 200, body = Registration)))]
async fn resend_mobile_code(
    State(app): State<App>,
    Caller(address): Caller,
    who: Applicant,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::resend_code(&app, (&who, address)).await?))
}

/// Proves the number by its code, and signs in: a draft becomes an account, or its owner's.
#[utoipa::path(post, path = "/registration/mobile-code", tag = "mobile",
    request_body = EnterCode, responses((status = 200, body = Registration)))]
async fn enter_mobile_code(
    State(app): State<App>,
    visit: Visit,
    who: Applicant,
    jar: CookieJar,
    Valid(input): Valid<EnterCode>,
) -> Result<(CookieJar, Json<Registration>), Error> {
    let (registration, cookies) = service::enter_code(&app, (&who, &visit), &input).await?;
    let jar = cookies.into_iter().fold(jar, CookieJar::add);
    Ok((jar, Json(registration)))
}

/// Sends a code when the number opens an account; the answer is always the same.
#[utoipa::path(post, path = "/sessions/mobile", tag = "mobile",
    request_body = StartMobileSignIn, responses((status = 204)))]
async fn start_mobile_sign_in(
    State(app): State<App>,
    Caller(address): Caller,
    PageLanguage(language): PageLanguage,
    Valid(input): Valid<StartMobileSignIn>,
) -> Result<StatusCode, Error> {
    service::start_sign_in(&app, (address, language), &input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs in by the code; a new token replaces any the browser had.
#[utoipa::path(post, path = "/sessions/mobile/code", tag = "mobile",
    request_body = FinishMobileSignIn, responses((status = 200, body = Session)))]
async fn finish_mobile_sign_in(
    State(app): State<App>,
    Caller(address): Caller,
    visit: Visit,
    Anyone(draft): Anyone,
    jar: CookieJar,
    Valid(input): Valid<FinishMobileSignIn>,
) -> Result<(CookieJar, Json<Session>), Error> {
    let now = service::finish_sign_in(&app, (address, &visit), draft.as_ref(), &input).await?;
    let jar = now.cookies(&app).into_iter().fold(jar, CookieJar::add);
    Ok((jar, Json(now.session)))
}

/// Sends a code to the own number: who has no password confirms with it.
#[utoipa::path(post, path = "/account/mobile-code", tag = "mobile", responses((status = 204)))]
async fn send_confirmation(
    State(app): State<App>,
    Caller(address): Caller,
    SignedIn(who): SignedIn,
) -> Result<StatusCode, Error> {
    service::send_confirmation(&app, (&who, address)).await?;
    Ok(StatusCode::NO_CONTENT)
}
