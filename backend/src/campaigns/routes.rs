//! `GET /campaigns`.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde::Deserialize;
use shared::campaigns::Campaigns;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::Asked;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_campaigns))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct OfProgramme {
    /// Code of the programme.
    programme: String,
}

/// Campaigns of a programme: the open ones first.
#[utoipa::path(get, path = "/campaigns", tag = "campaigns", params(OfProgramme),
    responses((status = 200, body = Campaigns)))]
async fn list_campaigns(
    State(app): State<App>,
    Asked(asked): Asked<OfProgramme>,
) -> Result<impl IntoResponse, Error> {
    let campaigns = service::list(&app, &asked.programme).await?;
    Ok(([(CACHE_CONTROL, "public, max-age=2")], Json(campaigns)))
}
