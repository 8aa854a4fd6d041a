//! What a stored secret is called, and what the keychain knows about it.

use std::collections::BTreeMap;
use std::fmt;

/// The immutable, random name of one stored secret: `v1/` and 26 characters. A new secret is
/// a new id. Valid as the `id` of an OpenClaw SecretRef
/// (`^[A-Za-z0-9][A-Za-z0-9._:/#-]{0,255}$`, 2026.2.26 and later).
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct EntryId(String);

const PREFIX: &str = "v1/";
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const LENGTH: usize = 26;

impl EntryId {
    /// A new random id: 130 bits of the system's own random source.
    pub fn random() -> Self {
        let mut bytes = [0u8; LENGTH];
        #[expect(
            clippy::expect_used,
            reason = "without randomness no id may be made; no input \
                                                leads here"
        )]
        getrandom::fill(&mut bytes).expect("the system's random source answers");
        let letters = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        Self(PREFIX.chars().chain(letters).collect())
    }

    /// Reads an id; `None` when it is not one of Chela's own.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.strip_prefix(PREFIX)?.as_bytes();
        (letters.len() == LENGTH && letters.iter().all(|letter| LETTERS.contains(letter)))
            .then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> Self {
        id.0
    }
}

impl TryFrom<String> for EntryId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not an id of Chela's")
    }
}

/// What the keychain knows about a secret, besides the secret: kept as attributes of the
/// entry, so that a person can tell in their keychain program what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// The OpenClaw state folder that refers to it.
    pub home: String,
    /// The agents that use it, sorted.
    pub agents: Vec<String>,
    /// The auth profile, such as `anthropic:default`; of another secret the setting of the config.
    pub profile: String,
    /// `setup-token`, `api-key`, [`Entry::SETTING`] for another secret of OpenClaw's config, or `span`
    /// for a piece of text that an undo needs.
    pub kind: String,
    /// The masked ends, for lists.
    pub masked: String,
    /// When it was stored (ms since 1970).
    pub created_ms: u64,
    /// When Anthropic or a served turn last confirmed it (ms since 1970).
    pub confirmed_ms: Option<u64>,
    /// When it was replaced or removed (ms since 1970): purged after a grace period.
    pub retired_ms: Option<u64>,
    /// Whether OpenClaw holds the secret itself, in plaintext, and no profile refers to this
    /// entry: it is kept for the day on which one can.
    pub copy: bool,
}

/// The attribute that marks an entry as Chela's, and its value.
pub(crate) const MARK: (&str, &str) = ("application", "chela");

impl Entry {
    /// The kind of a secret of OpenClaw's config that is no sign-in to Anthropic.
    pub const SETTING: &str = "setting";

    /// Whether it holds a sign-in to Anthropic.
    pub fn is_sign_in(&self) -> bool {
        self.kind != Self::SETTING && !self.is_of_history()
    }

    /// Whether it is a piece of text that an undo needs.
    pub fn is_of_history(&self) -> bool {
        self.kind == "span"
    }

