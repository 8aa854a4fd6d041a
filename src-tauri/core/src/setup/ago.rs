//! How long ago something was, in words.

use crate::text::say;

/// How long before `now_ms` something was that was `at_ms`.
pub(super) fn ago(at_ms: u64, now_ms: u64) -> String {
    let minutes = now_ms.saturating_sub(at_ms) / 60_000;
    let (unit, n) = match minutes {
        0 => ("now", 0),
        1..60 => ("minute", minutes),
        60..1440 => ("hour", minutes / 60),
        _ => ("day", minutes / 1440),
    };
    let plural = if n > 1 { "s" } else { "" };
    say(&format!("core.ago.{unit}{plural}"), &[("n", &n)])
}
