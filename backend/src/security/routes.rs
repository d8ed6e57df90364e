//! Calls of an account's security, and of the links in letters.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum_extra::extract::CookieJar;
use serde_json::Value;
use shared::security::{ChangeEmail, ChangePassword, DeleteAccount, LinkView, OpenLink, Security};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{email_change, email_proof, links, own_data, service};
use crate::accounts::{SessionKind, removal_cookie, session_cookie};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Anyone, Body, Named, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(find_security))
        .routes(routes!(change_password))
        .routes(routes!(change_email))
        .routes(routes!(end_session))
        .routes(routes!(end_other_sessions))
        .routes(routes!(find_own_data))
        .routes(routes!(delete_account))
        .routes(routes!(look_at_link))
        .routes(routes!(use_link))
        .routes(routes!(resend_link))
}

/// Login, open sessions, tries to sign in.
#[utoipa::path(get, path = "/account/security", tag = "security",
    responses((status = 200, body = Security)))]
async fn find_security(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Security>, Error> {
    Ok(Json(service::view(&app, &who).await?))
}

/// Sets another password; other sessions end.
#[utoipa::path(put, path = "/account/password", tag = "security",
    request_body = ChangePassword, responses((status = 204)))]
async fn change_password(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<ChangePassword>,
) -> Result<StatusCode, Error> {
    service::change_password(&app, &who, &input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks for another address as login; a link goes to it, and word to the old one.
#[utoipa::path(post, path = "/account/email", tag = "security",
    request_body = ChangeEmail, responses((status = 200, body = Security)))]
async fn change_email(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<ChangeEmail>,
) -> Result<Json<Security>, Error> {
    email_change::ask(&app, &who, &input).await?;
    Ok(Json(service::view(&app, &who).await?))
}

/// Ends one of the own sessions.
#[utoipa::path(delete, path = "/account/sessions/{id}", tag = "security",
    params(("id" = String, Path, description = "From the list of sessions")),
    responses((status = 200, body = Security)))]
async fn end_session(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<Json<Security>, Error> {
    service::end_session(&app, &who, &id).await?;
    Ok(Json(service::view(&app, &who).await?))
}

/// Ends every own session but this one.
#[utoipa::path(delete, path = "/account/sessions", tag = "security",
    responses((status = 200, body = Security)))]
async fn end_other_sessions(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Security>, Error> {
    service::end_others(&app, &who).await?;
    Ok(Json(service::view(&app, &who).await?))
}

/// Everything we know about the person, as a file.
#[utoipa::path(get, path = "/account/data", tag = "security",
    responses((status = 200, description = "A JSON file", body = Object)))]
async fn find_own_data(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<([(axum::http::HeaderName, &'static str); 1], Json<Value>), Error> {
    let name = "attachment; filename=\"tirkeu.json\"";
    let data = own_data::collect(&app, &who).await?;
    Ok(([(CONTENT_DISPOSITION, name)], Json(data)))
}

/// Forgets the person and frees the login.
#[utoipa::path(post, path = "/account/deletion", tag = "security",
    request_body = DeleteAccount, responses((status = 204)))]
async fn delete_account(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    jar: CookieJar,
    Valid(input): Valid<DeleteAccount>,
) -> Result<(CookieJar, StatusCode), Error> {
    own_data::delete(&app, &who, &input).await?;
    Ok((jar.add(removal_cookie(&app)), StatusCode::NO_CONTENT))
}

/// What a link of a letter would do; changes nothing.
#[utoipa::path(post, path = "/links/look", tag = "security",
    request_body = OpenLink, responses((status = 200, body = LinkView)))]
async fn look_at_link(
    State(app): State<App>,
    Body(input): Body<OpenLink>,
) -> Result<Json<LinkView>, Error> {
    Ok(Json(links::look(&app, &input.token).await?))
}

/// Does what a link of a letter is for, once.
#[utoipa::path(post, path = "/links/use", tag = "security",
    request_body = OpenLink, responses((status = 200, body = LinkView)))]
async fn use_link(
    State(app): State<App>,
    Anyone(who): Anyone,
    jar: CookieJar,
    Body(input): Body<OpenLink>,
) -> Result<(CookieJar, Json<LinkView>), Error> {
    let (view, session) = links::use_up(&app, &input.token, who.as_ref()).await?;
    let jar = match session {
        Some(token) => jar.add(session_cookie(&app, &token, SessionKind::Draft)),
        None => jar,
    };
    Ok((jar, Json(view)))
}

/// Sends another link in the place of one that proves an address and is too old.
#[utoipa::path(post, path = "/links/resend", tag = "security",
    request_body = OpenLink, responses((status = 204)))]
async fn resend_link(
    State(app): State<App>,
    Body(input): Body<OpenLink>,
) -> Result<StatusCode, Error> {
    email_proof::resend(&app, &input.token).await?;
    Ok(StatusCode::NO_CONTENT)
}
