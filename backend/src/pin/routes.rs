//! Calls of PINs.

use axum::Json;
use axum::extract::State;
use axum_extra::extract::CookieJar;
use shared::accounts::Session;
use shared::pin::{
    AddPin, BeginUnlock, PinAdded, PinChallenge, PinDevice, PinSet, SetPin, UnlockWithPin,
};
use shared::registration::Registration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{service, unlock};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Anyone, Body, Caller, Named, SignedIn, Valid, Visit};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(set_pin))
        .routes(routes!(skip_pin))
        .routes(routes!(begin_unlock))
        .routes(routes!(unlock_with_pin))
        .routes(routes!(list_pins, add_pin))
        .routes(routes!(end_pin))
}

/// Sets the PIN of this device.
#[utoipa::path(put, path = "/registration/pin", tag = "pin",
    request_body = SetPin, responses((status = 200, body = PinSet)))]
async fn set_pin(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    visit: Visit,
    Valid(input): Valid<SetPin>,
) -> Result<Json<PinSet>, Error> {
    Ok(Json(service::set(&app, &who, &visit, &input).await?))
}

/// Does without a PIN.
#[utoipa::path(post, path = "/registration/pin/skip", tag = "pin",
    responses((status = 200, body = Registration)))]
async fn skip_pin(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::skip(&app, &who).await?))
}

/// Asks a device to sign; it has two minutes.
#[utoipa::path(post, path = "/sessions/pin/challenge", tag = "pin",
    request_body = BeginUnlock, responses((status = 200, body = PinChallenge)))]
async fn begin_unlock(
    State(app): State<App>,
    Caller(address): Caller,
    Body(input): Body<BeginUnlock>,
) -> Result<Json<PinChallenge>, Error> {
    Ok(Json(unlock::begin(&app, address, &input).await?))
}

/// Signs in with the device's key and its PIN; a new token replaces any the browser had.
#[utoipa::path(post, path = "/sessions/pin", tag = "pin",
    request_body = UnlockWithPin, responses((status = 200, body = Session)))]
async fn unlock_with_pin(
    State(app): State<App>,
    visit: Visit,
    Anyone(draft): Anyone,
    jar: CookieJar,
    Body(input): Body<UnlockWithPin>,
) -> Result<(CookieJar, Json<Session>), Error> {
    let now = unlock::finish(&app, &visit, draft.as_ref(), &input).await?;
    let jar = now.cookies(&app).into_iter().fold(jar, CookieJar::add);
    Ok((jar, Json(now.session)))
}

/// The devices that open the account by a PIN.
#[utoipa::path(get, path = "/account/pins", tag = "pin",
    responses((status = 200, body = Vec<PinDevice>)))]
async fn list_pins(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Vec<PinDevice>>, Error> {
    Ok(Json(service::list(&app, &who).await?))
}

/// Sets the PIN of this device, by the password.
#[utoipa::path(post, path = "/account/pins", tag = "pin",
    request_body = AddPin, responses((status = 200, body = PinAdded)))]
async fn add_pin(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    visit: Visit,
    Valid(input): Valid<AddPin>,
) -> Result<Json<PinAdded>, Error> {
    Ok(Json(service::add(&app, &who, &visit, &input).await?))
}

/// Ends the PIN of a device.
#[utoipa::path(delete, path = "/account/pins/{id}", tag = "pin",
    params(("id" = String, Path, description = "From the list of devices")),
    responses((status = 200, body = Vec<PinDevice>)))]
async fn end_pin(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<Json<Vec<PinDevice>>, Error> {
    service::end(&app, &who, &id).await?;
    Ok(Json(service::list(&app, &who).await?))
}
