//! Calls of e-mail, code, password, sessions and recovery.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;
use shared::accounts::{
    EnterCode, FinishRecovery, Session, SetEmail, SetPassword, SignIn, StartRecovery,
};
use shared::registration::Registration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::sessions::{end_session, removal_cookie};
use super::{recovery, service};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Anyone, Applicant, Caller, PageLanguage, SignedIn, Valid, Visit};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(set_email))
        .routes(routes!(resend_code))
        .routes(routes!(enter_code))
        .routes(routes!(set_password))
        .routes(routes!(set_own_password))
        .routes(routes!(sign_in))
        .routes(routes!(find_session, sign_out))
        .routes(routes!(start_recovery))
        .routes(routes!(finish_recovery))
}

/// Keeps the e-mail address; a code or a link is on its way.
#[utoipa::path(put, path = "/registration/email", tag = "accounts",
    request_body = SetEmail, responses((status = 200, body = Registration)))]
async fn set_email(
    State(app): State<App>,
    who: Applicant,
    Valid(input): Valid<SetEmail>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::set_email(&app, &who, &input).await?))
}

/// Sends another letter with the code or the link.
#[utoipa::path(post, path = "/registration/email-code/resend", tag = "accounts",
    responses((status = 200, body = Registration)))]
async fn resend_code(State(app): State<App>, who: Applicant) -> Result<Json<Registration>, Error> {
    Ok(Json(service::resend_code(&app, &who).await?))
}

/// Proves the address by its code.
#[utoipa::path(post, path = "/registration/email-code", tag = "accounts",
    request_body = EnterCode, responses((status = 200, body = Registration)))]
async fn enter_code(
    State(app): State<App>,
    who: Applicant,
    Valid(input): Valid<EnterCode>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::enter_code(&app, &who, &input).await?))
}

/// Makes the login.
#[utoipa::path(put, path = "/registration/password", tag = "accounts",
    request_body = SetPassword, responses((status = 200, body = Registration)))]
async fn set_password(
    State(app): State<App>,
    who: Applicant,
    Valid(input): Valid<SetPassword>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::set_password(&app, &who, &input).await?))
}

/// Puts a password of one's own in the place of the one that was mailed.
#[utoipa::path(put, path = "/registration/own-password", tag = "accounts",
    request_body = SetPassword, responses((status = 200, body = Registration)))]
async fn set_own_password(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<SetPassword>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(service::set_own_password(&app, &who, &input).await?))
}

/// Signs in; a new token replaces any the browser had.
#[utoipa::path(post, path = "/sessions", tag = "accounts",
    request_body = SignIn, responses((status = 200, body = Session)))]
async fn sign_in(
    State(app): State<App>,
    Caller(address): Caller,
    visit: Visit,
    Anyone(draft): Anyone,
    jar: CookieJar,
    Valid(input): Valid<SignIn>,
) -> Result<(CookieJar, Json<Session>), Error> {
    let now = service::sign_in(&app, (address, &visit), draft.as_ref(), input).await?;
    let jar = now.cookies(&app).into_iter().fold(jar, CookieJar::add);
    Ok((jar, Json(now.session)))
}

/// Who is signed in; nobody is an answer too. Keeps the session alive.
#[utoipa::path(get, path = "/sessions/current", tag = "accounts",
    responses((status = 200, body = Session)))]
async fn find_session(State(app): State<App>, Anyone(who): Anyone) -> Result<Json<Session>, Error> {
    Ok(Json(service::session(&app, who.as_ref()).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/sessions/current", tag = "accounts", responses((status = 204)))]
async fn sign_out(
    State(app): State<App>,
    Anyone(who): Anyone,
    jar: CookieJar,
) -> Result<(CookieJar, StatusCode), Error> {
    if let Some(who) = who {
        let mut tx = app.db.write().await?;
        end_session(&mut tx, app.clock.now(), &who.token_hash).await?;
        tx.commit().await?;
    }
    Ok((jar.add(removal_cookie(&app)), StatusCode::NO_CONTENT))
}

/// Sends a code for a new password when the address has a login; the answer is always the same.
#[utoipa::path(post, path = "/password-recovery", tag = "accounts",
    request_body = StartRecovery, responses((status = 204)))]
async fn start_recovery(
    State(app): State<App>,
    PageLanguage(language): PageLanguage,
    Valid(input): Valid<StartRecovery>,
) -> Result<StatusCode, Error> {
    recovery::start(&app, language, &input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a new password by the code.
#[utoipa::path(post, path = "/password-recovery/confirm", tag = "accounts",
    request_body = FinishRecovery, responses((status = 204)))]
async fn finish_recovery(
    State(app): State<App>,
    Valid(input): Valid<FinishRecovery>,
) -> Result<StatusCode, Error> {
    recovery::finish(&app, input).await?;
    Ok(StatusCode::NO_CONTENT)
}
