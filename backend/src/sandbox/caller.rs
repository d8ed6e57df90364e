//! How the banks of the sandbox call the program: over HTTP like any bank, and nobody else ever. Whatever
//! address they are given, they go to the address that this program listens on.

use std::time::Duration;

use reqwest::Client;
use serde_json::Value;

use crate::app::App;
use crate::payments::own_address;

/// Longest a call may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Largest answer.
const MAX_ANSWER: usize = 64 * 1024;

/// What came back: status 0 is nothing at all.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) body: String,
}

/// The part of an address behind this program's own; nothing when it is somebody else's.
fn own_path<'a>(app: &App, address: &'a str) -> Option<&'a str> {
    let config = &app.config;
    let own = own_address(config);
    let bases = [Some(&own), Some(&config.page_url)]
        .into_iter()
        .chain([config.payments.callback_url.as_ref()])
        .flatten();
    let mut paths = bases.filter_map(|base| address.strip_prefix(base.trim_end_matches('/')));
    paths.find(|path| path.starts_with('/'))
}

/// Whether an address is this program's own, as people or banks see it.
pub(super) fn is_own(app: &App, address: &str) -> bool {
    own_path(app, address).is_some()
}

/// Tells something to the address that was given for it; returns the status.
pub(super) async fn tell(app: &App, address: &str, body: &Value) -> u16 {
    let Some(path) = own_path(app, address) else {
        tracing::warn!("the sandbox calls no address but its own");
        return 0;
    };
    let Some(client) = client() else { return 0 };
    let call = client.post(format!("{}{path}", own_address(&app.config)));
    answer(call.json(body)).await.status
}

/// Asks an own address.
pub(super) async fn ask(app: &App, path: &str, query: &[(&str, &str)]) -> Answered {
    match client() {
        Some(client) => {
            let call = client.get(format!("{}{path}", own_address(&app.config)));
            answer(call.query(query)).await
        }
        None => NOTHING.clone(),
    }
}

const NOTHING: Answered = Answered {
    status: 0,
    body: String::new(),
};

fn client() -> Option<Client> {
    Client::builder()
        .timeout(TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        // It is this machine and http.
        .tls_certs_only([])
        .no_proxy()
        .build()
        .ok()
}

async fn answer(call: reqwest::RequestBuilder) -> Answered {
    let Ok(mut response) = call.send().await else {
        return NOTHING;
    };
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        if body.len() + chunk.len() > MAX_ANSWER {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    Answered {
        status,
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}
