//! `env.ANTHROPIC_API_KEY` → `env.vars.ANTHROPIC_API_KEY`: the older form, which the first versions'
//! documentation shows, keeps a gateway of 2026.8 and later from starting.

use super::{Repaired, done};
use crate::config::gateway_config::edits;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig, Path};
use crate::error::Result;
use crate::setup::Context;
use crate::text::say;
use crate::view::RepairKind;

/// Moves each variable. One that stands in `env.vars` as well is only taken away
/// from `env`: OpenClaw reads `env.vars` first. A comment at the end of a moved line goes with the
/// line, as with any removal; undoing brings it back.
///
/// # Errors
/// Those of the config.
pub(super) fn move_env(context: &Context) -> Result<Repaired> {
    let about = context.about(say("core.change.move-env", &[]), None);
    let committed = context.store().change(&moves, &about)?;
    let changed = committed.changed();
    Ok(Repaired { change: committed.change, ..done(RepairKind::MoveEnv, changed) })
}

pub(super) fn moves(config: &GatewayConfig, files: &Files) -> Result<Vec<Edit>> {
    let mut all = Vec::new();
    for path in &config.flat_variables {
        let (Some(value), Some(name)) = (path.find(files.value()), path.0.last()) else { continue };
        let to = Path::from(["env", "vars"]).join(name.clone());
        if to.find(files.value()).is_none() {
            all.push(Edit::Set { path: to, value: value.clone() });
        }
        all.extend(edits::removal(files, path, 0)?);
    }
    Ok(all)
}
