//! Creating calls that come twice with one key act once: the first answer is kept for 24 hours and
//! given again. Answers without a session, with a cookie, or with a fault of ours are not kept.

mod store;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use shared::problem::{Code, Problem};
use shared::time::Instant;

use crate::app::App;
use crate::error::{Error, problem_response};
use crate::secrets::token_hash;

/// Seconds an answer is kept.
const KEPT_SECONDS: i64 = 86_400;
/// Seconds after which a call that never answered (a crash) may be made again.
const ABANDONED_SECONDS: i64 = 60;
/// Largest answer that is kept.
const MAX_BODY: usize = 256 * 1024;

/// The layer.
pub(crate) async fn replay(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let Some(key) = key_of(&app, &request) else {
        return Ok(next.run(request).await);
    };
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let forgotten = now.plus_seconds(-KEPT_SECONDS);
    let abandoned = now.plus_seconds(-ABANDONED_SECONDS);
    let claimed = store::claim_key(&mut tx, &key, now, (forgotten, abandoned)).await?;
    let answer = if claimed {
        None
    } else {
        store::find_answer(&mut tx, &key).await?
    };
    tx.commit().await?;
    if !claimed {
        return match answer {
            Some((status, body)) => Ok(stored_response(status, body)),
            None => Err(Error::Wait(Code::InProgress, 1)),
        };
    }
    let (parts, body) = next.run(request).await.into_parts();
    let bytes = axum::body::to_bytes(body, MAX_BODY)
        .await
        .map_err(anyhow::Error::from)?;
    let keep = parts.status.as_u16() < 500
        && parts.status != StatusCode::TOO_MANY_REQUESTS
        && !parts.headers.contains_key(SET_COOKIE);
    let mut tx = app.db.write().await?;
    if keep {
        let text = String::from_utf8_lossy(&bytes);
        store::mark_answered(&mut tx, &key, parts.status.as_u16(), &text).await?;
    } else {
        store::delete_key(&mut tx, &key).await?;
    }
    tx.commit().await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// Forgets old answers.
pub(crate) async fn sweep(app: &App, now: Instant) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    store::delete_older(&mut tx, now.plus_seconds(-KEPT_SECONDS)).await?;
    tx.commit().await?;
    Ok(())
}

/// The key is bound to the session and the address: nobody replays another person's answer.
fn key_of(app: &App, request: &Request) -> Option<String> {
    if request.method() != Method::POST {
        return None;
    }
    let key = request.headers().get("idempotency-key")?.to_str().ok()?;
    let jar = CookieJar::from_headers(request.headers());
    let session = jar.get(app.config.cookie_name())?.value().to_owned();
    if key.is_empty() || key.len() > 100 {
        return None;
    }
    Some(token_hash(&format!("{session}\n{}\n{key}", request.uri())))
}

fn stored_response(status: i64, body: String) -> Response {
    let status = u16::try_from(status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::OK);
    // A problem is told as one, so that it carries the id of this request.
    let mut response = match serde_json::from_str::<Problem>(&body) {
        Ok(problem) if !status.is_success() => problem_response(&problem),
        _ => (status, [(CONTENT_TYPE, "application/json")], body).into_response(),
    };
    response
        .headers_mut()
        .insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}
