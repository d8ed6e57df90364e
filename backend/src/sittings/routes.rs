//! Searching sittings.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use shared::sittings::{FoundSittings, Sitting, SittingCities, SittingSearch};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Asked, Named, NamedTwice};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_places))
        .routes(routes!(search_sittings))
        .routes(routes!(find_sitting))
}

/// Cities and days on which a campaign has sittings.
#[utoipa::path(get, path = "/campaigns/{id}/places", tag = "sittings",
    params(("id" = String, Path)), responses((status = 200, body = SittingCities)))]
async fn list_places(
    State(app): State<App>,
    Named(campaign): Named,
) -> Result<impl IntoResponse, Error> {
    let cities = service::cities(&app, &campaign).await?;
    Ok(([(CACHE_CONTROL, "public, max-age=60")], Json(cities)))
}

/// Sittings of a campaign with their free seats, by time and place.
#[utoipa::path(get, path = "/campaigns/{id}/sittings", tag = "sittings",
    params(("id" = String, Path), SittingSearch), responses((status = 200, body = FoundSittings)))]
async fn search_sittings(
    State(app): State<App>,
    Named(campaign): Named,
    Asked(search): Asked<SittingSearch>,
) -> Result<impl IntoResponse, Error> {
    let found = service::search(&app, &campaign, &search).await?;
    Ok(([(CACHE_CONTROL, "public, max-age=2")], Json(found)))
}

/// One sitting.
#[utoipa::path(get, path = "/campaigns/{id}/sittings/{sitting}", tag = "sittings",
    params(("id" = String, Path), ("sitting" = String, Path)),
    responses((status = 200, body = Sitting)))]
async fn find_sitting(
    State(app): State<App>,
    NamedTwice(campaign, sitting): NamedTwice,
) -> Result<impl IntoResponse, Error> {
    let found = service::find_in(&app, &campaign, &sitting).await?;
    Ok(([(CACHE_CONTROL, "public, max-age=2")], Json(found)))
}
