//! How a call fails: one error, turned into `application/problem+json` in one place.
//!
//! The text of a fault is logged with the request id and never told; people are told codes.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::problem::{Code, FieldError, Problem};

/// Why a call failed.
#[derive(Debug)]
pub enum Error {
    /// A refusal that has a code.
    Problem(Code),
    /// A refusal that ends by itself after so many seconds.
    Wait(Code, i64),
    /// Refused fields.
    Invalid(Vec<FieldError>),
    /// A fault of ours.
    Internal(anyhow::Error),
}

impl Error {
    /// One refused field.
    pub fn field(field: &str, code: Code) -> Self {
        Self::Invalid(vec![FieldError::new(field, code)])
    }

    fn problem(&self) -> Problem {
        match self {
            Self::Problem(code) => Problem::new(*code),
            Self::Wait(code, seconds) => Problem {
                retry_after: Some((*seconds).max(1)),
                ..Problem::new(*code)
            },
            Self::Invalid(errors) => Problem::invalid(errors.clone()),
            Self::Internal(_) => Problem::new(Code::Internal),
        }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Problem(code)
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// The answer that carries a problem. The request id is put in by the outermost layer
/// ([`crate::web`]), which alone knows it.
pub fn problem_response(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    if let Some(seconds) = problem.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
        .extensions_mut()
        .insert(ProblemBody(problem.clone()));
    response
}

/// Marks an answer as a problem, so that the outermost layer can add the request id.
#[derive(Debug, Clone)]
pub struct ProblemBody(pub Problem);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Internal(error) = &self {
            // `{:#}` is the chain of causes; none of our causes carries personal data.
            tracing::error!(error = %format!("{error:#}"), "a call failed");
        }
        problem_response(&self.problem())
    }
}

/// For what runs outside a call: the fault itself, or the code that a caller would have been told.
pub(crate) fn internal(error: Error) -> anyhow::Error {
    match error {
        Error::Internal(fault) => fault,
        refused => anyhow::anyhow!("refused: {}", refused.problem().code),
    }
}
