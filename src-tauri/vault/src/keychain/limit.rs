//! A time limit around a call that has none of its own.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::KeychainError;

/// Runs `work` on a thread of its own and waits at most `limit` for what it answers. A thread
/// that is still at it afterwards is left behind: it holds nothing that another call needs.
pub(super) fn within<T: Send + 'static>(
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
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            Err(KeychainError::Other("the call broke off".into()))
        }
    }
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
}
