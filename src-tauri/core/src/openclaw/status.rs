//! What `openclaw models status --json` says, read tolerantly: a field that is
//! missing or of another kind is passed over, a kind or state that this version of Chela does not
//! know is kept as text. Shapes observed on 2026.2.9, 2026.5.7 and 2026.9.6.

use serde_json::Value;

use super::OpenClaw;
use crate::Result;

/// How one agent's models sign in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// The agent's folder.
    pub agent_dir: Option<String>,
    /// The file in which its profiles stand; with none of its own, another agent's.
    pub store_path: Option<String>,
    /// The default model, as the config names it.
    pub default_model: Option<String>,
    /// The default model with aliases resolved.
    pub resolved_default: Option<String>,
    /// What is tried when it fails.
    pub fallbacks: Vec<String>,
    /// The only models that are allowed; empty means all.
    pub allowed: Vec<String>,
    /// The providers of models in use that nothing signs in to.
    pub missing_providers: Vec<String>,
    /// The providers.
    pub providers: Vec<Provider>,
    /// The profiles of all providers.
    pub profiles: Vec<Profile>,
}

/// One provider, such as `anthropic`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provider {
    /// Its name.
    pub name: String,
    /// What serves it.
    pub effective: Effective,
    /// Where that is: a store, a variable.
    pub detail: String,
    /// Its profiles in the order in which they are tried. Before 2026.9 OpenClaw does not tell:
    /// empty.
    pub order: Vec<String>,
    /// Whether an environment variable holds a key for it too. It serves when no profile does.
    pub in_environment: bool,
    /// Which variable that is.
    pub variable: Option<String>,
    /// Whether `models.providers.<name>.apiKey` of the config holds one too. On 2026.9.6 a
    /// reference there wins over profiles ([`Effective::Config`]), plaintext does not.
    pub in_config: bool,
    /// The program that runs its models instead of OpenClaw itself, such as `claude-cli`.
    pub runtime: Option<String>,
}

/// What serves a provider's requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Effective {
    /// Auth profiles.
    Profiles,
    /// An environment variable, as there is no profile.
    Environment,
    /// A reference in `models.providers.<name>.apiKey` of the config: it wins over profiles.
    Config,
    /// Nothing.
    #[default]
    Missing,
    /// Something that this version of Chela does not know, in OpenClaw's word.
    Other(String),
}

/// One auth profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name, such as `anthropic:default`.
    pub id: String,
    /// Its provider.
    pub provider: String,
    /// What it holds.
    pub kind: Kind,
    /// Where its secret is.
    pub place: Place,
    /// Whether it can serve.
    pub state: State,
    /// Until when the state lasts, or when it expires (ms since 1970).
    pub until_ms: Option<u64>,
    /// When the credential expires, where OpenClaw knows it (ms since 1970).
    pub expires_ms: Option<u64>,
    /// Why it cannot serve, in OpenClaw's word: `auth`, `billing`, `rate_limit` …
    pub reason: Option<String>,
}

/// What a profile holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A token, such as a setup-token.
    Token,
    /// An API key.
    ApiKey,
    /// A login that OpenClaw refreshes.
    Oauth,
    /// Something else, in OpenClaw's word.
    Other(String),
}

/// Where a profile's secret is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A reference: its source (`exec`, `env`, `file`) and its id.
    Reference {
        /// The source.
        source: String,
        /// The id.
        id: String,
    },
    /// OpenClaw's own store, in plaintext; the masked form that OpenClaw shows.
    Plaintext(String),
    /// Not told.
    Unknown,
}

/// Whether a profile can serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It can.
    Ok,
    /// It expires soon.
    Expiring,
    /// It has expired.
    Expired,
    /// The config names it, and there is no credential.
    Missing,
    /// OpenClaw waits before it tries it again.
    Cooldown,
    /// OpenClaw has disabled it.
    Disabled,
    /// Something else, in OpenClaw's word.
    Other(String),
}

impl State {
    /// Whether it can serve now, as far as is known.
    pub fn serves(&self) -> bool {
        matches!(self, Self::Ok | Self::Expiring | Self::Other(_))
    }

    /// Whether OpenClaw does not try it because it has failed.
    pub fn failed(&self) -> bool {
        matches!(self, Self::Cooldown | Self::Disabled)
    }
}

