//! Sending and seeing a picture of an application.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use shared::applications::Scan;
use shared::proofing::MAX_BYTES;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Named, NamedTwice, PictureBody, SignedIn};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add_scan))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .routes(routes!(find_scan))
}

/// Takes a picture that belongs to an application over; the body is the JPEG, PNG or WebP file itself.
#[utoipa::path(post, path = "/campaigns/{id}/scans", tag = "scans",
    params(("id" = String, Path)),
    request_body(content = Vec<u8>, content_type = "image/jpeg"),
    responses((status = 201, body = Scan)))]
async fn add_scan(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    PictureBody(bytes): PictureBody,
) -> Result<(StatusCode, Json<Scan>), Error> {
    let scan = service::add(&app, &who, &id, bytes).await?;
    Ok((StatusCode::CREATED, Json(scan)))
}

/// An own picture of an application.
#[utoipa::path(get, path = "/campaigns/{id}/scans/{scan}", tag = "scans",
    params(("id" = String, Path), ("scan" = String, Path)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>)))]
async fn find_scan(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    NamedTwice(id, scan): NamedTwice,
) -> Result<impl IntoResponse, Error> {
    let jpeg = service::find(&app, &who, (&id, &scan)).await?;
    Ok((
        [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")],
        jpeg,
    ))
}
