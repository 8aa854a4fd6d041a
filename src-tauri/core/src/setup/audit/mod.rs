//! Which Anthropic credentials this home's OpenClaw has in plaintext: every place in which one
//! stands, which of them its next turn is sent with, and what is left over. Never fails: what
//! cannot be read is said. Writes nothing and takes no lock.
//!
//! A credential is known by its look ([`shape`]) or by where it stands ([`json`], [`lines`]);
//! [`places`] says which files there are. OpenClaw's own audit is asked too ([`told`]). Leaves out
//! the keys of other vendors, conversations, and removing anything.

mod database;
mod found;
mod json;
mod lines;
mod members;
mod places;
mod read;
mod scan;
mod shape;
mod told;
mod winner;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use self::found::Known;
use self::json::Merged;
use self::places::Spot;
use super::{Context, now_ms};
use crate::config::GatewayConfig;
use crate::error::{Code, Error};
use crate::files;
use crate::openclaw::{Capabilities, unit};
use crate::vault::{KeychainError, Secret};
use crate::view::{self, Notice, PlaintextIn, SignIns};

/// A credential where it stands in a file.
struct Held {
    secret: Secret,
    /// From 1.
    line: Option<u32>,
    /// The setting, variable or profile that it is.
    what: String,
    source: Source,
    /// Whether it is commented out.
    idle: bool,
}

/// As what OpenClaw would read a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// A header of the provider.
    Header,
    /// A profile.
    Profile(String),
    /// A variable.
    Variable(String),
    /// The provider's `apiKey`.
    ProviderKey,
    /// As another thing, or nothing that is known.
    Elsewhere,
}

/// A credential where it stands.
struct Place {
    spot: usize,
    held: Held,
    open_to_others: Option<String>,
}

/// What all files together hold.
struct Looked {
    spots: Vec<Spot>,
    places: Vec<Place>,
    unread: Vec<Error>,
}

/// Looks everywhere. Asks OpenClaw about its sign-ins and for its own audit, which takes 4 s.
pub async fn audit(context: &Context) -> view::Audit {
    let (sign_ins, told) = tokio::join!(super::sign_ins(context, true), told::ask(context));
    let asked_openclaw = sign_ins.asked_ms.is_some();
    let can = told.can;
    let of_home = context.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let (config, looked) = look(&of_home, can);
        (config, looked, in_keychain(&of_home))
    });
    let Ok((config, mut looked, kept)) = looked.await else {
        let unread = vec![Error::new(Code::Internal).into()];
        return view::Audit { secrets: vec![], unread, asked_openclaw, read_ms: now_ms() };
    };
    let live = live_profiles(context, &sign_ins);
    let winner = winner::of(context, &config, &sign_ins, &live, &looked);
    let kept = kept.unwrap_or_else(|error| {
        looked.unread.push(error);
        vec![]
    });
    let known = Known { context, told: &told, live: &live, kept: &kept, winner, asked_openclaw };
    let secrets = known.secrets(&looked);
    let mut unread: Vec<Notice> = looked.unread.iter().map(Notice::from).collect();
    unread.extend(told.problem);
    unread.extend(sign_ins.agents.into_iter().find_map(|agent| agent.problem));
    // What keeps OpenClaw from answering, such as a broken config, is told by each who asks.
    let mut known = HashSet::new();
    unread.retain(|notice| known.insert(notice.message.clone()));
    view::Audit { secrets, unread, asked_openclaw, read_ms: now_ms() }
}

/// The files, as people write them, in which a secret stands in plaintext, of this home and of the
/// user's others; each with what it is. What cannot be read is left out.
pub(super) async fn files_with(
    context: &Context,
    can: Capabilities,
    secret: &Secret,
) -> Vec<(PlaintextIn, String)> {
    let (context, secret) = (context.clone(), secret.clone());
    let looked = tokio::task::spawn_blocking(move || {
        let mut found = Vec::new();
        for home in context.of_all_homes() {
            let (_, looked) = look(&home, Some(can));
            let holds = looked.places.iter().filter(|place| place.held.secret == secret);
            found.extend(holds.map(|place| {
                let spot = &looked.spots[place.spot];
                (spot.kind, found::shown(&context, &spot.path))
            }));
        }
        let mut known = HashSet::new();
        found.retain(|(_, file): &(_, String)| known.insert(file.clone()));
        found
    });
    looked.await.unwrap_or_default()
}

/// Reads the config and every file.
fn look(context: &Context, can: Option<Capabilities>) -> (GatewayConfig, Looked) {
    let mut unread = Vec::new();
    let mut config = GatewayConfig::default();
    let mut merged = Vec::new();
    let mut config_files = vec![context.home.config_path.clone()];
    match context.store().load() {
        Ok(loaded) => {
            config_files = loaded.paths();
            match &loaded.config {
                Ok(files) => {
                    config = GatewayConfig::read(files.value());
                    merged = json::of_merged(files.value());
                }
                Err(error) => unread.push(error.clone()),
            }
        }
        Err(error) => unread.push(error),
    }
    let unit = unit::of_home(&context.environment, &context.home);
    let (spots, folders) = places::spots(&places::Known {
        context,
        config: &config,
        config_files: &config_files,
        can,
        unit: unit.as_ref(),
    });
    unread.extend(folders);
    let places = read_all(&spots, &merged, &mut unread);
    (config, Looked { spots, places, unread })
}

/// What is in the files, each of them read once whatever its names are.
fn read_all(spots: &[Spot], merged: &Merged, unread: &mut Vec<Error>) -> Vec<Place> {
    let mut places = Vec::new();
    let mut known: HashSet<PathBuf> = HashSet::new();
    for (spot, about) in spots.iter().enumerate() {
        if !known.insert(real(&about.path)) {
            continue;
        }
        match read::held(about, merged) {
            Ok(Some((held, open_to_others))) => places.extend(held.into_iter().map(|held| Place {
                spot,
                held,
                open_to_others: open_to_others.clone(),
            })),
            Ok(None) => {}
            Err(error) => unread.push(files::failed(&about.path, "read", &error)),
        }
    }
    places
}

/// Where a path leads.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The secrets that Chela keeps for this home, to compare with. None where there is no keychain.
fn in_keychain(context: &Context) -> Result<Vec<Secret>, Error> {
    let entries = match context.own_entries() {
        Ok(entries) => entries,
        Err(error) if error.code == Code::KeychainAbsent => return Ok(vec![]),
        Err(error) => return Err(error),
    };
    let mut kept = Vec::new();
    for entry in entries {
        match context.keychain.get(&entry.id) {
            Ok(secret) => kept.push(secret),
            // Removed a moment ago.
            Err(KeychainError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(kept)
}

/// A profile that OpenClaw holds in plaintext.
struct Live {
    profile: String,
    /// The ends of its secret, as OpenClaw masks them.
    masked: String,
}

/// Those of all agents, as OpenClaw told just now.
fn live_profiles(context: &Context, sign_ins: &SignIns) -> Vec<Live> {
    let statuses = sign_ins.agents.iter().filter_map(|agent| context.heard(&agent.id).status);
    let mut live = Vec::new();
    for status in statuses {
        live.extend(status.profiles.iter().filter_map(|profile| {
            let masked = status.plaintext(&profile.id)?.to_owned();
            Some(Live { profile: profile.id.clone(), masked })
        }));
    }
    live
}

#[cfg(test)]
mod tests;
