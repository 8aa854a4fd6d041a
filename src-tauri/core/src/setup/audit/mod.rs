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
pub(in crate::setup) mod members;
mod places;
mod read;
mod scan;
mod shape;
mod told;
mod winner;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use self::found::Known;
pub(super) use self::found::shown;
pub(super) use self::json::Lines;
use self::json::Merged;
use self::places::Spot;
use super::{Context, now_ms, other_secrets};
use crate::config::GatewayConfig;
use crate::error::{Code, Error, Result};
use crate::files;
use crate::openclaw::{Capabilities, unit};
use crate::vault::{KeychainError, Secret};
use crate::view::{self, Notice, PlaintextIn, PlaintextRole, SignIns};

/// A credential where it stands in a file.
pub(super) struct Held {
    pub(super) secret: Secret,
    /// From 1.
    line: Option<u32>,
    /// The setting, variable or profile that it is.
    what: String,
    pub(super) source: Source,
    /// Whether it is commented out.
    pub(super) idle: bool,
}

/// As what OpenClaw would read a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
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
pub(super) struct Place {
    pub(super) spot: usize,
    pub(super) held: Held,
    open_to_others: Option<String>,
}

/// What all files together hold.
pub(super) struct Looked {
    pub(super) spots: Vec<Spot>,
    pub(super) places: Vec<Place>,
    unread: Vec<Error>,
}

/// Looks everywhere. Asks OpenClaw about its sign-ins and for its own audit, which takes 4 s.
pub async fn audit(context: &Context) -> view::Audit {
    let Some(search) = search(context).await else {
        return view::Audit {
            secrets: vec![],
            other: vec![],
            other_problem: None,
            unread: vec![Error::new(Code::Internal).into()],
            asked_openclaw: false,
            read_ms: now_ms(),
        };
    };
    let secrets = search.known(context).secrets(&search.looked);
    let mut unread: Vec<Notice> = search.looked.unread.iter().map(Notice::from).collect();
    unread.extend(search.told.problem);
    unread.extend(search.sign_ins.agents.into_iter().find_map(|agent| agent.problem));
    // What keeps OpenClaw from answering, such as a broken config, is told by each who asks.
    let mut known = HashSet::new();
    unread.retain(|notice| known.insert(notice.message.clone()));
    view::Audit {
        secrets,
        other: search.other.secrets,
        other_problem: search.other.problem,
        unread,
        asked_openclaw: search.sign_ins.asked_ms.is_some(),
        read_ms: now_ms(),
    }
}

/// What was found, with the credentials themselves.
pub(super) struct Search {
    pub(super) sign_ins: SignIns,
    pub(super) looked: Looked,
    other: other_secrets::Found,
    live: Vec<Live>,
    kept: Vec<Secret>,
    winner: Option<usize>,
    told: told::Told,
}

impl Search {
    /// The credentials, each with its places (their indices), the one that wins first.
    pub(super) fn credentials(&self) -> Vec<Vec<usize>> {
        let mut all = found::together(&self.looked);
        all.sort_by_key(|places| !self.winner.is_some_and(|wins| places.contains(&wins)));
        all
    }

    /// Whether the next turn is sent with what stands there.
    pub(super) fn wins(&self, place: usize) -> bool {
        self.winner == Some(place)
    }

    /// The profile that holds it there, and not only did once.
    pub(super) fn profile_of(&self, place: usize) -> Option<&str> {
        let held = &self.looked.places[place].held;
        match &held.source {
            Source::Profile(name) if found::is_live(&self.live, held) => Some(name),
            _ => None,
        }
    }

    fn known<'a>(&'a self, context: &'a Context) -> Known<'a> {
        Known {
            context,
            told: &self.told,
            live: &self.live,
            kept: &self.kept,
            winner: self.winner,
            asked_openclaw: self.sign_ins.asked_ms.is_some(),
        }
    }
}

/// Looks everywhere, and works out what counts. None when the looking itself broke off.
pub(super) async fn search(context: &Context) -> Option<Search> {
    let (sign_ins, told) = tokio::join!(super::sign_ins(context, true), told::ask(context));
    let can = told.can;
    let of_home = context.clone();
    let installation = told.installation.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let (config, looked) = look(&of_home, can);
        let other = installation.map(|found| other_secrets::look(&of_home, &found));
        (config, looked, in_keychain(&of_home), other.unwrap_or_default())
    });
    let (config, mut looked, kept, other) = looked.await.ok()?;
    let live = live_profiles(context, &sign_ins);
    let winner = winner::of(context, &config, &sign_ins, &live, &looked);
    let kept = kept.unwrap_or_else(|error| {
        looked.unread.push(error);
        vec![]
    });
    Some(Search { sign_ins, looked, other, live, kept, winner, told })
}

/// A file in which a credential stands.
pub(super) struct Standing {
    pub(super) path: PathBuf,
    pub(super) kind: PlaintextIn,
    pub(super) role: PlaintextRole,
    /// The variables that it is there.
    pub(super) variables: Vec<String>,
}

/// The files in which `secret` stands now.
pub(super) async fn standing(
    context: &Context,
    can: Capabilities,
    secret: &Secret,
) -> Result<Vec<Standing>> {
    let (context, secret) = (context.clone(), secret.clone());
    let looked = tokio::task::spawn_blocking(move || stands(&context, can, &secret));
    looked.await.map_err(|_| Error::new(Code::Internal))
}

/// The same for all homes of the user, each file as people write it, with what it is. What cannot be
/// read is left out.
pub(super) async fn files_with(
    context: &Context,
    can: Capabilities,
    secret: &Secret,
) -> Vec<(PlaintextIn, String)> {
    let (context, secret) = (context.clone(), secret.clone());
    let looked = tokio::task::spawn_blocking(move || {
        let homes = context.of_all_homes();
        let files = homes.iter().flat_map(|home| stands(home, can, &secret));
        let mut known = HashSet::new();
        let new = files.filter(|file| known.insert(file.path.clone()));
        new.map(|file| (file.kind, shown(&context, &file.path))).collect()
    });
    looked.await.unwrap_or_default()
}

fn stands(context: &Context, can: Capabilities, secret: &Secret) -> Vec<Standing> {
    let (_, looked) = look(context, Some(can));
    let mut files: Vec<Standing> = Vec::new();
    for place in looked.places.iter().filter(|place| place.held.secret == *secret) {
        let spot = &looked.spots[place.spot];
        let known = files.iter().position(|file| file.path == spot.path);
        let at = known.unwrap_or_else(|| {
            let Spot { path, kind, role, .. } = spot;
            let (kind, role, variables) = (*kind, *role, vec![]);
            files.push(Standing { path: path.clone(), kind, role, variables });
            files.len() - 1
        });
        if let Source::Variable(name) = &place.held.source {
            files[at].variables.push(name.clone());
        }
    }
    files
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
fn in_keychain(context: &Context) -> Result<Vec<Secret>> {
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
