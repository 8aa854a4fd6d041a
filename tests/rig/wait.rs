//! Waiting for a condition, never for a fixed time.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long to rest between two looks at least.
const REST: Duration = Duration::from_millis(25);
/// And at most.
const LONG_REST: Duration = Duration::from_millis(500);

/// Looks until `condition` holds. `what` says for what one waits, for the error.
///
/// # Errors
/// When it does not hold within `limit`.
pub fn until(limit: Duration, what: &str, mut condition: impl FnMut() -> bool) -> Result<()> {
    value(limit, what, || condition().then_some(()))
}

/// Looks until `look` brings a value. A look that takes its time, such as one into a window, is
/// followed by a longer rest: what is waited for needs the processor too.
///
/// # Errors
/// When it brings none within `limit`.
pub fn value<T>(limit: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> Result<T> {
    let start = Instant::now();
    loop {
        let looked = Instant::now();
        if let Some(found) = look() {
            return Ok(found);
        }
        let rest = (looked.elapsed() * 4).clamp(REST, LONG_REST);
        if start.elapsed() > limit {
            bail!("waited {} s in vain: {what}", limit.as_secs_f32());
        }
        std::thread::sleep(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_looked_at_until_it_holds() {
        let mut looks = 0;
        let third = until(Duration::from_secs(5), "the third look", || {
            looks += 1;
            looks == 3
        });
        assert!(third.is_ok());
        let never = until(Duration::ZERO, "the moon", || false).unwrap_err().to_string();
        assert!(never.contains("the moon"), "{never}");
    }
}
