//! Which settings may refer to a secret instead of holding it: the list that OpenClaw's package has
//! beside its documentation, `docs/reference/secretref-user-supplied-credentials-matrix.json`. It is
//! in the package since 2026.3.2 (not in 2026.3.1), and each version's tells of that version; seen on
//! 2026.3.2, 2026.5.7 and 2026.9.6.
//!
//! Of an entry `path` names the settings, `*` for any member of an object and `[]` for the elements
//! of a list; `configFile` the file (the stores of sign-ins are left out here). With `secretShape`
//! `secret_input` the reference takes the place of the secret, with `sibling_ref` it stands in
//! another setting (2026.5.7: `channels.googlechat.serviceAccount`). `optIn` is true for all, and
//! `when` stands with profiles only; an entry with a condition is left out.

use std::path::Path as FsPath;

use serde_json::Value;

use crate::config::{Key, Path};
use crate::openclaw::status::{list, text};

const FILE: &str = "docs/reference/secretref-user-supplied-credentials-matrix.json";

/// The settings that an OpenClaw lists.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Places(Vec<Pattern>);

/// Settings, and how they take a reference.
#[derive(Debug, PartialEq, Eq)]
struct Pattern {
    steps: Vec<Step>,
    beside: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    AnyMember,
    EachElement,
}

/// A setting that is there and on the list.
pub(super) struct Listed<'v> {
    pub(super) path: Path,
    pub(super) value: &'v Value,
    /// Whether the reference belongs into another setting.
    pub(super) beside: bool,
    /// Whether the list says nothing of its name, so that others that are no secret are there too.
    pub(super) of_any_name: bool,
}

impl Places {
    /// Those of the OpenClaw in this package folder; none where it has no list, or one that cannot be
    /// understood.
    pub(super) fn of_package(package: &FsPath) -> Option<Self> {
        Self::read(&std::fs::read_to_string(package.join(FILE)).ok()?)
    }

    fn read(text: &str) -> Option<Self> {
        let list_of: Value = serde_json::from_str(text).ok()?;
        if list_of["version"] != 1 {
            return None;
        }
        let patterns: Vec<Pattern> =
            list(&list_of["entries"]).iter().filter_map(Pattern::of).collect();
        (!patterns.is_empty()).then_some(Self(patterns))
    }

    /// The settings of a config that are on the list, by path and each once.
    pub(super) fn in_config<'v>(&self, config: &'v Value) -> Vec<Listed<'v>> {
        let mut found = Vec::new();
        for pattern in &self.0 {
            let of_any_name = pattern.steps.last() == Some(&Step::AnyMember);
            let beside = pattern.beside;
            follow(&pattern.steps, config, &Path::default(), &mut |path, value| {
                found.push(Listed { path, value, beside, of_any_name });
            });
        }
        found.sort_by(|a, b| (&a.path, a.beside).cmp(&(&b.path, b.beside)));
        found.dedup_by(|a, b| a.path == b.path);
        found
    }
}

impl Pattern {
    fn of(entry: &Value) -> Option<Self> {
        let shape = text(&entry["secretShape"])?;
        let known = shape == "secret_input" || shape == "sibling_ref";
        if entry["configFile"] != "openclaw.json" || !known || !entry["when"].is_null() {
            return None;
        }
        let mut steps = Vec::new();
        for word in text(&entry["path"])?.split('.') {
            let name = word.trim_end_matches("[]");
            steps.push(if name == "*" { Step::AnyMember } else { Step::Name(name.to_owned()) });
            let lists = (word.len() - name.len()) / 2;
            steps.extend((0..lists).map(|_| Step::EachElement));
        }
        Some(Self { steps, beside: shape == "sibling_ref" })
    }
}

