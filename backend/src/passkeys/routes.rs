//! Calls of passkeys.

use axum::Json;
use axum::extract::State;
use axum_extra::extract::CookieJar;
use shared::accounts::Session;
use shared::passkeys::{ConfirmByPassword, PasskeyAnswer, PasskeyChallenge};
use shared::security::Security;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{service, sign_in};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Anyone, Body, Caller, Named, SignedIn, Valid, Visit};
use crate::security;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin_adding))
        .routes(routes!(add_passkey))
        .routes(routes!(remove_passkey))
        .routes(routes!(begin_sign_in))
        .routes(routes!(sign_in_with_passkey))
}

/// Asks for another passkey, by the password; the device has five minutes.
#[utoipa::path(post, path = "/account/passkeys/challenge", tag = "passkeys",
    request_body = ConfirmByPassword, responses((status = 200, body = PasskeyChallenge)))]
async fn begin_adding(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<ConfirmByPassword>,
) -> Result<Json<PasskeyChallenge>, Error> {
    Ok(Json(service::begin_adding(&app, &who, &input).await?))
}

/// Keeps the passkey that the device made.
#[utoipa::path(post, path = "/account/passkeys", tag = "passkeys",
    request_body = PasskeyAnswer, responses((status = 200, body = Security)))]
async fn add_passkey(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    visit: Visit,
    Body(input): Body<PasskeyAnswer>,
) -> Result<Json<Security>, Error> {
    service::add(&app, &who, &visit, &input).await?;
    Ok(Json(security::view(&app, &who).await?))
}

/// Removes a passkey, by the password.
#[utoipa::path(post, path = "/account/passkeys/{id}/removal", tag = "passkeys",
    params(("id" = String, Path, description = "From the list of passkeys")),
    request_body = ConfirmByPassword, responses((status = 200, body = Security)))]
async fn remove_passkey(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<ConfirmByPassword>,
) -> Result<Json<Security>, Error> {
    service::remove(&app, &who, &id, &input).await?;
    Ok(Json(security::view(&app, &who).await?))
}

/// Asks for a passkey of this page; nobody has to say who they are.
#[utoipa::path(post, path = "/sessions/passkey/challenge", tag = "passkeys",
    responses((status = 200, body = PasskeyChallenge)))]
async fn begin_sign_in(
    State(app): State<App>,
    Caller(address): Caller,
) -> Result<Json<PasskeyChallenge>, Error> {
    Ok(Json(sign_in::begin(&app, address).await?))
}

/// Signs in with a passkey; a new token replaces any the browser had.
#[utoipa::path(post, path = "/sessions/passkey", tag = "passkeys",
    request_body = PasskeyAnswer, responses((status = 200, body = Session)))]
async fn sign_in_with_passkey(
    State(app): State<App>,
    Caller(address): Caller,
    visit: Visit,
    Anyone(draft): Anyone,
    jar: CookieJar,
    Body(input): Body<PasskeyAnswer>,
) -> Result<(CookieJar, Json<Session>), Error> {
    let now = sign_in::finish(&app, (address, &visit), draft.as_ref(), &input).await?;
    let jar = now.cookies(&app).into_iter().fold(jar, CookieJar::add);
    Ok((jar, Json(now.session)))
}
