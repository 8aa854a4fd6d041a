//! Where the tray's process hears that something changed: the files of the chosen home, the lock
//! file of a gateway that starts or stops, the keychain's lock. All of it is told by the system;
//! nothing is polled.

use std::path::PathBuf;

use chela_core::openclaw::health;
use chela_core::setup::{self, Context};
use chela_core::watch::{self, Watcher};
use chela_vault::KeychainState;
use chela_vault::lock_watch::{LockWatch, watch_lock};

/// Who wants to hear what. Called from threads of the watchers.
pub(super) trait Listener: Clone + Send + Sync + 'static {
    /// Something is no longer as it was read.
    fn changed(&self);
    /// A gateway may have started without its secrets, or they can be had again.
    fn servable(&self);
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
    files: Vec<PathBuf>,
    _watchers: Vec<Watcher>,
}

impl<L: Listener> Lookout<L> {
    /// Begins with the keychain. It says how it stands at once: Chela may start after the unlock
    /// that the gateway missed.
    pub(super) fn new(listener: L) -> Self {
        let told = listener.clone();
        let keychain = watch_lock(move |state| {
            told.changed();
            if state == KeychainState::Ready {
                told.servable();
            }
        });
        Self { listener, home: None, _keychain: keychain.ok() }
    }

    /// Watches the files of this home, and no longer those of another.
    pub(super) fn follow(&mut self, context: &Context) {
        let files = setup::watched(context);
        if self.home.as_ref().is_some_and(|home| home.files == files) {
            return;
        }
        let (for_files, for_lock) = (self.listener.clone(), self.listener.clone());
        let lock = health::lock_file(&context.home);
        let watchers = [
            watch::watch(files.clone(), move || for_files.changed()),
            watch::watch(vec![lock], move || for_lock.servable()),
        ];
        // A home that cannot be watched is still read after everything that is done from here.
        let _watchers = watchers.into_iter().filter_map(Result::ok).collect();
        self.home = Some(Following { files, _watchers });
    }
}
