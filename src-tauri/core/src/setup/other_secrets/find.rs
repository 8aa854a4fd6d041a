//! The secrets of a config that stand in plaintext where OpenClaw takes a reference, and what of
//! them can be moved.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::list::{Listed, Places};
use super::{value, words};
use crate::config::gateway_config::credentials::VARIABLES;
use crate::config::include::{Files, Owner};
use crate::config::{Edit, Key, Path, redact};
use crate::error::{Code, Error, Result};
use crate::setup::audit::{Lines, members};
use crate::vault::{EntryId, Secret};

/// A secret in plaintext, in a setting.
pub(super) struct Setting {
    pub(super) path: Path,
    pub(super) secret: Secret,
    pub(super) what: String,
    /// The file in which it stands, as far as that is known.
    pub(super) file: Option<PathBuf>,
    /// From 1.
    pub(super) line: Option<u32>,
    /// Why it cannot be moved, if it cannot.
    pub(super) problem: Option<Error>,
}

impl Setting {
    pub(super) fn name(&self) -> String {
        self.path.to_string()
    }
}

/// Those of a config, by path. Anthropic's own sign-in is left out.
pub(super) fn found(files: &Files, places: &Places) -> Vec<Setting> {
    let listed = places.in_config(files.value());
    listed.into_iter().filter_map(|listed| setting(files, listed)).collect()
}

/// What a config refers to of a provider: where, and by which id.
pub(in crate::setup) fn references(config: &Value, provider: &str) -> Vec<(Path, String)> {
    let mut found = Vec::new();
    collect(config, provider, &Path::default(), &mut found);
    found
}

/// A reference.
pub(super) fn reference(provider: &str, id: &str) -> Value {
    json!({ "source": "exec", "provider": provider, "id": id })
}

fn collect(value: &Value, provider: &str, at: &Path, found: &mut Vec<(Path, String)>) {
    match value {
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            if text("source") == Some("exec") && text("provider") == Some(provider) {
                found.push((at.clone(), text("id").unwrap_or_default().to_owned()));
            }
            for (name, value) in members {
                collect(value, provider, &at.join(name.as_str()), found);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                collect(value, provider, &at.join(index), found);
            }
        }
        _ => {}
    }
}

fn setting(files: &Files, listed: Listed<'_>) -> Option<Setting> {
    let text = listed.value.as_str()?;
    let name = match listed.path.0.last() {
        Some(Key::Name(name)) => name.as_str(),
        _ => "",
    };
    let is_secret = match listed.of_any_name {
        true => value::is_secret_of(name, text),
        false => value::is_secret(text),
    };
    if !is_secret || is_anthropics(&listed.path) || VARIABLES.contains(&name) {
        return None;
    }
    let owner = files.owner(&Edit::Remove { path: listed.path.clone() });
    let stands = owner.as_ref().ok().map(|owner| Stands::of(files, owner));
    let problem = owner.err().or_else(|| problem(files, &listed, stands.as_ref()).err());
    Some(Setting {
        what: words::what(&listed.path),
        secret: Secret::new(text.to_owned()),
        file: stands.as_ref().map(|stands| stands.file.clone()),
        line: stands.as_ref().and_then(|stands| stands.line),
        problem: problem.map(|error| error.with("setting", &listed.path)),
        path: listed.path,
    })
}

/// The sign-in of the provider itself, which is moved as a sign-in.
fn is_anthropics(path: &Path) -> bool {
    let of = ["models", "providers", "anthropic"].map(Key::from);
    path.0.starts_with(&of)
}

/// Where a setting stands.
struct Stands {
    file: PathBuf,
    line: Option<u32>,
    /// Whether its text is masked wherever the config is shown or kept.
    masked: bool,
}

impl Stands {
    fn of(files: &Files, owner: &Owner) -> Self {
        let file = &files.files()[owner.file];
        let text = file.document.text();
        let (strings, _) = members::read(text);
        // Of two members of one name the last one counts.
        let string = strings.iter().rev().find(|string| string.path == owner.path);
        let covers = |string: &members::Member| {
            redact::secret_spans(text)
                .iter()
                .any(|span| span.start <= string.inside.start && string.inside.end <= span.end)
        };
        Self {
            file: file.path.clone(),
            line: string.map(|string| Lines::of(text).at(string.inside.start)),
            masked: string.is_some_and(covers),
        }
    }
}

