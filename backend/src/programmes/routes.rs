//! `GET /programmes` and `GET /programmes/{code}`.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use shared::problem::Code;
use shared::programmes::{Programme, ProgrammeName};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::error::Error;
use crate::extract::Named;

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_programmes))
        .routes(routes!(find_programme))
}

/// Names of all programmes.
#[utoipa::path(get, path = "/programmes", tag = "programmes",
    responses((status = 200, body = [ProgrammeName])))]
async fn list_programmes(State(app): State<App>) -> impl IntoResponse {
    (
        [(CACHE_CONTROL, "public, max-age=60")],
        Json(app.programmes.names()),
    )
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
