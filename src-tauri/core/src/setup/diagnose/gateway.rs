//! Whether the gateway runs, where Chela looks for it, with the config as it stands.

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::view::{ConfigState, Finding, GatewayState, RepairKind};

/// A file system's time and that of a process differ by as much (ms).
const BLUR: u64 = 2000;

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    if let Some(elsewhere) = &facts.gateway.elsewhere {
        return vec![Found::problem(Case::GatewayElsewhere).in_the_words_of(elsewhere)];
    }
    let set_up = match &facts.config {
        Ok((config, state)) => *state == ConfigState::Ok && config.gateway.is_set_up(),
        Err(_) => true,
    };
    let found = match facts.gateway.state {
        GatewayState::Stopped if set_up => Some(stopped(facts)),
        GatewayState::Unclear => Some(port_taken(facts)),
        GatewayState::Running => restart_needed(facts),
        GatewayState::Stopped | GatewayState::Starting => None,
    };
    found.into_iter().collect()
}

fn stopped(facts: &Facts) -> Finding {
    // The sentence says so first, and no less.
    let found = Found::attention(Case::GatewayStopped).mended_by(RepairKind::StartGateway);
    facts.running.seen.last_lines.iter().fold(found, Found::seen).finding()
}

fn port_taken(facts: &Facts) -> Finding {
    let found = Found::problem(Case::PortTaken).with("port", facts.gateway.port);
    let by = facts.running.seen.port_taken_by.iter();
    by.fold(found, Found::seen).mended_by(RepairKind::StartGateway).finding()
}

/// With `gateway.reload.mode: "off"` a change of the config waits for a restart.
fn restart_needed(facts: &Facts) -> Option<Finding> {
    let off = facts.known_config().gateway.reload.as_deref() == Some("off");
    let (since, changed) = (facts.running.seen.since_ms?, facts.running.config_changed_ms?);
    (off && changed > since + BLUR).then(|| {
        Found::attention(Case::RestartNeeded).mended_by(RepairKind::RestartGateway).finding()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::setup::diagnose::finding::codes;

    #[test]
    fn a_gateway_that_should_run_and_does_not_is_a_problem() {
        let set_up = json!({ "gateway": { "mode": "local", "auth": { "token": "x" } } });
        for (config, state, expected) in [
            (json!({}), GatewayState::Stopped, &[][..]),
            (set_up.clone(), GatewayState::Stopped, &["gateway-stopped"]),
            (set_up.clone(), GatewayState::Starting, &[]),
            (set_up.clone(), GatewayState::Unclear, &["port-taken"]),
            (set_up.clone(), GatewayState::Running, &[]),
        ] {
            let mut facts = Facts::healthy().with_config(&config);
            facts.gateway.state = state;
            facts.running.seen.last_lines = vec!["Error: no".into()];
            facts.running.seen.port_taken_by = Some("python3".into());
            let found = look(&facts);
            assert_eq!(codes(&found), expected, "{state:?}");
            assert!(found.iter().all(|found| !found.evidence.is_empty()));
        }
    }

    #[test]
    fn a_change_waits_for_a_restart_where_reloading_is_off() {
        for (mode, changed, expected) in [
            ("off", 20_000, &["restart-needed"][..]),
            ("off", 11_000, &[]),
            ("hybrid", 20_000, &[]),
        ] {
            let config = json!({ "gateway": { "reload": { "mode": mode } } });
            let mut facts = Facts::healthy().with_config(&config);
            facts.running.seen.since_ms = Some(10_000);
            facts.running.config_changed_ms = Some(changed);
            assert_eq!(codes(&look(&facts)), expected, "{mode} {changed}");
        }
    }
}
