//! What a sign-out would break, said before it is done. Decided from the matrix of sign-ins,
//! without reading anything.

use super::Removal;
use crate::error::{Code, Error};
use crate::view::{
    AgentAfter, AgentView, CellView, DisconnectPlan, Notice, Preview, SignInState, SignIns,
};

/// What goes, as far as the agents feel it.
pub(super) struct Going<'a> {
    pub(super) profile: &'a str,
    /// The agents from which it is taken.
    pub(super) agents: &'a [String],
    /// The agents that have it in a store of their own, where that is known.
    pub(super) own: Vec<&'a str>,
    /// The agent through whose store the others read.
    pub(super) main: &'a str,
    /// Whether an agent that loses its own reads through to the default agent's.
    pub(super) reads_through: bool,
}

impl<'a> Going<'a> {
    pub(super) fn of(removal: &'a Removal, main: &'a str, reads_through: bool) -> Self {
        let own = removal.entries.iter().flat_map(|entry| &entry.agents).map(String::as_str);
        Self {
            profile: &removal.profile,
            agents: &removal.agents,
            own: own.collect(),
            main,
            reads_through,
        }
    }

    /// Whether an agent that has the profile now has it no longer.
    pub(super) fn lost_by(&self, agent: &str) -> bool {
        let goes = |agent: &str| self.agents.iter().any(|one| one == agent);
        if !goes(agent) {
            return goes(self.main) && !self.own.contains(&agent);
        }
        agent == self.main
            || !self.reads_through
            || goes(self.main)
            || !self.own.contains(&self.main)
    }
}

/// What removing a profile would break, beside what it would do.
pub(super) fn plan(
    going: &Going<'_>,
    sign_ins: &SignIns,
    irrevocable: bool,
    preview: Preview,
) -> DisconnectPlan {
    let has = |agent: &&AgentView| agent.cells.iter().any(|cell| cell.profile == going.profile);
    let losing = sign_ins.agents.iter().filter(has).filter(|agent| going.lost_by(&agent.id));
    let after: Vec<AgentAfter> = losing.map(|agent| after(agent, going.profile)).collect();
    let stranded: Vec<&str> =
        after.iter().filter(|after| after.stranded).map(|after| after.agent.as_str()).collect();
    let mut notices: Vec<Notice> = Vec::new();
    if !stranded.is_empty() {
        let note = Error::new(Code::AgentStranded).with("agents", stranded.join(", "));
        notices.push(note.into());
    }
    if irrevocable {
        notices.push(Error::new(Code::CannotPutBack).with("profile", going.profile).into());
    }
    DisconnectPlan {
        profile: going.profile.to_owned(),
        agents: going.agents.to_vec(),
        after,
        irrevocable,
        preview: Preview { notices, ..preview },
    }
}

/// How an agent goes on without a profile.
fn after(agent: &AgentView, profile: &str) -> AgentAfter {
    let rest: Vec<&CellView> = agent.cells.iter().filter(|cell| cell.profile != profile).collect();
    let ordered: Vec<&String> = agent.order.iter().filter(|name| *name != profile).collect();
    // An order of which one or none is left is taken back, and then all are tried.
    let explicit = agent.own_order && ordered.len() > 1;
    let others = |cell: &&&CellView| !agent.order.contains(&cell.profile);
    let able: Vec<&CellView> = rest
        .iter()
        .filter(|cell| serves(cell.state) && !(explicit && others(cell) && is_profile(cell)))
        .copied()
        .collect();
    let unordered = able.iter().filter(|cell| is_profile(cell)).count();
    let certain = !agent.order.is_empty() || unordered < 2;
    AgentAfter {
        agent: agent.id.clone(),
        next: able.first().filter(|_| certain).map(|cell| cell.profile.clone()),
        stranded: !rest.iter().any(|cell| lasts(cell.state)),
    }
}

