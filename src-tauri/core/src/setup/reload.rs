//! Making gateways serve again after the keychain was opened: a gateway that could not fetch its
//! secrets fails each turn until it is told to fetch them once more (2026.9.6), or has given up
//! (2026.5.7).
//!
//! Leaves out hearing of the unlock and of a gateway that starts: that is the tray's.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::{Context, session};
use crate::error::{Code, Error, Result};
use crate::openclaw::gateway::wants_approval;
use crate::openclaw::{Gateway, health};
use crate::text::say;
use crate::view::{GatewayState, KeychainView};

/// How long a gateway may take from its lock file to its first answer (10 to 20 s were seen).
const START: Duration = Duration::from_secs(120);
/// How long one may answer after it removed its lock file (1.5 s were seen).
const END: Duration = Duration::from_secs(10);
/// How often it is looked at meanwhile.
const STEP: Duration = Duration::from_millis(500);
/// How often a gateway is told to fetch its secrets, until it has all of them.
const TRIES: u32 = 4;
/// The rest between two of these.
const REST: Duration = Duration::from_secs(2);

/// Asks the keychain to unlock (it shows its own prompt), then tells the gateway.
///
/// # Errors
/// Those of the keychain, and those of [`keychain_opened`].
pub async fn unlock_keychain(context: &Context) -> Result<()> {
    let keychain = context.keychain.clone();
    tokio::task::spawn_blocking(move || keychain.unlock()).await.map_err(|_| {
        Error::new(Code::KeychainFailed).with("detail", say("keychain.stopped", &[]))
    })??;
    after_unlock(context, true).await
}

/// Makes the gateways of all homes serve from the keychain that can be read now. `was_locked`
/// says that it was opened just now, and did not merely turn out to be open.
///
/// # Errors
/// The first of those of the OpenClaw commands; the other homes are not held up by it.
pub async fn keychain_opened(context: &Context, was_locked: bool) -> Result<()> {
    let mut homes = JoinSet::new();
    for home in context.of_all_homes() {
        homes.spawn(async move { after_unlock(&home, was_locked).await });
    }
    homes.join_all().await.into_iter().collect()
}

/// Sees a gateway through that has just made or removed its lock file: waits until it answers
/// or is gone, and tells one that answers to fetch its secrets, if it can have them. It is never
/// started from here: one that fails at once would be started for ever.
///
/// # Errors
/// Those of the OpenClaw command.
pub async fn gateway_moved(context: &Context) -> Result<()> {
    let is_leaving = |state| state == GatewayState::Running && !health::is_locked(&context.home);
    wait_while(context, END, is_leaving).await;
    wait_while(context, START, is_starting).await;
    if context.keychain_view() != KeychainView::Ready {
        return Ok(());
    }
    match own_gateway(context).await? {
        Some(gateway) => reloaded(&gateway).await,
        None => Ok(()),
    }
}

/// Tells the gateway of this home to fetch its secrets again; one that does not run needs no
/// telling.
///
/// # Errors
/// As for [`reloaded`].
pub(super) async fn reload_here(context: &Context) -> Result<()> {
    let gateway = context.gateway(&context.config()?).await?;
    wait_while(context, START, is_starting).await;
    reloaded(&gateway).await
}

async fn after_unlock(context: &Context, was_locked: bool) -> Result<()> {
    let Some(gateway) = own_gateway(context).await? else { return Ok(()) };
    wait_while(context, START, is_starting).await;
    if was_locked && gave_up(&gateway).await {
        // Once: what else keeps it from starting is no business of the keychain.
        return gateway.start().await;
    }
    reloaded(&gateway).await
}

/// Whether a gateway does not run because the keychain was locked when it started.
async fn gave_up(gateway: &Gateway) -> bool {
    !gateway.starts_with_failing_secrets()
        && gateway.state().await == GatewayState::Stopped
        && gateway.gave_up().await
}

/// The gateway, where a sign-in of Chela's is in use.
async fn own_gateway(context: &Context) -> Result<Option<Gateway>> {
    let config = context.config()?;
    if session::own_provider(&config).is_none() {
        return Ok(None);
    }
    context.gateway(&config).await.map(Some)
}

/// Tells a gateway to fetch its secrets, again after a rest when it could not have all of them.
/// One that ends meanwhile, or does not run at all, needs none.
///
/// # Errors
/// `secrets-incomplete`, `openclaw-failed`.
pub(super) async fn reloaded(gateway: &Gateway) -> Result<()> {
    reloaded_after(gateway, REST).await
}

async fn reloaded_after(gateway: &Gateway, rest: Duration) -> Result<()> {
    let mut outcome = Ok(());
    for turn in 0..TRIES {
        if turn > 0 {
            sleep(rest).await;
        }
        if gateway.state().await != GatewayState::Running {
            return Ok(());
        }
        outcome = match gateway.reload_secrets().await {
            Ok(0) => return Ok(()),
            Ok(count) => Err(Error::new(Code::SecretsIncomplete).with("count", count)),
            // It would be refused again, each time after a long wait for a restart.
            Err(error) if wants_approval(&error) => return Err(error),
            Err(error) => Err(error),
        };
    }
    outcome
}

