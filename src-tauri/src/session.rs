//! What the window's process keeps between commands: which home it is for, the pasted
//! credential, the operation that runs.

use std::sync::{Mutex, PoisonError};

use chela_core::config::history::Surface;
use chela_core::setup::Context;
use chela_core::{Code, Environment, Error, Result};

use crate::arguments::GUARD;
use crate::claude::Claude;
use crate::operation::Operations;
use crate::pasted::Slot;
use crate::process;

/// The state of the window's process.
pub(crate) struct Session {
    /// The environment that the app was started with.
    pub(crate) environment: Environment,
    /// The pasted credential.
    pub(crate) pasted: Slot,
    /// Claude Code, while it makes a token.
    pub(crate) claude: Claude,
    /// The operation that runs.
    pub(crate) operations: Operations,
    /// As an outcome: that no home can be told is shown in the window, not instead of it.
    context: Mutex<Result<Context>>,
}

impl Session {
    /// For the home that the environment and Chela's settings name.
    pub(crate) fn new(environment: Environment) -> Self {
        let context = Mutex::new(found(&environment, Surface::Window));
        Self {
            environment,
            pasted: Slot::default(),
            claude: Claude::default(),
            operations: Operations::default(),
            context,
        }
    }

    /// The home and what else an operation needs.
    ///
    /// # Errors
    /// Those of finding it; tried again each time, since the reason may be gone.
    pub(crate) fn context(&self) -> Result<Context> {
        let mut context = self.context.lock().unwrap_or_else(PoisonError::into_inner);
        if context.is_err() {
            *context = found(&self.environment, Surface::Window);
        }
        context.clone()
    }

    /// From now on for this one.
    pub(crate) fn choose(&self, chosen: Context) {
        *self.context.lock().unwrap_or_else(PoisonError::into_inner) = Ok(chosen);
    }
}

/// The context of this process: for the home that the environment and Chela's settings name.
///
/// # Errors
/// Those of [`Context::find`].
pub(crate) fn found(environment: &Environment, surface: Surface) -> Result<Context> {
    let context = Context::find(environment.clone(), surface, None)?;
    let guard = process::program().map(|program| [program.into(), GUARD.into()]);
    Ok(context.with_guard(guard.into_iter().flatten()))
}

/// Runs a job of the core on a thread where it may block (the keychain does), so that neither
/// the main thread nor the threads that answer the page wait for it. It runs to its end also
/// when the page that asked is gone.
pub(crate) async fn work<T, F>(job: impl FnOnce() -> F + Send + 'static) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = T>,
{
    let runtime = tauri::async_runtime::handle();
    tauri::async_runtime::spawn_blocking(move || runtime.block_on(job()))
        .await
        .map_err(|_| Error::new(Code::Internal))
}
