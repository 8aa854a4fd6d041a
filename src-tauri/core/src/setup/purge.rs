//! Secrets that were replaced or removed go from the keychain after a grace period, and only
//! when no home refers to them any more.

use std::path::Path;
use std::time::Duration;

use super::Context;
use crate::openclaw::paths;
use crate::vault::EntryId;

/// How long a retired secret stays, so that a change can be undone.
pub const GRACE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Files of this size and more are no store of references.
const LARGEST: u64 = 64 << 20;

/// Removes what is due. What cannot be looked at is kept; the next purge tries again.
pub(super) fn purge(context: &Context, now_ms: u64) {
    let Ok(entries) = context.keychain.list() else { return };
    let grace = u64::try_from(GRACE.as_millis()).unwrap_or(u64::MAX);
    let due = entries.iter().filter(|entry| {
        entry.retired_ms.is_some_and(|retired| now_ms.saturating_sub(retired) >= grace)
    });
    let Ok(homes) = paths::homes(&context.environment) else { return };
    for entry in due {
        let named = homes.iter().any(|home| {
            names(&home.config_path, &entry.id)
                || folder_names(&home.state_dir.join("agents"), &entry.id)
        });
        if !named {
            let _kept_when_it_fails = context.keychain.delete(&entry.id);
        }
    }
}

/// Whether an agent's store (SQLite or auth-profiles.json, read as bytes) names the entry. The
/// ids are random, so their bytes stand nowhere by chance; a freed page that still holds one
/// only keeps the entry longer.
fn folder_names(agents: &Path, id: &EntryId) -> bool {
    let Ok(agents) = std::fs::read_dir(agents) else { return false };
    agents.flatten().any(|agent| {
        std::fs::read_dir(agent.path().join("agent"))
            .is_ok_and(|files| files.flatten().any(|file| names(&file.path(), id)))
    })
}

fn names(file: &Path, id: &EntryId) -> bool {
    let needle = id.as_str().as_bytes();
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.len() < LARGEST)
        && std::fs::read(file)
            .is_ok_and(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
}
