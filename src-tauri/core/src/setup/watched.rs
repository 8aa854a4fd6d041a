//! Which files say how a home stands.

use std::path::PathBuf;

use super::Context;
use crate::openclaw::health;

/// The files that say how a home stands, for whoever follows it: the config with what it
/// includes, the gateway's lock file, and what Chela itself remembers.
pub fn watched(context: &Context) -> Vec<PathBuf> {
    let own = context.place.of_home(&context.home);
    let config = context.store().load().map(|loaded| loaded.paths());
    let mut files = config.unwrap_or_else(|_| vec![context.home.config_path.clone()]);
    files.extend([
        health::lock_file(&context.home),
        own.join("journal.jsonl"),
        own.join("history.jsonl"),
        context.place.path().join("settings.json"),
    ]);
    files
}
