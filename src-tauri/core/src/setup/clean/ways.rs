//! How a credential is taken out of a file, by what the file is.

use std::path::Path;

use super::{lines, profiles, settings};
use crate::config::include::Files;
use crate::config::redact;
use crate::config::store::{MOST_REMOVED, Rewritten};
use crate::error::{Code, Error, Result};
use crate::openclaw::Capabilities;
use crate::setup::audit::Standing;
use crate::text::say;
use crate::vault::Secret;
use crate::view::{PlaintextIn, PlaintextRemoval};

/// How it is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By edits of the config.
    Settings,
    /// By taking the variable out of the text.
    Lines,
    /// By taking the profile out of the file.
    Profiles,
    /// By masking it in a text of which nothing else is known.
    Mask,
    /// By deleting the file, which can be undone.
    Delete,
    /// By deleting the file, which is too large for that.
    DeleteForGood,
    /// By writing over it where it stands.
    Blank,
    /// By OpenClaw, which keeps the database.
    Openclaw,
    /// Not at all: this OpenClaw signs in with it there.
    Stays,
}

impl Way {
    /// Whether it is a change of one text, which the history can take back.
    pub(super) fn rewrites(self) -> bool {
        matches!(self, Self::Lines | Self::Profiles | Self::Mask | Self::Delete)
    }
}

/// `references` tells whether the installed OpenClaw can read the keychain.
pub(super) fn of(path: &Path, kind: PlaintextIn, references: bool) -> Way {
    match kind {
        PlaintextIn::Config => Way::Settings,
        PlaintextIn::EnvFile | PlaintextIn::Service | PlaintextIn::Profile => Way::Lines,
        PlaintextIn::Store if !references => Way::Stays,
        PlaintextIn::Store => Way::Profiles,
        PlaintextIn::Database if is_of_sqlite(path) => Way::Openclaw,
        PlaintextIn::ConfigCopy
        | PlaintextIn::StoreCopy
        | PlaintextIn::ModelList
        | PlaintextIn::Database => match is_small_text(path) {
            true => Way::Delete,
            false => Way::DeleteForGood,
        },
        PlaintextIn::Log => Way::Blank,
        PlaintextIn::Other => Way::Mask,
    }
}

/// The same as an audit tells it, before anybody asked for it. Without an OpenClaw nothing is known to
/// need the plaintext.
pub(in crate::setup) fn removal(
    path: &Path,
    kind: PlaintextIn,
    can: Option<Capabilities>,
) -> PlaintextRemoval {
    match of(path, kind, can.is_none_or(|can| can.references)) {
        Way::Settings | Way::Lines | Way::Profiles | Way::Mask | Way::Blank => {
            PlaintextRemoval::Edit
        }
        Way::Delete | Way::DeleteForGood => PlaintextRemoval::Delete,
        Way::Openclaw => PlaintextRemoval::Openclaw,
        Way::Stays => PlaintextRemoval::Stays,
    }
}

/// A database itself, or a file of SQLite's beside it; anything else with such a name is a copy.
fn is_of_sqlite(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    ["", "-wal", "-shm", "-journal"].iter().any(|end| name.ends_with(&format!(".sqlite{end}")))
}

fn is_small_text(path: &Path) -> bool {
    let small = std::fs::metadata(path).is_ok_and(|found| found.len() <= MOST_REMOVED as u64);
    small && std::fs::read_to_string(path).is_ok()
}

/// What a text becomes by one of the ways that rewrite.
///
/// # Errors
/// `plaintext-stays` with why it cannot be done.
pub(super) fn rewritten(
    way: Way,
    file: &Standing,
    config: &Files,
    secret: &Secret,
    text: &str,
) -> Result<Rewritten> {
    let secret = secret.expose();
    let stays = |key: &str, params: &[(&'static str, &dyn ToString)]| {
        let why = say(&format!("core.clean.stays.{key}"), params);
        Err(Error::new(Code::PlaintextStays).with("path", file.path.display()).with("why", why))
    };
    if !text.contains(secret) {
        return Ok(Rewritten::Same);
    }
    // The history would show it else.
    let spans = redact::secret_spans(text);
    let is_seen = |(at, _): (usize, &str)| {
        spans.iter().any(|span| span.start <= at && at + secret.len() <= span.end)
    };
    if !text.match_indices(secret).all(is_seen) {
        return stays("unseen", &[]);
    }
    if let Some(name) = file.variables.iter().find(|name| settings::takes(config, name)) {
        return stays("taken", &[("name", name)]);
    }
    match way {
        Way::Lines => match lines::without(text, secret) {
            Ok(after) => Ok(Rewritten::Text(after)),
            Err(lines) => {
                let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
                stays("lines", &[("lines", &lines.join(", "))])
            }
        },
        Way::Profiles => match profiles::without(text, secret) {
            Some(after) => Ok(Rewritten::Text(after)),
            None => stays("unknown", &[]),
        },
        Way::Delete => Ok(Rewritten::Gone),
        _ => Ok(Rewritten::Text(text.replace(secret, &redact::mask(secret)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_file_is_tells_how() {
        let folder = tempfile::tempdir().unwrap();
        let large = folder.path().join("openclaw.json.bak");
        std::fs::write(&large, "x".repeat(MOST_REMOVED + 1)).unwrap();
        let small = folder.path().join("openclaw.json.bak.1");
        std::fs::write(&small, "{}").unwrap();
        let (old, new) = (false, true);
        for (path, kind, references, expected) in [
            (Path::new("/a/auth-profiles.json"), PlaintextIn::Store, old, Way::Stays),
            (Path::new("/a/auth-profiles.json"), PlaintextIn::Store, new, Way::Profiles),
            (Path::new("/a/openclaw.sqlite-wal"), PlaintextIn::Database, new, Way::Openclaw),
            (Path::new("/a/openclaw.sqlite.bak"), PlaintextIn::Database, new, Way::DeleteForGood),
            (&large, PlaintextIn::ConfigCopy, new, Way::DeleteForGood),
            (&small, PlaintextIn::ConfigCopy, new, Way::Delete),
        ] {
            assert_eq!(of(path, kind, references), expected, "{path:?}");
        }
    }

    #[test]
    fn an_audit_tells_what_would_be_done() {
        use PlaintextIn::{
            Config, ConfigCopy, Database, EnvFile, Log, ModelList, Other, Profile, Service, Store,
            StoreCopy,
        };
        use PlaintextRemoval::{Delete, Edit, Openclaw, Stays};
        let (old, new) = (Capabilities::of("2026.2.9"), Capabilities::of("2026.9.6"));
        let told = |name: &str, kind, can| removal(Path::new(name), kind, can);
        for kind in [Config, EnvFile, Service, Profile, Store, Log, Other] {
            assert_eq!(told("/a/b", kind, Some(new)), Edit, "{kind:?}");
        }
        for kind in [ConfigCopy, StoreCopy, ModelList] {
            assert_eq!(told("/a/b", kind, Some(new)), Delete, "{kind:?}");
        }
        assert_eq!(told("/a/openclaw.sqlite", Database, Some(new)), Openclaw);
        assert_eq!(told("/a/openclaw.sqlite.bak", Database, Some(new)), Delete);
        assert_eq!(told("/a/auth-profiles.json", Store, Some(old)), Stays);
        assert_eq!(told("/a/auth-profiles.json", Store, None), Edit);
    }
}
