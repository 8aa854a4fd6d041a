//! A JSON text with its secrets out of sight: each string that can be one is replaced by a
//! marker, so that what is parsed, compared and edited holds none. Knows JSON, and which members
//! of the store are certainly no secrets; nothing else.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::vault::{EntryId, Secret};

/// The strings behind the markers.
pub(super) struct Veil {
    mark: String,
    /// As they stand in the text, with their quotation marks.
    hidden: Vec<Zeroizing<String>>,
}

/// Members whose strings are no secrets, wherever they are.
const OPEN: [&str; 5] = ["type", "mode", "provider", "source", "id"];
/// The parts of a store that hold no secrets.
const OPEN_PARTS: [&str; 3] = ["order", "lastGood", "usageStats"];

impl Veil {
    /// Draws it over a text that is known to be JSON.
    pub(super) fn over(text: &str) -> (Self, String) {
        let mut veil = Self { mark: EntryId::random().as_str().to_owned(), hidden: Vec::new() };
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for string in secrets(text) {
            out.push_str(&text[done..string.start]);
            done = string.end;
            let marker = veil.push(&text[string]);
            out.push_str(&format!("\"{marker}\""));
        }
        out.push_str(&text[done..]);
        (veil, out)
    }

    /// Hides one more secret, and answers with its marker.
    pub(super) fn hide(&mut self, secret: &Secret) -> String {
        let mut literal = Zeroizing::new(String::with_capacity(secret.expose().len() * 6 + 2));
        literal.push('"');
        for c in secret.expose().chars() {
            match c {
                '"' | '\\' => literal.extend(['\\', c]),
                c if c.is_control() => literal.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => literal.push(c),
            }
        }
        literal.push('"');
        self.push(&literal)
    }

    /// The secret behind a marker; `None` when it is none, or no valid text.
    pub(super) fn secret(&self, marker: &str) -> Option<Secret> {
        let index: usize = marker.strip_prefix(&self.mark)?.strip_prefix('#')?.parse().ok()?;
        serde_json::from_str(self.hidden.get(index)?).ok().map(Secret::new)
    }

    /// The text with all strings back in the places of their markers.
    pub(super) fn lifted(&self, text: &str) -> Zeroizing<String> {
        let room: usize = self.hidden.iter().map(|hidden| hidden.len()).sum();
        // Never grown, which would leave copies behind.
        let mut out = Zeroizing::new(String::with_capacity(text.len() + room));
        let mut rest = text;
        let begin = format!("\"{}#", self.mark);
        while let Some((before, after)) = rest.split_once(&begin) {
            out.push_str(before);
            let (index, after) = after.split_once('"').unwrap_or((after, ""));
            let hidden = index.parse().ok().and_then(|index: usize| self.hidden.get(index));
            out.push_str(hidden.map_or("\"\"", |hidden| hidden.as_str()));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn push(&mut self, literal: &str) -> String {
        self.hidden.push(Zeroizing::new(literal.to_owned()));
        format!("{}#{}", self.mark, self.hidden.len() - 1)
    }
}

impl std::fmt::Debug for Veil {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Veil({} strings)", self.hidden.len())
    }
}

/// The string values that can be secrets: those of all members that are not known to hold none.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // For each open bracket: whether it is an object's, and the name of the member at hand.
    let mut open: Vec<(bool, String)> = Vec::new();
    let mut names = false;
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => {
                names = byte == b'{';
                open.push((names, String::new()));
            }
            b'}' | b']' => {
                open.pop();
                names = false;
            }
            b',' => names = open.last().is_some_and(|(object, _)| *object),
            b':' => names = false,
            b'"' => {
                at = end_of_string(text, at);
                if !names {
                    if !is_open(&open) {
                        found.push(start..at);
                    }
                } else if let Some((_, name)) = open.last_mut() {
                    *name = serde_json::from_str(&text[start..at]).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    found
}

fn is_open(open: &[(bool, String)]) -> bool {
    let mut names = open.iter().filter(|(object, _)| *object).map(|(_, name)| name.as_str());
    let nearest = names.clone().next_back().unwrap_or_default();
    names.next().is_some_and(|part| OPEN_PARTS.contains(&part)) || OPEN.contains(&nearest)
}

fn end_of_string(text: &str, mut at: usize) -> usize {
    while let Some(&byte) = text.as_bytes().get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: &str = r#"{"version": 1, "profiles": {
        "a:\"x": {"type": "token", "provider": "a", "token": "s\"ecret-1\\", "metadata": {"k": ["secret-2", {"id": "open-1"}]}},
        "b": {"type": "api_key", "keyRef": {"source": "exec", "provider": "open-2", "id": "open-3"}, "key": "\ud800secret-3"}},
        "order": {"a": ["open-4"]}, "lastGood": {"a": "open-5"},
        "usageStats": {"b": {"disabledReason": "open-6"}}, "new": ["secret-4"]}"#;

    #[test]
    fn what_can_be_a_secret_is_hidden_and_comes_back() {
        let (mut veil, text) = Veil::over(STORE);
        assert!(!text.contains("secret"), "{text}");
        assert_eq!((1..=6).filter(|n| text.contains(&format!("open-{n}"))).count(), 6);
        assert_eq!(veil.lifted(&text).as_str(), STORE);

        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let marker = value["profiles"]["a:\"x"]["token"].as_str().unwrap();
        assert_eq!(veil.secret(marker).unwrap().expose(), "s\"ecret-1\\");
        assert!(veil.secret("else").is_none());
        let half = value["profiles"]["b"]["key"].as_str().unwrap();
        assert!(veil.secret(half).is_none());

        let marker = veil.hide(&Secret::new("ne\"w\\\n\u{7f}é".into()));
        let lifted = veil.lifted(&format!("[\"{marker}\"]"));
        assert_eq!(lifted.as_str(), "[\"ne\\\"w\\\\\\u000a\\u007fé\"]");
        assert_eq!(veil.secret(&marker).unwrap().expose(), "ne\"w\\\n\u{7f}é");
        assert!(!format!("{veil:?}").contains("secret"));
    }

    proptest::proptest! {
        #[test]
        fn any_json_comes_back_as_it_was(text in r#"[\[\]{}:," \\a-cé]{0,40}"#) {
            // Not even of a text that is no JSON anything gets lost.
            let (veil, hidden) = Veil::over(&text);
            let lifted = veil.lifted(&hidden);
            proptest::prop_assert_eq!(lifted.as_str(), text);
        }
    }
}
