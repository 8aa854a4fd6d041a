//! Takes a credential out of a file of sign-ins that OpenClaw does not sign in with any more: of
//! another version, or of an agent that is gone. The profile goes, and the others stay.

use serde_json::Value;

use crate::config::{Document, Edit, Key, Path};

/// The text without the profiles that hold it; `None` where it stands as something else.
pub(super) fn without(text: &str, secret: &str) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let mut paths = Vec::new();
    for (path, value) in profiles(&document.value()) {
        if holds(&value, secret) {
            paths.push(Edit::Remove { path });
        }
    }
    let after = document.apply_all(&paths).ok()?.text().to_owned();
    (!after.contains(secret)).then_some(after)
}

/// The profiles of any version: below `profiles`, or at the top.
fn profiles(value: &Value) -> Vec<(Path, Value)> {
    let members = |at: &Path| {
        let found = at.find(value).and_then(Value::as_object).cloned().unwrap_or_default();
        found.into_iter().map(|(name, value)| (at.join(Key::Name(name)), value)).collect::<Vec<_>>()
    };
    let below = Path::from(["profiles"]);
    if below.find(value).is_some() { members(&below) } else { members(&Path::default()) }
}

fn holds(value: &Value, secret: &str) -> bool {
    match value {
        Value::String(text) => text == secret,
        Value::Array(items) => items.iter().any(|item| holds(item, secret)),
        Value::Object(members) => members.values().any(|value| holds(value, secret)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk-ant-api03-Zk3filler-filler-filler-mAA";

    #[test]
    fn only_the_profiles_that_hold_it_go() {
        for (text, expected) in [
            (
                r#"{"version":1,"profiles":{"a":{"key":"KEY"},"b":{"key":"x"}}}"#,
                Some(r#"{"version":1,"profiles":{"b":{"key":"x"}}}"#),
            ),
            (r#"{"anthropic":{"key":"KEY"},"x":{"key":"y"}}"#, Some(r#"{"x":{"key":"y"}}"#)),
            (r#"{"profiles":{}, "note":"KEY"}"#, None),
            (r#"{"profiles":{"#, None),
        ] {
            let after = without(&text.replace("KEY", KEY), KEY);
            assert_eq!(after.as_deref(), expected, "{text}");
        }
    }
}
