//! A registry that is not one: it answers as it is told and notes what it was asked.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use reqwest::StatusCode;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// How it behaves.
#[derive(Debug, Clone)]
pub enum Behaviour {
    /// Status and JSON.
    Answers(u16, Value),
    /// Status 200 and text that is no JSON.
    Garbage,
    /// Takes the question and never says anything.
    Silent,
}

/// A question as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `POST` or `GET`.
    pub method: String,
    /// Path below the registry's address.
    pub path: String,
    /// `Authorization`.
    pub token: String,
    /// The same when a question is repeated.
    pub question: String,
    /// Body.
    pub body: String,
}

/// A fake registry on this machine.
pub struct FakeRegistry {
    /// Its address.
    pub address: String,
    state: Arc<Mutex<Registry>>,
    server: AbortHandle,
}

#[derive(Debug)]
struct Registry {
    behaviour: Behaviour,
    asked: Vec<Asked>,
}

impl FakeRegistry {
    /// Starts one.
    pub async fn start(behaviour: Behaviour) -> Self {
        let asked = Vec::new();
        let state = Arc::new(Mutex::new(Registry { behaviour, asked }));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().fallback(answer).with_state(state.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address: format!("http://{address}/registry"),
            state,
            server: server.abort_handle(),
        }
    }

    /// Behaves so from now on.
    pub fn set(&self, behaviour: Behaviour) {
        self.lock().behaviour = behaviour;
    }

    /// Everything it was asked.
    pub fn asked(&self) -> Vec<Asked> {
        self.lock().asked.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Registry> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for FakeRegistry {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(state): State<Arc<Mutex<Registry>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 64 * 1024).await;
    let header = |name: &str| {
        let value = parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let asked = Asked {
        method: parts.method.to_string(),
        path: parts.uri.to_string(),
        token: header("authorization"),
        question: header("tirkeu-question"),
        body: String::from_utf8_lossy(&body.expect("a body")).into_owned(),
    };
    let behaviour = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.asked.push(asked);
        state.behaviour.clone()
    };
    match behaviour {
        Behaviour::Answers(status, body) => {
            let status = StatusCode::from_u16(status).expect("a status");
            (status, Json(body)).into_response()
        }
        Behaviour::Garbage => "<html>Service</html>".into_response(),
        Behaviour::Silent => std::future::pending().await,
    }
}
