//! `chela-resolver`: the program that the OpenClaw gateway runs to fetch a secret.
//!
//! It reads one request of the exec protocol on stdin, asks the keychain, and writes one
//! answer on stdout. It takes nothing from the environment but the way to the session bus,
//! never shows a prompt, never unlocks anything, and is done within a second even when the
//! keychain hangs. `--version` prints its name and version.
//!
//! Exit codes: 0 answered (also when an id could not be had: the answer says so);
//! 2 the request or the arguments cannot be read; 3 another version of the protocol;
//! 4 the request is too long; 5 the request did not come in time; 6 the answer could not be
//! written. With any code but 0 stdout is empty and stderr has one line.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use chela_vault::protocol::{self, Refusal};
use chela_vault::{SystemKeychain, harden_process};

/// For everything from start to answer. OpenClaw would wait five seconds, and the gateway's
/// start with it.
const LIMIT: Duration = Duration::from_millis(900);

/// Of that, what is kept for writing the answer and for a machine under load.
const RESERVE: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let start = Instant::now();
    harden_process();
    // A panic's message could quote what was read.
    std::panic::set_hook(Box::new(|_| {}));
    let Some(stdout) = take_stdout() else { return ended(6, "stdout cannot be used") };

    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next()) {
        (None, _) => respond(stdout, start),
        (Some(flag), None) if flag == "--version" => {
            let line = concat!("chela-resolver ", env!("CARGO_PKG_VERSION"), "\n");
            write_whole(stdout, line.as_bytes())
        }
        _ => ended(2, "it takes no arguments but --version; a request is read from stdin"),
    }
}

fn respond(stdout: Stdout, start: Instant) -> ExitCode {
    let Some(request) = read_request(LIMIT - RESERVE) else {
        return ended(5, "no request came on stdin");
    };
    let answer = protocol::answer(&request, |ids| {
        let left = LIMIT.saturating_sub(RESERVE).saturating_sub(start.elapsed());
        SystemKeychain::wherever(left).fetch(ids)
    });
    match answer {
        Ok(line) => write_whole(stdout, &line),
        Err(Refusal::Unreadable) => ended(2, "the request cannot be read"),
        Err(Refusal::Version) => ended(3, "the request is of another protocol version"),
        Err(Refusal::TooLong) => ended(4, "the request is too long"),
    }
}

/// Everything on stdin up to its end, or up to one byte too many; `None` when that takes
/// longer than `limit` or cannot be read.
fn read_request(limit: Duration) -> Option<Vec<u8>> {
    let (whole, request) = mpsc::sync_channel(1);
    thread::Builder::new()
        .spawn(move || {
            let mut bytes = Vec::new();
            let longest = u64::try_from(protocol::MAX_REQUEST).unwrap_or(u64::MAX);
            let read = std::io::stdin().take(longest + 1).read_to_end(&mut bytes);
            let _ = whole.send(read.ok().map(|_| bytes));
        })
        .ok()?;
    request.recv_timeout(limit).ok()?
}

#[cfg(unix)]
type Stdout = std::fs::File;
#[cfg(not(unix))]
type Stdout = std::io::Stdout;

/// The real stdout, for the answer alone: what anything else prints goes to stderr from here on.
#[cfg(unix)]
fn take_stdout() -> Option<Stdout> {
    let real = rustix::io::dup(rustix::stdio::stdout()).ok()?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr()).ok()?;
    Some(real.into())
}

#[cfg(not(unix))]
fn take_stdout() -> Option<Stdout> {
    Some(std::io::stdout())
}

fn write_whole(mut stdout: Stdout, line: &[u8]) -> ExitCode {
    match stdout.write_all(line).and_then(|()| stdout.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ended(6, "the answer could not be written"),
    }
}

/// The end without an answer. `why` is for a person who runs this by hand; OpenClaw shows the
/// code alone.
fn ended(code: u8, why: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "chela-resolver: {why}");
    code.into()
}
