//! A request as the stand-in received it.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Method, Uri};
use serde_json::Value;

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`, `POST` …
    pub method: String,
    /// Its path, such as `/v1/messages`.
    pub path: String,
    /// What follows the question mark.
    pub query: String,
    /// Its headers; names in lower case, several values of one name joined with `, `.
    pub headers: BTreeMap<String, String>,
    /// Its body, when it is JSON.
    pub body: Value,
}

/// How a request carried its credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// `x-api-key: …`
    ApiKey(String),
    /// `Authorization: Bearer …`
    Bearer(String),
}

impl Request {
    pub(super) fn new(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Self {
        let mut read: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            read.entry(name.as_str().to_owned())
                .and_modify(|all| *all = format!("{all}, {value}"))
                .or_insert_with(|| value.into_owned());
        }
        Self {
            method: method.to_string(),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            headers: read,
            body: serde_json::from_slice(body).unwrap_or(Value::Null),
        }
    }

    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The credential that it carried. An API key goes first, as it does at Anthropic.
    pub fn credential(&self) -> Option<Sent> {
        if let Some(key) = self.header("x-api-key") {
            return Some(Sent::ApiKey(key.to_owned()));
        }
        let bearer = self.header("authorization")?.strip_prefix("Bearer ")?;
        Some(Sent::Bearer(bearer.to_owned()))
    }

    /// Whether `anthropic-beta` names `flag`.
    pub fn has_beta(&self, flag: &str) -> bool {
        self.header("anthropic-beta")
            .is_some_and(|flags| flags.split(',').any(|given| given.trim() == flag))
    }

    /// The model that a turn asks for.
    pub fn model(&self) -> Option<&str> {
        self.body["model"].as_str()
    }

    /// A parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}
