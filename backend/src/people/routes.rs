//! One call a step.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::people::{
    EditProfile, PersonName, SetCitizenship, SetPersonalDetails, SetPersonalNumber, SetPhone,
    SetProfile, Study,
};
use shared::registration::Registration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{profile, service};
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
        .routes(routes!(set_phone))
        .routes(routes!(set_profile))
        .routes(routes!(edit_profile))
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
    Ok(Json(service::set_name(&app, &who, &input).await?))
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

/// Contact phone.
#[utoipa::path(put, path = "/registration/phone", tag = "people",
    request_body = SetPhone, responses((status = 200, body = Registration)))]
async fn set_phone(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<SetPhone>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(profile::set_phone(&app, &who, &input).await?))
}

/// Number, name and phone, for programmes that ask for them on one page.
#[utoipa::path(put, path = "/registration/profile", tag = "people",
    request_body = SetProfile, responses((status = 200, body = Registration)))]
async fn set_profile(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Body(input): Body<SetProfile>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(profile::set_profile(&app, &who, &input).await?))
}

/// Corrects name and phone after the registration; what was known before stays in the history.
#[utoipa::path(put, path = "/profile", tag = "people",
    request_body = EditProfile, responses((status = 204)))]
async fn edit_profile(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Body(input): Body<EditProfile>,
) -> Result<StatusCode, Error> {
    profile::edit_profile(&app, &who, &input).await?;
    Ok(StatusCode::NO_CONTENT)
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