    /// The entry as attributes, all of them text, the mark included.
    pub(crate) fn attributes(&self) -> BTreeMap<&'static str, String> {
        let mut attributes = BTreeMap::from([
            (MARK.0, MARK.1.to_owned()),
            ("id", self.id.to_string()),
            ("home", self.home.clone()),
            // As JSON, because an agent's name may hold whatever a separator would be.
            ("agents", serde_json::Value::from(self.agents.clone()).to_string()),
            ("profile", self.profile.clone()),
            ("kind", self.kind.clone()),
            ("masked", self.masked.clone()),
            ("created", self.created_ms.to_string()),
        ]);
        let moments = [("confirmed", self.confirmed_ms), ("retired", self.retired_ms)];
        for (name, at_ms) in moments {
            if let Some(at_ms) = at_ms {
                attributes.insert(name, at_ms.to_string());
            }
        }
        if self.copy {
            attributes.insert("copy", "true".to_owned());
        }
        attributes
    }

    /// Reads attributes back; `None` when they are not Chela's. A newer Chela's additions are
    /// ignored, and what cannot be read of the rest is left empty: the id alone matters.
    pub(crate) fn from_attributes<'a>(attribute: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        if attribute(MARK.0) != Some(MARK.1) {
            return None;
        }
        let text = |name: &str| attribute(name).unwrap_or_default().to_owned();
        let number = |name: &str| attribute(name).and_then(|value| value.parse().ok());
        Some(Self {
            id: EntryId::parse(attribute("id")?)?,
            home: text("home"),
            agents: serde_json::from_str(attribute("agents").unwrap_or("[]")).unwrap_or_default(),
            profile: text("profile"),
            kind: text("kind"),
            masked: text("masked"),
            created_ms: number("created").unwrap_or_default(),
            confirmed_ms: number("confirmed"),
            retired_ms: number("retired"),
            copy: attribute("copy") == Some("true"),
        })
    }

    /// The entry's name in programs such as Seahorse.
    pub fn label(&self) -> String {
        let what = match self.kind.as_str() {
            "setup-token" => "Claude setup-token",
            "api-key" => "Anthropic API key",
            Self::SETTING => "setting of OpenClaw",
            "span" => "part of a configuration file",
            other => other,
        };
        let state = match (self.retired_ms.is_some(), self.copy) {
            (true, _) => ", no longer used",
            (false, true) => ", a copy of what OpenClaw keeps",
            (false, false) => "",
        };
        format!("Chela: {what} ({}{state})", self.profile)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn entry() -> Entry {
        Entry {
            id: EntryId::random(),
            home: "/home/ada/.openclaw".into(),
            agents: vec!["main".into(), "a, \"b\"".into()],
            profile: "anthropic:default".into(),
            kind: "setup-token".into(),
            masked: "sk-ant-oat01-Zk3…mAA".into(),
            created_ms: 1_795_403_966_028,
            confirmed_ms: Some(1_795_403_966_028),
            retired_ms: None,
            copy: false,
        }
    }

    #[test]
    fn an_id_is_random_and_reads_back() {
        let id = EntryId::random();
        assert_ne!(id, EntryId::random());
        assert_eq!(EntryId::parse(id.as_str()), Some(id.clone()));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<EntryId>(&json).unwrap(), id);
    }

    #[test]
    fn only_chelas_own_ids_are_read() {
        for text in [
            "",
            "v1/",
            "v2/abcdefghijklmnopqrstuvwxyz",
            "v1/abcdefghijklmnopqrstuvwxy",
            "v1/abcdefghijklmnopqrstuvwxyza",
            "v1/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "v1/abcdefghijklmnopqrstuvwxy1",
            "v1/abcdefghijklmnopqrstuvwxé",
            "../abcdefghijklmnopqrstuvwxyz",
        ] {
            assert_eq!(EntryId::parse(text), None, "{text}");
            assert!(serde_json::from_value::<EntryId>(text.into()).is_err(), "{text}");
        }
    }

    #[test]
    fn an_entry_reads_back_from_its_attributes() {
        for (retired_ms, copy) in [(None, false), (Some(1_795_423_066_028), true)] {
            let entry = Entry { retired_ms, copy, ..entry() };
            let attributes = entry.attributes();
            let read = Entry::from_attributes(|name| attributes.get(name).map(String::as_str));
            assert_eq!(read, Some(entry));
        }
    }

    #[test]
    fn another_programs_attributes_are_no_entry() {
        let id = EntryId::random();
        for (application, id) in [("other", id.as_str()), ("chela", "anthropic")] {
            let read = Entry::from_attributes(|name| match name {
                "application" => Some(application),
                "id" => Some(id),
                _ => None,
            });
            assert_eq!(read, None);
        }
    }

    #[test]
    fn the_label_tells_a_person_what_it_is() {
        assert_eq!(entry().label(), "Chela: Claude setup-token (anthropic:default)");
        let retired = Entry { retired_ms: Some(1), kind: "api-key".into(), ..entry() };
        assert_eq!(retired.label(), "Chela: Anthropic API key (anthropic:default, no longer used)");
        let copy = Entry { copy: true, ..entry() };
        let expected =
            "Chela: Claude setup-token (anthropic:default, a copy of what OpenClaw keeps)";
        assert_eq!(copy.label(), expected);
    }
}
