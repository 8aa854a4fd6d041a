//! What Chela reads of a config, as types, from the merged value. Tolerant: what is not known
//! is ignored, what is of a wrong kind becomes a [`Problem`] and counts as absent. Holds no
//! secret: of a credential only that it is set, and in what form. The changes that Chela makes
//! are in [`edits`]; nothing here reads a file.
//!
//! Meanings as in OpenClaw 2026.9.6 (docs/gateway/config-*.md of its package), with the older
//! forms that earlier versions read.

pub mod agents;
pub mod credentials;
pub mod edits;
mod reader;

use std::collections::BTreeSet;

use serde_json::Value;

use self::agents::{Agent, Model, Runtime};
use self::credentials::{AuthProfile, KeyForm, ModelProvider, SecretProvider, SetVariable};
use self::reader::Reader;
use super::document::Path;

/// The typed view of a config.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GatewayConfig {
    /// How the gateway runs.
    pub gateway: Gateway,
    /// `agents.defaults.model`.
    pub default_model: Option<Model>,
    /// The configured agents, in the order of the config; without any there is one, `main`.
    pub agents: Vec<Agent>,
    /// Which agent serves when none is named; none when OpenClaw would ask.
    pub default_agent: Option<String>,
    /// The names in `agents.defaults.models`. Any entry can make it the list of the models that are
    /// allowed: see [`crate::caching::list_allows`].
    pub listed_models: Vec<String>,
    /// `agents.defaults.modelPolicy.allow` (2026.8 and later): empty allows all.
    pub allowed_models: Vec<String>,
    /// `auth.profiles`.
    pub profiles: Vec<AuthProfile>,
    /// `auth.order.anthropic`.
    pub order: Option<Vec<String>>,
    /// `secrets.providers`.
    pub secret_providers: Vec<SecretProvider>,
    /// `secrets.defaults`: the provider for each source.
    pub secret_defaults: Vec<(String, String)>,
    /// `models.providers.anthropic`.
    pub anthropic: ModelProvider,
    /// The variables of `env` that sign in at Anthropic.
    pub variables_set: Vec<SetVariable>,
    /// The variables that stand in `env` itself, which is refused from 2026.8 on.
    pub flat_variables: Vec<Path>,
    /// Every `agentRuntime` that is set.
    pub runtimes: Vec<Runtime>,
    /// `logging.file`: where the gateway logs, instead of its usual place.
    pub log_file: Option<String>,
    /// `meta.lastTouchedVersion`: the OpenClaw that last wrote the config.
    pub last_touched: Option<String>,
    /// The names in `${NAME}` anywhere; `$${NAME}` is no reference.
    pub variables: BTreeSet<String>,
    /// What is of a wrong kind.
    pub problems: Vec<Problem>,
}

/// How the gateway runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gateway {
    /// `local` or `remote`.
    pub mode: Option<String>,
    /// Its port, where it is set.
    pub port: Option<u16>,
    /// Where it listens: `loopback`, `lan`, …
    pub bind: Option<String>,
    /// `none`, `token`, `password` or `trusted-proxy`.
    pub auth_mode: Option<String>,
    /// The form of its token, when one is set.
    pub token: Option<KeyForm>,
    /// The form of its password, when one is set.
    pub password: Option<KeyForm>,
    /// `gateway.remote.url`, without a name and password in it.
    pub remote_url: Option<String>,
    /// The host in that URL.
    pub remote_host: Option<String>,
    /// `gateway.reload.mode`: `off` means that changes wait for a restart.
    pub reload: Option<String>,
}

impl Gateway {
    /// Whether a gateway could start here: a mode is set, and how to sign in at it.
    pub fn is_set_up(&self) -> bool {
        let signs_in = self.token.is_some() || self.password.is_some();
        let without = matches!(self.auth_mode.as_deref(), Some("none" | "trusted-proxy"));
        self.mode.is_some() && (signs_in || without)
    }

    /// Whether the gateway is on another machine.
    pub fn is_remote(&self) -> bool {
        self.mode.as_deref() == Some("remote")
    }
}

/// Something in the config that is not of the kind that it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub path: Path,
    /// What it is and what was expected, in words.
    pub words: String,
}

impl GatewayConfig {
    /// Reads the merged value of a config.
    pub fn read(value: &Value) -> Self {
        let mut reader = Reader::new(value);
        let mut config = Self { gateway: gateway(&mut reader), ..Self::default() };
        config.read_agents(&mut reader);
        config.read_credentials(&mut reader);
        config.log_file = reader.text(&["logging", "file"].into());
        config.last_touched = reader.text(&["meta", "lastTouchedVersion"].into());
        collect_variables(value, &mut config.variables);
        config.problems = reader.problems;
        config
    }
}

fn gateway(reader: &mut Reader<'_>) -> Gateway {
    let at = Path::from(["gateway"]);
    let remote_url = reader.text(&at.join("remote").join("url")).map(without_sign_in);
    Gateway {
        mode: reader.text(&at.join("mode")),
        port: reader.port(&at.join("port")),
        bind: reader.text(&at.join("bind")),
        auth_mode: reader.text(&at.join("auth").join("mode")),
        token: reader.key_form(&at.join("auth").join("token")),
        password: reader.key_form(&at.join("auth").join("password")),
        remote_host: remote_url.as_deref().and_then(host),
        remote_url,
        reload: reader.text(&at.join("reload").join("mode")),
    }
}

/// The URL without a name and password in it.
fn without_sign_in(url: String) -> String {
    let Ok(mut parsed) = reqwest::Url::parse(&url) else { return url };
    let had = parsed.password().is_some() || !parsed.username().is_empty();
    if had && parsed.set_username("").is_ok() && parsed.set_password(None).is_ok() {
        return parsed.into();
    }
    url
}

fn host(url: &str) -> Option<String> {
    reqwest::Url::parse(url).ok()?.host_str().map(str::to_owned)
}

/// Only names of capitals count (`[A-Z_][A-Z0-9_]*`).
fn collect_variables(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            for (at, _) in text.match_indices("${") {
                let name = text[at + 2..].split('}').next().unwrap_or_default();
                let closed = text[at + 2 + name.len()..].starts_with('}');
                let first = |c: char| c.is_ascii_uppercase() || c == '_';
                let is_name =
                    name.starts_with(first) && name.chars().all(|c| first(c) || c.is_ascii_digit());
                if closed && is_name && !text[..at].ends_with('$') {
                    out.insert(name.to_owned());
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_variables(item, out)),
        Value::Object(members) => {
            members.values().for_each(|member| collect_variables(member, out))
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
