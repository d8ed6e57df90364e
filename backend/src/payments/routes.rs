//! Paying and giving back; the calls of the banks.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use shared::kaspi::Query;
use shared::payments::{
    BeginCard, CardPayment, ClaimRefund, OrderView, Payment, Payments, PrepaymentView,
};
use shared::problem::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::kaspi::{self, KaspiAnswer};
use super::{cards, prepayments, refunds, service};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Asked, Body, Caller, Named, SignedIn, Valid};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(find_order))
        .routes(routes!(begin_card))
        .routes(routes!(return_from_card))
        .routes(routes!(list_payments))
        .routes(routes!(claim_refund))
        .routes(routes!(find_prepayment))
        .routes(routes!(answer_kaspi))
        .routes(routes!(answer_kaspi_in_secret))
        .routes(routes!(hear_halyk))
}

/// The order of an own application: what it costs, how and until when it is paid, what was paid.
#[utoipa::path(get, path = "/applications/{id}/payment", tag = "payments",
    params(("id" = String, Path)), responses((status = 200, body = OrderView)))]
async fn find_order(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<Json<OrderView>, Error> {
    Ok(Json(service::view(&app, &who, &id).await?))
}

/// Begins a card payment, or goes on with the one that is open.
#[utoipa::path(post, path = "/applications/{id}/card", tag = "payments",
    params(("id" = String, Path)), request_body = BeginCard,
    responses((status = 200, body = CardPayment)))]
async fn begin_card(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
    Valid(input): Valid<BeginCard>,
) -> Result<Json<CardPayment>, Error> {
    Ok(Json(cards::begin(&app, &who, &id, &input).await?))
}

/// The person is back from the bank's page: the bank is asked at once.
#[utoipa::path(post, path = "/applications/{id}/card/return", tag = "payments",
    params(("id" = String, Path)), responses((status = 200, body = OrderView)))]
async fn return_from_card(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<Json<OrderView>, Error> {
    Ok(Json(cards::returned(&app, &who, &id).await?))
}

/// Own payments of all programmes, the newest first.
#[utoipa::path(get, path = "/payments", tag = "payments",
    responses((status = 200, body = Payments)))]
async fn list_payments(
    State(app): State<App>,
    SignedIn(who): SignedIn,
) -> Result<Json<Payments>, Error> {
    Ok(Json(service::list(&app, &who).await?))
}

/// Asks for money back that pays nothing.
#[utoipa::path(post, path = "/payments/{number}/refund", tag = "payments",
    params(("number" = String, Path)), request_body = ClaimRefund,
    responses((status = 200, body = Payment)))]
async fn claim_refund(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(number): Named,
    Body(input): Body<ClaimRefund>,
) -> Result<Json<Payment>, Error> {
    Ok(Json(refunds::claim(&app, &who, &number, &input).await?))
}

/// A payment that comes before its application, as far as the person has one.
#[utoipa::path(get, path = "/prepayments/{programme}", tag = "payments",
    params(("programme" = String, Path)), responses((status = 200, body = PrepaymentView)))]
async fn find_prepayment(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(programme): Named,
) -> Result<Json<PrepaymentView>, Error> {
    Ok(Json(prepayments::view(&app, &who, &programme).await?))
}

/// Kaspi asks (`check`) or tells (`pay`): protocol of the bank, answered with status 200.
#[utoipa::path(get, path = "/payments/kaspi", tag = "banks",
    responses((status = 200, body = KaspiAnswer), (status = 403, description = "Not Kaspi")))]
async fn answer_kaspi(
    State(app): State<App>,
    Caller(address): Caller,
    Asked(query): Asked<Query>,
) -> Result<Response, Error> {
    kaspi_call(&app, (address, None), query).await
}

/// The same at an address that only the bank knows.
#[utoipa::path(get, path = "/payments/kaspi/{secret}", tag = "banks",
    params(("secret" = String, Path)),
    responses((status = 200, body = KaspiAnswer), (status = 403, description = "Not Kaspi")))]
async fn answer_kaspi_in_secret(
    State(app): State<App>,
    Caller(address): Caller,
    Named(secret): Named,
    Asked(query): Asked<Query>,
) -> Result<Response, Error> {
    kaspi_call(&app, (address, Some(secret)), query).await
}

async fn kaspi_call(
    app: &App,
    (address, secret): (std::net::IpAddr, Option<String>),
    query: Query,
) -> Result<Response, Error> {
    if app.config.kaspi_service().is_none() || secret != app.config.payments.kaspi_path {
        return Err(Code::NotFound.into());
    }
    if !app.config.is_kaspi(address) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    Ok(Json(kaspi::answer(app, query).await?).into_response())
}

/// Halyk tells that a card payment ended. Believed only as far as asking the bank.
#[utoipa::path(post, path = "/payments/halyk", tag = "banks",
    request_body(content = String, content_type = "application/json"),
    responses((status = 200, description = "Heard")))]
async fn hear_halyk(State(app): State<App>, body: Bytes) -> Result<StatusCode, Error> {
    cards::called(&app, &body).await?;
    Ok(StatusCode::OK)
}