/// Waits while the gateway is `so`, at most for `limit`.
async fn wait_while(context: &Context, limit: Duration, so: impl Fn(GatewayState) -> bool) {
    let config = context.config().unwrap_or_default();
    let port = health::port(&context.environment, &context.home, config.gateway.port);
    let end = Instant::now() + limit;
    while so(health::state(&context.home, port).await) && Instant::now() < end {
        sleep(STEP).await;
    }
}

fn is_starting(state: GatewayState) -> bool {
    state == GatewayState::Starting
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::openclaw::install::Installation;
    use crate::openclaw::node::Node;
    use crate::openclaw::{Home, OpenClaw};
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener};
    use std::path::Path;

    /// A gateway that answers on its port for as long as there is a file `runs`, and an OpenClaw
    /// that is `script`, told to reload its secrets.
    fn running(user: &Path, script: &str) -> Gateway {
        std::fs::write(
            user.join("openclaw.mjs"),
            // Asked what it lacks it says what a file has, and that is no telling.
            format!(
                "case \"$*\" in *status*) cat \"$HOME/lacks\"; exit;; esac; \
                 echo told >> \"$HOME/calls\"; {script}"
            ),
        )
        .unwrap();
        std::fs::write(user.join("runs"), "").unwrap();
        let lacks =
            r#"{"degradedSecretOwners":[{"ownerKind":"account"},{"ownerKind":"provider"}]}"#;
        std::fs::write(user.join("lacks"), lacks).unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let runs = user.join("runs");
        std::thread::spawn(move || {
            for stream in listener.incoming().take_while(|_| runs.exists()) {
                let mut stream = stream.unwrap();
                let _ = stream.read(&mut [0; 512]);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n{\"ok\":true}");
            }
        });
        gateway(user, "2026.9.6", port)
    }

    /// The gateway of a user whose Node is the shell.
    fn gateway(user: &Path, version: &str, port: u16) -> Gateway {
        let environment = [("HOME", user.to_str().unwrap()), ("PATH", "/usr/bin:/bin")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        let node = Node { path: "/bin/sh".into(), version: semver::Version::new(26, 1, 0) };
        let installation = Installation { package: user.to_owned(), version: version.into(), node };
        // The listener is this test itself, whose own home is the environment's.
        let own = crate::Environment::of_process();
        let home = Home::current(&own).unwrap_or(Home::at(user.join(".openclaw")));
        let openclaw = OpenClaw::new(installation, &environment, &home);
        Gateway::new(openclaw, &environment, Some(port), user.join("own"))
    }

    /// How often it was told, and what came of it.
    async fn told(script: &str) -> (usize, Result<()>) {
        let user = tempfile::tempdir().unwrap();
        let outcome = reloaded_after(&running(user.path(), script), Duration::from_millis(1)).await;
        let calls = std::fs::read_to_string(user.path().join("calls")).unwrap();
        (calls.lines().count(), outcome)
    }

    #[tokio::test]
    async fn a_gateway_is_told_until_it_has_its_secrets() {
        let answer = |count: &str| format!("echo '{{\"ok\":true,\"warningCount\":{count}}}'");
        assert_eq!(told(&answer("0")).await, (1, Ok(())));
        // The first two times something is still in the way.
        let later = format!(
            "case $(wc -l < \"$HOME/calls\") in *1) exit 1;; *2) {};; *) {};; esac",
            answer("1"),
            answer("0")
        );
        assert_eq!(told(&later).await, (3, Ok(())));
        let (calls, outcome) = told(&answer("2")).await;
        assert_eq!((calls, outcome.unwrap_err().params["count"].as_str()), (4, "2"));
        let (calls, outcome) = told("exit 1").await;
        assert_eq!((calls, outcome.unwrap_err().code), (4, Code::OpenClawFailed));
        let (calls, outcome) = told("echo 'Error: pairing required' >&2; exit 1").await;
        assert_eq!((calls, outcome.unwrap_err().code), (1, Code::OpenClawFailed));
    }

    #[tokio::test]
    async fn a_reference_without_a_use_is_no_secret_that_it_lacks() {
        let script = "echo '{}' > \"$HOME/lacks\"; echo '{\"ok\":true,\"warningCount\":3}'";
        assert_eq!(told(script).await, (1, Ok(())));
    }

    #[tokio::test]
    async fn what_a_gateway_says_that_ends_meanwhile_is_no_failure() {
        assert_eq!(told("rm \"$HOME/runs\"; exit 1").await, (1, Ok(())));
    }

    #[tokio::test]
    async fn only_a_gateway_that_missed_its_secrets_gave_up() {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let user = tempfile::tempdir().unwrap();
        let own = user.path().join("own");
        std::fs::create_dir(&own).unwrap();
        std::fs::write(own.join("gateway.pid"), "{}").unwrap();
        for (version, last_words, expected) in [
            ("2026.5.7", "Error: required secrets are unavailable", true),
            ("2026.5.7", "Error: the port is taken", false),
            ("2026.9.6", "Error: required secrets are unavailable", false),
        ] {
            std::fs::write(own.join("gateway.log"), last_words).unwrap();
            let gateway = gateway(user.path(), version, port);
            assert_eq!(gave_up(&gateway).await, expected, "{version}: {last_words}");
        }
    }
}
