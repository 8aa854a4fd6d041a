//! Takes a credential out of the config: settings that hold it go, and those of which OpenClaw
//! takes a reference refer to the keychain instead. In comments it is masked.

use serde_json::{Map, Value};

use crate::config::gateway_config::edits;
use crate::config::include::Files;
use crate::config::store::Rewritten;
use crate::config::{Edit, Key, Path, redact};
use crate::credential::auth_profiles::Reference;
use crate::error::Result;

/// What becomes of the settings.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Settings {
    pub(super) edits: Vec<Edit>,
    /// Settings that hold it and that nothing is known of.
    pub(super) left: Vec<Path>,
}

/// The edits that take `secret` out of the settings. Without a `reference` other providers keep it.
///
/// # Errors
/// Those of the document.
pub(super) fn without(
    files: &Files,
    secret: &str,
    reference: Option<&Reference>,
) -> Result<Settings> {
    let value = files.value();
    let mut found = Vec::new();
    holding(value, secret, &mut Path::default(), &mut found);
    let variables: Vec<String> = found.iter().filter_map(variable).collect();
    let mut named = Vec::new();
    for name in &variables {
        naming(value, name, &mut Path::default(), &mut named);
    }
    let mut settings = Settings::default();
    let (mut gone, mut referring) = (Vec::new(), Vec::new());
    for path in named.into_iter().filter(|path| !is_own(path)) {
        // What else takes the variable would miss it.
        settings.left.push(path);
    }
    let kept = !settings.left.is_empty();
    for path in found {
        match (reference, is_key_of_a_provider(&path)) {
            _ if variable(&path).is_some() && kept => settings.left.push(path),
            _ if is_own(&path) || variable(&path).is_some() => gone.push(path),
            (Some(reference), true) => {
                referring.push(Edit::Set { path, value: reference.to_value() });
            }
            _ => settings.left.push(path),
        }
    }
    if !kept {
        for name in &variables {
            naming(value, name, &mut Path::default(), &mut gone);
        }
    }
    settings.edits = edits::removals(files, gone.into_iter().map(|path| (path, 0)))?;
    settings.edits.extend(referring);
    Ok(settings)
}

/// Whether the config takes a variable from its environment.
pub(super) fn takes(files: &Files, variable: &str) -> bool {
    let mut found = Vec::new();
    naming(files.value(), variable, &mut Path::default(), &mut found);
    !found.is_empty()
}

/// A config's text with the credential masked in its comments.
pub(super) fn without_in_comments(text: &str, secret: &str) -> Rewritten {
    let comments = redact::comment_groups(text);
    if !comments.iter().any(|range| text[range.clone()].contains(secret)) {
        return Rewritten::Same;
    }
    let masked = |comment: &str| comment.replace(secret, &redact::mask(secret));
    Rewritten::Text(redact::replaced(text, 0..text.len(), &comments, masked))
}

/// The settings whose text is the credential, or a header's with it.
fn holding(value: &Value, secret: &str, at: &mut Path, found: &mut Vec<Path>) {
    walk(value, at, &mut |path, text| {
        if text == secret || text.strip_prefix("Bearer ") == Some(secret) {
            found.push(path.clone());
        }
    });
}

/// The settings that take a variable: `${NAME}`.
fn naming(value: &Value, name: &str, at: &mut Path, found: &mut Vec<Path>) {
    let wanted = format!("${{{name}}}");
    walk(value, at, &mut |path, text| {
        if text.contains(&wanted) {
            found.push(path.clone());
        }
    });
}

fn walk(value: &Value, at: &mut Path, see: &mut dyn FnMut(&Path, &str)) {
    match value {
        Value::String(text) => see(at, text),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                at.0.push(Key::Index(index));
                walk(item, at, see);
                at.0.pop();
            }
        }
        Value::Object(members) => walk_members(members, at, see),
        _ => {}
    }
}

fn walk_members(members: &Map<String, Value>, at: &mut Path, see: &mut dyn FnMut(&Path, &str)) {
    for (name, value) in members {
        at.0.push(Key::Name(name.clone()));
        walk(value, at, see);
        at.0.pop();
    }
}

fn names(path: &Path) -> Vec<&str> {
    path.0
        .iter()
        .map(|key| match key {
            Key::Name(name) => name.as_str(),
            Key::Index(_) => "",
        })
        .collect()
}

