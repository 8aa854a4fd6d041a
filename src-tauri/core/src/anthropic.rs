//! The Anthropic API, for two questions: is this credential valid, and which models does it
//! have? `GET /v1/models` answers both and costs nothing.
//!
//! A setup-token is for inference only, so this question may be refused although the token
//! works; therefore only an answer that says in so many words that the credential is invalid
//! counts as [`Verdict::Invalid`]. No message is sent, no redirect is followed (it could carry
//! the credential elsewhere), and no error holds the secret.

mod answer;
#[cfg(test)]
mod tests;

use std::time::Duration;

use chela_vault::Secret;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response, Url, redirect};
use serde::Deserialize;
use tokio::time::Instant;

use self::answer::{harmless, kind_in_words, refusal, unconfirmed};
use crate::text::say;
use crate::view::{CredentialKind, ModelChoice};
use crate::{Code, Environment, Error, models};

/// Where the Anthropic API is.
pub const DEFAULT_BASE: &str = "https://api.anthropic.com";

/// How long the whole check may take.
const LIMIT: Duration = Duration::from_secs(20);
const CONNECT_LIMIT: Duration = Duration::from_secs(8);
/// An answer that is longer is not read further.
const LARGEST_ANSWER: usize = 1024 * 1024;
/// Anthropic's maximum for `limit`; more pages than these are not asked for.
const PAGE: usize = 1000;
const PAGES: usize = 10;
/// With this flag the API takes the OAuth tokens of Claude plans (OpenClaw 2026.9.6 sends it).
const OAUTH_BETA: &str = "oauth-2025-04-20";
const API_VERSION: &str = "2023-06-01";

/// What Anthropic says of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is valid.
    Confirmed {
        /// The models that it has, best first.
        models: Vec<ModelChoice>,
    },
    /// Anthropic says that it is not valid (`invalid-credential`).
    Invalid(Error),
    /// Anthropic did not say: `credential-unconfirmed`, `anthropic-unavailable` or
    /// `anthropic-unreachable`. It may work all the same.
    Unconfirmed(Error),
}

/// The address to ask: `ANTHROPIC_BASE_URL` of the environment, else `configured`
/// (`models.providers.anthropic.baseUrl`), else Anthropic's own.
pub fn base_url(environment: &Environment, configured: Option<&str>) -> String {
    environment
        .get("ANTHROPIC_BASE_URL")
        .or(configured.filter(|base| !base.trim().is_empty()))
        .unwrap_or(DEFAULT_BASE)
        .to_owned()
}

/// Asks the API at `base` (with or without `/v1`) about a credential. Takes at most 20 seconds.
pub async fn check(base: &str, kind: CredentialKind, secret: &Secret) -> Verdict {
    let asked = async {
        let address = models_address(base)?;
        let client = client(&address, headers(kind, secret)?)?;
        ask(&client, &address, kind, secret).await
    };
    match asked.await {
        Ok(models) => Verdict::Confirmed { models },
        Err(error) if error.code == Code::InvalidCredential => Verdict::Invalid(error),
        Err(error) => Verdict::Unconfirmed(error),
    }
}

/// Whether the account has `model` (an id or an alias, without a provider); `None` when
/// Anthropic does not say. Takes at most 8 seconds.
pub async fn has_model(
    base: &str,
    kind: CredentialKind,
    secret: &Secret,
    model: &str,
) -> Option<bool> {
    let mut address = models_address(base).ok()?;
    address.path_segments_mut().ok()?.push(model);
    let client = client(&address, headers(kind, secret).ok()?).ok()?;
    let asked = tokio::time::timeout(CONNECT_LIMIT, client.get(address).send()).await;
    match asked.ok()?.ok()?.status().as_u16() {
        200 => Some(true),
        404 => Some(false),
        _ => None,
    }
}

/// One page of the list; what Chela does not know in it is ignored.
#[derive(Deserialize)]
struct Page {
    data: Vec<Model>,
    #[serde(default)]
    has_more: bool,
    last_id: Option<String>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
    display_name: Option<String>,
}

