//! One call a step.

use axum::Json;
use axum::extract::State;
use shared::people::{PersonName, SetCitizenship, SetPersonalDetails, SetPersonalNumber, Study};
use shared::registration::Registration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Applicant, Body, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(set_citizenship))
        .routes(routes!(set_personal_number))
        .routes(routes!(set_name))
        .routes(routes!(set_personal_details))
        .routes(routes!(set_study))
}

/// Citizenship and the user agreement, which share a page.
#[utoipa::path(put, path = "/registration/citizenship", tag = "people",
    request_body = SetCitizenship, responses((status = 200, body = Registration)))]
async fn set_citizenship(
    State(app): State<App>,
    who: Applicant,
    Valid(input): Valid<SetCitizenship>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::set_citizenship(&app, &who, input).await?))
}

/// IIN or passport number.
#[utoipa::path(put, path = "/registration/personal-number", tag = "people",
    request_body = SetPersonalNumber, responses((status = 200, body = Registration)))]
async fn set_personal_number(
    State(app): State<App>,
    who: Applicant,
    Valid(input): Valid<SetPersonalNumber>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::set_personal_number(&app, &who, input).await?))
}

/// Surname, first name, patronymic.
#[utoipa::path(put, path = "/registration/name", tag = "people",
    request_body = PersonName, responses((status = 200, body = Registration)))]
async fn set_name(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<PersonName>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::set_name(&app, &who, input).await?))
}

/// Sex, birth date, region, phone.
#[utoipa::path(put, path = "/registration/personal-details", tag = "people",
    request_body = SetPersonalDetails, responses((status = 200, body = Registration)))]
async fn set_personal_details(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Body(input): Body<SetPersonalDetails>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(
        service::set_personal_details(&app, &who, input).await?,
    ))
}

/// Contingent and place of education.
#[utoipa::path(put, path = "/registration/study", tag = "people",
    request_body = Study, responses((status = 200, body = Registration)))]
async fn set_study(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<Study>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::set_study(&app, &who, input).await?))
}