impl Status {
    /// Reads the answer of `models status --json`.
    pub fn read(value: &Value) -> Self {
        let auth = &value["auth"];
        Self {
            agent_dir: text(&value["agentDir"]),
            store_path: text(&auth["storePath"]),
            default_model: text(&value["defaultModel"]),
            resolved_default: text(&value["resolvedDefault"]),
            fallbacks: texts(&value["fallbacks"]),
            allowed: texts(&value["allowed"]),
            missing_providers: texts(&auth["missingProvidersInUse"]),
            providers: list(&auth["providers"]).iter().filter_map(|p| provider(p, auth)).collect(),
            profiles: list(&auth["oauth"]["profiles"])
                .iter()
                .filter_map(|p| profile(p, auth))
                .collect(),
        }
    }

    /// The provider of this name.
    pub fn provider(&self, name: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.name == name)
    }

    /// The profile of this name.
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// The id of the reference through which `profile` has its secret.
    pub fn reference(&self, profile: &str) -> Option<&str> {
        match &self.profile(profile)?.place {
            Place::Reference { id, .. } => Some(id),
            Place::Plaintext(_) | Place::Unknown => None,
        }
    }

    /// The masked form of the secret that `profile` holds in plaintext.
    pub fn plaintext(&self, profile: &str) -> Option<&str> {
        match &self.profile(profile)?.place {
            Place::Plaintext(shown) => Some(shown),
            Place::Reference { .. } | Place::Unknown => None,
        }
    }

    /// The profile that serves a provider's next request: the first in order that can. `None`
    /// when another thing than profiles serves, or when none can.
    pub fn serving(&self, provider: &str) -> Option<&Profile> {
        let of = self.provider(provider)?;
        if of.effective != Effective::Profiles {
            return None;
        }
        let able = |profile: &&Profile| profile.provider == provider && profile.state.serves();
        if of.order.is_empty() {
            let mut all = self.profiles.iter().filter(able);
            // Without an order only a single one is certain.
            return all.next().filter(|_| all.next().is_none());
        }
        of.order.iter().filter_map(|id| self.profile(id)).find(able)
    }
}

impl OpenClaw {
    /// Asks how an agent's models sign in; without an agent, the default one's.
    ///
    /// # Errors
    /// Those of [`super::cli::Run::json`].
    pub async fn status(&self, agent: Option<&str>) -> Result<Status> {
        let mut arguments = vec!["models", "status", "--json"];
        arguments.extend(agent.iter().flat_map(|agent| ["--agent", *agent]));
        Ok(Status::read(&self.run(arguments).json::<Value>().await?))
    }
}

/// Whether two texts can be of one secret, each of them masked (`sk-ant-o...QQAA`,
/// `sk-ant-oat01-Zk3…mAA`) or whole: the ends that both show are the same.
pub(crate) fn ends_agree(one: &str, other: &str) -> bool {
    fn ends(text: &str) -> (&str, &str) {
        let parts = text.split_once("...").or_else(|| text.split_once('…'));
        parts.unwrap_or((text, text))
    }
    let ((head, tail), (other_head, other_tail)) = (ends(one), ends(other));
    (head.starts_with(other_head) || other_head.starts_with(head))
        && (tail.ends_with(other_tail) || other_tail.ends_with(tail))
}

pub(crate) fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().filter_map(text).collect()
}

fn provider(value: &Value, auth: &Value) -> Option<Provider> {
    let name = text(&value["provider"])?;
    let effective = match text(&value["effective"]["kind"]).as_deref() {
        Some("profiles") => Effective::Profiles,
        Some("env") => Effective::Environment,
        Some("models.json") => Effective::Config,
        Some("missing") | None => Effective::Missing,
        Some(other) => Effective::Other(other.to_owned()),
    };
    let order = list(&auth["oauth"]["providers"])
        .iter()
        .find(|provider| provider["provider"].as_str() == Some(&name))
        .map(|provider| {
            let profiles = list(&provider["effectiveProfiles"]);
            profiles.iter().filter_map(|profile| text(&profile["profileId"])).collect()
        });
    let runtime = list(&auth["runtimeAuthRoutes"])
        .iter()
        .find(|route| route["provider"].as_str() == Some(&name))
        .and_then(|route| text(&route["runtime"]));
    Some(Provider {
        in_environment: !value["env"].is_null(),
        variable: text(&value["env"]["source"])
            .and_then(|source| Some(source.strip_prefix("env: ")?.trim().to_owned())),
        in_config: !value["modelsJson"].is_null(),
        runtime,
        effective,
        detail: text(&value["effective"]["detail"]).unwrap_or_default(),
        order: order.unwrap_or_default(),
        name,
    })
}

