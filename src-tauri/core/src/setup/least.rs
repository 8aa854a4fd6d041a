//! The least configuration with which a gateway starts, where a config stands that says nothing
//! about a gateway. (Where there is no config at all, OpenClaw's own onboarding writes one.)

use serde_json::json;

use crate::config::gateway_config::Gateway;
use crate::config::{Edit, GatewayConfig};
use crate::vault::EntryId;

/// Mode local and a generated gateway token; nothing where there is a gateway section already,
/// whatever it says.
pub(super) fn edits(config: &GatewayConfig) -> Vec<Edit> {
    if config.gateway != Gateway::default() {
        return vec![];
    }
    // As random as an entry's id: 130 bits. The gateway's own sign-in stands in the config in
    // plaintext, as OpenClaw's onboarding writes it.
    let random = EntryId::random();
    let token = random.as_str().trim_start_matches("v1/");
    vec![Edit::Set {
        path: ["gateway"].into(),
        value: json!({ "mode": "local", "auth": { "mode": "token", "token": token } }),
    }]
}
