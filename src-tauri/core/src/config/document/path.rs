//! Places in a document, and changes of it as data.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One step into a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    /// The member of an object.
    Name(String),
    /// The element of an array.
    Index(usize),
}

impl From<&str> for Key {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for Key {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<usize> for Key {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// A place in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Path(pub Vec<Key>);

impl<K: Into<Key>, const N: usize> From<[K; N]> for Path {
    fn from(keys: [K; N]) -> Self {
        Self(keys.into_iter().map(Into::into).collect())
    }
}

impl Path {
    /// What stands here in a value.
    pub fn find<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(value, |value, key| match key {
            Key::Name(name) => value.as_object()?.get(name),
            Key::Index(index) => value.as_array()?.get(*index),
        })
    }

    /// The place that both are in.
    pub(super) fn shared(&self, other: &Self) -> Self {
        let steps = self.0.iter().zip(&other.0);
        Self(steps.take_while(|(a, b)| a == b).map(|(key, _)| key.clone()).collect())
    }

    /// The place one step further in.
    #[must_use]
    pub fn join(&self, key: impl Into<Key>) -> Self {
        let mut keys = self.0.clone();
        keys.push(key.into());
        Self(keys)
    }
}

impl std::fmt::Display for Path {
    /// As people write it: `agents.list[0].model`, `auth.profiles["anthropic:default"]`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '-');
        for (index, key) in self.0.iter().enumerate() {
            match key {
                Key::Index(at) => write!(f, "[{at}]")?,
                Key::Name(name) if name.is_empty() || !name.chars().all(plain) => {
                    write!(f, "[{name:?}]")?;
                }
                Key::Name(name) if index == 0 => f.write_str(name)?,
                Key::Name(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

/// One change of a document, as data: it can be applied again to somebody else's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Set the value at a path, making the objects on the way to it.
    Set {
        /// Where.
        path: Path,
        /// What.
        value: Value,
    },
    /// Remove what is at a path; nothing when it is not there.
    Remove {
        /// Where.
        path: Path,
    },
    /// Give a member of an object another name, which is free, in its place; nothing when it is not
    /// there.
    Rename {
        /// Where it stands.
        path: Path,
        /// Its new name.
        name: String,
    },
}

impl Edit {
    /// Whether it changes nothing but a name.
    pub(super) fn is_name(&self) -> bool {
        matches!(self, Self::Rename { .. })
    }

    /// Where.
    pub fn path(&self) -> &Path {
        match self {
            Self::Set { path, .. } | Self::Remove { path } | Self::Rename { path, .. } => path,
        }
    }
}
