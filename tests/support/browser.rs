//! A browser: its own cookies, the page's header on every call, and answers that are easy to judge.

use std::sync::Arc;

use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Url};
use serde_json::Value;

/// One browser of one person.
#[derive(Debug, Clone)]
pub struct Browser {
    client: Client,
    jar: Arc<Jar>,
    address: String,
    network: Option<String>,
}

impl Browser {
    /// A browser that knows this program and no cookie.
    pub fn new(address: &str, network: Option<&str>) -> Self {
        Self::with_jar(address, network.map(str::to_owned), Arc::default())
    }

    fn with_jar(address: &str, network: Option<String>, jar: Arc<Jar>) -> Self {
        let client = Client::builder()
            .cookie_provider(jar.clone())
            .timeout(std::time::Duration::from_mins(1))
            // All is http on this machine: reading its certificates would take longer than a story.
            .tls_certs_only([])
            .no_proxy()
            .build()
            .expect("a client is made");
        Self {
            client,
            jar,
            address: address.to_owned(),
            network,
        }
    }

    /// A browser that holds these cookies.
    pub(crate) fn with_cookies(address: &str, jar: Arc<Jar>) -> Self {
        Self::with_jar(address, None, jar)
    }

    /// The same browser after the program moved.
    #[must_use]
    pub fn moved_to(&self, address: &str) -> Self {
        Self::with_jar(address, self.network.clone(), self.jar.clone())
    }

    /// The same cookies, kept apart from now on: what a thief of them would have.
    #[must_use]
    pub fn copied(&self) -> Self {
        let jar = Jar::default();
        let url = self.url("/");
        for cookie in self.cookies().unwrap_or_default().split("; ") {
            jar.add_cookie_str(&format!("{cookie}; Path=/; Secure"), &url);
        }
        Self::with_jar(&self.address, self.network.clone(), Arc::new(jar))
    }

    /// The `Cookie` header that this browser would send.
    pub fn cookies(&self) -> Option<String> {
        let header = self.jar.cookies(&self.url("/"))?;
        Some(header.to_str().expect("cookies are text").to_owned())
    }

    fn url(&self, path: &str) -> Url {
        format!("{}{path}", self.address)
            .parse()
            .expect("an address")
    }

    /// A call that nothing was added to but cookies.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    /// A call as the page makes it; `path` begins behind `/api/v1`.
    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let call = self
            .bare(method, &format!("/api/v1{path}"))
            .header("tirkeu-request", "1")
            .header("accept-language", "ru");
        match &self.network {
            Some(network) => call.header("x-forwarded-for", network),
            None => call,
        }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.call(Method::GET, path)).await
    }

    /// Stores.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.call(Method::PUT, path).json(&body)).await
    }

    /// Creates; `null` sends no body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        let call = self.call(Method::POST, path);
        Answer::of(if body.is_null() {
            call
        } else {
            call.json(&body)
        })
        .await
    }

    /// Deletes.
    pub async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.call(Method::DELETE, path)).await
    }

    /// Hands a picture over; `path` may carry a query.
    pub async fn send_picture(&self, path: &str, content_type: &str, bytes: Vec<u8>) -> Answer {
        let path = format!("/registration/pictures/{path}");
        self.send_bytes(&path, content_type, bytes).await
    }

    /// `POST` of a file.
    pub async fn send_bytes(&self, path: &str, content_type: &str, bytes: Vec<u8>) -> Answer {
        let call = self.call(Method::POST, path);
        Answer::of(
            call.header("content-type", content_type.to_owned())
                .body(bytes),
        )
        .await
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as it came.
    pub bytes: Vec<u8>,
    /// Body as JSON; `null` when it is none.
    pub body: Value,
}

impl Answer {
    /// Makes the call.
    pub async fn of(call: RequestBuilder) -> Self {
        let response = call.send().await.expect("the program answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("the body arrives").to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Self {
            status,
            headers,
            bytes,
            body,
        }
    }

    /// The body of an answer that must be a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{} {}",
            self.status,
            self.body
        );
        self.body
    }

    /// The body of an answer that must be refused with this code, in the form of all problems.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(
            (self.status, self.body["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.body
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert!(
            self.body["request_id"]
                .as_str()
                .is_some_and(|id| !id.is_empty())
        );
        self.body
    }

    /// Refused fields must be exactly these, in this order.
    #[track_caller]
    pub fn refused_fields(self, expected: &[(&str, &str)]) -> Value {
        let body = self.refused(422, "invalid");
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
        let found: Vec<_> = errors
            .iter()
            .map(|error| (text(error, "field"), text(error, "code")))
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(field, code)| (field.as_str(), code.as_str()))
            .collect();
        assert_eq!(found, expected, "{body}");
        body
    }

    /// The seconds that `Retry-After` and the body agree on.
    #[track_caller]
    pub fn retry_after(&self) -> i64 {
        let seconds = self.body["retry_after"].as_i64().expect("it says a wait");
        assert_eq!(self.header("retry-after"), seconds.to_string());
        seconds
    }

    /// The cookie of this name that is set, with its attributes; empty when it is not.
    pub fn set_cookie(&self, name: &str) -> &str {
        let set = self.headers.get_all("set-cookie").into_iter();
        let mut texts = set.filter_map(|value| value.to_str().ok());
        let named = |text: &&str| text.split_once('=').is_some_and(|(found, _)| found == name);
        texts.find(named).unwrap_or_default()
    }

    /// A header as text; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(HeaderValue::to_str);
        value.and_then(Result::ok).unwrap_or_default()
    }
}
