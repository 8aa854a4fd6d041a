//! The places as front ends are told of them: together where it is the same credential, with what
//! becomes of each. No credential leaves this file.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::told::Told;
use super::{Held, Live, Looked, Place, Source, real};
use crate::config::redact;
use crate::credential::paste;
use crate::openclaw::status::ends_agree;
use crate::setup::Context;
use crate::text::say;
use crate::vault::{EntryId, Secret};
use crate::view::{FoundPlace, FoundSecret, PlaintextIn, PlaintextRemoval, PlaintextRole};

/// What is known besides what was read.
pub(super) struct Known<'a> {
    pub(super) context: &'a Context,
    pub(super) told: &'a Told,
    pub(super) live: &'a [Live],
    /// What Chela keeps in the keychain.
    pub(super) kept: &'a [Secret],
    pub(super) winner: Option<usize>,
    pub(super) asked_openclaw: bool,
}

/// Whether it is what a profile holds now: a database keeps the bytes of what was replaced.
pub(super) fn is_live(live: &[Live], held: &Held) -> bool {
    let Source::Profile(name) = &held.source else { return false };
    live.iter().any(|one| one.profile == *name && ends_agree(&one.masked, held.secret.expose()))
}

impl Known<'_> {
    /// The credentials, the one that wins first.
    pub(super) fn secrets(&self, looked: &Looked) -> Vec<FoundSecret> {
        let mut by_digest: BTreeMap<[u8; 32], Vec<usize>> = BTreeMap::new();
        // Another one each time, so that a fingerprint says nothing about a credential.
        let salt = EntryId::random();
        for (at, place) in looked.places.iter().enumerate() {
            let secret = place.held.secret.expose().as_bytes();
            let digest = Sha256::new_with_prefix(salt.as_str()).chain_update(secret).finalize();
            by_digest.entry(digest.into()).or_default().push(at);
        }
        let mut all: Vec<FoundSecret> = by_digest
            .iter()
            .map(|(digest, places)| self.secret(digest, places, looked))
            .chain(self.only_told(looked))
            .collect();
        all.sort_by_cached_key(|secret| {
            let wins = secret.places.iter().any(|place| place.wins);
            let first = secret.places.first().map(|place| place.file.clone());
            (!wins, secret.places.first().map(|place| place.role), first)
        });
        all
    }

    fn secret(&self, digest: &[u8; 32], places: &[usize], looked: &Looked) -> FoundSecret {
        let secret = &looked.places[places[0]].held.secret;
        let short = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let mut found: Vec<FoundPlace> = places.iter().map(|at| self.place(*at, looked)).collect();
        found.sort_by_key(|place| (!place.wins, place.role));
        FoundSecret {
            fingerprint: Some(short),
            kind: paste::kind_of(secret.expose()),
            masked: redact::mask(secret.expose()),
            in_keychain: self.kept.contains(secret),
            places: found,
        }
    }

    fn place(&self, at: usize, looked: &Looked) -> FoundPlace {
        let Place { spot, held, open_to_others } = &looked.places[at];
        let spot = &looked.spots[*spot];
        let wins = self.winner == Some(at);
        let (mut role, why) = match spot.kind {
            _ if held.idle => (PlaintextRole::Leftover, "comment"),
            PlaintextIn::Database if is_live(self.live, held) => (PlaintextRole::InUse, "store"),
            PlaintextIn::Database
                if self.asked_openclaw && matches!(held.source, Source::Profile(_)) =>
            {
                (PlaintextRole::Leftover, "database-old")
            }
            _ => (spot.role, spot.why),
        };
        if wins {
            role = PlaintextRole::InUse;
        }
        FoundPlace {
            kind: spot.kind,
            file: shown(self.context, &spot.path),
            line: held.line,
            // A name in a broken text can be anything.
            what: redact::masked(&held.what),
            role,
            why: say(&format!("core.audit.why.{why}"), &[]),
            wins,
            told: self.told.named.iter().any(|named| named.is(&spot.path, held)),
            mode_too_open: open_to_others.clone(),
            removal: removal(spot.kind, role),
        }
    }

    /// The profiles in a database of which OpenClaw says that they are in plaintext, and whose bytes
    /// were not found there: the database can keep them in two pieces.
    fn only_told(&self, looked: &Looked) -> impl Iterator<Item = FoundSecret> {
        let unseen = self.told.named.iter().filter(|named| {
            let database = real(&named.file).display().to_string();
            let profile = named.profile.clone().map(Source::Profile);
            // Newer bytes stand in the journal, whose name begins with the database's.
            let mut found = looked.places.iter().filter(|place| {
                real(&looked.spots[place.spot].path).display().to_string().starts_with(&database)
            });
            database.ends_with(".sqlite")
                && !found.any(|place| Some(&place.held.source) == profile.as_ref())
        });
        unseen.map(|named| FoundSecret {
            fingerprint: None,
            kind: None,
            masked: "…".into(),
            in_keychain: false,
            places: vec![FoundPlace {
                kind: PlaintextIn::Database,
                file: shown(self.context, &named.file),
                line: None,
                what: named.profile.clone().unwrap_or_else(|| named.path.clone()),
                role: PlaintextRole::InUse,
                why: say("core.audit.why.store", &[]),
                wins: false,
                told: true,
                mode_too_open: None,
                removal: PlaintextRemoval::Openclaw,
            }],
        })
    }
}

/// A path as people write it: `~` for the home folder.
pub(super) fn shown(context: &Context, path: &Path) -> String {
    let home = context.environment.home();
    match home.as_ref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) => format!("~/{}", below.display()),
        None => path.display().to_string(),
    }
}

fn removal(kind: PlaintextIn, role: PlaintextRole) -> PlaintextRemoval {
    match kind {
        PlaintextIn::Config => PlaintextRemoval::Edit,
        PlaintextIn::EnvFile | PlaintextIn::Service if role != PlaintextRole::Leftover => {
            PlaintextRemoval::Edit
        }
        PlaintextIn::Store | PlaintextIn::Database => PlaintextRemoval::Openclaw,
        PlaintextIn::Profile | PlaintextIn::Service | PlaintextIn::Other => {
            PlaintextRemoval::ByHand
        }
        PlaintextIn::EnvFile
        | PlaintextIn::ConfigCopy
        | PlaintextIn::StoreCopy
        | PlaintextIn::ModelList
        | PlaintextIn::Log => PlaintextRemoval::Delete,
    }
}
