//! `--dry-run`: what a command would do, as an answer. That it would change nothing is an answer
//! too, and no failure.

use chela_core::Result;
use chela_core::view::{Notice, Plan, Preview, RotatePlan};
use serde_json::json;

use crate::act::answer;
use crate::output::Answer;
use crate::render;

/// What most commands would do.
pub(crate) fn previewed(preview: Preview) -> Result<Answer> {
    answer(render::preview(&preview), &json!({ "preview": preview }))
}

/// What `connect` would do, with what there is to say about the credential.
pub(crate) fn connect(mut plan: Plan, warning: Option<Notice>) -> Result<Answer> {
    let text = render::connect_plan(&plan);
    plan.preview.notices.extend(warning);
    answer(text, &plan)
}

/// What `rotate` would do, with what there is to say about the credential.
pub(crate) fn rotate(mut plan: RotatePlan, warning: Option<Notice>) -> Result<Answer> {
    let text = render::rotate_plan(&plan);
    plan.preview.notices.extend(warning);
    answer(text, &plan)
}
