//! A time limit around a call that has none of its own.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::KeychainError;

/// Runs `work` on a thread of its own and waits at most `limit` for what it answers. A thread
/// that is still at it afterwards is left behind: it holds nothing that another call needs.
pub(crate) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
) -> Result<T, KeychainError> {
    let (answer, answers) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("keychain".into())
        .spawn(move || {
            // Nobody waits any more when this fails.
            let _ = answer.send(work());
        })
        .map_err(|error| KeychainError::Other(error.to_string()))?;
    match answers.recv_timeout(limit) {
        Ok(answer) => answer,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(KeychainError::TimedOut),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(KeychainError::BrokenOff),
    }
}

/// Runs `work` likewise, and gives back what it told within `limit`, and how it ended.
pub(crate) fn told_within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce(&mut dyn FnMut(T)) -> Result<(), KeychainError> + Send + 'static,
) -> (Vec<T>, Result<(), KeychainError>) {
    let until = Instant::now() + limit;
    let (tell, told) = mpsc::channel();
    let (answer, answers) = mpsc::sync_channel(1);
    let worker = thread::Builder::new().name("keychain".into()).spawn(move || {
        let ended = work(&mut |one| {
            // Nobody waits any more when this fails.
            let _ = tell.send(one);
        });
        let _ = answer.send(ended);
    });
    if let Err(error) = worker {
        return (Vec::new(), Err(KeychainError::Other(error.to_string())));
    }
    let mut all = Vec::new();
    loop {
        match told.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(one) => all.push(one),
            Err(mpsc::RecvTimeoutError::Timeout) => return (all, Err(KeychainError::TimedOut)),
            // The work is over, or broke off.
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    (all, answers.recv().unwrap_or(Err(KeychainError::BrokenOff)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_time_is_handed_on_and_a_late_one_is_not_awaited() {
        assert_eq!(within(Duration::from_secs(60), || Ok(7)), Ok(7));
        let (release, held) = mpsc::channel::<()>();
        let late = within(Duration::from_millis(5), move || {
            let _ = held.recv();
            Ok(())
        });
        assert_eq!(late, Err(KeychainError::TimedOut));
        drop(release);
    }

    #[test]
    fn what_was_told_in_time_is_kept() {
        let (release, held) = mpsc::channel::<()>();
        let (told, ended) = told_within(Duration::from_millis(200), move |tell| {
            tell(1);
            tell(2);
            let _ = held.recv();
            tell(3);
            Ok(())
        });
        assert_eq!((told, ended), (vec![1, 2], Err(KeychainError::TimedOut)));
        drop(release);
        let whole = told_within(Duration::from_secs(60), |tell| {
            tell(1);
            Err(KeychainError::Locked)
        });
        assert_eq!(whole, (vec![1], Err(KeychainError::Locked)));
    }
}
