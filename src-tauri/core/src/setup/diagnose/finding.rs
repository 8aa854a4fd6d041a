//! A finding in the making: its case, what it is about, what was seen, what mends it. The words
//! stand in the catalogue (`i18n/en/findings.json`), as `finding.<code>.title` and `.meaning`; those
//! of the repairs as `repair.<kind>`.

use std::collections::BTreeMap;

use crate::config::redact::masked;
use crate::text::filled;
use crate::view::{Finding, Notice, Repair, RepairKind, Tone};

macro_rules! cases {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// Everything that a diagnosis can find.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(in crate::setup) enum Case { $($(#[$doc])* $name,)+ }

        impl Case {
            /// All of them.
            #[cfg(test)]
            pub(in crate::setup) const ALL: &[Case] = &[$(Case::$name,)+];

            /// The code as front ends and scripts see it.
            pub(in crate::setup) fn as_str(self) -> &'static str {
                match self { $(Case::$name => $text,)+ }
            }
        }
    };
}

cases! {
    /// OpenClaw cannot be run.
    OpenClawUnusable = "openclaw-unusable",
    /// The config does not parse.
    ConfigBroken = "config-broken",
    /// OpenClaw's own check refuses the config.
    ConfigInvalid = "config-invalid",
    /// `env.ANTHROPIC_API_KEY` stands where this OpenClaw refuses it.
    FlatEnv = "flat-env",
    /// Somebody's write has removed comments of the config that Chela can put back.
    CommentsRemoved = "comments-removed",
    /// The config names a variable that nothing sets.
    ConfigVariableUnset = "config-variable-unset",
    /// OpenClaw would not run Chela's copy of the resolver.
    ResolverRefused = "resolver-refused",
    /// The config names another program as the resolver.
    ResolverElsewhere = "resolver-elsewhere",
    /// Profiles refer to the keychain, and the config has no provider for that.
    ProviderMissing = "provider-missing",
    /// The keychain that holds a sign-in is locked.
    KeychainLocked = "keychain-locked",
    /// There is none.
    KeychainAbsent = "keychain-absent",
    /// It does not answer.
    KeychainNotAnswering = "keychain-not-answering",
    /// The running gateway cannot find the session bus.
    GatewayWithoutBus = "gateway-without-bus",
    /// The gateway starts before anybody logs in.
    StartsBeforeLogin = "starts-before-login",
    /// A profile refers to an entry that is gone.
    StaleReference = "stale-reference",
    /// Settings refer to entries that are gone.
    SettingWithoutSecret = "setting-without-secret",
    /// The running gateway lacks secrets.
    SecretsUnfetched = "secrets-unfetched",
    /// A secret was changed in the keychain itself.
    SecretNotReloaded = "secret-not-reloaded",
    /// The gateway is out of Chela's reach.
    GatewayElsewhere = "gateway-elsewhere",
    /// The gateway does not run.
    GatewayStopped = "gateway-stopped",
    /// Another program uses its port.
    PortTaken = "port-taken",
    /// A change waits for a restart.
    RestartNeeded = "restart-needed",
    /// The account does not have a model in use.
    ModelUnknown = "model-unknown",
    /// Sessions keep another model than their agent's.
    SessionsPinned = "sessions-pinned",
    /// Headers of the config lack the flag that keeping for an hour needs.
    CacheBetaMissing = "cache-beta-missing",
    /// A key in the config wins over sign-ins.
    ProviderKeyWins = "provider-key-wins",
    /// A variable signs in whenever no sign-in can serve.
    EnvironmentKey = "environment-key",
    /// OpenClaw answers through Claude Code.
    ClaudeCliInUse = "claude-cli-in-use",
    /// An operation was interrupted.
    Interrupted = "interrupted",
    /// OpenClaw finds fault with a change of Chela's.
    ConfigProblemAfterChange = "config-problem-after-change",

    /// Anthropic refuses the credential.
    TokenRejected = "token-rejected",
    /// Anthropic has no credit for it.
    NoCredit = "no-credit",
    /// The account's plan does not allow it.
    NoPlan = "no-plan",
    /// Anthropic takes the token from Claude Code only.
    ClaudeCodeOnly = "claude-code-only",
    /// An OAuth login that OpenClaw cannot renew.
    OauthRefreshFailed = "oauth-refresh-failed",
    /// The credential has expired.
    Expired = "expired",
    /// The credential expires soon.
    ExpiresSoon = "expires-soon",
    /// OpenClaw waits before it tries the sign-in again; another serves.
    CoolingDown = "cooling-down",
    /// OpenClaw waits before it tries any of an agent's sign-ins again.
    AllCoolingDown = "all-cooling-down",
    /// OpenClaw has disabled the sign-in for another reason than credit.
    SignInDisabled = "disabled",
    /// OpenClaw says something of the sign-in that this version of Chela does not know.
    UnknownState = "unknown-state",
    /// The config names a profile, and there is no credential.
    ProfileWithoutCredential = "profile-without-credential",
    /// The secret stands in plaintext where a reference could stand.
    PlaintextSignIn = "plaintext-sign-in",
    /// Nothing signs an agent in.
    NoSignInForAgent = "no-sign-in-for-agent",
}

