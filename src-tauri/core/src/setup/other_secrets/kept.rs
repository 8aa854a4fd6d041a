//! The secrets of settings that Chela keeps: which entries there are, and that one is not taken away
//! while the config refers to it.

use std::collections::BTreeSet;

use super::find::references;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig, Path};
use crate::error::Result;
use crate::setup::Context;
use crate::setup::session::own_provider;
use crate::vault::{Entry, EntryId, KeychainError};

/// The entries of this home's settings that are in use.
///
/// # Errors
/// Those of the keychain.
pub(super) fn entries(context: &Context) -> Result<Vec<Entry>> {
    let home = context.home.id();
    let mut entries = context.keychain.list()?;
    entries.retain(|entry| {
        entry.home == home && entry.retired_ms.is_none() && entry.kind == Entry::SETTING
    });
    Ok(entries)
}

/// Whether the config refers to an entry. One that cannot be read may.
pub(in crate::setup) fn is_referred(context: &Context, id: &EntryId) -> bool {
    let all = own_references(context);
    all.is_none_or(|all| all.iter().any(|(_, referred)| referred == id.as_str()))
}

/// The settings that refer to an entry that is not among `known`, which are all of the keychain's.
pub(in crate::setup) fn without_secret(context: &Context, known: &BTreeSet<String>) -> Vec<String> {
    let all = own_references(context).unwrap_or_default();
    let lost = all.into_iter().filter(|(_, id)| !known.contains(id));
    lost.map(|(path, _)| path.to_string()).collect()
}

/// What the config refers to of Chela's provider; none where it cannot be read.
fn own_references(context: &Context) -> Option<Vec<(Path, String)>> {
    let files = context.store().load().ok()?.config.ok()?;
    let config = GatewayConfig::read(files.value());
    let found = own_provider(&config).map(|provider| references(files.value(), provider));
    Some(found.unwrap_or_default())
}

/// The settings that refer to a secret of the provider's that Chela has, in words, and the edits that
/// put the secret itself in the place of each reference.
///
/// # Errors
/// Those of the keychain.
pub(in crate::setup) fn in_plaintext(
    context: &Context,
    files: &Files,
    provider: &str,
) -> Result<Vec<Edit>> {
    let mut edits = Vec::new();
    for (path, id) in references(files.value(), provider) {
        let Some(id) = EntryId::parse(&id) else { continue };
        match context.keychain.get(&id) {
            Ok(secret) => edits.push(Edit::Set { path, value: secret.expose().into() }),
            // Nobody has it any more.
            Err(KeychainError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(edits)
}
