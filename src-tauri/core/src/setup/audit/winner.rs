//! Which of the places is the one that the default agent's next turn is sent with.
//!
//! Seen by sending turns to a stand-in with another credential in each place, on 2026.2.9, 2026.5.7
//! and 2026.9.6 alike, the first wins:
//! 1. `models.providers.anthropic.headers["x-api-key"]` of the config, which replaces what OpenClaw
//!    would send;
//! 2. the profile that serves;
//! 3. a variable, `ANTHROPIC_OAUTH_TOKEN` before `ANTHROPIC_API_KEY`: of the gateway's process (its
//!    service, or the shell that starts it), then the working folder's `.env` (2026.2.9 alone), then
//!    the state folder's, then `env` of the config;
//! 4. `models.providers.anthropic.apiKey` in plaintext. (A reference there comes before profiles.)
//!
//! Which of several profiles serves, and whether a variable does, is what OpenClaw itself says.

use std::path::{Path, PathBuf};

use super::found::is_live;
use super::{Live, Looked, Place, Source};
use crate::config::GatewayConfig;
use crate::openclaw::unit;
use crate::setup::Context;
use crate::setup::session::main_agent;
use crate::view::{PlaintextIn, PlaintextRole, SecretPlace, SignIns};

/// The index of the place that wins; none when what serves is not in plaintext, or nobody knows.
pub(super) fn of(
    context: &Context,
    config: &GatewayConfig,
    sign_ins: &SignIns,
    live: &[Live],
    looked: &Looked,
) -> Option<usize> {
    sign_ins.asked_ms?;
    let serving = sign_ins.profiles.iter().find(|sign_in| sign_in.serves);
    let from_shell = unit::of_home(&context.environment, &context.home).is_none();
    let in_process = |place: &Place| {
        let Source::Variable(name) = &place.held.source else { return false };
        from_shell && context.environment.get(name) == Some(place.held.secret.expose())
    };
    let status = context.heard(main_agent(config)).status;
    let store = status.and_then(|status| status.store_path).map(PathBuf::from);
    let rank = |place: &Place| {
        let spot = &looked.spots[place.spot];
        let in_use = spot.role == PlaintextRole::InUse && !place.held.idle;
        let header = place.held.source == Source::Header && spot.kind == PlaintextIn::Config;
        if header && in_use {
            return Some(0);
        }
        let serving = serving?;
        match (&place.held.source, serving.place) {
            (Source::Profile(name), SecretPlace::Plaintext) => {
                let of_it = *name == serving.profile && is_live(live, &place.held);
                (of_it && store.as_deref().is_some_and(|store| is_part_of(&spot.path, store)))
                    .then_some(1)
            }
            (Source::Variable(name), SecretPlace::Environment) if *name == serving.profile => {
                match spot.kind {
                    PlaintextIn::Service if in_use => Some(2),
                    PlaintextIn::Profile if !place.held.idle && in_process(place) => Some(3),
                    PlaintextIn::EnvFile if in_use => Some(4),
                    PlaintextIn::Config if in_use => Some(5),
                    _ => None,
                }
            }
            (Source::ProviderKey, SecretPlace::Config) => {
                (in_use && config.anthropic.api_key.is_some()).then_some(6)
            }
            _ => None,
        }
    };
    let ranked = looked.places.iter().enumerate();
    ranked.filter_map(|(at, place)| Some((rank(place)?, at))).min().map(|(_, at)| at)
}

/// Whether a file is the store, or the journal of one that is a database.
fn is_part_of(file: &Path, store: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (file, store) = (real(file), real(store));
    let journal = |ending| store.as_os_str().len() + ending == file.as_os_str().len();
    file == store
        || (file.parent() == store.parent()
            && file.to_string_lossy().starts_with(&*store.to_string_lossy())
            && (journal("-wal".len()) || journal("-journal".len())))
}
