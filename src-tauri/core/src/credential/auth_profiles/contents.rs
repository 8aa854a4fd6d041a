//! What stands in the store, read tolerantly: a field that is missing or of another kind is
//! passed over. No secret is in it, only the ends of one as people may see them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::sheet::Sheet;
use crate::openclaw::status::Kind;
use crate::vault::{EntryId, Secret};

/// The profiles of one agent, and what OpenClaw notes about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The profiles, in the order of the file.
    pub profiles: Vec<Profile>,
    /// For each provider, the order in which its profiles are tried, where one was set.
    pub order: BTreeMap<String, Vec<String>>,
    /// For each provider, the profile that served last.
    pub last_good: BTreeMap<String, String>,
    /// For each profile, what its use has shown.
    pub usage: BTreeMap<String, Usage>,
}

/// One profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name, such as `anthropic:default`.
    pub id: String,
    /// Its provider; empty when it names none.
    pub provider: String,
    /// What it holds.
    pub kind: Kind,
    /// The ends of a secret that stands here in plaintext, also when a reference is used instead.
    pub plaintext: Option<String>,
    /// Where OpenClaw fetches the secret from.
    pub reference: Option<Reference>,
    /// When it expires (ms since 1970).
    pub expires_ms: Option<u64>,
}

/// Where a secret is fetched from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// `exec`, `env` or `file`.
    pub source: String,
    /// A name in `secrets.providers`; `default` where none is given.
    pub provider: String,
    /// What that provider is asked for.
    pub id: String,
}

/// What the use of a profile has shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    /// Until when OpenClaw does not try it again (ms since 1970).
    pub cooldown_until_ms: Option<u64>,
    /// Until when OpenClaw has switched it off (ms since 1970).
    pub disabled_until_ms: Option<u64>,
    /// Why, in OpenClaw's word: `billing` …
    pub disabled_reason: Option<String>,
    /// When it was used last (ms since 1970).
    pub last_used_ms: Option<u64>,
}

impl Contents {
    /// The profile of this name.
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// What stands in a text.
    pub fn of(sheet: &Sheet) -> Self {
        let value = sheet.value();
        let profiles = members(&value["profiles"])
            .filter(|(_, entry)| entry.is_object())
            .map(|(id, entry)| profile(id, entry, |marker| sheet.behind(marker)));
        Self { profiles: profiles.collect(), ..Self::default() }.with_notes(&value)
    }

    /// With the notes of another value, which win over those that are here.
    pub(super) fn with_notes(mut self, value: &Value) -> Self {
        self.order.extend(members(&value["order"]).filter_map(|(provider, list)| {
            let list: Vec<String> = list.as_array()?.iter().filter_map(text).collect();
            (!list.is_empty()).then(|| (provider.clone(), list))
        }));
        let last_good = members(&value["lastGood"]);
        self.last_good.extend(last_good.filter_map(|(p, id)| Some((p.clone(), text(id)?))));
        self.usage.extend(members(&value["usageStats"]).map(|(id, stats)| {
            let usage = Usage {
                cooldown_until_ms: moment(&stats["cooldownUntil"]),
                disabled_until_ms: moment(&stats["disabledUntil"]),
                disabled_reason: text(&stats["disabledReason"]),
                last_used_ms: moment(&stats["lastUsed"]),
            };
            (id.clone(), usage)
        }));
        self
    }
}

impl Reference {
    /// To an entry of the keychain, through an exec provider of the config.
    pub fn exec(provider: &str, id: &EntryId) -> Self {
        let id = id.as_str().to_owned();
        Self { source: "exec".to_owned(), provider: provider.to_owned(), id }
    }

    pub(crate) fn to_value(&self) -> Value {
        json!({ "source": self.source, "provider": self.provider, "id": self.id })
    }

    fn of(value: &Value) -> Option<Self> {
        let provider = text(&value["provider"]).unwrap_or_else(|| "default".to_owned());
        Some(Self { source: text(&value["source"])?, provider, id: text(&value["id"])? })
    }

    /// `${NAME}`, which OpenClaw takes for a reference where it knows any.
    fn of_template(secret: &Secret) -> Option<Self> {
        let name = secret.expose().trim().strip_prefix("${")?.strip_suffix('}')?;
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        (!name.is_empty() && name.chars().all(plain)).then(|| Self {
            source: "env".to_owned(),
            provider: "default".to_owned(),
            id: name.to_owned(),
        })
    }
}

/// What a profile is said to hold, in the store's own word.
pub(super) fn word(entry: &Value) -> Option<&str> {
    entry["type"].as_str().or(entry["mode"].as_str())
}

fn profile(id: &str, entry: &Value, behind: impl Fn(&str) -> Option<Secret>) -> Profile {
    let (kind, fields): (_, &[&str]) = match word(entry).unwrap_or_default() {
        "token" => (Kind::Token, &["token"]),
        "api_key" => (Kind::ApiKey, &["key", "apiKey"]),
        "oauth" => (Kind::Oauth, &["access"]),
        other => (Kind::Other(other.to_owned()), &["token", "key", "access"]),
    };
    let mut profile = Profile {
        id: id.to_owned(),
        provider: text(&entry["provider"]).unwrap_or_default(),
        kind,
        plaintext: None,
        reference: None,
        expires_ms: moment(&entry["expires"]),
    };
    for field in fields {
        let reference = [&entry[format!("{field}Ref")], &entry[*field]];
        let reference = reference.into_iter().find_map(Reference::of);
        profile.reference = profile.reference.or(reference);
        match entry[*field].as_str().map(&behind) {
            Some(Some(secret)) => match Reference::of_template(&secret) {
                Some(template) => profile.reference = profile.reference.or(Some(template)),
                None if secret.expose().trim().is_empty() => {}
                None => profile.plaintext = profile.plaintext.or(Some(secret.masked())),
            },
            Some(None) => profile.plaintext = profile.plaintext.or(Some("…".to_owned())),
            None => {}
        }
    }
    profile
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A whole number of milliseconds; JavaScript writes some with a fraction.
fn moment(value: &Value) -> Option<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
    let whole = |number: f64| (number > 0.0 && number < 9e15).then_some(number as u64);
    value.as_u64().or_else(|| value.as_f64().and_then(whole)).filter(|&ms| ms > 0)
}
