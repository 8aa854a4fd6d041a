//! Which of the settings decides.

use super::written::Written;
use crate::config::redact;
use crate::view::{CacheLevel, CacheReason, CacheSetting, CacheView, Retention};

/// What counts; `added` says that OpenClaw puts `short` at the model where nothing stands.
pub(super) fn view((agent, model): (&str, &str), written: &[Written], added: bool) -> CacheView {
    let (deciding, reason) = deciding(written, added);
    let retention = match reason {
        CacheReason::Setting => deciding.and_then(|at| written[at].retention()),
        CacheReason::ApiKeyDefault | CacheReason::Default => None,
    };
    let setting = |(at, written): (usize, &Written)| CacheSetting {
        level: written.level,
        path: written.path.to_string(),
        written: text(written),
        retention: written.retention(),
        legacy: written.legacy,
        decides: deciding == Some(at),
    };
    CacheView {
        agent: agent.to_owned(),
        model: model.to_owned(),
        retention: retention.unwrap_or(Retention::Short),
        reason,
        settings: written.iter().enumerate().map(setting).collect(),
    }
}

/// The last of each name hides those before it, whatever it says; of the two the newer name wins.
fn deciding(written: &[Written], added: bool) -> (Option<usize>, CacheReason) {
    let last = |legacy: bool| written.iter().rposition(|setting| setting.legacy == legacy);
    let newer = last(false);
    // What OpenClaw adds stands at the model, where there is no text yet.
    let at_model = |setting: &Written| {
        !setting.legacy && setting.level == CacheLevel::Model && setting.value.is_string()
    };
    let added = added && !written.iter().any(at_model);
    let hides = |level| matches!(level, CacheLevel::Everything | CacheLevel::Model);
    if added && newer.is_none_or(|at| hides(written[at].level)) {
        return (None, CacheReason::ApiKeyDefault);
    }
    let means = |at: &usize| written[*at].retention().is_some();
    match newer.filter(means).or_else(|| last(true).filter(means)) {
        Some(at) => (Some(at), CacheReason::Setting),
        None => (None, CacheReason::Default),
    }
}

/// A value as people may see it: whatever somebody put there by mistake.
fn text(written: &Written) -> String {
    let text = written.value.as_str().map_or_else(|| written.value.to_string(), str::to_owned);
    redact::masked(&text)
}
