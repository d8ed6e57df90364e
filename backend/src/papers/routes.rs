//! Papers of an application and of a payment, for their owner; and the key of the tickets, for all.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use shared::papers::TicketKey;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{service, signature};
use crate::app::App;
use crate::error::Error;
use crate::extract::{Named, SignedIn};

/// Routes of this feature.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(find_ticket))
        .routes(routes!(find_calendar))
        .routes(routes!(find_receipt))
        .routes(routes!(find_ticket_key))
}

/// A file to be kept; its name says nothing of a person.
fn file(kind: &'static str, name: &'static str, bytes: impl Into<Vec<u8>>) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, bytes.into())
}

/// The admission ticket of an own application.
#[utoipa::path(get, path = "/applications/{id}/ticket.pdf", tag = "papers",
    params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
async fn find_ticket(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<impl IntoResponse, Error> {
    let pdf = service::ticket_pdf(&app, &who, &id).await?;
    let name = "attachment; filename=\"ticket.pdf\"";
    Ok(file("application/pdf", name, pdf))
}

/// The exam of an own application, for a calendar.
#[utoipa::path(get, path = "/applications/{id}/calendar.ics", tag = "papers",
    params(("id" = String, Path)),
    responses((status = 200, content_type = "text/calendar", body = String)))]
async fn find_calendar(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(id): Named,
) -> Result<impl IntoResponse, Error> {
    let text = service::calendar_file(&app, &who, &id).await?;
    let name = "attachment; filename=\"exam.ics\"";
    Ok(file("text/calendar; charset=utf-8", name, text))
}

/// The receipt of an own payment.
#[utoipa::path(get, path = "/payments/{number}/receipt.pdf", tag = "papers",
    params(("number" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
async fn find_receipt(
    State(app): State<App>,
    SignedIn(who): SignedIn,
    Named(number): Named,
) -> Result<impl IntoResponse, Error> {
    let pdf = service::receipt(&app, &who, &number).await?;
    let name = "attachment; filename=\"receipt.pdf\"";
    Ok(file("application/pdf", name, pdf))
}

/// The public key by which anybody checks a ticket.
#[utoipa::path(get, path = "/tickets/key", tag = "papers",
    responses((status = 200, body = TicketKey)))]
async fn find_ticket_key(State(app): State<App>) -> Json<TicketKey> {
    Json(TicketKey {
        algorithm: "Ed25519".to_owned(),
        key: signature::public_key(&app.secrets),
    })
}
