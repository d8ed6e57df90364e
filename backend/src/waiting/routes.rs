//! Waiting for a seat.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::applications::SubmitApplication;
use shared::waiting::{WaitingEntries, WaitingEntry};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Named, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(join_waiting))
        .routes(routes!(list_waiting))
        .routes(routes!(leave_waiting))
}

/// Waits for a seat in the full sitting of the answers; they are checked as for applying.
#[utoipa::path(post, path = "/campaigns/{id}/waiting", tag = "waiting",
    params(("id" = String, Path)), request_body = SubmitApplication,
    responses((status = 201, body = WaitingEntry)))]
async fn join_waiting(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<SubmitApplication>,
) -> Result<(StatusCode, Json<WaitingEntry>), Error> {
    let entry = service::join(&app, &who, &id, input).await?;
    Ok((StatusCode::CREATED, Json(entry)))
}

/// Own places in waiting lists.
#[utoipa::path(get, path = "/waiting", tag = "waiting",
    responses((status = 200, body = WaitingEntries)))]
async fn list_waiting(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<WaitingEntries>, Error> {
    Ok(Json(service::list(&app, &who).await?))
}

/// Waits no longer. Another person's place is not found.
#[utoipa::path(delete, path = "/waiting/{id}", tag = "waiting",
    params(("id" = String, Path)), responses((status = 204)))]
async fn leave_waiting(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<StatusCode, Error> {
    service::leave(&app, &who, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
