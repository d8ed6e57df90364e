//! `GET /dictionaries`.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use shared::dictionaries::Dictionaries;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::secrets::hex;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_dictionaries))
}

/// Countries, regions, contingents and places of education, with an `ETag`.
#[utoipa::path(get, path = "/dictionaries", tag = "dictionaries",
    responses((status = 200, body = Dictionaries), (status = 304)))]
async fn list_dictionaries(State(app): State<App>, headers: HeaderMap) -> Result<Response, Error> {
    let dictionaries = service::list(&app).await?;
    let digest = Sha256::digest(serde_json::to_vec(&dictionaries)?);
    let tag = format!("\"{}\"", &hex(&digest)[..16]);
    let known = headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let caching = [
        (ETAG, tag.clone()),
        (CACHE_CONTROL, "public, max-age=300".to_owned()),
    ];
    if known == Some(tag.as_str()) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, Json(dictionaries)).into_response())
}
