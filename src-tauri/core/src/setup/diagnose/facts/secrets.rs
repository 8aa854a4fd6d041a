//! How a secret gets from the keychain to the gateway: the config's provider, the copy of the
//! resolver, the entries themselves.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::config::GatewayConfig;
use crate::credential::resolver;
use crate::error::Error;
use crate::setup::session::{PROVIDER, own_provider};
use crate::setup::{Context, other_secrets};
use crate::vault::Entry;
use crate::view::KeychainView;

/// The way of the secrets.
#[derive(Debug, Clone, Default)]
pub(in crate::setup::diagnose) struct SecretFacts {
    /// Where Chela's copy of the resolver belongs.
    pub(in crate::setup::diagnose) resolver: PathBuf,
    /// The name in `secrets.providers` of Chela's provider, or of what stands in its place.
    pub(in crate::setup::diagnose) provider: Option<String>,
    /// Whether it is Chela's.
    pub(in crate::setup::diagnose) own: bool,
    /// What it runs.
    pub(in crate::setup::diagnose) command: Option<PathBuf>,
    /// Why OpenClaw would not run the copy, where the config names it.
    pub(in crate::setup::diagnose) unusable: Option<Error>,
    /// The ids of all entries of Chela's, retired ones and those of other homes included; `None`
    /// when the keychain did not tell.
    pub(in crate::setup::diagnose) known_ids: Option<BTreeSet<String>>,
    /// The settings of the config that refer to entries that are gone.
    pub(in crate::setup::diagnose) lost_settings: Vec<String>,
    /// The profiles whose secret was changed in the keychain itself: its ends are others than
    /// those that Chela wrote down.
    pub(in crate::setup::diagnose) changed: Vec<Entry>,
}

/// Looks at files and the keychain (ms).
pub(super) fn look(
    context: &Context,
    config: &GatewayConfig,
    keychain: KeychainView,
    entries: &[Entry],
) -> SecretFacts {
    let copy = context.place.resolver();
    let own = own_provider(config);
    let provider = own.or_else(|| config.secret_provider(PROVIDER).map(|_| PROVIDER));
    let command = provider
        .and_then(|name| config.secret_provider(name))
        .map(|provider| PathBuf::from(provider.command.clone().unwrap_or_default()));
    let named = command.as_ref() == Some(&copy);
    let unusable = if named { resolver::check(&context.place).err() } else { None };
    let ready = keychain == KeychainView::Ready;
    let ids = if ready { context.keychain.list().ok() } else { None };
    let changed = |entry: &&Entry| {
        let secret = context.keychain.get(&entry.id);
        secret.is_ok_and(|secret| !entry.masked.is_empty() && secret.masked() != entry.masked)
    };
    let known_ids: Option<BTreeSet<String>> =
        ids.map(|all| all.into_iter().map(|entry| entry.id.to_string()).collect());
    SecretFacts {
        lost_settings: known_ids
            .as_ref()
            .map(|known| other_secrets::without_secret(context, known))
            .unwrap_or_default(),
        known_ids,
        own: own.is_some(),
        provider: provider.map(str::to_owned),
        command,
        unusable,
        changed: if ready { entries.iter().filter(changed).cloned().collect() } else { vec![] },
        resolver: copy,
    }
}