/// Whether it is an auth profile, which are named by their provider.
fn is_profile(cell: &CellView) -> bool {
    cell.profile.contains(':')
}

/// Whether a sign-in can serve now, as far as is known.
fn serves(state: SignInState) -> bool {
    use SignInState::{Expiring, Ok, Other, Unconfirmed};
    matches!(state, Ok | Unconfirmed | Expiring | Other)
}

/// Whether it can, now or once OpenClaw tries it again.
pub(in crate::setup) fn lasts(state: SignInState) -> bool {
    !matches!(state, SignInState::Missing | SignInState::Expired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use SignInState::{Cooldown, Expired, Ok};

    fn agent(id: &str, order: &[&str], cells: &[(&str, SignInState)]) -> AgentView {
        let cells = cells.iter().map(|(profile, state)| {
            serde_json::json!({ "profile": profile, "inherited": false, "state": state,
                "detail": null, "untilMs": null, "lastUsedMs": null, "serves": false })
        });
        serde_json::from_value(serde_json::json!({
            "id": id, "default": id == "main",
            "model": { "primary": null, "name": null, "fallbacks": [] }, "ownModel": false,
            "order": order, "ownOrder": !order.is_empty(),
            "cells": cells.collect::<Vec<_>>(), "missing": false, "problem": null
        }))
        .unwrap()
    }

    #[test]
    fn each_agent_goes_on_with_what_is_left() {
        type Cells = &'static [(&'static str, SignInState)];
        let table: [(&[&str], Cells, Option<&str>, bool); 8] = [
            (&["a:x"], &[("a:x", Ok)], None, true),
            (&["a:x", "a:y"], &[("a:x", Ok), ("a:y", Ok)], Some("a:y"), false),
            (&["a:x", "a:y"], &[("a:x", Ok), ("a:y", Cooldown)], None, false),
            (&["a:x", "a:y"], &[("a:x", Ok), ("a:y", Expired)], None, true),
            (&["a:x"], &[("a:x", Ok), ("VARIABLE", Ok)], Some("VARIABLE"), false),
            // Which of two OpenClaw takes without an order nobody can tell.
            (&[], &[("a:x", Ok), ("a:y", Ok), ("a:z", Ok)], None, false),
            (&[], &[("a:x", Ok), ("a:y", Ok)], Some("a:y"), false),
            (
                &["a:x", "a:y", "a:z"],
                &[("a:x", Ok), ("a:y", Cooldown), ("a:z", Cooldown), ("a:out", Ok)],
                None,
                false,
            ),
        ];
        for (order, cells, next, stranded) in table {
            let found = after(&agent("main", order, cells), "a:x");
            assert_eq!((found.next.as_deref(), found.stranded), (next, stranded), "{cells:?}");
        }
    }

    #[test]
    fn who_reads_through_loses_it_with_the_default_agent() {
        let all = |agents: &[&str]| agents.iter().map(|&id| id.to_owned()).collect::<Vec<_>>();
        let agents = ["main", "mail", "ops"].map(|id| agent(id, &[], &[("a:x", Ok)]));
        let matrix = SignIns { profiles: vec![], agents: agents.to_vec(), asked_ms: None };
        for (going, reads_through, losing) in [
            // `ops` only inherits it.
            (&["main", "mail"][..], true, &["main", "mail", "ops"][..]),
            (&["main"], true, &["main", "ops"]),
            (&["mail"], true, &[]),
            (&["mail"], false, &["mail"]),
        ] {
            let agents = all(going);
            let own = vec!["main", "mail"];
            let going = Going { profile: "a:x", agents: &agents, own, main: "main", reads_through };
            let plan = plan(&going, &matrix, false, Preview::default());
            let found: Vec<&str> = plan.after.iter().map(|after| after.agent.as_str()).collect();
            assert_eq!(found, losing, "{agents:?}");
            assert_eq!(plan.preview.notices.len(), usize::from(!losing.is_empty()));
        }
    }
}
