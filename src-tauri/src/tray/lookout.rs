//! Where the tray's process hears that something changed: the files of the chosen home, the lock
//! file of a gateway that starts or stops, the keychain's lock. All of it is told by the system;
//! nothing is polled.

use std::path::PathBuf;

use chela_core::setup::{self, Context, Watched};
use chela_core::watch::{self, Watcher};
use chela_vault::KeychainState;
use chela_vault::lock_watch::{LockWatch, watch_lock};

/// What became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// Something that is read in milliseconds.
    Anything,
    /// The config, or another home with another config.
    Config,
    /// An operation of Chela's begins, goes on, or is over.
    Operation,
    /// A gateway starts or stops.
    Gateway,
    /// A sign-in was added, used, or set aside.
    Stores,
    /// The keychain can be read; `was_locked` just before.
    Keychain { was_locked: bool },
}

/// What is watched. Dropping it ends that.
pub(super) struct Lookout<L> {
    listener: L,
    home: Option<Following>,
    /// None where there is no session bus, and so no keychain either.
    _keychain: Option<LockWatch>,
}

/// One home, with the files that were its own when it was looked at last.
struct Following {
    files: Watched,
    _watchers: Vec<Watcher>,
}

impl<L: Fn(News) + Clone + Send + 'static> Lookout<L> {
    /// Begins with the keychain. It says how it stands at once: Chela may start after the unlock
    /// that the gateway missed. `listener` is called from threads of the watchers.
    pub(super) fn new(listener: L) -> Self {
        let told = listener.clone();
        let mut before = None;
        let keychain = watch_lock(move |state| {
            told(match (&before, &state) {
                // Before the first word it may have been locked: a gateway that starts with the
                // desktop is often there before its keychain is.
                (last, KeychainState::Ready) => News::Keychain {
                    was_locked: last.as_ref().is_none_or(|last| *last == KeychainState::Locked),
                },
                _ => News::Anything,
            });
            before = Some(state);
        });
        Self { listener, home: None, _keychain: keychain.ok() }
    }

    /// Watches the files of this home, and no longer those of another.
    pub(super) fn follow(&mut self, context: &Context) {
        let files = setup::watched(context);
        if self.home.as_ref().is_some_and(|home| home.files == files) {
            return;
        }
        let watchers = [
            (files.config.clone(), News::Config),
            (vec![files.journal.clone()], News::Operation),
            (vec![files.lock.clone()], News::Gateway),
            (files.stores.clone(), News::Stores),
            (files.rest.clone(), News::Anything),
        ];
        let watch = |(files, news): (Vec<PathBuf>, News)| {
            let told = self.listener.clone();
            // A home that cannot be watched is still read after everything that is done from here.
            watch::watch(files, move || told(news)).ok()
        };
        let _watchers = watchers.into_iter().filter_map(watch).collect();
        self.home = Some(Following { files, _watchers });
        (self.listener)(News::Config);
    }
}
