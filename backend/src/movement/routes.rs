//! Challenge, recording, review.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use shared::movement::{Challenge, Goes, MAX_CLIP_BYTES, MAX_HEADER_BYTES, MAX_STILL_BYTES};
use shared::problem::Code;
use shared::registration::Registration;
use shared::requirements::Requirement;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{clip, service};
use crate::app::App;
use crate::error::Error;
use crate::extract::{AtCamera, Named};

/// Largest body of a recording.
const MAX_BODY: usize = MAX_HEADER_BYTES + MAX_CLIP_BYTES + MAX_STILL_BYTES;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(find_goes, begin))
        .routes(routes!(find_outcome))
        .routes(routes!(ask_for_review))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(send_clip))
                .layer(DefaultBodyLimit::max(MAX_BODY)),
        )
}

/// The goes so far, and whether a person can be asked to look.
#[utoipa::path(get, path = "/registration/movement-checks", tag = "movement",
    responses((status = 200, body = Goes)))]
async fn find_goes(State(app): State<App>, camera: AtCamera) -> Result<Json<Goes>, Error> {
    let who = camera.at(Requirement::MovementCheck)?;
    Ok(Json(service::find_goes(&app, who).await?))
}

/// Asks for a challenge; an earlier one that was not answered ends.
#[utoipa::path(post, path = "/registration/movement-checks", tag = "movement",
    responses((status = 201, body = Challenge)))]
async fn begin(
    State(app): State<App>,
    camera: AtCamera,
) -> Result<(StatusCode, Json<Challenge>), Error> {
    let who = camera.at(Requirement::MovementCheck)?;
    Ok((StatusCode::CREATED, Json(service::begin(&app, who).await?)))
}

/// Answers a challenge with a recording: one line of JSON (`ClipHeader`), then the JPEG frames and
/// the still, one behind the other.
#[utoipa::path(post, path = "/registration/movement-checks/{id}/clip", tag = "movement",
    params(("id" = String, Path, description = "Of the challenge")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Registration)))]
async fn send_clip(
    State(app): State<App>,
    camera: AtCamera,
    Named(id): Named,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Registration>, Error> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if content_type != Some("application/octet-stream") {
        return Err(Code::MediaType.into());
    }
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        _ => Code::BadRequest,
    })?;
    let who = camera.at(Requirement::MovementCheck)?;
    let answer = clip::send(&app, who, &id, body).await?;
    Ok(Json(camera.shown(&app, answer)?))
}

/// What became of a recording whose call ended before the decision; `in_progress` until then.
#[utoipa::path(get, path = "/registration/movement-checks/{id}", tag = "movement",
    params(("id" = String, Path, description = "Of the challenge")),
    responses((status = 200, body = Registration)))]
async fn find_outcome(
    State(app): State<App>,
    camera: AtCamera,
    Named(id): Named,
) -> Result<Json<Registration>, Error> {
    let who = camera.at(Requirement::MovementCheck)?;
    let answer = clip::find_outcome(&app, who, &id).await?;
    Ok(Json(camera.shown(&app, answer)?))
}

/// Asks a person to look at the last recording, after three goes that failed.
#[utoipa::path(post, path = "/registration/movement-checks/{id}/review", tag = "movement",
    params(("id" = String, Path, description = "Of the last go that failed")),
    responses((status = 200, body = Registration)))]
async fn ask_for_review(
    State(app): State<App>,
    camera: AtCamera,
    Named(id): Named,
) -> Result<Json<Registration>, Error> {
    let who = camera.at(Requirement::MovementCheck)?;
    let answer = service::ask_for_review(&app, who, &id).await?;
    Ok(Json(camera.shown(&app, answer)?))
}
