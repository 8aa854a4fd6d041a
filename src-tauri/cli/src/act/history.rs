//! `history` and `comments`: what was done to the configuration, and what others took from it.

use chela_core::setup::{self, Context};
use chela_core::text::say;
use chela_core::{Code, Error, Result};
use serde_json::json;

use super::answer;
use crate::output::Answer;
use crate::render;

/// All that was done, or one thing with its diff.
pub(super) fn history(context: &Context, entry: Option<&str>) -> Result<Answer> {
    let history = setup::history(context)?;
    let Some(id) = entry else { return answer(render::history(&history), &history) };
    let found = history.entries.iter().find(|entry| entry.id == id);
    let found = found.ok_or_else(|| Error::new(Code::ChangeUnknown).with("change", id))?;
    answer(render::history_entry(found, history.read_ms), found)
}

/// The comments that were removed: shown, put back, or left out.
pub(super) fn comments(context: &Context, put_back: bool, leave: bool) -> Result<Answer> {
    if leave {
        setup::leave_comments_out(context)?;
        return answer(say("program.comments.left", &[]) + "\n", &json!({ "left": true }));
    }
    let plan = setup::plan_comments(context)?;
    if !put_back || plan.count == 0 {
        return answer(render::comments_plan(&plan), &plan);
    }
    let change = setup::put_comments_back(context)?;
    let text = match &change {
        Some(change) => say("program.comments.put", &[("change", change)]),
        None => say("program.comments.none", &[]),
    };
    answer(text + "\n", &json!({ "count": plan.count, "lost": plan.lost, "change": change }))
}
