//! What the tray's process does besides waiting: it reads how things stand when it hears of a
//! change, and switches the model. What takes seconds is [`super::slow`]'s. One thread waits for
//! the quick tasks and one for those that run OpenClaw.

use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use chela_core::config::history::Surface;
use chela_core::menu::{self, MenuState};
use chela_core::setup::{self, Context};
use chela_core::{Environment, Error, Result};
use tauri::AppHandle;
use tauri::async_runtime::block_on;

use super::drawn::Drawn;
use super::lookout::{Lookout, News};
use super::slow::{Slow, batch};
use crate::fault::tell;
use crate::session;

/// What takes milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Quick {
    /// Read how things stand and show it.
    Refresh,
    /// Make this the default model.
    Switch(String),
    /// Show that something failed which was asked for in the menu: the key of its words, and why.
    Failed(&'static str, Error),
}

/// How the rest of the process asks the threads for something. They end only with the process,
/// so that asking does not fail.
#[derive(Clone)]
pub(super) struct Resident {
    pub(super) app: AppHandle,
    quick: Sender<Quick>,
    slow: Sender<Slow>,
    environment: Environment,
    /// The home as it was found last, with what OpenClaw said of it.
    last: Arc<Mutex<Option<Context>>>,
}

impl Resident {
    /// Starts the threads; the first reading happens at once.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(super) fn start(
        app: &AppHandle,
        environment: Environment,
        drawn: Drawn,
    ) -> io::Result<Self> {
        let (quick, quick_tasks) = mpsc::channel();
        let (slow, slow_tasks) = mpsc::channel();
        let resident = Self { app: app.clone(), quick, slow, environment, last: Arc::default() };
        let (hand, helper) = (resident.clone(), resident.clone());
        thread("slow", move || helper.work_slowly(&slow_tasks))?;
        thread("quick", move || hand.work(&quick_tasks, drawn))?;
        resident.refresh();
        Ok(resident)
    }

    /// Makes `model` the default one.
    pub(super) fn switch(&self, model: &str) {
        self.show(Quick::Switch(model.to_owned()));
    }

    /// Makes `profile` the one that is used first.
    pub(super) fn use_first(&self, profile: &str) {
        let _ = self.slow.send(Slow::UseFirst(profile.to_owned()));
    }

    /// Mends the worst finding, when Chela can do that by itself. Answers whether it does; else
    /// the person has to decide something.
    pub(super) fn mend(&self) -> bool {
        let found = self.context().map(|context| context.last_findings()).unwrap_or_default();
        let automatic = menu::worst(&found)
            .and_then(|worst| worst.repairs.first())
            .is_some_and(|repair| repair.automatic);
        if automatic {
            let _ = self.slow.send(Slow::Mend);
        }
        automatic
    }

    /// Reads how things stand and shows it.
    pub(super) fn refresh(&self) {
        self.show(Quick::Refresh);
    }

    /// Asks for a quick task.
    pub(super) fn show(&self, task: Quick) {
        let _ = self.quick.send(task);
    }

    fn hear(&self, news: News) {
        self.refresh();
        let task = match news {
            News::Anything => return,
            News::Config => Slow::LookAtNewConfig,
            News::Operation => Slow::Look,
            News::Gateway => Slow::Gateway,
            News::Stores => Slow::LookAtStores,
            News::Keychain { was_locked } => Slow::Keychain { was_locked },
        };
        let _ = self.slow.send(task);
    }

    /// The home that is chosen now.
    pub(super) fn context(&self) -> Result<Context> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match &*last {
            Some(last) => last.renewed()?,
            None => session::found(&self.environment, Surface::Tray)?,
        };
        Ok(last.insert(found).clone())
    }

    fn work(&self, tasks: &Receiver<Quick>, mut drawn: Drawn) {
        let teller = self.clone();
        let mut lookout = Lookout::new(move |news| teller.hear(news));
        while let Some(batch) = batch(tasks) {
            for task in batch {
                self.draw(task, &mut lookout, &mut drawn);
            }
        }
    }

    fn draw(
        &self,
        task: Quick,
        lookout: &mut Lookout<impl Fn(News) + Clone + Send + 'static>,
        drawn: &mut Drawn,
    ) {
        let state = match &self.context() {
            Err(error) => MenuState::failed(error),
            Ok(context) => {
                lookout.follow(context);
                match task {
                    Quick::Refresh => read(context),
                    Quick::Switch(model) => self.switched(context, &model),
                    Quick::Failed(key, error) => read(context).with_failure(key, &error),
                }
            }
        };
        if let Err(error) = drawn.show(&state) {
            tell(&error.to_string());
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
            Err(error) => state.with_failure("tray.switch-failed", &error),
        }
    }
}

fn read(context: &Context) -> MenuState {
    block_on(async {
        let overview = setup::overview(context, false).await;
        let models = setup::models(context, None).await.models;
        MenuState::of(&overview, models, &context.last_findings())
    })
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}
