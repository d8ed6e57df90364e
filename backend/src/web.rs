//! What holds for every request and answer: request id, origin check, time limit, security headers,
//! logs and metrics without personal data.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, CONTENT_LENGTH, HOST,
    ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::problem::{Code, Problem};
use tracing::Instrument;

use crate::app::App;
use crate::body::Kept;
use crate::error::{ProblemBody, problem_response};
use crate::ids::new_id;
use crate::payments::Halyk;

/// Longest a call may take.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Longest a picture may take on its way: half a megabyte over a bad 3G line needs twenty seconds.
const PICTURE_TIMEOUT: Duration = Duration::from_mins(2);

/// The header that a foreign page cannot send without asking first.
pub const PAGE_HEADER: &str = "tirkeu-request";

const CSP: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
    media-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
    form-action 'self'";

/// The reader of the API document writes styles into its own page.
const READER_CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The outermost layer. An answer waits until the body of its request has arrived, see `body::Kept`.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = new_id();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let origin = request.headers().get(ORIGIN).cloned();
    let span = tracing::info_span!("request", id = %id, method = %method);
    let began = Instant::now();
    let is_picture = method == Method::POST && path.starts_with("/api/v1/registration/pictures/");
    let limit = if is_picture { PICTURE_TIMEOUT } else { TIMEOUT };
    let (parts, body) = request.into_parts();
    let body = Kept::new(body);
    let request = Request::from_parts(parts, Body::new(body.clone()));
    let mut response = match check_origin(&app, &request) {
        Err(code) => problem_response(&Problem::new(code)),
        Ok(()) if method == Method::OPTIONS && path.starts_with("/api/") => {
            StatusCode::NO_CONTENT.into_response()
        }
        Ok(()) => in_time(limit, next.run(request).instrument(span.clone())).await,
    };
    // One that is still on its way after the limit is cut off, as it would have been.
    let _ = tokio::time::timeout(limit, body.drain()).await;
    record(&span, &method, &mut response, began);
    response = name_request(response, &id);
    let headers = response.headers_mut();
    secure(&app, headers, &path);
    allow_origin(&app, headers, origin.as_ref());
    response
}

/// The answer, or after `limit` the advice to try again. What was going on is dropped: a
/// transaction that did not commit never was.
async fn in_time(limit: Duration, answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(limit, answer).await {
        Ok(response) => response,
        Err(_) => problem_response(&Problem {
            retry_after: Some(2),
            ..Problem::new(Code::Unavailable)
        }),
    }
}

/// Changing calls need the page's header, and an origin that is ours when one is given.
fn check_origin(app: &App, request: &Request) -> Result<(), Code> {
    let changing = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let path = request.uri().path();
    // A bank has no page: it is recognised by what only it and we know.
    if !changing || !path.starts_with("/api/") || path == "/api/v1/payments/halyk" {
        return Ok(());
    }
    let headers = request.headers();
    if !headers.contains_key(PAGE_HEADER) {
        return Err(Code::ForeignOrigin);
    }
    let Some(origin) = headers.get(ORIGIN).and_then(|value| value.to_str().ok()) else {
        return Ok(());
    };
    if is_own(app, origin, headers) {
        Ok(())
    } else {
        Err(Code::ForeignOrigin)
    }
}

fn is_own(app: &App, origin: &str, headers: &HeaderMap) -> bool {
    let listed = app
        .config
        .allowed_origins
        .iter()
        .any(|allowed| allowed == origin);
    let host = headers
        .get(HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let same = origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority == host);
    listed || same || origin == app.config.page_url.trim_end_matches('/')
}

fn record(span: &tracing::Span, method: &Method, response: &mut Response, began: Instant) {
    let route = response
        .extensions_mut()
        .remove::<Route>()
        .map_or("none".to_owned(), |route| route.0);
    let status = response.status().as_u16();
    let took = began.elapsed();
    // The route as it is registered, never the address itself.
    metrics::histogram!("tirkeu_request_seconds", "route" => route.clone(), "method" => method.to_string())
        .record(took.as_secs_f64());
    metrics::counter!("tirkeu_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    span.in_scope(|| {
        tracing::info!(
            route,
            status,
            milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
        );
    });
}

