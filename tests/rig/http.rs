//! One small question over HTTP.

use std::sync::LazyLock;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::runtime::block_on;

/// Making one takes longer than a question. It keeps no connection: a server ends one that is idle
/// just when the next question is sent.
static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
    reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap_or_default()
});

/// The status with which `url` answers a GET; `None` when it does not.
pub(crate) fn status_of(url: &str) -> Option<u16> {
    block_on(async {
        Ok(CLIENT.get(url).timeout(Duration::from_secs(5)).send().await?.status().as_u16())
    })
    .ok()
}

/// What `url` answers to a POST of `body` with a bearer token.
///
/// # Errors
/// When it does not answer within two minutes, or with another status than 200.
pub(crate) fn posted(url: &str, bearer: &str, body: &Value) -> Result<Value> {
    block_on(async {
        let question = CLIENT.post(url).timeout(Duration::from_secs(120));
        let answer = question.bearer_auth(bearer).json(body).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status == reqwest::StatusCode::OK, "{url} answered {status}: {text}");
        Ok(serde_json::from_str(&text)?)
    })
}