/// A finding in the making.
#[derive(Debug, Clone)]
pub(super) struct Found {
    case: Case,
    tone: Tone,
    params: BTreeMap<&'static str, String>,
    evidence: Vec<String>,
    profile: Option<String>,
    agents: Vec<String>,
    about: Option<String>,
    until_ms: Option<u64>,
    repairs: Vec<Repair>,
}

impl Found {
    /// Something that does not work.
    pub(super) fn problem(case: Case) -> Self {
        Self::new(case, Tone::Problem)
    }

    /// Something that works and wants a look.
    pub(super) fn attention(case: Case) -> Self {
        Self::new(case, Tone::Attention)
    }

    fn new(case: Case, tone: Tone) -> Self {
        Self {
            case,
            tone,
            params: BTreeMap::new(),
            evidence: vec![],
            profile: None,
            agents: vec![],
            about: None,
            until_ms: None,
            repairs: vec![],
        }
    }

    /// What the words mention.
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }

    /// What was seen; secrets are masked here.
    pub(super) fn seen(mut self, evidence: impl Into<String>) -> Self {
        self.evidence.push(masked(&evidence.into()));
        self
    }

    /// The profile that it is about; the words know it as `{profile}`.
    pub(super) fn of_profile(mut self, profile: &str) -> Self {
        self.profile = Some(profile.to_owned());
        self.with("profile", profile)
    }

    /// The agents that it is about; the words know them as `{agents}`.
    pub(super) fn of_agents(mut self, agents: impl IntoIterator<Item = String>) -> Self {
        self.agents = agents.into_iter().collect();
        let all = self.agents.join(", ");
        self.with("agents", all)
    }

    /// What else tells it from others of its kind: a model, a variable.
    pub(super) fn about(mut self, name: &str) -> Self {
        self.about = Some(name.to_owned());
        self
    }

    /// When it passes by itself.
    pub(super) fn until(mut self, at_ms: Option<u64>) -> Self {
        self.until_ms = at_ms;
        self
    }

    /// What mends it, the next best. About the finding's own profile and agents, which are given
    /// before.
    pub(super) fn mended_by(mut self, kind: RepairKind) -> Self {
        self.repairs.push(Repair {
            kind,
            label: label(kind),
            automatic: is_automatic(kind),
            profile: self.profile.clone(),
            agents: self.agents.clone(),
        });
        self
    }

    /// In words.
    pub(super) fn finding(self) -> Finding {
        let code = self.case.as_str();
        let words = |part: &str| filled(&format!("finding.{code}.{part}"), &self.params);
        let about = self.profile.iter().chain(&self.about).chain(&self.agents);
        let about = about.map(|name| format!(":{name}"));
        Finding {
            id: std::iter::once(code.to_owned()).chain(about).collect(),
            code: code.to_owned(),
            tone: self.tone,
            title: words("title"),
            meaning: words("meaning"),
            evidence: self.evidence,
            profile: self.profile,
            agents: self.agents,
            until_ms: self.until_ms,
            repairs: self.repairs,
        }
    }

    /// With a notice's own words: what another part of Chela has found already.
    pub(super) fn in_the_words_of(self, notice: &Notice) -> Finding {
        let mut finding = self.finding();
        finding.title.clone_from(&notice.message);
        finding.meaning.clone_from(&notice.hint);
        finding
    }
}

/// The words for a repair's button.
fn label(kind: RepairKind) -> String {
    filled(&format!("repair.{}", name(kind)), &BTreeMap::new())
}

/// A repair's name, as front ends and scripts see it.
fn name(kind: RepairKind) -> String {
    let value = serde_json::to_value(kind).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Whether Chela does it by itself; else it needs a credential or a decision of the person's.
pub(in crate::setup) fn is_automatic(kind: RepairKind) -> bool {
    !matches!(
        kind,
        RepairKind::InstallOpenclaw
            | RepairKind::OpenConfig
            | RepairKind::SettleInterrupted
            | RepairKind::Replace
            | RepairKind::AddSignIn
            | RepairKind::ChooseModel
            | RepairKind::Test
    )
}

/// The codes of `findings`, for tests.
#[cfg(test)]
pub(super) fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lookup;

    #[test]
    fn every_case_has_its_words() {
        for case in Case::ALL {
            for part in ["title", "meaning"] {
                let key = format!("finding.{}.{part}", case.as_str());
                assert!(lookup(&key).is_some_and(|text| !text.is_empty()), "no text for {key}");
            }
        }
    }

    #[test]
    fn two_matters_of_one_kind_have_names_of_their_own() {
        let of = |agent: &str| {
            let agents = [agent.to_owned()];
            Found::problem(Case::ConfigInvalid).of_agents(agents).finding().id
        };
        assert_eq!(of("mail"), "config-invalid:mail");
        assert_ne!(of("mail"), of("main"));
    }

    #[test]
    fn what_was_seen_holds_no_secret() {
        let secret = format!("sk-ant-oat01-{}", "Secret0".repeat(14));
        let found = Found::problem(Case::ConfigInvalid).seen(format!("401 for {secret}"));
        assert!(!format!("{:?}", found.finding()).contains(&secret));
    }
}
