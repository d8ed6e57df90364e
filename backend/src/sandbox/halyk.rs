//! The protocol of Halyk ePay as its documentation tells it, and the JSON by which tests let things
//! happen.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::{Multipart, Query, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::bank::{Asked, Deeds, Outcome};
use super::caller;
use crate::app::App;
use crate::extract::{Body, Named};
use crate::ids::new_id;
use crate::payments::SANDBOX;
use crate::secrets::new_token;

/// A refusal as the bank writes it.
fn refused(status: StatusCode, code: i32, message: &str) -> Response {
    let body = json!({ "code": code, "message": message });
    (status, Json(body)).into_response()
}

fn is_down(app: &App) -> bool {
    app.bank.state().down
}

fn silence() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "sandbox: down").into_response()
}

/// `POST /oauth2/token`: form data; with an invoice it opens a payment.
pub(super) async fn give_token(State(app): State<App>, mut form: Multipart) -> Response {
    let mut fields = BTreeMap::new();
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        fields.insert(name, field.text().await.unwrap_or_default());
    }
    if is_down(&app) {
        return silence();
    }
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    let known = take("grant_type") == "client_credentials"
        && take("client_id") == SANDBOX.client_id
        && take("client_secret") == SANDBOX.client_secret;
    let terminal = take("terminal");
    if !known || terminal != SANDBOX.terminal {
        return refused(StatusCode::UNAUTHORIZED, 401, "invalid client");
    }
    let scope = take("scope");
    let asked = Asked {
        invoice: take("invoiceID"),
        amount: take("amount"),
        currency: take("currency"),
        terminal,
        secret_hash: take("secret_hash"),
        post_link: take("postLink"),
    };
    let token = new_token();
    if asked.invoice.is_empty() {
        app.bank.state().open_operation(token.clone());
    } else {
        let mut bank = app.bank.state();
        if let Err(words) = bank.open_invoice(asked, token.clone(), new_id()) {
            return refused(StatusCode::BAD_REQUEST, 400, words);
        }
    }
    let answer = json!({
        "access_token": token, "token_type": "Bearer", "expires_in": 7200, "scope": scope,
    });
    Json(answer).into_response()
}

/// The answer to whoever brings no fresh token, or while the bank is down.
fn closed(app: &App, headers: &HeaderMap) -> Option<Response> {
    if is_down(app) {
        return Some(silence());
    }
    let token = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("Bearer "));
    let fresh = token.is_some_and(|token| app.bank.state().use_token(token));
    (!fresh).then(|| refused(StatusCode::UNAUTHORIZED, 401, "invalid token"))
}

/// `GET /check-status/payment/transaction/{invoice}`.
pub(super) async fn tell_status(
    State(app): State<App>,
    headers: HeaderMap,
    Named(invoice): Named,
) -> Response {
    if let Some(closed) = closed(&app, &headers) {
        return closed;
    }
    let answer = app.bank.state().status(app.clock.now(), &invoice);
    Json(answer).into_response()
}

#[derive(Deserialize)]
pub(super) struct Refund {
    amount: Option<String>,
    #[serde(default, rename = "externalID")]
    external: String,
}

/// `POST /operation/{id}/refund?amount=&externalID=`: an answer without a body, or a code.
pub(super) async fn refund(
    State(app): State<App>,
    headers: HeaderMap,
    Named(id): Named,
    Query(asked): Query<Refund>,
) -> Response {
    if let Some(closed) = closed(&app, &headers) {
        return closed;
    }
    let mut bank = app.bank.state();
    match bank.refund(&id, asked.amount.as_deref(), &asked.external) {
        Ok(()) => StatusCode::OK.into_response(),
        Err((status, code)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            refused(status, code, "")
        }
    }
}

/// `POST /operation/{id}/cancel`: the sandbox charges at once, so there is nothing to cancel.
pub(super) async fn cancel(
    State(app): State<App>,
    headers: HeaderMap,
    Named(_id): Named,
) -> Response {
    closed(&app, &headers).unwrap_or_else(|| refused(StatusCode::BAD_REQUEST, 1, ""))
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    invoice: String,
    outcome: Outcome,
}

/// `POST /outcome`: what the buttons of the page do. Tells what became of each message.
pub(super) async fn set_outcome(State(app): State<App>, Body(wanted): Body<Wanted>) -> Response {
    let now = app.clock.now();
    let deeds = app
        .bank
        .state()
        .happen(now, &wanted.invoice, wanted.outcome);
    let Some(deeds) = deeds else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let told = carry_out(&app, &deeds).await;
    let Some(mut summary) = summary(&app, &wanted.invoice) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    summary["told"] = told.into();
    summary["back"] = deeds.back.into();
    Json(summary).into_response()
}

/// `GET /invoices/{invoice}`: what the bank did, sums in tiyn.
pub(super) async fn tell_invoice(State(app): State<App>, Named(invoice): Named) -> Response {
    match summary(&app, &invoice) {
        Some(summary) => Json(summary).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn summary(app: &App, invoice: &str) -> Option<Value> {
    let bank = app.bank.state();
    Some(bank.find(invoice)?.summary(app.clock.now()))
}

#[derive(Deserialize)]
pub(super) struct Down {
    down: bool,
}

/// `POST /down`: answers nothing, or answers again.
pub(super) async fn set_down(State(app): State<App>, Body(wanted): Body<Down>) -> StatusCode {
    app.bank.state().down = wanted.down;
    StatusCode::NO_CONTENT
}

/// Sends what an outcome sends: now, all at once, or later without anybody waiting. Returns the
/// statuses of what was sent now.
pub(super) async fn carry_out(app: &App, deeds: &Deeds) -> Vec<u16> {
    if deeds.after > 0 {
        let (app, posts) = (app.clone(), deeds.posts.clone());
        let wait = Duration::from_secs(deeds.after.unsigned_abs());
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            send(&app, posts).await;
        });
        return Vec::new();
    }
    send(app, deeds.posts.clone()).await
}

async fn send(app: &App, posts: Vec<(String, Value)>) -> Vec<u16> {
    let mut sending = tokio::task::JoinSet::new();
    for (address, body) in posts {
        let app = app.clone();
        sending.spawn(async move { caller::tell(&app, &address, &body).await });
    }
    sending.join_all().await
}
