//! Taking a credential in plaintext out of the places that a person ticked: settings → texts →
//! reload → a turn → what cannot be undone. A credential that signs in is in the keychain by then,
//! and has served a turn from there ([`super::adopt`]). When the gateway does not answer without the
//! plaintext, all of it is put back; where it cannot be taken out of a file, that is said.

mod lines;
mod plan;
mod profiles;
mod settings;
mod sweep;
mod ways;

use std::path::{Path, PathBuf};

pub(super) use self::plan::{foresee, foresee_pause};
pub(super) use self::ways::removal;
use serde::{Deserialize, Serialize};

use self::ways::Way;
use super::audit::{self, Standing};
use super::run::Run;
use super::session::Session;
use super::undoing::Mark;
use super::{Context, Report, gate, now_ms, operation_id, prove, purge};
use crate::config::GatewayConfig;
use crate::config::history::About;
use crate::config::include::Files;
use crate::credential::auth_profiles::Reference;
use crate::error::{Code, Error, Result};
use crate::text::say;
use crate::vault::{EntryId, Secret};
use crate::view::{GatewayState, Notice, PlaintextIn, PlaintextRole, Step};

/// What is asked for, as the journal remembers it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Cleaning {
    /// The keychain entry with the credential. None for one that signs nobody in.
    pub(super) id: Option<EntryId>,
    /// The profile that is to serve without the plaintext.
    pub(super) profile: Option<String>,
    /// Its agents.
    pub(super) agents: Vec<String>,
    /// The files; none means all.
    pub(super) from: Option<Vec<PathBuf>>,
}

/// What was done.
#[derive(Default)]
pub(super) struct Cleaned {
    /// The files that no longer hold it.
    pub(super) files: Vec<PathBuf>,
    /// The files that still do, each with the reason.
    pub(super) left: Vec<(PathBuf, Error)>,
    /// What else there is to know.
    pub(super) notices: Vec<Notice>,
}

/// Takes it out.
///
/// # Errors
/// Those of the keychain, which must be open; those of the steps, after which all is put back.
pub(super) async fn clean(
    context: &Context,
    wanted: Cleaning,
    secret: &Secret,
    report: &dyn Report,
) -> Result<Cleaned> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    // What is taken out of a text is in the keychain, for an undo.
    gate::keychain_must_be_open(context)?;
    let run = Run::begin(lock, report, "clean", &wanted)?;
    carry_out(&session, &wanted, secret, run).await
}

/// Goes on where it was interrupted.
///
/// # Errors
/// `cannot-finish` where the credential is nowhere to be had; as for [`clean`].
pub(super) async fn finish(context: &Context, wanted: Cleaning, run: Run<'_>) -> Result<()> {
    let unable = || Error::new(Code::CannotFinish);
    let secret = context.keychain.get(wanted.id.as_ref().ok_or_else(unable)?)?;
    let session = Session::open(context).await?;
    carry_out(&session, &wanted, &secret, run).await.map(drop)
}

async fn carry_out(
    session: &Session<'_>,
    wanted: &Cleaning,
    secret: &Secret,
    mut run: Run<'_>,
) -> Result<Cleaned> {
    let mut work = Work { session, wanted, secret, done: Cleaned::default() };
    match work.steps(&mut run).await {
        Ok(changed) => {
            run.finish(session.context, &title(secret), changed)?;
            purge::purge(session.context, now_ms());
            Ok(work.done)
        }
        Err(error) => Err(run.fail(session, error).await),
    }
}

fn title(secret: &Secret) -> String {
    say("core.change.clean", &[("masked", &secret.masked())])
}

struct Work<'a> {
    session: &'a Session<'a>,
    wanted: &'a Cleaning,
    secret: &'a Secret,
    done: Cleaned,
}

