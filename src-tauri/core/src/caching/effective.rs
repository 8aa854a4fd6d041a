//! Which of the settings decides.

use super::written::Written;
use crate::view::{CacheLevel, CacheReason};

/// The last of each name hides those before it, whatever it says; of the two the newer name wins.
/// `added` says that OpenClaw puts `short` at the model where nothing stands.
pub(super) fn deciding(written: &[Written], added: bool) -> (Option<usize>, CacheReason) {
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
