//! A sign-in that the config names and nobody has: its entry in `auth.profiles`, and its place in
//! `auth.order.anthropic`. What else the file says stays.

use super::{Repaired, done, profile_of};
use crate::config::gateway_config::edits;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig, Path};
use crate::error::Result;
use crate::setup::Context;
use crate::text::say;
use crate::view::{Finding, RepairKind};

/// Removes what the config says of the finding's profile.
///
/// # Errors
/// Those of the config.
pub(super) fn remove_metadata(context: &Context, finding: &Finding) -> Result<Repaired> {
    let profile = profile_of(finding)?;
    let title = say("core.change.remove-metadata", &[("profile", &profile)]);
    let about = context.about(title, None);
    let intent = |config: &GatewayConfig, files: &Files| mentions(config, files, profile);
    let committed = context.store().change(&intent, &about)?;
    let changed = committed.changed();
    Ok(Repaired { change: committed.change, ..done(RepairKind::RemoveMetadata, changed) })
}

pub(super) fn mentions(config: &GatewayConfig, files: &Files, profile: &str) -> Result<Vec<Edit>> {
    let mut all = edits::remove_profile(files, profile)?;
    let order = config.order.as_deref().unwrap_or_default();
    let rest: Vec<&String> = order.iter().filter(|name| *name != profile).collect();
    if rest.len() == order.len() {
        return Ok(all);
    }
    let path = Path::from(["auth", "order", "anthropic"]);
    if rest.is_empty() {
        // What is around it may be empty only now.
        let left = files.apply_all(&all)?;
        all.extend(edits::removal(&left, &path, 0)?);
    } else {
        all.push(Edit::Set { path, value: serde_json::json!(rest) });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;
    use crate::view::{Repair, Tone};

    fn finding() -> Finding {
        Finding {
            code: "profile-without-credential".into(),
            id: "x".into(),
            tone: Tone::Problem,
            title: String::new(),
            meaning: String::new(),
            evidence: vec![],
            profile: Some("anthropic:ghost".into()),
            agents: vec![],
            until_ms: None,
            repairs: Vec::<Repair>::new(),
        }
    }

    #[test]
    fn only_what_names_the_profile_goes() {
        for (before, after) in [
            ("{ auth: { profiles: { 'anthropic:ghost': { mode: 'token' } } }, a: 1 }", "{ a: 1 }"),
            (
                "{\n  auth: {\n    // mine\n    profiles: {\n      'anthropic:ghost': {},\n      \
                 'anthropic:work': {}, // kept\n    },\n    order: { anthropic: \
                 ['anthropic:ghost', 'anthropic:work'] },\n  },\n}",
                "{\n  auth: {\n    // mine\n    profiles: {\n      'anthropic:work': {}, // \
                 kept\n    },\n    order: { anthropic: ['anthropic:work'] },\n  },\n}",
            ),
            ("{ auth: { order: { anthropic: ['anthropic:ghost'] } }, a: 1 }", "{ a: 1 }"),
            ("{ a: 1 }", "{ a: 1 }"),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let context = test_context(dir.path());
            std::fs::write(&context.home.config_path, before).unwrap();
            let repaired = remove_metadata(&context, &finding()).unwrap();
            assert_eq!(repaired.changed, before != after);
            assert_eq!(std::fs::read_to_string(&context.home.config_path).unwrap(), after);
        }
    }
}
