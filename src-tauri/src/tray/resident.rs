//! What the tray's process does besides waiting: it reads how things stand when it hears of a
//! change, switches the model, and makes the gateway serve again after the keychain was
//! unlocked. One thread waits for the quick tasks and one for those that run OpenClaw; neither
//! wakes up by itself.

use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use chela_core::config::history::Surface;
use chela_core::menu::MenuState;
use chela_core::setup::{self, Context};
use chela_core::view::{GatewayState, KeychainView};
use chela_core::{Environment, Error, Result};
use tauri::async_runtime::block_on;

use super::drawn::Drawn;
use super::lookout::{Listener, Lookout};
use crate::fault::tell;

/// How long a gateway may take from its lock file to its first answer (10 to 20 s were seen).
const START_LIMIT: Duration = Duration::from_secs(120);
/// How often it is asked meanwhile.
const START_STEP: Duration = Duration::from_secs(1);

/// What takes milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Quick {
    /// Read how things stand and show it.
    Refresh,
    /// Make this the default model.
    Switch(String),
}

/// What takes seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slow {
    /// Let OpenClaw check the config after a quick change.
    Check,
    /// See that the gateway has its secrets.
    Serve,
}

/// How the rest of the process asks the threads for something. They end only with the process,
/// so that asking does not fail.
#[derive(Clone)]
pub(super) struct Resident {
    quick: Sender<Quick>,
    slow: Sender<Slow>,
}

impl Resident {
    /// Starts the threads; the first reading happens at once.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(super) fn start(environment: Environment, drawn: Drawn) -> io::Result<Self> {
        let (quick, quick_tasks) = mpsc::channel();
        let (slow, slow_tasks) = mpsc::channel();
        let resident = Self { quick, slow };
        let (hand, helper) = (resident.clone(), resident.clone());
        let for_slow = environment.clone();
        thread("slow", move || helper.work_slowly(&for_slow, &slow_tasks))?;
        thread("quick", move || hand.work(&environment, &quick_tasks, drawn))?;
        resident.changed();
        Ok(resident)
    }

    /// Makes `model` the default one.
    pub(super) fn switch(&self, model: &str) {
        let _ = self.quick.send(Quick::Switch(model.to_owned()));
    }

    fn work(&self, environment: &Environment, tasks: &Receiver<Quick>, mut drawn: Drawn) {
        let mut lookout = Lookout::new(self.clone());
        for task in batches(tasks).flatten() {
            let context = Context::find(environment.clone(), Surface::Tray, None);
            let state = match &context {
                Err(error) => MenuState::failed(error),
                Ok(context) => {
                    lookout.follow(context);
                    match task {
                        Quick::Refresh => read(context),
                        Quick::Switch(model) => self.switched(context, &model),
                    }
                }
            };
            if let Err(error) = drawn.show(&state) {
                tell(&error.to_string());
            }
        }
    }

    fn switched(&self, context: &Context, model: &str) -> MenuState {
        let outcome = setup::switch_model(context, model, None);
        let state = read(context);
        match outcome {
            Ok(switched) => {
                if switched.changed {
                    let _ = self.slow.send(Slow::Check);
                }
                state
            }
            Err(error) => state.with_failed_switch(&error),
        }
    }

    fn work_slowly(&self, environment: &Environment, tasks: &Receiver<Slow>) {
        for task in batches(tasks).flatten() {
            let Ok(context) = Context::find(environment.clone(), Surface::Tray, None) else {
                continue;
            };
            // What it finds, and why it could not be done, is in the next reading.
            let _: Result<(), Error> = match task {
                Slow::Check => block_on(setup::check_after(&context)),
                Slow::Serve => block_on(serve(&context)),
            };
            self.changed();
        }
    }
}

impl Listener for Resident {
    fn changed(&self) {
        let _ = self.quick.send(Quick::Refresh);
    }

    fn servable(&self) {
        let _ = self.slow.send(Slow::Serve);
    }
}

fn read(context: &Context) -> MenuState {
    block_on(async {
        let overview = setup::overview(context, false).await;
        MenuState::of(&overview, setup::models(context, None).await.models)
    })
}

/// Waits until a gateway that is starting answers: told earlier it would not hear it.
async fn serve(context: &Context) -> Result<()> {
    let end = Instant::now() + START_LIMIT;
    loop {
        let overview = setup::overview(context, false).await;
        if overview.keychain != KeychainView::Ready {
            return Ok(());
        }
        let starting = overview.gateway.state == GatewayState::Starting;
        if !starting || Instant::now() >= end {
            return setup::after_unlock(context).await;
        }
        tokio::time::sleep(START_STEP).await;
    }
}

/// All tasks that wait, each once, the last of its kind where it stood last: ten changed files
/// are one reading.
fn batches<T: PartialEq>(tasks: &Receiver<T>) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        let mut batch = vec![tasks.recv().ok()?];
        for task in tasks.try_iter() {
            batch.retain(|other| *other != task);
            batch.push(task);
        }
        Some(batch)
    })
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_tasks_come_once_and_in_order() {
        let (send, receive) = mpsc::channel();
        for task in ["read", "switch a", "read", "switch b", "read"] {
            send.send(task).unwrap();
        }
        drop(send);
        let mut batches = batches(&receive);
        assert_eq!(batches.next(), Some(vec!["switch a", "switch b", "read"]));
        assert_eq!(batches.next(), None);
    }
}
