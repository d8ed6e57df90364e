//! Requests for a Digital ID and their answers.

use axum::Json;
use axum::extract::State;
use shared::passkeys::ConfirmByPassword;
use shared::registration::Registration;
use shared::sharing::{AgreeSharing, AskSharing, Operations};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Named, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_sharings, ask_sharing))
        .routes(routes!(agree_sharing))
        .routes(routes!(refuse_sharing))
        .routes(routes!(withdraw_sharing))
}

/// The history of operations.
#[utoipa::path(get, path = "/sharings", tag = "sharing",
    responses((status = 200, body = Operations)))]
async fn list_sharings(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Operations>, Error> {
    Ok(Json(service::list(&app, &who).await?))
}

/// Notes that a programme asks for the Digital ID.
#[utoipa::path(post, path = "/sharings", tag = "sharing",
    request_body = AskSharing, responses((status = 200, body = Operations)))]
async fn ask_sharing(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<AskSharing>,
) -> Result<Json<Operations>, Error> {
    Ok(Json(service::ask(&app, &who, &input.programme).await?))
}

/// Shares the Digital ID, and goes on in the programme that asked.
#[utoipa::path(post, path = "/sharings/{id}/agreement", tag = "sharing",
    params(("id" = String, Path)), request_body = AgreeSharing,
    responses((status = 200, body = Registration)))]
async fn agree_sharing(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<AgreeSharing>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::agree(&app, &who, (&id, &input)).await?))
}

/// Says no to what is asked.
#[utoipa::path(delete, path = "/sharings/{id}", tag = "sharing",
    params(("id" = String, Path)), responses((status = 200, body = Operations)))]
async fn refuse_sharing(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<Json<Operations>, Error> {
    Ok(Json(service::refuse(&app, &who, &id).await?))
}

/// Takes an agreement back, by the password.
#[utoipa::path(post, path = "/sharings/{id}/withdrawal", tag = "sharing",
    params(("id" = String, Path)), request_body = ConfirmByPassword,
    responses((status = 200, body = Operations)))]
async fn withdraw_sharing(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<ConfirmByPassword>,
) -> Result<Json<Operations>, Error> {
    let told = service::withdraw(&app, &who, (&id, &input.current)).await?;
    Ok(Json(told))
}