fn profile(value: &Value, auth: &Value) -> Option<Profile> {
    let id = text(&value["profileId"])?;
    let provider = text(&value["provider"]).unwrap_or_default();
    let kind = match value["type"].as_str().unwrap_or_default() {
        "token" => Kind::Token,
        "api_key" => Kind::ApiKey,
        "oauth" => Kind::Oauth,
        other => Kind::Other(other.to_owned()),
    };
    let unusable = list(&auth["unusableProfiles"])
        .iter()
        .find(|unusable| unusable["profileId"].as_str() == Some(&id));
    let expires_ms = value["expiresAt"].as_u64();
    let (state, until_ms) = match unusable {
        Some(unusable) => (unusable_state(unusable), unusable["until"].as_u64()),
        None => (status_state(value), expires_ms),
    };
    let place = list(&auth["providers"])
        .iter()
        .flat_map(|provider| list(&provider["profiles"]["labels"]))
        .filter_map(Value::as_str)
        .find_map(|label| label.strip_prefix(&id)?.strip_prefix('='))
        .map_or(Place::Unknown, place);
    let reason = unusable.and_then(|unusable| text(&unusable["reason"]));
    Some(Profile { id, provider, kind, place, state, until_ms, expires_ms, reason })
}

fn unusable_state(unusable: &Value) -> State {
    match unusable["kind"].as_str().unwrap_or_default() {
        "cooldown" => State::Cooldown,
        "disabled" => State::Disabled,
        other => State::Other(other.to_owned()),
    }
}

fn status_state(profile: &Value) -> State {
    match profile["status"].as_str().unwrap_or_default() {
        "ok" | "static" => State::Ok,
        "expiring" => State::Expiring,
        "expired" => State::Expired,
        "missing" => State::Missing,
        other => State::Other(other.to_owned()),
    }
}

