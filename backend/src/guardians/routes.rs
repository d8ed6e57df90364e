//! Asking a guardian, answering, and the own children.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::guardians::{
    AgreeAsGuardian, AskGuardian, GuardianLinkView, GuardianWait, Guardianships, OpenGuardianLink,
};
use shared::passkeys::ConfirmByPassword;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{links, service};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Anyone, Body, Named, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(find_guardian_link, ask_guardian))
        .routes(routes!(look_at_guardian_link))
        .routes(routes!(refuse_guardian_link))
        .routes(routes!(list_guardianships, agree_as_guardian))
        .routes(routes!(withdraw_guardianship))
}

/// How the asking of a guardian stands.
#[utoipa::path(get, path = "/registration/guardian-link", tag = "guardians",
    responses((status = 200, body = GuardianWait)))]
async fn find_guardian_link(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<GuardianWait>, Error> {
    Ok(Json(links::wait(&app, &who).await?))
}

/// Gives the link for a guardian, or another one; mails it where an address is typed.
#[utoipa::path(post, path = "/registration/guardian-link", tag = "guardians",
    request_body = AskGuardian, responses((status = 200, body = GuardianWait)))]
async fn ask_guardian(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<AskGuardian>,
) -> Result<Json<GuardianWait>, Error> {
    Ok(Json(links::ask(&app, &who, &input).await?))
}

/// Who asks for what; changes nothing.
#[utoipa::path(post, path = "/guardian-links/look", tag = "guardians",
    request_body = OpenGuardianLink, responses((status = 200, body = GuardianLinkView)))]
async fn look_at_guardian_link(
    State(app): State<App>,
    Anyone(who): Anyone,
    Body(input): Body<OpenGuardianLink>,
) -> Result<Json<GuardianLinkView>, Error> {
    let view = links::look(&app, who.as_ref(), &input.token).await?;
    Ok(Json(view))
}

/// Says no; the child is told.
#[utoipa::path(post, path = "/guardian-links/refusal", tag = "guardians",
    request_body = OpenGuardianLink, responses((status = 204)))]
async fn refuse_guardian_link(
    State(app): State<App>,
    Anyone(who): Anyone,
    Body(input): Body<OpenGuardianLink>,
) -> Result<StatusCode, Error> {
    links::refuse(&app, who.as_ref(), &input.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Own children.
#[utoipa::path(get, path = "/guardianships", tag = "guardians",
    responses((status = 200, body = Guardianships)))]
async fn list_guardianships(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Guardianships>, Error> {
    Ok(Json(service::list(&app, &who).await?))
}

/// Agrees for a child.
#[utoipa::path(post, path = "/guardianships", tag = "guardians",
    request_body = AgreeAsGuardian, responses((status = 200, body = Guardianships)))]
async fn agree_as_guardian(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<AgreeAsGuardian>,
) -> Result<Json<Guardianships>, Error> {
    Ok(Json(service::agree(&app, &who, &input).await?))
}

/// Takes a consent back, by the password.
#[utoipa::path(post, path = "/guardianships/{id}/withdrawal", tag = "guardians",
    params(("id" = String, Path)), request_body = ConfirmByPassword,
    responses((status = 200, body = Guardianships)))]
async fn withdraw_guardianship(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<ConfirmByPassword>,
) -> Result<Json<Guardianships>, Error> {
    let told = service::withdraw(&app, &who, (&id, &input.current)).await?;
    Ok(Json(told))
}
