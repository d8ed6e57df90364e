//! `/outbox`: the letters of a development installation, newest first. Not there in production.

use axum::Json;
use std::fmt::Write;

use axum::Router;
use axum::extract::State;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use shared::problem::Code;

use super::mailer::{Mail, Mailer};
use crate::app::App;
use crate::consents::escape;
use crate::error::Error;

/// How many letters are shown.
const SHOWN: usize = 50;

/// The page and its JSON.
pub fn router() -> Router<App> {
    Router::new()
        .route("/outbox", get(show_outbox))
        .route("/outbox.json", get(list_outbox))
}

async fn list_outbox(State(app): State<App>) -> Result<impl IntoResponse, Error> {
    Ok(Json(letters(&app).await?))
}

async fn show_outbox(State(app): State<App>) -> Result<impl IntoResponse, Error> {
    let mut rows = String::new();
    for mail in letters(&app).await? {
        let _ = write!(
            rows,
            "<article><h2>{}</h2><p>{}</p><pre>{}</pre></article>",
            escape(&mail.subject),
            escape(&mail.to),
            escape(&mail.text)
        );
    }
    if rows.is_empty() {
        rows.push_str("<p>Хаттар әзірге жоқ · Писем пока нет · No letters yet</p>");
    }
    Ok(Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta http-equiv=\"refresh\" content=\"5\"><title>Outbox · Tirkeu</title>\
         <link rel=\"stylesheet\" href=\"/outbox.css\"></head><body><main><h1>Outbox</h1>\
         <p>Development only: letters that would have been mailed, newest first.</p>{rows}</main></body></html>"
    )))
}

async fn letters(app: &App) -> Result<Vec<Mail>, Error> {
    let folder = match &app.mailer {
        Mailer::Folder(folder) if app.config.is_development() => folder.clone(),
        _ => return Err(Code::NotFound.into()),
    };
    let mut names = Vec::new();
    let mut entries = tokio::fs::read_dir(&folder)
        .await
        .map_err(anyhow::Error::from)?;
    while let Some(entry) = entries.next_entry().await.map_err(anyhow::Error::from)? {
        let path = entry.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            names.push(path);
        }
    }
    // Identifiers are ordered by time.
    names.sort_unstable();
    let mut letters = Vec::new();
    for path in names.iter().rev().take(SHOWN) {
        let text = tokio::fs::read(path).await.map_err(anyhow::Error::from)?;
        letters.push(serde_json::from_slice(&text)?);
    }
    Ok(letters)
}
