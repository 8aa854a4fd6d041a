//! The arguments of OpenClaw's commands that write its stores, to run them and to show them before.

use super::shared::STRANGER;
use crate::view::CredentialKind;

/// Where a plan is read from, in a command that is shown.
pub(crate) const PLAN: &str = "PLAN.json";

/// Binds what the plan in the file `plan` names.
pub(crate) fn apply(plan: &str) -> Vec<String> {
    all(&["secrets", "apply", "--from", plan, "--allow-exec", "--json"])
}

/// Removes a profile of an agent.
pub(crate) fn logout(profile: &str, agent: &str) -> Vec<String> {
    all(&["models", "auth", "logout", profile, "--yes", "--agent", agent])
}

/// Removes a profile from what the agents share.
pub(crate) fn logout_shared(profile: &str) -> Vec<String> {
    logout(profile, STRANGER)
}

/// Gives back the free pages of the database that the agents share, and what they still hold.
pub(crate) fn compact() -> Vec<String> {
    all(&["doctor", "--state-sqlite", "compact", "--json"])
}

/// Sets the order of an agent's profiles, or takes it back.
pub(crate) fn order(agent: &str, order: Option<&[String]>) -> Vec<String> {
    let verb = if order.is_some() { "set" } else { "clear" };
    let mut arguments =
        all(&["models", "auth", "order", verb, "--provider", "anthropic", "--agent", agent]);
    arguments.extend(order.unwrap_or_default().iter().cloned());
    arguments
}

/// Takes a credential on standard input.
pub(crate) fn paste(agent: &str, profile: &str, kind: CredentialKind) -> Vec<String> {
    let verb = if kind == CredentialKind::ApiKey { "paste-api-key" } else { "paste-token" };
    let of_agent = ["models", "auth", "--agent", agent];
    all(&[&of_agent[..], &[verb, "--provider", "anthropic", "--profile-id", profile]].concat())
}

fn all(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|argument| (*argument).to_owned()).collect()
}
