//! `GET /programmes/{code}`.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use shared::problem::Code;
use shared::programmes::Programme;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::Error;
use crate::extract::Named;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find_programme))
}

/// A programme: its centre, contacts, order of requirements and versions of texts.
#[utoipa::path(get, path = "/programmes/{code}", tag = "programmes",
    params(("code" = String, Path)), responses((status = 200, body = Programme)))]
async fn find_programme(
    State(app): State<App>,
    Named(code): Named,
) -> Result<impl IntoResponse, Error> {
    let programme = app.programmes.find(&code).ok_or(Code::NotFound)?.clone();
    Ok(([(CACHE_CONTROL, "public, max-age=60")], Json(programme)))
}
