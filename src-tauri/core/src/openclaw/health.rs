//! On which port a gateway listens, and whether it answers there. Needs no OpenClaw program, only
//! milliseconds.

use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::paths::Home;
use super::{process, unit};
use crate::Environment;
use crate::view::GatewayState;

/// The port of a gateway that nobody gave another.
const DEFAULT_PORT: u16 = 18789;

/// The port on which the gateway of a home listens: the one that a running gateway wrote into its
/// lock, else that of its installed unit, else
/// `OPENCLAW_GATEWAY_PORT`, else `gateway.port` of the config, else one made of the profile's
/// name, else 18789: as 2026.9.6 does.
pub fn port(environment: &Environment, home: &Home, config_port: Option<u16>) -> u16 {
    let of_unit = || unit::of_home(environment, home).and_then(|unit| unit.port());
    process::lock_port(home)
        .or_else(of_unit)
        .or_else(|| environment.get("OPENCLAW_GATEWAY_PORT").and_then(named_port))
        .or(config_port.filter(|port| *port > 0))
        .unwrap_or_else(|| match home.profile.as_deref() {
            None => DEFAULT_PORT,
            Some("dev") => 19001,
            Some(profile) => {
                let hash = profile.bytes().fold(2_166_136_261_u32, |hash, byte| {
                    (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
                });
                // Below 60000, so that it always fits.
                u16::try_from(20_000 + hash % 40_000).unwrap_or(DEFAULT_PORT)
            }
        })
}

/// `18789`, `127.0.0.1:18789` or `[::1]:18789`.
fn named_port(text: &str) -> Option<u16> {
    let text = text.trim();
    text.rsplit_once(':').map_or(text, |(_, port)| port).parse().ok().filter(|port| *port > 0)
}

/// The file that a gateway of `home` makes when it starts and removes when it stops, 10 to 20
/// seconds before it answers. To be watched.
pub fn lock_file(home: &Home) -> PathBuf {
    process::lock_file(home)
}

/// Whether a living gateway holds that file. 2026.9.6 removes it 1.5 s before it ends, and still
/// answers meanwhile.
pub fn is_locked(home: &Home) -> bool {
    process::lock_holder(home).is_some()
}

/// Whether the gateway of `home` answers on `port`. Takes milliseconds; at most 1.5 s when
/// something listens and says nothing, 5.5 s when that is a gateway with its hands full.
pub async fn state(home: &Home, port: u16) -> GatewayState {
    let locked = is_locked(home);
    // Versions before the lock in the state folder (2026.5.7) are known by their process.
    let whose = if locked { Some(true) } else { is_listening_for(home, port) };
    let ours = whose == Some(true);
    match answer(port, Duration::from_secs(if ours { 5 } else { 1 })).await {
        Some(Answer::Healthy) if whose != Some(false) => GatewayState::Running,
        Some(Answer::Older) if ours => GatewayState::Running,
        None if !locked => GatewayState::Stopped,
        _ if ours => GatewayState::Starting,
        _ => GatewayState::Unclear,
    }
}

/// Whether the gateway that listens on `port` is this home's; `None` when none of the user's own
/// is known to.
fn is_listening_for(home: &Home, port: u16) -> Option<bool> {
    process::gateway_on(port).map(|(_, its)| its.id() == home.id())
}

/// What something that listens says to `GET /healthz`.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    /// As a gateway does: `{"ok":true,"status":"live"}`.
    Healthy,
    /// As a gateway does that knows no such question: with its own page, or, where that is switched
    /// off, not at all (2026.2.9).
    Older,
    /// Something else, or nothing in time.
    Other,
}

impl Answer {
    fn of(text: &str) -> Self {
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body);
        match (text.split_whitespace().nth(1), body) {
            (Some("200"), Some(body)) if body.contains("\"ok\":true") => Self::Healthy,
            (Some("200" | "404"), Some(_)) => Self::Older,
            _ => Self::Other,
        }
    }
}

/// `None` when nothing listens.
async fn answer(port: u16, limit: Duration) -> Option<Answer> {
    let connected = timeout(Duration::from_millis(500), TcpStream::connect(("127.0.0.1", port)));
    let mut stream = connected.await.ok()?.ok()?;
    let asked = async {
        let request =
            format!("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        (&mut stream).take(8192).read_to_end(&mut answer).await?;
        std::io::Result::Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    Some(match timeout(limit, asked).await {
        Ok(Ok(text)) => Answer::of(&text),
        _ => Answer::Other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_port_is_the_one_that_openclaw_takes() {
        let home = |name: &str| Home::at(format!("/none/{name}"));
        let none = environment(&[]);
        assert_eq!(port(&none, &home(".openclaw"), None), 18789);
        assert_eq!(port(&none, &home(".openclaw"), Some(0)), 18789);
        assert_eq!(port(&none, &home(".openclaw"), Some(7)), 7);
        assert_eq!(port(&none, &home(".openclaw-dev"), None), 19001);
        // What 2026.9.6 takes for `--profile work`.
        assert_eq!(port(&none, &home(".openclaw-work"), None), 41984);
        for text in ["8", "127.0.0.1:8", "[::1]:8", " 8 "] {
            let env = environment(&[("OPENCLAW_GATEWAY_PORT", text)]);
            assert_eq!(port(&env, &home(".openclaw"), Some(7)), 8, "{text}");
        }
        let env = environment(&[("OPENCLAW_GATEWAY_PORT", "nonsense")]);
        assert_eq!(port(&env, &home(".openclaw"), Some(7)), 7);
    }

    /// Something that answers each connection with `text`, or with silence.
    async fn answering(text: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let mut silent = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 512];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(text.as_bytes()).await;
                if text.is_empty() {
                    silent.push(stream);
                }
            }
        });
        port
    }

    #[test]
    fn an_older_gateway_answers_with_its_page() {
        for (text, expected) in [
            ("HTTP/1.1 200 OK\r\n\r\n{\"ok\":true,\"status\":\"live\"}", Answer::Healthy),
            ("HTTP/1.1 200 OK\r\n\r\n<!doctype html>", Answer::Older),
            ("HTTP/1.1 404 Not Found\r\n\r\nNot Found", Answer::Older),
            ("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"ok\":false}", Answer::Other),
            ("HTTP/1.1 200 OK", Answer::Other),
            ("", Answer::Other),
        ] {
            assert_eq!(Answer::of(text), expected, "{text}");
        }
    }

    #[tokio::test]
    async fn what_listens_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        // The listener is this test itself, whose own home is the environment's.
        let home = Home::current(&Environment::of_process()).unwrap_or(Home::at(folder.path()));
        let cases = [
            ("HTTP/1.1 200 OK\r\n\r\n{\"ok\":true,\"status\":\"live\"}", GatewayState::Running),
            ("HTTP/1.1 200 OK\r\n\r\n<html>", GatewayState::Unclear),
            ("HTTP/1.1 404 Not Found\r\n\r\n{\"ok\":true}", GatewayState::Unclear),
            ("SSH-2.0-x\r\n", GatewayState::Unclear),
            ("", GatewayState::Unclear),
        ];
        for (text, expected) in cases {
            let port = answering(text).await;
            assert_eq!(state(&home, port).await, expected, "{text}");
        }
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        assert_eq!(state(&home, free).await, GatewayState::Stopped);
    }
}
