//! Prompt caching.

use chela_core::text::say;
use chela_core::view::{CacheSetting, CacheView};

use super::choice;

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
    out
}

fn setting(setting: &CacheSetting) -> String {
    let what = match (setting.decides, setting.retention) {
        (true, _) => "decides",
        (false, Some(_)) => "hidden",
        (false, None) => "invalid",
    };
    let what = say(&format!("program.cache.{what}"), &[]);
    format!("  {} = {}  ({what})\n", setting.path, setting.written)
}