/// Which registered route answered; put into the answer for the log.
#[derive(Clone)]
struct Route(String);

/// Runs inside the router, where the matched route is known.
pub async fn note_route(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

/// Puts the request id into the header, and into the body of a problem.
fn name_request(mut response: Response, id: &str) -> Response {
    if let Some(ProblemBody(problem)) = response.extensions_mut().remove::<ProblemBody>() {
        let problem = Problem {
            request_id: id.to_owned(),
            ..problem
        };
        let (mut parts, _) = response.into_parts();
        parts.headers.remove(CONTENT_LENGTH);
        response = Response::from_parts(
            parts,
            Body::from(serde_json::to_vec(&problem).unwrap_or_default()),
        );
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// Hands a payer over to the bank's script: the one page with a script of somebody else.
const HAND_OFF: &str = "/hand-off.html";

/// The policy of the hand-off page: strict but for the origin of the bank's script, where there is one.
fn hand_off_policy(bank: Option<&str>) -> String {
    let bank = bank.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'{bank}; style-src 'self'; font-src 'self'; \
         img-src 'self'{bank}; connect-src 'self'{bank}; frame-src 'self'{bank}; object-src 'none'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'{bank}"
    )
}

fn policy(app: &App, path: &str) -> HeaderValue {
    if path == HAND_OFF {
        let bank = app.halyk.as_deref().and_then(Halyk::script_origin);
        if let Ok(policy) = HeaderValue::from_str(&hand_off_policy(bank)) {
            return policy;
        }
    }
    HeaderValue::from_static(if path.starts_with("/api/docs") {
        READER_CSP
    } else {
        CSP
    })
}

fn secure(app: &App, headers: &mut HeaderMap, path: &str) {
    headers.insert(
        HeaderName::from_static("content-security-policy"),
        policy(app, path),
    );
    let fixed: [(&str, &'static str); 6] = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        (
            "permissions-policy",
            "camera=(self), microphone=(), geolocation=(), payment=(), \
             publickey-credentials-create=(self), publickey-credentials-get=(self)",
        ),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-site"),
        ("x-frame-options", "DENY"),
    ];
    for (name, value) in fixed {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if app.config.page_url.starts_with("https://") {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert("strict-transport-security", value);
    }
    if path.starts_with("/api/") && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// CORS for the fixed list of origins (page on a CDN).
fn allow_origin(app: &App, headers: &mut HeaderMap, origin: Option<&HeaderValue>) {
    let Some(origin) = origin else { return };
    let listed = app
        .config
        .allowed_origins
        .iter()
        .any(|allowed| origin == allowed.as_str());
    if !listed {
        return;
    }
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(VARY, HeaderValue::from_static("Origin"));
    headers.insert(
        ACCESS_CONTROL_ALLOW_CREDENTIALS,
        HeaderValue::from_static("true"),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, PUT, DELETE"),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("content-type, accept-language, idempotency-key, tirkeu-request"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
}

/// Nothing at this address of the API.
pub async fn not_found() -> Response {
    problem_response(&Problem::new(Code::NotFound))
}

/// The address exists, the method does not.
pub async fn method_not_allowed() -> Response {
    problem_response(&Problem::new(Code::MethodNotAllowed))
}

/// A panic becomes a problem like any fault of ours; its text is in the log only.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    problem_response(&Problem::new(Code::Internal))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(response: &Response) -> (StatusCode, Code) {
        let problem = &response.extensions().get::<ProblemBody>().unwrap().0;
        (response.status(), problem.code)
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_hangs_is_ended_and_the_person_told_to_try_again() {
        let hanging = in_time(TIMEOUT, std::future::pending()).await;
        assert_eq!(
            told(&hanging),
            (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable)
        );
        assert!(hanging.headers().contains_key("retry-after"));
        let quick = in_time(TIMEOUT, async { StatusCode::NO_CONTENT.into_response() }).await;
        assert_eq!(quick.status(), StatusCode::NO_CONTENT);
    }

    #[tokio::test]
    async fn a_panic_tells_nothing_of_itself() {
        let response = panicked(Box::new("row of 030415500123"));
        assert_eq!(
            told(&response),
            (StatusCode::INTERNAL_SERVER_ERROR, Code::Internal)
        );
        let body = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("030415500123"));
    }
}
