//! Moving settings to the keychain: secrets → resolver → one edit of the config, which OpenClaw
//! checks → a running gateway, which must have all of its secrets then. Each step notes what takes it
//! back before it acts; what fails puts everything back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::find::{Setting, found, reference, references};
use super::{files, kept, places, value};
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig, Path};
use crate::credential::resolver;
use crate::error::{Code, Error, Result};
use crate::setup::run::Run;
use crate::setup::session::Session;
use crate::setup::undoing::Mark;
use crate::setup::{Context, Report, gate, now_ms, operation_id, purge, stores};
use crate::text::say;
use crate::vault::{Entry, EntryId, Secret};
use crate::view::{AdoptedSettings, Notice, Step};

/// The shortest secret whose bytes are looked for in other files: a shorter one stands there by
/// chance.
const SHORTEST_TELLING: usize = 16;

/// Moves settings, by their paths as the audit names them, to the keychain; `None` means all that can
/// be. Those that refer to it already are left alone, so that doing it again changes nothing.
///
/// # Errors
/// `setting-unknown`; why one that is named cannot be moved; `settings-unlisted`; those of the gates,
/// the keychain, the resolver, the config and the reload, after which all is put back.
pub async fn adopt_settings(
    context: &Context,
    settings: Option<&[String]>,
    report: &dyn Report,
) -> Result<AdoptedSettings> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    let wanted = Adopting { paths: paths(&chosen(&session, settings)?) };
    if wanted.paths.is_empty() {
        return Ok(AdoptedSettings { settings: vec![], changed: false, notices: vec![] });
    }
    let run = Run::begin(lock, report, "adopt-settings", &wanted)?;
    carry_out(&session, &wanted, run).await
}

/// Goes on with one that was interrupted.
///
/// # Errors
/// As for [`adopt_settings`]. Before the first step the run stays interrupted.
pub(in crate::setup) async fn finish(
    context: &Context,
    wanted: &Adopting,
    run: Run<'_>,
) -> Result<AdoptedSettings> {
    let session = Session::open(context).await?;
    carry_out(&session, wanted, run).await
}

/// What was asked for, as the journal remembers it.
#[derive(Serialize, Deserialize)]
pub(in crate::setup) struct Adopting {
    paths: Vec<Path>,
}

/// The settings that are to be moved.
///
/// # Errors
/// As for [`adopt_settings`], before its first step.
pub(super) fn chosen(session: &Session<'_>, names: Option<&[String]>) -> Result<Vec<Setting>> {
    let context = session.context;
    gate::must_be_here(session)?;
    gate::keychain_must_be_open(context)?;
    let places = places(session.openclaw.installation())?;
    let files = files(context)?;
    let mut settings = found(&files, &places);
    let Some(names) = names else {
        settings.retain(|setting| setting.problem.is_none());
        return Ok(settings);
    };
    let moved = references(files.value(), &session.provider);
    let is_moved = |name: &str| moved.iter().any(|(path, _)| path.to_string() == name);
    let is_there = |name: &str| settings.iter().any(|setting| setting.name() == name);
    if let Some(name) = names.iter().find(|name| !is_there(name) && !is_moved(name)) {
        return Err(Error::new(Code::SettingUnknown).with("setting", name));
    }
    settings.retain(|setting| names.contains(&setting.name()));
    match settings.iter().find_map(|setting| setting.problem.clone()) {
        Some(problem) => Err(problem),
        None => Ok(settings),
    }
}

pub(super) fn paths(settings: &[Setting]) -> Vec<Path> {
    settings.iter().map(|setting| setting.path.clone()).collect()
}

/// A setting, the secret in it, and the entry for that.
pub(super) struct Moving {
    path: Path,
    secret: Secret,
    /// The entry that there is already, or the new one.
    pub(super) entry: Entry,
    pub(super) is_new: bool,
}

/// What is still to be moved of some settings: those that refer to the provider already are not.
///
/// # Errors
/// `setting-changed` for one that is neither; those of the keychain.
pub(super) fn movings(session: &Session<'_>, paths: &[Path]) -> Result<Vec<Moving>> {
    let context = session.context;
    let files = files(context)?;
    let kept = kept::entries(context)?;
    let moved = references(files.value(), &session.provider);
    let mut movings = Vec::new();
    for path in paths.iter().filter(|path| moved.iter().all(|(moved, _)| moved != *path)) {
        let text = path.find(files.value()).and_then(Value::as_str);
        let secret = Secret::new(text.ok_or_else(|| changed(path))?.to_owned());
        let mut same = None;
        for entry in kept.iter().filter(|entry| entry.profile == path.to_string()) {
            if context.keychain.get(&entry.id)? == secret {
                same = Some(entry.clone());
            }
        }
        let is_new = same.is_none();
        let entry = same.unwrap_or_else(|| new_entry(context, path, &secret));
        movings.push(Moving { path: path.clone(), secret, entry, is_new });
    }
    Ok(movings)
}

fn changed(path: &Path) -> Error {
    Error::new(Code::SettingChanged).with("setting", path)
}

fn new_entry(context: &Context, path: &Path, secret: &Secret) -> Entry {
    Entry {
        id: EntryId::random(),
        home: context.home.id(),
        agents: vec![],
        profile: path.to_string(),
        kind: Entry::SETTING.to_owned(),
        masked: value::masked(secret.expose()),
        created_ms: now_ms(),
        confirmed_ms: None,
        retired_ms: None,
        copy: false,
    }
}