impl Work<'_> {
    /// Answers whether the history has anything to tell.
    async fn steps(&mut self, run: &mut Run<'_>) -> Result<bool> {
        let session = self.session;
        let files = self.files().await?;
        let name = run.edit().map_or_else(|| operation_id("clean"), str::to_owned);
        let ran = prove::runs(session).await?;
        run.start(Step::Config)?;
        if run.edit().is_none() {
            run.note(Mark::Edited { operation: name.clone() })?;
        }
        let about = session.context.about(title(self.secret), Some(name));
        let of_config = files.iter().any(|(_, way)| *way == Way::Settings);
        let edited = of_config && self.settings(run, &about).await?;
        run.done_if(edited);

        run.start(Step::Clean)?;
        let (mut changed, mut in_use, mut units) = (edited, edited, false);
        let texts: Vec<_> = files.iter().filter(|(_, way)| way.rewrites()).collect();
        if !texts.is_empty() {
            let files = texts.iter().map(|(file, _)| file.path.clone()).collect();
            run.note(Mark::Rewritten { files })?;
        }
        for (file, way) in texts {
            let rewritten = self.rewrite(run, file, *way, &about);
            changed |= rewritten;
            in_use |= rewritten && file.role != PlaintextRole::Leftover;
            units |= rewritten && file.kind == PlaintextIn::Service;
        }
        run.done_if(changed);
        let gateway = session.context.gateway(&session.config).await?;
        if units {
            gateway.reread_units().await;
        }
        if edited {
            if ran && !session.has_halted() {
                gateway.taken_up().await;
            }
            let notices = run.reload(session).await?;
            self.done.notices.extend(notices);
        }
        if ran && in_use && self.serves(run).await.is_err() {
            // On a busy machine it may have restarted for the change in the middle of it.
            gateway.taken_up().await;
            self.serves(run).await?;
        }
        self.finally(run, &files).await;
        Ok(changed)
    }

    /// Sees that the gateway answers without the plaintext.
    async fn serves(&self, run: &mut Run<'_>) -> Result<()> {
        let Cleaning { profile, agents, .. } = self.wanted;
        match profile {
            Some(profile) => prove::served(self.session, run, profile, agents, false).await,
            None => prove::answers(self.session, run).await,
        }
    }

    /// What cannot be undone. From here on nothing fails: what cannot be done is said.
    async fn finally(&mut self, run: &mut Run<'_>, files: &[(Standing, Way)]) {
        run.go_on(Step::Clean);
        if files.iter().any(|(_, way)| *way == Way::Openclaw) {
            let compacted = self.compact(run).await;
            self.done.notices.extend(compacted.err().map(Notice::from));
        }
        for (file, way) in files {
            self.sweep(file, *way);
        }
        run.done(None);
    }

    /// Has OpenClaw clear its database out, which it refuses while a gateway has it (2026.9.6): that
    /// one is stopped for it.
    async fn compact(&self, run: &mut Run<'_>) -> Result<()> {
        let gateway = self.session.context.gateway(&self.session.config).await?;
        let mut pause = None;
        if gateway.settled().await == GatewayState::Running {
            run.note(Mark::Paused)?;
            pause = Some(gateway.pause().await?);
        }
        let compacted = self.session.binding().compact().await;
        match pause {
            Some(pause) => gateway.resume(pause).await?,
            // Stopped before the operation was interrupted, and the guard was ended, too.
            None if run.has(|mark| *mark == Mark::Paused) => gateway.start().await?,
            None => {}
        }
        compacted
    }

    /// The files that are to be cleaned, as they are now.
    async fn files(&self) -> Result<Vec<(Standing, Way)>> {
        let session = self.session;
        let can = session.openclaw.capabilities();
        let standing = audit::standing(session.context, can, self.secret).await?;
        let is_wanted = |file: &Standing| {
            self.wanted.from.as_ref().is_none_or(|files| files.contains(&file.path))
        };
        let files = standing.into_iter().filter(is_wanted);
        let with_way = |file: Standing| {
            let way = ways::of(&file.path, file.kind, can.references);
            (file, way)
        };
        Ok(files.map(with_way).collect())
    }

    async fn settings(&mut self, run: &mut Run<'_>, about: &About) -> Result<bool> {
        let session = self.session;
        let edits = |_: &GatewayConfig, files: &Files| Ok(self.of_settings(files)?.edits);
        let done = session.commit_checked(run.lock(), &edits, about).await?;
        self.done.notices.extend(done.note());
        let secret = self.secret.expose();
        let store = session.context.store();
        let masked = |text: &str| settings::without_in_comments(text, secret);
        let mut changed = done.changed;
        if !store.comment_diffs(&masked)?.is_empty() {
            session.halt().await?;
            changed |= store.rewrite_comments(run.lock(), &masked, about)?.changed();
        }
        Ok(changed)
    }

    fn of_settings(&self, files: &Files) -> Result<settings::Settings> {
        let can = self.session.openclaw.capabilities();
        let reference = self.wanted.id.as_ref().filter(|_| can.references);
        let provider = &self.session.provider;
        let reference = reference.map(|id| Reference::exec(provider, id));
        settings::without(files, self.secret.expose(), reference.as_ref())
    }

    /// Rewrites one text; says why where that cannot be done.
    fn rewrite(&mut self, run: &Run<'_>, file: &Standing, way: Way, about: &About) -> bool {
        let store = self.session.context.store();
        let config = store.load().and_then(|loaded| loaded.config);
        let done = config.and_then(|config| {
            let rewrite = |text: &str| ways::rewritten(way, file, &config, self.secret, text);
            store.rewrite(run.lock(), &file.path, &rewrite, about)
        });
        match done {
            Ok(committed) => committed.changed(),
            Err(error) => {
                let why = error.message();
                let why = why.trim_end_matches(['.', '。']);
                self.done.left.push((file.path.clone(), still_in(&file.path, why)));
                false
            }
        }
    }

    /// Does what cannot be undone, and sees what is left.
    fn sweep(&mut self, file: &Standing, way: Way) {
        let (path, secret) = (&file.path, self.secret.expose().as_bytes());
        let done = match way {
            Way::Blank => sweep::blank(path, secret),
            Way::DeleteForGood => sweep::delete(path, secret),
            _ => Ok(()),
        };
        match done.and_then(|()| sweep::holds(path, secret)) {
            Ok(false) => self.done.files.push(path.clone()),
            Ok(true) if self.done.left.iter().any(|(known, _)| known == path) => {}
            Ok(true) => self.done.left.push((path.clone(), self.stays(file, way))),
            Err(error) => {
                let error = crate::files::failed(path, "cleaned", &error);
                self.done.left.push((path.clone(), error));
            }
        }
    }

    /// Why it still stands in a file.
    fn stays(&self, file: &Standing, way: Way) -> Error {
        let settings = || {
            let config = self.session.context.store().load().and_then(|loaded| loaded.config);
            let left = config.and_then(|files| self.of_settings(&files)).unwrap_or_default().left;
            left.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        let why = match way {
            Way::Stays => say("core.clean.stays.needed", &[]),
            Way::Openclaw => say("core.clean.stays.database", &[]),
            Way::Settings => say("core.clean.stays.setting", &[("settings", &settings())]),
            _ => say("core.clean.stays.unknown", &[]),
        };
        still_in(&file.path, &why)
    }
}

/// That it still stands in a file.
fn still_in(path: &Path, why: &str) -> Error {
    Error::new(Code::PlaintextStays).with("path", path.display()).with("why", why)
}
