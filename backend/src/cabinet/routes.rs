//! `GET /cabinet`.

use axum::Json;
use axum::extract::State;
use shared::cabinet::Cabinet;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::SignedIn;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find_cabinet))
}

/// The cabinet; there is none before the registration is finished.
#[utoipa::path(get, path = "/cabinet", tag = "cabinet", responses((status = 200, body = Cabinet)))]
async fn find_cabinet(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Cabinet>, Error> {
    Ok(Json(service::find_cabinet(&app, &who).await?))
}
