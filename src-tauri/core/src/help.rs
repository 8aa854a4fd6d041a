//! What a person can read about Chela without a network: how to do each task, what the words mean,
//! and everything that [`crate::setup::diagnose`] can find. The same texts make the pages in `docs/`.

use crate::text::{lookup, say};
use crate::view::{Guide, Help, KnownProblem, Word};

/// The tasks, in the order in which people meet them.
const GUIDES: [&str; 9] =
    ["sign-in", "model", "caching", "wrong", "plaintext", "replace", "agents", "undo", "leave"];

/// The words that need one line.
const WORDS: [&str; 11] = [
    "gateway",
    "agent",
    "profile",
    "setup-token",
    "api-key",
    "model",
    "fallback",
    "caching",
    "keychain",
    "reference",
    "plaintext",
];

/// Where OpenClaw's documentation is.
const DOCS: &str = "https://docs.openclaw.ai";

/// What can be found, and OpenClaw's page about it (the pages are those that 2026.9.6 ships).
const PROBLEMS: [(&str, &str); 44] = [
    ("openclaw-unusable", "install"),
    ("interrupted", "gateway/troubleshooting"),
    ("config-broken", "gateway/configuration"),
    ("config-invalid", "gateway/configuration"),
    ("config-problem-after-change", "gateway/configuration"),
    ("config-variable-unset", "help/environment"),
    ("flat-env", "help/environment"),
    ("comments-removed", "cli/config"),
    ("gateway-elsewhere", "gateway/remote"),
    ("gateway-stopped", "gateway/troubleshooting"),
    ("port-taken", "gateway/troubleshooting"),
    ("restart-needed", "gateway/configuration"),
    ("starts-before-login", "gateway"),
    ("gateway-without-bus", "gateway/secrets"),
    ("keychain-locked", "gateway/secrets"),
    ("keychain-absent", "gateway/secrets"),
    ("keychain-not-answering", "gateway/secrets"),
    ("provider-missing", "gateway/secrets"),
    ("resolver-elsewhere", "gateway/secrets"),
    ("resolver-refused", "gateway/secrets"),
    ("secrets-unfetched", "gateway/secrets"),
    ("secret-not-reloaded", "gateway/secrets"),
    ("stale-reference", "gateway/secrets"),
    ("setting-without-secret", "gateway/secrets"),
    ("plaintext-sign-in", "gateway/secrets"),
    ("token-rejected", "gateway/authentication"),
    ("expired", "gateway/authentication"),
    ("expires-soon", "gateway/authentication"),
    ("oauth-refresh-failed", "concepts/oauth"),
    ("claude-code-only", "providers/anthropic"),
    ("no-plan", "providers/anthropic"),
    ("no-credit", "providers/anthropic"),
    ("no-sign-in-for-agent", "gateway/authentication"),
    ("profile-without-credential", "gateway/authentication"),
    ("all-cooling-down", "concepts/model-failover"),
    ("cooling-down", "concepts/model-failover"),
    ("disabled", "concepts/model-failover"),
    ("unknown-state", "concepts/model-failover"),
    ("provider-key-wins", "gateway/authentication"),
    ("environment-key", "help/environment"),
    ("claude-cli-in-use", "gateway/cli-backends"),
    ("model-unknown", "concepts/models"),
    ("sessions-pinned", "concepts/session"),
    ("cache-beta-missing", "reference/prompt-caching"),
];

/// What stands in the place of a name or number that only a finding knows.
const EXAMPLES: [(&str, &str); 15] = [
    ("agents", "main"),
    ("command", "/usr/bin/chela-resolver"),
    ("count", "3"),
    ("detail", "…"),
    ("flag", "--no-…"),
    ("model", "anthropic/claude-opus-4-6"),
    ("name", "anthropic/claude-opus-4-6"),
    ("names", "ANTHROPIC_API_KEY"),
    ("path", "~/.openclaw/openclaw.json"),
    ("port", "18789"),
    ("profile", "anthropic:default"),
    ("profiles", "anthropic:default"),
    ("reason", "rate_limit"),
    ("settings", "gateway.auth.token"),
    ("state", "…"),
];

/// All of it, in the spoken language. `{=key}` in it stands for the words of a control of the window
/// (`i18n/*/window.json`), which the front end puts there.
pub fn help() -> Help {
    let word = |id: &str, part: &str| say(&format!("word.{id}.{part}"), &[]);
    Help {
        guides: GUIDES.iter().map(|id| guide(id)).collect(),
        words: WORDS
            .iter()
            .map(|id| Word { name: word(id, "name"), means: word(id, "means") })
            .collect(),
        problems: PROBLEMS.iter().map(|(code, _)| problem(code)).collect(),
    }
}

/// The address of OpenClaw's page about something that can be found; of its first page for anything
/// else.
pub fn openclaw_page(code: &str) -> String {
    let page = PROBLEMS.iter().find(|(known, _)| *known == code).map_or("", |(_, page)| page);
    format!("{DOCS}/{page}")
}

fn guide(id: &str) -> Guide {
    let text = |part: &str| say(&format!("guide.{id}.{part}"), &[]);
    let step = |number: usize| lookup(&format!("guide.{id}.{number}")).map(str::to_owned);
    Guide {
        id: id.to_owned(),
        title: text("title"),
        when: text("when"),
        steps: (1..).map_while(step).collect(),
    }
}

fn problem(code: &str) -> KnownProblem {
    let text = |part: &str| {
        let text = say(&format!("finding.{code}.{part}"), &[]);
        EXAMPLES.iter().fold(text, |text, (name, example)| {
            let example = match *name {
                "reason" => say(&format!("core.reason.{example}"), &[]),
                _ => (*example).to_owned(),
            };
            text.replace(&format!("{{{name}}}"), &example)
        })
    };
    KnownProblem { code: code.to_owned(), title: text("title"), meaning: text("meaning") }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_that_can_be_found_is_there_with_a_page() {
        let findings: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(include_str!("../i18n/en/findings.json")).unwrap();
        let code =
            |key: &String| key.strip_prefix("finding.")?.strip_suffix(".title").map(str::to_owned);
        let found: BTreeSet<String> = findings.keys().filter_map(code).collect();
        let known: BTreeSet<String> =
            help().problems.into_iter().map(|problem| problem.code).collect();
        assert_eq!(known, found);
        assert_eq!(openclaw_page("no-credit"), "https://docs.openclaw.ai/providers/anthropic");
        assert_eq!(openclaw_page("https://elsewhere.example"), "https://docs.openclaw.ai/");
    }

    #[test]
    fn nothing_is_left_open() {
        let help = help();
        let problems = help.problems.iter().flat_map(|problem| [&problem.title, &problem.meaning]);
        for text in problems {
            assert!(!text.contains('{') && !text.is_empty(), "{text}");
        }
        assert!(help.guides.iter().all(|guide| guide.steps.len() > 1 && !guide.when.is_empty()));
        assert!(help.words.iter().all(|word| word.means.ends_with('.')));
    }
}
