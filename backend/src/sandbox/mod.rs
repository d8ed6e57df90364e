//! Banks to practise with, in development only: they speak the real protocols over HTTP, so that the
//! adapters are what is tried, and each outcome is a button (docs/payments.md). What they know is in
//! memory and is theirs alone: nothing else of the program reads it, and they read nothing of ours.

mod bank;
mod caller;
mod halyk;
mod halyk_page;
mod kaspi;
mod page;
mod words;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use crate::app::App;

/// What the bank of cards knows. It outlives a restart when it is handed over, as a bank would.
#[derive(Debug, Clone, Default)]
pub struct Bank(Arc<Mutex<bank::State>>);

impl Bank {
    fn state(&self) -> MutexGuard<'_, bank::State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Pages and protocols, all below `/sandbox/`.
pub fn router() -> Router<App> {
    let halyk = Router::new()
        .route("/oauth2/token", post(halyk::give_token))
        .route(
            "/check-status/payment/transaction/{invoice}",
            get(halyk::tell_status),
        )
        .route("/operation/{id}/refund", post(halyk::refund))
        .route("/operation/{id}/cancel", post(halyk::cancel))
        .route("/payment-api.js", get(script))
        .route("/pay", get(halyk_page::show).post(halyk_page::press))
        .route("/outcome", post(halyk::set_outcome))
        .route("/invoices/{invoice}", get(halyk::tell_invoice))
        .route("/down", post(halyk::set_down));
    let kaspi = Router::new()
        .route("/", get(kaspi::show).post(kaspi::press))
        .route("/check", post(kaspi::check))
        .route("/pay", post(kaspi::pay));
    Router::new()
        .nest("/sandbox/halyk", halyk)
        .nest("/sandbox/kaspi", kaspi)
        .route("/sandbox/sandbox.css", get(style))
}

async fn script() -> impl IntoResponse {
    let kind = [(CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, include_str!("payment-api.js"))
}

async fn style() -> impl IntoResponse {
    let kind = [(CONTENT_TYPE, "text/css; charset=utf-8")];
    (kind, include_str!("sandbox.css"))
}
