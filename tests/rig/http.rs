//! One small question over HTTP.

use std::time::Duration;

use crate::runtime::block_on;

/// The status with which `url` answers a GET; `None` when it does not.
pub(crate) fn status_of(url: &str) -> Option<u16> {
    block_on(async {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build()?;
        Ok(client.get(url).send().await?.status().as_u16())
    })
    .ok()
}
