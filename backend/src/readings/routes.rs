//! One call to read, one to confirm, and the lines that were read.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use shared::problem::Code;
use shared::readings::{ConfirmDocument, Reading};
use shared::registration::Registration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{confirm, service};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Body, Named, SignedIn};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_document))
        .routes(routes!(find_crop))
        .routes(routes!(confirm_document))
}

/// Reads the pictures of the document that were taken over last.
#[utoipa::path(post, path = "/registration/reading", tag = "readings",
    responses((status = 200, body = Reading)))]
async fn read_document(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Reading>, Error> {
    Ok(Json(service::read_document(&app, &who).await?))
}

/// A line of the zone, cut out of the own picture.
#[utoipa::path(get, path = "/registration/reading/crops/{line}", tag = "readings",
    params(("line" = u8, Path)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>)))]
async fn find_crop(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(line): Named,
) -> Result<impl IntoResponse, Error> {
    let line = line.parse().map_err(|_| Code::NotFound)?;
    let jpeg = service::find_crop(&app, &who, line).await?;
    Ok((
        [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")],
        jpeg,
    ))
}

/// Confirms the data of the document, corrected or typed where need be.
#[utoipa::path(put, path = "/registration/document-data", tag = "readings",
    request_body = ConfirmDocument, responses((status = 200, body = Registration)))]
async fn confirm_document(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Body(input): Body<ConfirmDocument>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(confirm::confirm_document(&app, &who, input).await?))
}