/// The rest of a label after the profile's name: `token:ref(exec:ID) [cooldown 1m]`,
/// `sk-ant-a...TESTTEST`, `token:sk-ant-o...AAAAAAAA`.
fn place(label: &str) -> Place {
    let shown = label.split(" [").next().unwrap_or(label);
    if let Some((_, rest)) = shown.split_once("ref(") {
        let inside = rest.strip_suffix(')').unwrap_or(rest);
        let (source, id) = inside.split_once(':').unwrap_or((inside, ""));
        return Place::Reference { source: source.to_owned(), id: id.to_owned() };
    }
    let masked = shown.rsplit(':').next().unwrap_or(shown);
    if masked.contains("...") { Place::Plaintext(masked.to_owned()) } else { Place::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// 2026.9.6 with two profiles by reference, the second of them first in order and waiting.
    fn sample() -> Value {
        let shown = |id: &str| json!({ "profileId": id, "provider": "anthropic", "type": "token", "status": "static" });
        json!({
            "agentDir": "/home/user/.openclaw/agents/main/agent",
            "defaultModel": "anthropic/claude-sonnet-4-6",
            "resolvedDefault": "anthropic/claude-sonnet-4-6",
            "fallbacks": ["anthropic/claude-haiku-4-5"],
            "allowed": [],
            "auth": {
                "missingProvidersInUse": [],
                "providers": [{
                    "provider": "anthropic",
                    "effective": { "kind": "profiles", "detail": "~/.openclaw/state/x.sqlite" },
                    "profiles": { "count": 2, "labels": [
                        "anthropic:default=token:ref(exec:v1/abc)",
                        "anthropic:work=token:ref(exec:v1/def) [cooldown 1m]"
                    ] }
                }],
                "unusableProfiles": [{
                    "profileId": "anthropic:work", "provider": "anthropic",
                    "kind": "cooldown", "reason": "auth", "until": 1_795_405_711_516_u64
                }],
                "oauth": {
                    "profiles": [shown("anthropic:default"), shown("anthropic:work")],
                    "providers": [{ "provider": "anthropic", "effectiveProfiles": [
                        shown("anthropic:work"), shown("anthropic:default")
                    ] }]
                }
            }
        })
    }

    #[test]
    fn ends_tell_secrets_apart() {
        let whole = "sk-ant-oat01-Zk3x-and-much-more-x4QmAA";
        for (one, other, expected) in [
            ("sk-ant-o...-x4QmAA", whole, true),
            ("sk-ant-o...-x4QmAA", "sk-ant-oat01-Zk3…mAA", true),
            ("sk-ant-oat01-Zk3…mAA", "sk-ant-oat01-Zk3…mAA", true),
            ("sk-ant-o...-x4QmAB", whole, false),
            ("sk-ant-a...-x4QmAA", whole, false),
            ("sk-ant-oat01-Zk4…mAA", "sk-ant-o...-x4QmAA", true),
            ("sk-ant-oat01-Zk4…mAA", whole, false),
        ] {
            assert_eq!(ends_agree(one, other), expected, "{one} {other}");
            assert_eq!(ends_agree(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn references_order_and_cooldown_are_read() {
        let status = Status::read(&sample());
        let work = status.profile("anthropic:work").unwrap();
        assert_eq!((&work.state, work.reason.as_deref()), (&State::Cooldown, Some("auth")));
        assert_eq!(work.until_ms, Some(1_795_405_711_516));
        let reference = Place::Reference { source: "exec".into(), id: "v1/def".into() };
        assert_eq!(work.place, reference);
        assert_eq!(status.provider("anthropic").unwrap().order.len(), 2);
        assert_eq!(status.serving("anthropic").unwrap().id, "anthropic:default");
        assert_eq!(status.serving("openai"), None);
    }

    #[test]
    fn the_profiles_of_2026_2_9_are_read() {
        let profile = |id: &str, kind: &str, status: &str| json!({ "profileId": id, "provider": "anthropic", "type": kind, "status": status });
        let status = Status::read(&json!({ "auth": {
            "providers": [{ "provider": "anthropic", "effective": { "kind": "profiles" },
                "profiles": { "labels": [
                    "anthropic:default=token:sk-ant-o...AAAAAAAA",
                    "anthropic:api=sk-ant-a...DDDDDDDD [disabled:billing 5h]"
                ] } }],
            "unusableProfiles": [{ "profileId": "anthropic:api", "kind": "disabled",
                "reason": "billing", "until": 5 }],
            "oauth": { "profiles": [
                profile("anthropic:default", "token", "static"),
                profile("anthropic:api", "api_key", "static"),
                profile("anthropic:work", "oauth", "expired"),
                profile("anthropic:new", "passkey", "dancing"),
            ] }
        } }));
        let seen: Vec<_> = status
            .profiles
            .iter()
            .map(|p| (p.kind.clone(), p.place.clone(), p.state.clone()))
            .collect();
        assert_eq!(
            seen,
            [
                (Kind::Token, Place::Plaintext("sk-ant-o...AAAAAAAA".into()), State::Ok),
                (Kind::ApiKey, Place::Plaintext("sk-ant-a...DDDDDDDD".into()), State::Disabled),
                (Kind::Oauth, Place::Unknown, State::Expired),
                (Kind::Other("passkey".into()), Place::Unknown, State::Other("dancing".into())),
            ]
        );
        assert_eq!(status.serving("anthropic"), None, "two could");
    }

    #[test]
    fn what_else_signs_in_is_told() {
        // 2026.9.6 with a key in a variable, a reference in the config, and Claude Code as the
        // runtime.
        let mut value = sample();
        value["auth"]["providers"][0]["env"] = json!({ "value": "sk-ant-a...KKKK" });
        value["auth"]["providers"][0]["modelsJson"] = json!({ "value": "marker" });
        value["auth"]["providers"][0]["effective"]["kind"] = json!("models.json");
        value["auth"]["runtimeAuthRoutes"] =
            json!([{ "provider": "anthropic", "runtime": "claude-cli" }]);
        let status = Status::read(&value);
        let provider = status.provider("anthropic").unwrap();
        assert!(provider.in_environment && provider.in_config);
        assert_eq!(provider.effective, Effective::Config);
        assert_eq!(provider.runtime.as_deref(), Some("claude-cli"));
        assert_eq!(status.serving("anthropic"), None);
    }

    /// Any JSON value, small.
    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::hash_map("[a-zA-Z]{1,8}", inner, 0..3)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// Replaces the `at`-th value of a tree, counted in depth.
    fn replace(tree: &mut Value, at: &mut usize, with: &Value) {
        if *at == 0 {
            *tree = with.clone();
        }
        *at = at.wrapping_sub(1);
        match tree {
            Value::Array(items) => items.iter_mut().for_each(|item| replace(item, at, with)),
            Value::Object(map) => map.values_mut().for_each(|item| replace(item, at, with)),
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn no_answer_makes_it_panic(at in 0_usize..80, with in anything()) {
            let mut value = sample();
            replace(&mut value, &mut at.clone(), &with);
            let status = Status::read(&value);
            let _ = (status.serving("anthropic"), Status::read(&with));
        }
    }
}