/// What changes in the config, where each setting is as it was read; `id` names the entry of one.
///
/// # Errors
/// `setting-changed`.
pub(super) fn edits(
    session: &Session<'_>,
    (config, files): (&GatewayConfig, &Files),
    movings: &[Moving],
    id: &dyn Fn(&Moving) -> String,
) -> Result<Vec<Edit>> {
    let mut edits = config.set_secret_provider(&session.provider, &session.provider_value);
    for moving in movings {
        let now = moving.path.find(files.value());
        let value = reference(&session.provider, &id(moving));
        if now != Some(&value) {
            let is_same = now.and_then(Value::as_str) == Some(moving.secret.expose());
            is_same.then_some(()).ok_or_else(|| changed(&moving.path))?;
            edits.push(Edit::Set { path: moving.path.clone(), value });
        }
    }
    Ok(edits)
}

async fn carry_out(
    session: &Session<'_>,
    wanted: &Adopting,
    mut run: Run<'_>,
) -> Result<AdoptedSettings> {
    let context = session.context;
    let movings = movings(session, &wanted.paths)?;
    match steps(session, &movings, &wanted.paths, &mut run).await {
        Ok(mut notices) => {
            run.finish(context, &title(&wanted.paths), !movings.is_empty())?;
            purge::purge(context, now_ms());
            notices.extend(movings.iter().filter_map(|moving| left_behind(context, moving)));
            let settings = movings.iter().map(|moving| moving.path.to_string()).collect();
            Ok(AdoptedSettings { settings, changed: !movings.is_empty(), notices })
        }
        Err(error) => Err(run.fail(session, error).await),
    }
}

/// What it is called in the history.
pub(super) fn title(paths: &[Path]) -> String {
    match paths {
        [path] => say("core.change.adopt-setting", &[("setting", path)]),
        paths => say("core.change.adopt-settings", &[("count", &paths.len())]),
    }
}

async fn steps(
    session: &Session<'_>,
    movings: &[Moving],
    paths: &[Path],
    run: &mut Run<'_>,
) -> Result<Vec<Notice>> {
    store(session, movings, run)?;
    fetch(session, movings, run)?;
    let mut notices = Vec::new();
    notices.extend(edit(session, movings, paths, run).await?);
    notices.extend(reload(session, run).await?);
    retire_replaced(session, movings, run)?;
    Ok(notices)
}

fn store(session: &Session<'_>, movings: &[Moving], run: &mut Run<'_>) -> Result<()> {
    run.start(Step::Store)?;
    for moving in movings.iter().filter(|moving| moving.is_new) {
        run.note(Mark::Stored { id: moving.entry.id.clone() })?;
        session.context.keychain.put(&moving.entry, &moving.secret)?;
    }
    run.done_if(movings.iter().any(|moving| moving.is_new));
    Ok(())
}

/// Places the resolver, and sees that it answers as the gateway will ask.
fn fetch(session: &Session<'_>, movings: &[Moving], run: &mut Run<'_>) -> Result<()> {
    run.start(Step::Resolver)?;
    let Context { place, environment, home, .. } = session.context;
    resolver::install(place, environment)?;
    resolver::check(place)?;
    for moving in movings {
        resolver::answers(place, environment, home, &moving.entry.id)?;
    }
    run.done(None);
    Ok(())
}

async fn edit(
    session: &Session<'_>,
    movings: &[Moving],
    paths: &[Path],
    run: &mut Run<'_>,
) -> Result<Option<Notice>> {
    run.start(Step::Config)?;
    let operation = operation_id("adopt-settings");
    run.note(Mark::Edited { operation: operation.clone() })?;
    let about = session.context.about(title(paths), Some(operation));
    let id = |moving: &Moving| moving.entry.id.to_string();
    let intent =
        |config: &GatewayConfig, files: &Files| edits(session, (config, files), movings, &id);
    let done = session.commit_checked(run.lock(), &intent, &about).await?;
    run.done_if(done.changed);
    Ok(done.note())
}

/// Tells a running gateway. That it lacks a secret then is a failure: it would be without what it
/// had before.
async fn reload(session: &Session<'_>, run: &mut Run<'_>) -> Result<Vec<Notice>> {
    run.start(Step::Reload)?;
    run.note(Mark::Reloaded)?;
    match session.reload().await? {
        Some(Err(lacks)) => Err(lacks),
        told => Ok(run.told(session, told)),
    }
}

/// Entries of the same settings to which the config does not refer any more get their grace period.
fn retire_replaced(session: &Session<'_>, movings: &[Moving], run: &mut Run<'_>) -> Result<()> {
    for old in replaced(session.context, movings)? {
        run.note(Mark::retired(&old))?;
        session.context.keychain.update(&Entry { retired_ms: Some(now_ms()), ..old })?;
    }
    Ok(())
}

/// Those entries.
///
/// # Errors
/// Those of the keychain.
pub(super) fn replaced(context: &Context, movings: &[Moving]) -> Result<Vec<Entry>> {
    let mut old = kept::entries(context)?;
    old.retain(|entry| {
        let of_same = |moving: &&Moving| moving.entry.profile == entry.profile;
        let moving = movings.iter().find(of_same);
        moving.is_some_and(|moving| moving.entry.id != entry.id)
            && !kept::is_referred(context, &entry.id)
    });
    Ok(old)
}

/// Where OpenClaw's own folders still have the secret.
fn left_behind(context: &Context, moving: &Moving) -> Option<Notice> {
    let secret = moving.secret.expose();
    if secret.len() < SHORTEST_TELLING {
        return None;
    }
    let files = stores::all_files_with(context, secret.as_bytes()).ok()?;
    let shown = |file: &std::path::PathBuf| {
        file.strip_prefix(&context.home.state_dir).unwrap_or(file).display().to_string()
    };
    let note = || {
        let files: Vec<String> = files.iter().map(shown).collect();
        Error::new(Code::SettingLeft).with("setting", &moving.path).with("files", files.join(", "))
    };
    (!files.is_empty()).then(|| note().into())
}
