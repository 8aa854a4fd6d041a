//! Which files say how a home stands.

use std::path::PathBuf;
use std::time::SystemTime;

use super::{Context, settle};
use crate::config::GatewayConfig;
use crate::openclaw::health;

/// The files that say how a home stands, by what a change of them means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The config with what it includes: OpenClaw may answer otherwise now.
    pub config: Vec<PathBuf>,
    /// The journal: an operation of Chela's begins, goes on, or is over.
    pub journal: PathBuf,
    /// The gateway's lock file: it starts, or ends.
    pub lock: PathBuf,
    /// OpenClaw's stores of sign-ins: one was added, or used, or waits now. Each turn writes them.
    pub stores: Vec<PathBuf>,
    /// What else Chela remembers.
    pub rest: Vec<PathBuf>,
}

/// The files of an agent's folder that change when a sign-in is added, used or set aside: in JSON
/// before 2026.6.5, then the journal of a database, which a gateway that runs writes first (2026.9.6;
/// asking how the sign-ins stand leaves it alone).
const STORES: [&str; 3] = ["auth-profiles.json", "auth-state.json", "openclaw-agent.sqlite-wal"];

impl Watched {
    /// All that is read in milliseconds, for whoever reads it again in any case.
    pub fn all(self) -> Vec<PathBuf> {
        let Self { mut config, journal, lock, stores: _, rest } = self;
        config.extend([lock, journal]);
        config.extend(rest);
        config
    }
}

/// The files that say how a home stands, for whoever follows it.
pub fn watched(context: &Context) -> Watched {
    let own = context.place.of_home(&context.home);
    let config = context.store().load().map(|loaded| loaded.paths());
    let known = context.config().unwrap_or_default();
    Watched {
        stores: stores(context, &known),
        config: config.unwrap_or_else(|_| vec![context.home.config_path.clone()]),
        journal: own.join("journal.jsonl"),
        lock: health::lock_file(&context.home),
        rest: vec![own.join("history.jsonl"), context.place.path().join("settings.json")],
    }
}

fn stores(context: &Context, config: &GatewayConfig) -> Vec<PathBuf> {
    let user = context.environment.home().unwrap_or_default();
    let folder = |agent: String| {
        let named = config.agent(&agent).and_then(|agent| agent.agent_dir.as_deref());
        context.home.agent_folder(&agent, named, &user)
    };
    let folders = config.agent_ids().into_iter().map(folder);
    folders.flat_map(|folder| STORES.map(|name| folder.join(name))).collect()
}

/// How OpenClaw's stores of sign-ins look from outside, in short: size and time of each file. What
/// is only opened and closed again (a database without a gateway) looks the same afterwards.
pub fn stores_seen(context: &Context) -> Vec<Option<(u64, SystemTime)>> {
    let known = context.config().unwrap_or_default();
    let seen = |path: PathBuf| {
        let found = path.metadata().ok()?;
        Some((found.len(), found.modified().ok()?))
    };
    stores(context, &known).into_iter().map(seen).collect()
}

/// What the config says, in short: another one is told by another text. A file that was only
/// looked at, or written with the same bytes, is no change.
pub fn config_digest(context: &Context) -> Option<String> {
    context.store().load().ok().map(|loaded| loaded.digest())
}

/// Whether an operation is at work on this home. Its end is a change of the journal.
pub fn is_under_way(context: &Context) -> bool {
    watched(context).journal.exists() && settle::interrupted(context).is_none()
}