fn follow<'v>(steps: &[Step], value: &'v Value, at: &Path, found: &mut dyn FnMut(Path, &'v Value)) {
    let Some((step, rest)) = steps.split_first() else { return found(at.clone(), value) };
    let mut go = |key: Key, value: &'v Value| follow(rest, value, &at.join(key), found);
    match (step, value) {
        (Step::Name(name), Value::Object(members)) => {
            if let Some(value) = members.get(name) {
                go(Key::from(name.as_str()), value);
            }
        }
        (Step::AnyMember, Value::Object(members)) => {
            members.iter().for_each(|(name, value)| go(Key::from(name.as_str()), value));
        }
        (Step::EachElement, Value::Array(values)) => {
            values.iter().enumerate().for_each(|(index, value)| go(Key::from(index), value));
        }
        _ => {}
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::json;

    /// Some entries as 2026.5.7 and 2026.9.6 have them.
    pub(in crate::setup::other_secrets) fn places() -> Places {
        let of = |file: &str, path: &str, shape: &str| json!({ "id": path, "configFile": file, "path": path, "secretShape": shape, "optIn": true });
        let config = |path: &str| of("openclaw.json", path, "secret_input");
        let mut profile = of("auth-profiles.json", "profiles.*.key", "sibling_ref");
        profile["refPath"] = "profiles.*.keyRef".into();
        let mut sibling = of("openclaw.json", "channels.googlechat.serviceAccount", "sibling_ref");
        sibling["refPath"] = "channels.googlechat.serviceAccountRef".into();
        let mut conditional = config("gateway.auth.mode");
        conditional["when"] = json!({ "type": "token" });
        let entries = [
            profile,
            sibling,
            conditional,
            of("openclaw.json", "gateway.auth.mode", "a new one"),
            config("agents.list[].memorySearch.remote.apiKey"),
            config("channels.telegram.accounts.*.botToken"),
            config("channels.telegram.botToken"),
            config("gateway.auth.password"),
            config("gateway.auth.token"),
            config("models.providers.*.apiKey"),
            config("models.providers.*.headers.*"),
            config("models.providers.*.request.auth.value"),
            config("skills.entries.*.apiKey"),
        ];
        let text = json!({ "version": 1, "entries": entries }).to_string();
        Places::read(&text).unwrap()
    }

    #[test]
    fn what_is_listed_is_found_by_its_path() {
        let config = json!({
            "gateway": { "auth": { "mode": "token", "token": "a" } },
            "agents": { "list": [{}, { "memorySearch": { "remote": { "apiKey": "b" } } }] },
            "channels": {
                "telegram": { "accounts": { "x.y": { "botToken": 7 }, "z": {} } },
                "googlechat": { "serviceAccount": "c" },
            },
            "models": { "providers": { "o": { "headers": { "X": "d" }, "apiKey": { "id": "e" } } } },
            "profiles": { "a": { "key": "f" } },
            "skills": [],
        });
        let found = places();
        let found: Vec<(String, bool, bool)> = found
            .in_config(&config)
            .into_iter()
            .map(|one| (one.path.to_string(), one.beside, one.of_any_name))
            .collect();
        let expected = [
            ("agents.list[1].memorySearch.remote.apiKey", false, false),
            ("channels.googlechat.serviceAccount", true, false),
            ("channels.telegram.accounts[\"x.y\"].botToken", false, false),
            ("gateway.auth.token", false, false),
            ("models.providers.o.apiKey", false, false),
            ("models.providers.o.headers.X", false, true),
        ];
        assert_eq!(found, expected.map(|(path, a, b)| (path.to_owned(), a, b)));
        for value in [json!(null), json!("x"), json!([])] {
            assert!(places().in_config(&value).is_empty());
        }
    }

    #[test]
    fn a_list_that_is_not_understood_is_none() {
        for text in ["", "7", "{}", r#"{"version":2,"entries":[]}"#, r#"{"version":1}"#] {
            assert_eq!(Places::read(text), None, "{text}");
        }
        assert_eq!(Places::of_package(FsPath::new("/none")), None);
    }
}
