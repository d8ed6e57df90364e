//! Biometric consent, document, pictures, consent to hand them in.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use shared::consents::{AcceptPersonalData, AnswerBiometrics, BiometricAnswer};
use shared::problem::Code;
use shared::proofing::{ChooseDocument, MAX_BYTES, PictureKind, SendPicture};
use shared::registration::Registration;
use shared::requirements::Requirement;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::service;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Asked, AtCamera, Named, PictureBody, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(answer_biometrics))
        .routes(routes!(choose_document))
        .routes(routes!(accept_personal_data))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(send_picture, find_picture))
                .layer(DefaultBodyLimit::max(MAX_BYTES)),
        )
}

/// Consent to biometrics, or the wish to prove identity in person.
#[utoipa::path(put, path = "/registration/biometric-consent", tag = "proofing",
    params(("errand" = Option<u8>, Query, description = "1: from a phone that works for a computer")),
    request_body = AnswerBiometrics, responses((status = 200, body = Registration)))]
async fn answer_biometrics(
    State(app): State<App>,
    camera: AtCamera,
    Valid(input): Valid<AnswerBiometrics>,
) -> Result<Json<Registration>, Error> {
    // Coming in person is chosen where the account is: it takes pictures away.
    if camera.is_phone() && input.answer != BiometricAnswer::Agreed {
        return Err(Code::SignInRequired.into());
    }
    let who = camera.at(Requirement::BiometricConsent)?;
    let answer = service::answer_biometrics(&app, who, &input).await?;
    Ok(Json(camera.shown(&app, answer)?))
}

/// Which document will be shown.
#[utoipa::path(put, path = "/registration/document-kind", tag = "proofing",
    params(("errand" = Option<u8>, Query, description = "1: from a phone that works for a computer")),
    request_body = ChooseDocument, responses((status = 200, body = Registration)))]
async fn choose_document(
    State(app): State<App>,
    camera: AtCamera,
    Valid(input): Valid<ChooseDocument>,
) -> Result<Json<Registration>, Error> {
    let who = camera.at(Requirement::IdentityDocument)?;
    let answer = service::choose_document(&app, who, input).await?;
    Ok(Json(camera.shown(&app, answer)?))
}

/// Consent to process personal data and hand in the pictures.
#[utoipa::path(put, path = "/registration/personal-data-consent", tag = "proofing",
    request_body = AcceptPersonalData, responses((status = 200, body = Registration)))]
async fn accept_personal_data(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Valid(input): Valid<AcceptPersonalData>,
) -> Result<Json<Registration>, Error> {
    Ok(Json(
        service::accept_personal_data(&app, &who, &input).await?,
    ))
}

fn picture_kind(text: &str) -> Result<PictureKind, Error> {
    let kind = PictureKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == text);
    kind.ok_or(Error::Problem(Code::NotFound))
}

/// Takes a picture over; the body is the JPEG, PNG or WebP file itself.
#[utoipa::path(post, path = "/registration/pictures/{kind}", tag = "proofing",
    params(("kind" = PictureKind, Path),
        ("source" = Option<shared::proofing::PictureSource>, Query), ("anyway" = Option<bool>, Query),
        ("errand" = Option<u8>, Query, description = "1: from a phone that works for a computer")),
    request_body(content = Vec<u8>, content_type = "image/jpeg"),
    responses((status = 201, body = Registration)))]
async fn send_picture(
    State(app): State<App>,
    camera: AtCamera,
    Named(kind): Named,
    Asked(input): Asked<SendPicture>,
    PictureBody(body): PictureBody,
) -> Result<(StatusCode, Json<Registration>), Error> {
    let kind = picture_kind(&kind)?;
    let who = camera.at(kind.requirement())?;
    let answer = service::send_picture(&app, who, kind, input, body).await?;
    Ok((StatusCode::CREATED, Json(camera.shown(&app, answer)?)))
}

/// The own picture as it is stored.
#[utoipa::path(get, path = "/registration/pictures/{kind}", tag = "proofing",
    params(("kind" = PictureKind, Path),
        ("errand" = Option<u8>, Query, description = "1: from a phone that works for a computer")),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>)))]
async fn find_picture(
    State(app): State<App>,
    camera: AtCamera,
    Named(kind): Named,
) -> Result<impl IntoResponse, Error> {
    let kind = picture_kind(&kind)?;
    let jpeg = service::find_picture(&app, camera.at(kind.requirement())?, kind).await?;
    Ok((
        [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")],
        jpeg,
    ))
}
