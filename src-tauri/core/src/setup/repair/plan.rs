//! What mending a finding would do.

use super::{
    add_cache_beta, by_hand, move_env, own_repair, place_resolver, profile_of, release_sessions,
    reload_secrets, remove_metadata,
};
use crate::config::GatewayConfig;
use crate::config::include::Files;
use crate::config::store::Intent;
use crate::error::Result;
use crate::openclaw::sessions::release_arguments;
use crate::setup::caching::capabilities;
use crate::setup::session::Session;
use crate::setup::{
    Context, plan_comments, plan_disconnect, plan_give, plan_move_to_keychain, plan_undo,
};
use crate::view::{FileDiff, Finding, GatewayAction, Preview, RepairKind};

/// What [`super::repair`] would do.
///
/// # Errors
/// Those that it finds before its first step.
pub async fn plan_repair(
    context: &Context,
    finding: &Finding,
    kind: RepairKind,
) -> Result<Preview> {
    let own = own_repair(context, finding, kind)?;
    match kind {
        RepairKind::GiveToAgents => plan_give(context, profile_of(finding)?, &finding.agents).await,
        RepairKind::Remove => {
            Ok(plan_disconnect(context, profile_of(finding)?, &finding.agents).await?.preview)
        }
        RepairKind::RemoveReference => {
            let profile = own.profile.as_deref().unwrap_or_default();
            Ok(plan_disconnect(context, profile, &own.agents).await?.preview)
        }
        RepairKind::MoveToKeychain => {
            let profile = finding.profile.as_deref().unwrap_or_default();
            plan_move_to_keychain(context, profile, &finding.agents).await
        }
        RepairKind::RemoveMetadata => {
            let profile = profile_of(finding)?;
            edited(context, &|config: &GatewayConfig, files: &Files| {
                remove_metadata::mentions(config, files, profile)
            })
        }
        RepairKind::AddCacheBeta => {
            let can = capabilities(context, &context.config()?).await;
            edited(context, &add_cache_beta::adding(can))
        }
        RepairKind::MoveEnv => edited(context, &move_env::moves),
        RepairKind::UndoChange => Ok(of(plan_undo(context, "problem", false).await?.diffs)),
        RepairKind::PutCommentsBack => Ok(of(plan_comments(context)?.diffs)),
        RepairKind::PlaceResolver
        | RepairKind::UnlockKeychain
        | RepairKind::ReloadSecrets
        | RepairKind::ReleaseSessions
        | RepairKind::StartGateway
        | RepairKind::RestartGateway => with_openclaw(context, finding, kind).await,
        _ => Err(by_hand(finding)),
    }
}

/// An edit of the config, and no more.
fn edited(context: &Context, intent: &Intent<'_>) -> Result<Preview> {
    Ok(of(context.store().prepare(intent)?.diffs()))
}

fn of(diffs: Vec<FileDiff>) -> Preview {
    Preview { diffs, ..Preview::default() }.complete()
}

/// What is done through the gateway, or for it.
async fn with_openclaw(context: &Context, finding: &Finding, kind: RepairKind) -> Result<Preview> {
    let session = Session::open(context).await?;
    let gateway = context.gateway(&session.config).await?;
    let mut preview = Preview::default();
    match kind {
        RepairKind::StartGateway => preview.types(gateway.typed(GatewayAction::Start)),
        RepairKind::RestartGateway => preview.types(gateway.typed(GatewayAction::Restart)),
        RepairKind::ReleaseSessions => {
            for key in release_sessions::pinned(&session.openclaw, finding).await? {
                preview.runs(release_arguments(&key));
            }
        }
        RepairKind::PlaceResolver => {
            session.foresee_resolver(&mut preview)?;
            let naming = place_resolver::naming_the_copy(context);
            preview.diffs = context.store().prepare(&naming)?.diffs();
            session.foresee_reload(&mut preview).await?;
        }
        RepairKind::ReloadSecrets => {
            session.foresee_reload(&mut preview).await?;
            for (before, after) in reload_secrets::changed_by_others(context)? {
                preview.keychain_after(&before, &after);
            }
        }
        // Unlocking itself changes nothing that could be shown: the keychain asks for its password.
        _ => session.foresee_reload(&mut preview).await?,
    }
    Ok(preview.complete())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::diff::file_diff;
    use crate::setup::context::{test_context, test_files};
    use crate::setup::{Quiet, repair};
    use crate::view::{Repair, Tone};

    fn finding(kind: RepairKind, automatic: bool) -> Finding {
        let agents = vec![];
        let repair = Repair { kind, label: "Mend it".into(), automatic, profile: None, agents };
        Finding {
            code: "x".into(),
            id: "x".into(),
            tone: Tone::Problem,
            title: "It is broken.".into(),
            meaning: String::new(),
            evidence: vec![],
            profile: Some("anthropic:ghost".into()),
            agents: vec![],
            until_ms: None,
            repairs: vec![repair],
        }
    }

    #[tokio::test]
    async fn what_would_be_mended_is_what_is_mended_then() {
        let text = "{\n  env: { ANTHROPIC_API_KEY: 'sk-ant-api03-MadeUp' },\n  // mine\n  auth: \
                    { profiles: { 'anthropic:ghost': { mode: 'token' } } },\n}\n";
        for kind in [RepairKind::MoveEnv, RepairKind::RemoveMetadata] {
            let dir = tempfile::tempdir().unwrap();
            let context = test_context(dir.path());
            let path = &context.home.config_path;
            std::fs::write(path, text).unwrap();
            let files = test_files(dir.path());
            let planned = plan_repair(&context, &finding(kind, true), kind).await.unwrap();
            assert_eq!(test_files(dir.path()), files, "{kind:?}");
            assert!(!format!("{planned:?}").contains("MadeUp"), "{planned:?}");
            repair(&context, &finding(kind, true), kind, &Quiet).await.unwrap();
            let after = std::fs::read_to_string(path).unwrap();
            assert_eq!(planned.diffs, [file_diff(path, Some(text), &after)], "{kind:?}");
            let again = plan_repair(&context, &finding(kind, true), kind).await.unwrap();
            assert!(again.nothing_to_do, "{kind:?}");
        }
    }

    #[tokio::test]
    async fn what_is_for_a_person_only_has_no_plan() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let by_hand = finding(RepairKind::OpenConfig, false);
        let error = plan_repair(&context, &by_hand, RepairKind::OpenConfig).await.unwrap_err();
        assert_eq!(error.code, crate::Code::RepairByHand);
    }
}
