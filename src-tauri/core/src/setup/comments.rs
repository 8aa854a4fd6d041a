//! Comments of the config that somebody's write has removed: what putting them back would do, and
//! doing it, or leaving them out.

use super::{Context, history};
use crate::error::Result;
use crate::text::say;
use crate::view::CommentsPlan;

/// What putting comments back would do; its count is 0 when there is nothing to put back.
///
/// # Errors
/// `io`.
pub fn plan_comments(context: &Context) -> Result<CommentsPlan> {
    history::observe(context);
    let found = context.store().removed_comments()?;
    let count = u32::try_from(found.comments).unwrap_or(u32::MAX);
    let lost = found.lost.into_iter().map(|comment| comment.text).collect();
    Ok(CommentsPlan { count, lost, diffs: found.diffs })
}

/// Puts the comments back around the values as they are now. Answers the change, for undo; none
/// when there was nothing to put back.
///
/// # Errors
/// Those of the config.
pub fn put_comments_back(context: &Context) -> Result<Option<String>> {
    let store = context.store();
    let about = context.about(say("core.change.comments", &[]), None);
    Ok(store.put_comments_back(&store.lock()?, &about)?.change)
}

/// Forgets the comments that were removed: they are not offered again.
///
/// # Errors
/// `busy`, `io`.
pub fn leave_comments_out(context: &Context) -> Result<()> {
    let store = context.store();
    store.leave_comments_out(&store.lock()?)
}
