//! What became of a secret that was replaced, as text.

use chela_core::text::say;
use chela_core::view::{Revocation, RotatePlan, Rotated, SecretUse};

use super::preview::preview;
use super::{kind_with_article, notice};

/// `rotate`.
pub(crate) fn rotated(done: &Rotated) -> String {
    let uses = used(&done.uses);
    let mut out = say("program.rotated", &[("uses", &uses), ("masked", &done.masked)]) + "\n";
    out.extend(done.notices.iter().map(notice));
    out + &revocation(&done.revoke)
}

/// `rotate --dry-run`.
pub(crate) fn rotate_plan(plan: &RotatePlan) -> String {
    let old = &plan.secret;
    let (kind, uses) = (kind_with_article(old.kind), used(&old.uses));
    let of = say(
        "program.would.rotate",
        &[("kind", &kind), ("old", &old.masked), ("new", &plan.masked), ("uses", &uses)],
    );
    format!("{of}\n{}", preview(&plan.preview))
}

/// `rotate --revoked`.
pub(crate) fn revoked(profile: &str, left: &[Revocation]) -> String {
    let mut out = say("program.revoked", &[("profile", &profile)]) + "\n";
    out.extend(left.iter().map(revocation));
    out
}

/// What is to be revoked, and how Chela is told that it was.
pub(crate) fn revocation(due: &Revocation) -> String {
    // One of the profiles that had it is enough.
    let profile = due.profiles.first().map(String::as_str).unwrap_or_default();
    let command = format!("chela rotate {profile} --revoked");
    notice(&due.notice) + &format!("  {}\n", say("program.revoke-done", &[("command", &command)]))
}

/// `anthropic:default (main, work), anthropic:two (main)`.
fn used(uses: &[SecretUse]) -> String {
    let one = |used: &SecretUse| format!("{} ({})", used.profile, used.agents.join(", "));
    uses.iter().map(one).collect::<Vec<_>>().join(", ")
}
