//! Calls of errands: those of the computer, and those of the phone.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use shared::errands::{Errand, ErrandView, NewErrand, OpenErrand, PhoneErrand, SendErrand};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::accounts;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Body, ForComputer, SignedIn, Valid, Visit};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(send_errand, find_errand, cancel_errand))
        .routes(routes!(look_at_errand))
        .routes(routes!(open_errand))
        .routes(routes!(find_errand_on_phone, give_errand_up))
        .routes(routes!(finish_errand))
}

/// Makes the code that sends a step of the camera to a phone; the one before it ends.
#[utoipa::path(post, path = "/registration/errand", tag = "errands",
    request_body = SendErrand, responses((status = 201, body = NewErrand)))]
async fn send_errand(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<SendErrand>,
) -> Result<(StatusCode, Json<NewErrand>), Error> {
    let errand = service::send(&app, &who, input.task).await?;
    Ok((StatusCode::CREATED, Json(errand)))
}

/// How the errand that this session sent last stands.
#[utoipa::path(get, path = "/registration/errand", tag = "errands",
    responses((status = 200, body = Errand)))]
async fn find_errand(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Errand>, Error> {
    Ok(Json(service::find(&app, &who).await?))
}

/// Calls the phone back.
#[utoipa::path(delete, path = "/registration/errand", tag = "errands",
    responses((status = 204)))]
async fn cancel_errand(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<StatusCode, Error> {
    service::cancel(&app, &who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a code is for; changes nothing.
#[utoipa::path(post, path = "/errands/look", tag = "errands",
    request_body = OpenErrand, responses((status = 200, body = ErrandView)))]
async fn look_at_errand(
    State(app): State<App>,
    Body(input): Body<OpenErrand>,
) -> Result<Json<ErrandView>, Error> {
    Ok(Json(service::look(&app, &input.token).await?))
}

/// Opens a code, once. The cookie lets this phone take the pictures of the step, and nothing else.
#[utoipa::path(post, path = "/errands/opening", tag = "errands",
    request_body = OpenErrand, responses((status = 200, body = PhoneErrand)))]
async fn open_errand(
    State(app): State<App>,
    visit: Visit,
    jar: CookieJar,
    Body(input): Body<OpenErrand>,
) -> Result<(CookieJar, Json<PhoneErrand>), Error> {
    let (errand, token) = service::open(&app, &visit.device, &input.token).await?;
    let jar = jar.add(accounts::errand_cookie(&app, &token));
    Ok((jar, Json(errand)))
}

/// What the phone was sent for, and what it sees of the registration.
#[utoipa::path(get, path = "/errands/current", tag = "errands",
    responses((status = 200, body = PhoneErrand)))]
async fn find_errand_on_phone(
    State(app): State<App>,
    ForComputer(errand): ForComputer,
) -> Result<Json<PhoneErrand>, Error> {
    Ok(Json(service::current(&app, &errand).await?))
}

/// Gives up on the phone.
#[utoipa::path(delete, path = "/errands/current", tag = "errands", responses((status = 204)))]
async fn give_errand_up(
    State(app): State<App>,
    ForComputer(errand): ForComputer,
) -> Result<StatusCode, Error> {
    service::give_up(&app, &errand).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The step is handed in: the computer goes on.
#[utoipa::path(post, path = "/errands/current/finish", tag = "errands",
    responses((status = 204)))]
async fn finish_errand(
    State(app): State<App>,
    ForComputer(errand): ForComputer,
) -> Result<StatusCode, Error> {
    service::finish(&app, &errand).await?;
    Ok(StatusCode::NO_CONTENT)
}