/// The variable that a setting sets.
fn variable(path: &Path) -> Option<String> {
    match names(path).as_slice() {
        ["env", "vars", name] => Some((*name).to_owned()),
        ["env", name] if *name != "vars" => Some((*name).to_owned()),
        _ => None,
    }
}

/// Whether it signs in to Anthropic: a profile takes its place.
fn is_own(path: &Path) -> bool {
    match names(path).as_slice() {
        ["models", "providers", "anthropic", "apiKey"] => true,
        ["models", "providers", "anthropic", "headers", name] => {
            ["x-api-key", "authorization"].iter().any(|header| name.eq_ignore_ascii_case(header))
        }
        _ => false,
    }
}

/// Whether it is the key of another provider, which may be a reference since there are any.
fn is_key_of_a_provider(path: &Path) -> bool {
    matches!(names(path).as_slice(), ["models", "providers", _, "apiKey"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::include::Files;
    use crate::vault::EntryId;

    const KEY: &str = "sk-ant-api03-Zk3filler-filler-filler-mAA";

    fn files(text: &str) -> Files {
        let text = text.replace("KEY", KEY);
        Files::load("/none/openclaw.json".as_ref(), &[], &mut |_| Ok(text.clone())).unwrap()
    }

    fn cleaned(text: &str) -> (String, Vec<String>) {
        let files = files(text);
        let id = EntryId::parse("v1/abcdefghijklmnopqrstuvwxyz").unwrap();
        let reference = Reference::exec("chela", &id);
        let done = without(&files, KEY, Some(&reference)).unwrap();
        let after = files.apply_all(&done.edits).unwrap();
        let text = after.files()[0].document.text().replace(KEY, "KEY");
        (text, done.left.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_signs_in_to_anthropic_goes_and_comments_stay() {
        for (text, expected) in [
            ("{ env: { vars: { A: 'KEY', B: '1' } } }", "{ env: { vars: { B: '1' } } }"),
            ("{ env: { A: 'KEY' }, b: 1 }", "{ b: 1 }"),
            (
                "{ models: { providers: { anthropic: { apiKey: 'KEY', // mine\n baseUrl: 'x' } } } }",
                "{ models: { providers: { anthropic: { // mine\n baseUrl: 'x' } } } }",
            ),
            (
                "{ models: { providers: { anthropic: { headers: { Authorization: 'Bearer KEY', y: 'z' } } } } }",
                "{ models: { providers: { anthropic: { headers: { y: 'z' } } } } }",
            ),
            (
                "{ env: { vars: { A: 'KEY' } }, models: { providers: { anthropic: { apiKey: '${A}', baseUrl: 'x' } } } }",
                "{ models: { providers: { anthropic: { baseUrl: 'x' } } } }",
            ),
        ] {
            assert_eq!(cleaned(text), (expected.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn the_key_of_another_provider_refers_to_it() {
        let (text, left) = cleaned("{ models: { providers: { mine: { apiKey: 'KEY' } } } }");
        assert!(!text.contains("KEY") && text.contains("v1/abc") && left.is_empty(), "{text}");
    }

    #[test]
    fn what_is_not_known_stays() {
        for (text, expected) in [
            ("{ plugins: { x: { key: 'KEY' } } }", vec!["plugins.x.key"]),
            (
                "{ env: { vars: { A: 'KEY' } }, plugins: { x: '${A}' } }",
                vec!["plugins.x", "env.vars.A"],
            ),
            ("{ a: ['--key', 'KEY'] }", vec!["a[1]"]),
        ] {
            let (after, left) = cleaned(text);
            assert_eq!(
                (after.as_str(), left),
                (text, expected.into_iter().map(str::to_owned).collect())
            );
        }
    }

    #[test]
    fn in_comments_it_is_masked() {
        let text = format!("{{ // was {KEY}\n a: '{KEY}' /* {KEY} */ }}");
        let Rewritten::Text(after) = without_in_comments(&text, KEY) else { panic!() };
        let masked = "sk-ant-api03-Zk3…mAA";
        assert_eq!(after, format!("{{ // was {masked}\n a: '{KEY}' /* {masked} */ }}"));
        assert_eq!(without_in_comments("{ a: 1 } // x", KEY), Rewritten::Same);
    }
}
