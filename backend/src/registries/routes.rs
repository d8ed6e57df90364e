//! Calls that ask registries; all of them for somebody who is signed in, whose address is proved.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shared::problem::Code;
use shared::registries::{
    District, LookUpOrganisation, LookUpPerson, ORGANISATIONS_SHOWN, Organisation,
    OrganisationLookUp, PersonLookUp, PersonRecord, RevealPerson,
};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{service, tables};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Asked, Body, Named, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(look_up_person))
        .routes(routes!(find_person_look_up))
        .routes(routes!(reveal_person))
        .routes(routes!(look_up_organisation, list_organisations))
        .routes(routes!(list_districts))
}

/// Asks about a person by IIN.
#[utoipa::path(post, path = "/registries/persons", tag = "registries",
    request_body = LookUpPerson, responses((status = 200, body = PersonLookUp)))]
async fn look_up_person(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<LookUpPerson>,
) -> Result<Json<PersonLookUp>, Error> {
    Ok(Json(service::look_up_person(&app, &who, &input).await?))
}

/// How an own look-up stands.
#[utoipa::path(get, path = "/registries/persons/{look_up}", tag = "registries",
    params(("look_up" = String, Path, description = "From the answer of the look-up")),
    responses((status = 200, body = PersonLookUp)))]
async fn find_person_look_up(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(look_up): Named,
) -> Result<Json<PersonLookUp>, Error> {
    Ok(Json(service::view_person(&app, &who, &look_up).await?))
}

/// Shows the name in full to whoever knows the first name or the birth date.
#[utoipa::path(post, path = "/registries/persons/{look_up}/reveal", tag = "registries",
    params(("look_up" = String, Path, description = "From the answer of the look-up")),
    request_body = RevealPerson, responses((status = 200, body = PersonRecord)))]
async fn reveal_person(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(look_up): Named,
    Body(input): Body<RevealPerson>,
) -> Result<Json<PersonRecord>, Error> {
    let record = service::reveal_person(&app, &who, &look_up, &input).await?;
    Ok(Json(record))
}

/// Asks about an organisation by BIN, or by the IIN of a sole trader.
#[utoipa::path(post, path = "/registries/organisations", tag = "registries",
    request_body = LookUpOrganisation, responses((status = 200, body = OrganisationLookUp)))]
async fn look_up_organisation(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<LookUpOrganisation>,
) -> Result<Json<OrganisationLookUp>, Error> {
    let found = service::look_up_organisation(&app, &who, &input).await?;
    Ok(Json(found))
}

/// Where and what is searched.
#[derive(Debug, Deserialize, IntoParams)]
struct OrganisationQuery {
    /// Code of the region.
    region: String,
    /// Code of the district; all of the region without it.
    #[serde(default)]
    district: String,
    /// What was typed so far.
    #[serde(default)]
    q: String,
    /// Most organisations of the answer, up to 100.
    limit: Option<usize>,
}

/// Longest text that is searched for.
const MAX_TYPED: usize = 200;

/// Organisations of a region or district that match what was typed.
#[utoipa::path(get, path = "/registries/organisations", tag = "registries",
    params(OrganisationQuery), responses((status = 200, body = Vec<Organisation>)))]
async fn list_organisations(
    State(app): State<App>,
    _: SignedIn,
    Asked(query): Asked<OrganisationQuery>,
) -> Result<Json<Vec<Organisation>>, Error> {
    if query.q.len() > MAX_TYPED {
        return Err(Code::BadRequest.into());
    }
    let limit = query.limit.unwrap_or(ORGANISATIONS_SHOWN).clamp(1, 100);
    let place = (query.region.as_str(), query.district.as_str());
    let found = app.organisations.search(&app.db, place, &query.q, limit);
    Ok(Json(found.await?))
}

/// Which districts.
#[derive(Debug, Deserialize, IntoParams)]
struct DistrictQuery {
    /// Code of the region.
    region: String,
}

/// Districts of a region.
#[utoipa::path(get, path = "/registries/districts", tag = "registries",
    params(DistrictQuery), responses((status = 200, body = Vec<District>)))]
async fn list_districts(
    State(app): State<App>,
    _: SignedIn,
    Asked(query): Asked<DistrictQuery>,
) -> Result<Json<Vec<District>>, Error> {
    Ok(Json(tables::list_districts(&app, &query.region).await?))
}
