//! Mending what a diagnosis found, one file per kind that is more than a call of another operation.

mod add_cache_beta;
mod give_to_agents;
mod move_env;
mod place_resolver;
mod plan;
mod release_sessions;
mod reload_secrets;
mod remove_metadata;

use super::{Context, Report, gate};
use crate::error::{Code, Error, Result};
use crate::text::say;
use crate::view::{Disconnected, Finding, GatewayAction, Repair, RepairKind, Repaired};

pub use plan::plan_repair;

/// Mends `finding` by `kind`, one of its own repairs. A change of the config can be undone.
///
/// # Errors
/// `repair-by-hand` for a repair that needs a decision or a credential; `remote-gateway`,
/// `container-gateway`, `foreign-gateway`, which Chela leaves alone; those of the operation.
pub async fn repair(
    context: &Context,
    finding: &Finding,
    kind: RepairKind,
    report: &dyn Report,
) -> Result<Repaired> {
    let own = own_repair(context, finding, kind)?;
    match kind {
        RepairKind::GiveToAgents => give_to_agents::give_to_agents(context, finding, report).await,
        RepairKind::RemoveMetadata => remove_metadata::remove_metadata(context, finding),
        RepairKind::AddCacheBeta => add_cache_beta::add_cache_beta(context).await,
        RepairKind::Remove => remove(context, finding, report).await,
        RepairKind::MoveEnv => move_env::move_env(context),
        RepairKind::PlaceResolver => place_resolver::place_resolver(context).await,
        RepairKind::MoveToKeychain => {
            let profile = finding.profile.as_deref().unwrap_or_default();
            super::move_to_keychain(context, profile, &finding.agents, report).await
        }
        RepairKind::UnlockKeychain => {
            super::unlock_keychain(context).await.map(|()| done(kind, true))
        }
        RepairKind::ReloadSecrets => reload_secrets::reload_secrets(context).await,
        RepairKind::RemoveReference => remove_reference(context, own, report).await,
        RepairKind::StartGateway => {
            super::gateway(context, GatewayAction::Start).await.map(|()| done(kind, true))
        }
        RepairKind::RestartGateway => {
            super::gateway(context, GatewayAction::Restart).await.map(|()| done(kind, true))
        }
        RepairKind::ReleaseSessions => release_sessions::release_sessions(context, finding).await,
        RepairKind::UndoChange => {
            super::undo(context, "problem", false, report).await.map(|_| done(kind, true))
        }
        RepairKind::PutCommentsBack => {
            let change = super::put_comments_back(context)?;
            Ok(Repaired { change: change.clone(), ..done(kind, change.is_some()) })
        }
        _ => Err(by_hand(finding)),
    }
}

/// The repair of `finding` that Chela does.
fn own_repair<'a>(context: &Context, finding: &'a Finding, kind: RepairKind) -> Result<&'a Repair> {
    let Some(own) = finding.repairs.iter().find(|own| own.kind == kind && own.automatic) else {
        return Err(by_hand(finding));
    };
    let config = context.config().unwrap_or_default();
    match gate::refusal(&context.environment, &context.home, &config) {
        Some(elsewhere) => Err(elsewhere),
        None => Ok(own),
    }
}

/// What a person types for a repair, where a command does it.
pub fn repair_command(finding: &Finding, repair: &Repair) -> Option<String> {
    if repair.automatic {
        return Some(format!("chela doctor --fix {}", finding.code));
    }
    let profile = repair.profile.as_deref();
    let of_profile = profile.map(|name| format!(" --profile {name}")).unwrap_or_default();
    Some(match repair.kind {
        RepairKind::SettleInterrupted => "chela settle --finish".to_owned(),
        RepairKind::InstallOpenclaw => crate::openclaw::installer::COMMAND.to_owned(),
        RepairKind::Replace => format!("chela connect --setup-token{of_profile}"),
        RepairKind::AddSignIn => "chela connect --setup-token --profile NAME".to_owned(),
        RepairKind::ChooseModel => "chela model list".to_owned(),
        _ => return None,
    })
}

fn by_hand(finding: &Finding) -> Error {
    let commands = finding.repairs.iter().filter(|repair| !repair.automatic);
    let command = commands.filter_map(|repair| repair_command(finding, repair)).next();
    Error::new(Code::RepairByHand)
        .with("title", &finding.title)
        .with("command", command.unwrap_or_else(|| "chela doctor".to_owned()))
}

/// Signs out of a profile whose secret is gone.
async fn remove_reference(
    context: &Context,
    repair: &Repair,
    report: &dyn Report,
) -> Result<Repaired> {
    let profile = repair.profile.as_deref().unwrap_or_default();
    let Disconnected { changed, notices, .. } =
        super::disconnect(context, profile, &repair.agents, report).await?;
    Ok(Repaired { notices, ..done(RepairKind::RemoveReference, changed) })
}

/// Signs the finding's profile out of its agents.
async fn remove(context: &Context, finding: &Finding, report: &dyn Report) -> Result<Repaired> {
    let gone = super::disconnect(context, profile_of(finding)?, &finding.agents, report).await?;
    Ok(Repaired { notices: gone.notices, ..done(RepairKind::Remove, gone.changed) })
}

/// The profile that the finding names.
fn profile_of(finding: &Finding) -> Result<&str> {
    let unnamed = || Error::new(Code::RepairByHand).with("title", &finding.title);
    finding.profile.as_deref().ok_or_else(unnamed)
}

/// That it was done, in the words of its kind.
fn done(kind: RepairKind, changed: bool) -> Repaired {
    let value = serde_json::to_value(kind).unwrap_or_default();
    let key = format!("repair.{}.done", value.as_str().unwrap_or_default());
    Repaired { changed, done: say(&key, &[]), change: None, notices: vec![] }
}
