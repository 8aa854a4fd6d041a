//! Prompt caching.

use chela_core::text::say;
use chela_core::view::{CacheChanged, CacheSetting, CacheView};

use super::{choice, notice};

/// What counts for each model of each agent, and all settings that are about it.
pub(crate) fn caches(views: &[CacheView]) -> String {
    if views.is_empty() {
        return say("program.cache.none", &[]) + "\n";
    }
    views.iter().map(cache).collect::<Vec<_>>().join("\n")
}

fn cache(view: &CacheView) -> String {
    let retention = choice("retention", &view.retention);
    let mut out = say(
        "program.cache.line",
        &[("agent", &view.agent), ("model", &view.model), ("retention", &retention)],
    );
    out += &format!("\n  {}\n", choice("cache.reason", &view.reason));
    out.extend(view.settings.iter().map(setting));
    if view.by_subscription && !view.settings.is_empty() {
        out += &format!("  {}\n", say("program.cache.by-subscription", &[]));
    }
    out
}

fn setting(setting: &CacheSetting) -> String {
    let what = match (setting.decides, setting.retention) {
        (true, _) => "decides",
        (false, Some(_)) => "hidden",
        (false, None) => "invalid",
    };
    let mut what = say(&format!("program.cache.{what}"), &[]);
    if setting.legacy {
        what += &format!("; {}", say("program.cache.legacy", &[]));
    }
    format!("  {} = {}  ({what})\n", setting.path, setting.written)
}

/// What a change of the settings did, and what counts now.
pub(crate) fn cache_changed(done: &CacheChanged) -> String {
    let mut out = match &done.change {
        Some(change) => say("program.undo-with", &[("change", change)]) + "\n",
        None => say("program.same-already", &[]) + "\n",
    };
    out.extend(done.notices.iter().map(notice));
    out + &caches(&done.caching)
}
