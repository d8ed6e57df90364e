//! `GET /results`.

use axum::Json;
use axum::extract::State;
use shared::results::Results;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::SignedIn;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_results))
}

/// Own published results, the newest first.
#[utoipa::path(get, path = "/results", tag = "results",
    responses((status = 200, body = Results)))]
async fn list_results(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Results>, Error> {
    Ok(Json(service::list(&app, &who).await?))
}
