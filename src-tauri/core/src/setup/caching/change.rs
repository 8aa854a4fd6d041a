//! Changing caching settings: small edits of the config, in milliseconds.

use super::{capabilities, known, views};
use crate::caching;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::error::{Code, Error, Result};
use crate::openclaw::Capabilities;
use crate::setup::Context;
use crate::text::say;
use crate::view::{CacheChanged, CacheReason, CacheScope, CacheView, Notice, Preview, Retention};

/// Sets the caching of everything, a model, an agent, or a model of an agent; none takes the
/// setting away. OpenClaw's own check follows in [`super::super::check_after`].
///
/// # Errors
/// `agent-unknown`, `model-malformed`, `cache-scope-unsupported`, those of the config.
pub async fn set_cache(
    context: &Context,
    scope: &CacheScope,
    wanted: Option<Retention>,
) -> Result<CacheChanged> {
    let task = Task::of(context, scope, wanted).await?;
    let title = match wanted {
        Some(wanted) => {
            let retention = say(&format!("core.cache.{}", wanted.text()), &[]);
            say("core.change.cache", &[("what", &what(&task.scope)), ("retention", &retention)])
        }
        None => say("core.change.cache-default", &[("what", &what(&task.scope))]),
    };
    let beside = task.beside(context)?;
    let done = context.store().change(&task.intent(), &context.about(title, None))?;
    let (caching, differing) = task.outcome(&context.store().load()?.config?);
    let notices = beside.filter(|_| done.changed()).into_iter().chain(differing).collect();
    Ok(CacheChanged { caching, changed: done.changed(), change: done.change, notices })
}

/// What [`set_cache`] would do.
///
/// # Errors
/// As for [`set_cache`].
pub async fn plan_set_cache(
    context: &Context,
    scope: &CacheScope,
    wanted: Option<Retention>,
) -> Result<Preview> {
    let task = Task::of(context, scope, wanted).await?;
    let mut preview = Preview::of_change(context, &task.intent())?;
    if !preview.nothing_to_do {
        preview.notices.extend(task.beside(context)?);
    }
    let files = context.store().load()?.config?;
    let after = files.apply_all(&task.edits(&files)?)?;
    preview.notices.extend(task.outcome(&after).1);
    Ok(preview)
}

/// Moves every `cacheControlTtl` to `cacheRetention`, each in its place.
///
/// # Errors
/// Those of the config.
pub async fn migrate_cache(context: &Context) -> Result<CacheChanged> {
    let files = context.store().load()?.config?;
    let can = capabilities(context, &GatewayConfig::read(files.value())).await;
    let intent = |_: &GatewayConfig, files: &Files| Ok(caching::migrate(files.value(), &can));
    let about = context.about(say("core.change.cache-migrated", &[]), None);
    let done = context.store().change(&intent, &about)?;
    let now = context.store().load()?.config?;
    let (caching, differing) = migrated(&files, &now, &can);
    let notices = differing.into_iter().collect();
    Ok(CacheChanged { caching, changed: done.changed(), change: done.change, notices })
}

/// What [`migrate_cache`] would do.
///
/// # Errors
/// As for [`migrate_cache`].
pub async fn plan_migrate_cache(context: &Context) -> Result<Preview> {
    let files = context.store().load()?.config?;
    let can = capabilities(context, &GatewayConfig::read(files.value())).await;
    let intent = |_: &GatewayConfig, files: &Files| Ok(caching::migrate(files.value(), &can));
    let mut preview = Preview::of_change(context, &intent)?;
    let after = files.apply_all(&caching::migrate(files.value(), &can))?;
    preview.notices.extend(migrated(&files, &after, &can).1);
    Ok(preview)
}

/// One setting that a person asked for.
struct Task {
    scope: CacheScope,
    wanted: Option<Retention>,
    can: Capabilities,
}

impl Task {
    async fn of(context: &Context, scope: &CacheScope, wanted: Option<Retention>) -> Result<Self> {
        let config = context.config()?;
        let scope = known(&config, scope)?;
        let can = capabilities(context, &config).await;
        if !caching::can_set(&can, &scope) {
            return Err(Error::new(Code::CacheScopeUnsupported).with("what", what(&scope)));
        }
        Ok(Self { scope, wanted, can })
    }

    fn edits(&self, files: &Files) -> Result<Vec<Edit>> {
        caching::set(files, &self.can, &self.scope, self.wanted)
    }

    fn intent(&self) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> {
        |_, files| self.edits(files)
    }

    /// What is written besides, so that a list that begins forbids no model.
    fn beside(&self, context: &Context) -> Result<Option<Notice>> {
        let files = context.store().load()?.config?;
        let config = GatewayConfig::read(files.value());
        let beside = caching::beside(files.value(), &config, &self.can, &self.scope);
        Ok(self.wanted.and_then(|_| beside.notice()))
    }

    /// What counts then, and a note of where that is not what was asked for.
    fn outcome(&self, after: &Files) -> (Vec<CacheView>, Option<Notice>) {
        let config = GatewayConfig::read(after.value());
        let views = views(after, &config, &self.can, &self.scope);
        let differs =
            |view: &&CacheView| self.wanted.is_some_and(|wanted| view.retention != wanted);
        let differing: Vec<String> = views.iter().filter(differs).map(why).collect();
        let note =
            || Error::new(Code::CacheNotEverywhere).with("where", differing.join("; ")).into();
        let note = (!differing.is_empty()).then(note);
        (views, note)
    }
}

/// What counts after the older name is gone, and a note of what is another one than before.
fn migrated(before: &Files, after: &Files, can: &Capabilities) -> (Vec<CacheView>, Option<Notice>) {
    let of = |files: &Files| {
        let config = GatewayConfig::read(files.value());
        views(files, &config, can, &CacheScope { agent: None, model: None })
    };
    let (before, after) = (of(before), of(after));
    let changed = before.iter().zip(&after).filter(|(old, new)| old.retention != new.retention);
    let changed: Vec<String> = changed.map(|(_, new)| why(new)).collect();
    let note = || Error::new(Code::CacheChanges).with("where", changed.join("; ")).into();
    let note = (!changed.is_empty()).then(note);
    (after, note)
}

/// A model of an agent, what counts for it, and what decides that.
fn why(view: &CacheView) -> String {
    let retention = say(&format!("core.cache.{}", view.retention.text()), &[]);
    let by = match view.reason {
        CacheReason::Setting => {
            let deciding = view.settings.iter().find(|setting| setting.decides);
            deciding.map(|setting| setting.path.clone()).unwrap_or_default()
        }
        CacheReason::OtherAddress => say("core.cache.by.address", &[]),
        CacheReason::ApiKeyDefault => say("core.cache.by.api-key", &[]),
        CacheReason::Default => say("core.cache.by.default", &[]),
    };
    say(
        "core.cache.why",
        &[("agent", &view.agent), ("model", &view.model), ("retention", &retention), ("by", &by)],
    )
}

/// A scope in words.
fn what(scope: &CacheScope) -> String {
    let (agent, model) = (scope.agent.as_deref(), scope.model.as_deref());
    let key = match (agent, model) {
        (None, None) => "everything",
        (None, Some(_)) => "model",
        (Some(_), None) => "agent",
        (Some(_), Some(_)) => "agent-model",
    };
    say(
        &format!("core.cache.scope.{key}"),
        &[("agent", &agent.unwrap_or_default()), ("model", &model.unwrap_or_default())],
    )
}
