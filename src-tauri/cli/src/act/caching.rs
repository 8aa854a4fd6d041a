//! `chela cache …`.

use chela_core::Result;
use chela_core::setup::{self, Context};
use chela_core::view::CacheScope;
use serde_json::json;

use super::answer;
use crate::args::{Cache, CacheCommand};
use crate::output::Answer;
use crate::waiting::wait;
use crate::{dry_run, render};

pub(crate) fn cache(context: &Context, wanted: Cache) -> Result<Answer> {
    let scope = CacheScope { agent: wanted.agent, model: wanted.model };
    let changed = match wanted.command {
        None | Some(CacheCommand::Show) => {
            let views = wait(setup::cache(context, &scope))??;
            return answer(render::caches(&views), &json!({ "caching": views }));
        }
        Some(CacheCommand::Usage) => {
            let usage = wait(setup::cache_usage(context, &scope))??;
            return answer(render::cache_usage(&usage), &usage);
        }
        Some(CacheCommand::Set { retention, dry_run: true }) => {
            let plan = setup::plan_set_cache(context, &scope, retention.retention());
            return dry_run::previewed(wait(plan)??);
        }
        Some(CacheCommand::Migrate { dry_run: true }) => {
            return dry_run::previewed(wait(setup::plan_migrate_cache(context))??);
        }
        Some(CacheCommand::Set { retention, .. }) => {
            wait(setup::set_cache(context, &scope, retention.retention()))??
        }
        Some(CacheCommand::Migrate { .. }) => wait(setup::migrate_cache(context))??,
    };
    if changed.changed {
        super::check_in_background(context);
    }
    answer(render::cache_changed(&changed), &changed)
}
