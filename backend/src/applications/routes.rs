//! Applying, and one's own applications.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::applications::{
    Application, Applications, Draft, EditApplication, SaveDraft, SubmitApplication,
    WithdrawApplication,
};
use shared::campaigns::CampaignForm;
use shared::registries::EducationLookUp;
use shared::waiting::ConfirmApplication;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{change, confirm, drafts, service, study, submit};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Named, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(find_campaign))
        .routes(routes!(save_draft))
        .routes(routes!(submit_application))
        .routes(routes!(list_applications))
        .routes(routes!(find_application, edit_application))
        .routes(routes!(withdraw_application))
        .routes(routes!(confirm_application))
        .routes(routes!(look_up_education))
}

/// Where the person studies, as the registry of education has it.
#[utoipa::path(post, path = "/registries/education", tag = "applications",
    responses((status = 200, body = EducationLookUp)))]
async fn look_up_education(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<EducationLookUp>, Error> {
    Ok(Json(study::look_up(&app, &who).await?))
}

/// The form of a campaign for the person who asks: questions, choices, draft, and what is in the way.
#[utoipa::path(get, path = "/campaigns/{id}", tag = "applications",
    params(("id" = String, Path)), responses((status = 200, body = CampaignForm)))]
async fn find_campaign(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<Json<CampaignForm>, Error> {
    Ok(Json(service::find_form(&app, &who, &id).await?))
}

/// Keeps what is being typed.
#[utoipa::path(put, path = "/campaigns/{id}/draft", tag = "applications",
    params(("id" = String, Path)), request_body = SaveDraft,
    responses((status = 200, body = Draft)))]
async fn save_draft(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<SaveDraft>,
) -> Result<Json<Draft>, Error> {
    Ok(Json(drafts::save(&app, &who, &id, input.answers).await?))
}

/// Applies: checks the answers and takes the seat.
#[utoipa::path(post, path = "/campaigns/{id}/applications", tag = "applications",
    params(("id" = String, Path)), request_body = SubmitApplication,
    responses((status = 201, body = Application)))]
async fn submit_application(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<SubmitApplication>,
) -> Result<(StatusCode, Json<Application>), Error> {
    let application = submit::submit(&app, &who, &id, input).await?;
    Ok((StatusCode::CREATED, Json(application)))
}

/// Own applications, the newest first.
#[utoipa::path(get, path = "/applications", tag = "applications",
    responses((status = 200, body = Applications)))]
async fn list_applications(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Applications>, Error> {
    Ok(Json(service::list(&app, &who).await?))
}

/// One own application with its history. Another person's is not found.
#[utoipa::path(get, path = "/applications/{id}", tag = "applications",
    params(("id" = String, Path)), responses((status = 200, body = Application)))]
async fn find_application(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<Json<Application>, Error> {
    Ok(Json(service::find(&app, &who, &id).await?))
}

/// Corrects an application; another sitting is taken before the old one is given back.
#[utoipa::path(put, path = "/applications/{id}", tag = "applications",
    params(("id" = String, Path)), request_body = EditApplication,
    responses((status = 200, body = Application)))]
async fn edit_application(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<EditApplication>,
) -> Result<Json<Application>, Error> {
    Ok(Json(change::edit(&app, &who, &id, input).await?))
}

/// Withdraws an application and gives its seat back.
#[utoipa::path(post, path = "/applications/{id}/withdrawal", tag = "applications",
    params(("id" = String, Path)), request_body = WithdrawApplication,
    responses((status = 200, body = Application)))]
async fn withdraw_application(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<WithdrawApplication>,
) -> Result<Json<Application>, Error> {
    Ok(Json(
        change::withdraw(&app, &who, &id, input.version).await?,
    ))
}

/// Takes the seat that is held, where nothing is to be paid.
#[utoipa::path(post, path = "/applications/{id}/confirmation", tag = "applications",
    params(("id" = String, Path)), request_body = ConfirmApplication,
    responses((status = 200, body = Application)))]
async fn confirm_application(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<ConfirmApplication>,
) -> Result<Json<Application>, Error> {
    Ok(Json(
        confirm::confirm(&app, &who, &id, input.version).await?,
    ))
}