async fn ask(
    client: &Client,
    address: &Url,
    kind: CredentialKind,
    secret: &Secret,
) -> Result<Vec<ModelChoice>, Error> {
    let until = Instant::now() + LIMIT;
    let mut choices: Vec<ModelChoice> = Vec::new();
    let mut after: Option<String> = None;
    for page in 0..PAGES {
        let mut address = address.clone();
        address.query_pairs_mut().append_pair("limit", &PAGE.to_string());
        if let Some(after) = &after {
            address.query_pairs_mut().append_pair("after_id", after);
        }
        let read = tokio::time::timeout_at(until, one_page(client, address, kind, secret)).await;
        let read = match read.unwrap_or_else(|_| Err(timed_out())) {
            // The first page has confirmed the credential.
            Err(_) if page > 0 => break,
            read => read?,
        };
        let models = read.data.iter().filter(|model| !model.id.is_empty());
        choices
            .extend(models.map(|model| models::choice(&model.id, model.display_name.as_deref())));
        after = read.last_id.filter(|_| read.has_more);
        if after.is_none() {
            break;
        }
    }
    models::sort(&mut choices);
    choices.dedup_by(|a, b| a.reference == b.reference);
    Ok(choices)
}

async fn one_page(
    client: &Client,
    address: Url,
    kind: CredentialKind,
    secret: &Secret,
) -> Result<Page, Error> {
    let mut answer = client.get(address).send().await.map_err(|e| unreachable(&e, secret))?;
    let status = answer.status().as_u16();
    let body = body(&mut answer).await.map_err(|e| unreachable(&e, secret))?;
    if status == 200 {
        return serde_json::from_slice(&body).map_err(|_| {
            let detail = say("anthropic.not-a-list", &[]);
            unconfirmed(kind, status, detail)
        });
    }
    Err(refusal(kind, status, &body, secret))
}

fn timed_out() -> Error {
    let detail = say("anthropic.timed-out", &[("seconds", &LIMIT.as_secs())]);
    Error::new(Code::AnthropicUnreachable).with("detail", detail)
}

fn unreachable(error: &reqwest::Error, secret: &Secret) -> Error {
    if error.is_timeout() {
        return timed_out();
    }
    // The innermost cause is the one that helps: "connection refused", "dns error".
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let detail = harmless(&cause.to_string(), secret);
    Error::new(Code::AnthropicUnreachable).with("detail", detail)
}

async fn body(answer: &mut Response) -> reqwest::Result<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST_ANSWER {
            break;
        }
    }
    Ok(body)
}

fn models_address(base: &str) -> Result<Url, Error> {
    let base = base.trim().trim_end_matches('/');
    let base = base.strip_suffix("/v1").unwrap_or(base).trim_end_matches('/');
    Url::parse(&format!("{base}/v1/models"))
        .ok()
        .filter(|address| matches!(address.scheme(), "http" | "https"))
        .ok_or_else(|| {
            let detail = say("anthropic.bad-address", &[("address", &base)]);
            Error::new(Code::AnthropicUnreachable).with("detail", detail)
        })
}

fn headers(kind: CredentialKind, secret: &Secret) -> Result<HeaderMap, Error> {
    let (name, value) = match kind {
        CredentialKind::ApiKey => (HeaderName::from_static("x-api-key"), secret.clone()),
        _ => (AUTHORIZATION, Secret::new(format!("Bearer {}", secret.expose()))),
    };
    // Only a secret with control characters in it is no header; none of Anthropic's is.
    let mut value = HeaderValue::from_str(value.expose())
        .map_err(|_| Error::new(Code::InvalidCredential).with("kind", kind_in_words(kind)))?;
    value.set_sensitive(true);
    let mut headers = HeaderMap::new();
    headers.insert(name, value);
    headers.insert("anthropic-version", HeaderValue::from_static(API_VERSION));
    if kind != CredentialKind::ApiKey {
        headers.insert("anthropic-beta", HeaderValue::from_static(OAUTH_BETA));
    }
    Ok(headers)
}

fn client(address: &Url, headers: HeaderMap) -> Result<Client, Error> {
    let mut builder = Client::builder()
        .default_headers(headers)
        .user_agent(concat!("chela/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_LIMIT)
        .timeout(LIMIT);
    // What runs on this computer is not behind the system's proxy.
    let local = ["localhost", "127.0.0.1", "[::1]"];
    if address.host_str().is_some_and(|host| local.contains(&host)) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| Error::new(Code::AnthropicUnreachable).with("detail", error))
}