/// # Errors
/// Why it cannot be moved.
fn problem(files: &Files, listed: &Listed<'_>, stands: Option<&Stands>) -> Result<()> {
    if listed.beside {
        return Err(Error::new(Code::SettingBeside));
    }
    if !stands.is_some_and(|stands| stands.masked) {
        return Err(Error::new(Code::SettingUnmasked));
    }
    let value = reference("chela", EntryId::random().as_str());
    files.apply_all(&[Edit::Set { path: listed.path.clone(), value }]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::other_secrets::list::tests::places;

    const TOKEN: &str = "123456789:AAEabcdefghijklmnopqrstuvwxyz-01234";

    fn with(texts: &[(&str, &str)]) -> Files {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in texts {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let main = folder.path().join("openclaw.json");
        Files::load(&main, &[], &mut |path| std::fs::read_to_string(path)).unwrap()
    }

    fn summary(files: &Files) -> Vec<(String, String, Option<u32>, Option<&'static str>)> {
        let of = |setting: Setting| {
            let file = setting.file.as_ref().and_then(|file| file.file_name());
            let file = file.unwrap_or_default().to_string_lossy().into_owned();
            let problem = setting.problem.as_ref().map(|error| error.code.as_str());
            (setting.name(), file, setting.line, problem)
        };
        found(files, &places()).into_iter().map(of).collect()
    }

    #[test]
    fn secrets_are_found_where_they_stand() {
        let main = format!(
            "{{ // token: 'old'\n\
             gateway: {{ mode: 'local', auth: {{ token: 'hunter2', password: '${{PASSWORD}}' }} }},\n\
             channels: {{ $include: './channels.json5' }},\n\
             models: {{ providers: {{\n\
             anthropic: {{ apiKey: 'proxy-2f9a77c1', headers: {{ 'X-Api-Key': 'proxy-2f9a77c1' }} }},\n\
             openai: {{ apiKey: 'sk-proj-abcdefghijklmnop0123456789',\n\
             headers: {{ 'X-Title': 'mine', authorization: 'Bearer {TOKEN}' }},\n\
             request: {{ auth: {{ value: 'hunter2' }} }} }},\n\
             mine: {{ apiKey: {{ source: 'exec', provider: 'other', id: 'x' }} }},\n\
             ollama: {{ apiKey: 'ollama-local' }} }} }},\n\
             skills: {{ entries: {{ a: {{ apiKey: 'OPENAI_API_KEY' }}, b: {{ apiKey: 7 }} }} }} }}"
        );
        let channels = format!(
            "{{\n telegram: {{ botToken: '{TOKEN}' }}, googlechat: {{ serviceAccount: '{{}} {TOKEN}' }} }}"
        );
        let files = with(&[("openclaw.json", &main), ("channels.json5", &channels)]);
        let at = |path: &str, file: &str, line, problem| {
            (path.to_owned(), file.to_owned(), Some(line), problem)
        };
        let expected = [
            at("channels.googlechat.serviceAccount", "channels.json5", 2, Some("setting-beside")),
            at("channels.telegram.botToken", "channels.json5", 2, None),
            at("gateway.auth.token", "openclaw.json", 2, None),
            at("models.providers.openai.apiKey", "openclaw.json", 6, None),
            at("models.providers.openai.headers.authorization", "openclaw.json", 7, None),
            at(
                "models.providers.openai.request.auth.value",
                "openclaw.json",
                8,
                Some("setting-unmasked"),
            ),
        ];
        assert_eq!(summary(&files), expected);
    }

    #[test]
    fn what_no_edit_can_reach_says_so() {
        let files = with(&[
            ("openclaw.json", "{ $include: ['./a.json5', './b.json5'] }"),
            ("a.json5", "{ gateway: { auth: { token: 'hunter2' } } }"),
            ("b.json5", "{ gateway: { auth: { token: 'hunter3' } } }"),
        ]);
        let found = summary(&files);
        assert_eq!(found.len(), 1);
        assert!(found[0].3.is_some_and(|code| code.starts_with("config-")), "{found:?}");
    }

    #[test]
    fn references_of_a_provider_are_found_anywhere() {
        let one = reference("chela", "v1/x");
        let config = json!({ "a": [1, { "b": one }], "c": one,
            "d": { "source": "env", "provider": "chela", "id": "X" },
            "secrets": { "providers": { "chela": { "source": "exec" } } } });
        let found = references(&config, "chela");
        let found: Vec<String> =
            found.into_iter().map(|(path, id)| format!("{path}={id}")).collect();
        assert_eq!(found, ["a[1].b=v1/x", "c=v1/x"]);
        assert!(references(&config, "other").is_empty());
    }
}
