//! The program `chela-resolver` as the gateway runs it: a bare environment, a request on
//! stdin, one object on stdout.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]
#![cfg(target_os = "linux")]

mod private_session;

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use chela_vault::{Entry, EntryId, Keychain, Secret};
use private_session::PrivateSession;
use serde_json::{Value, json};

fn resolver(bus: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chela-resolver"));
    command
        .env_clear()
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(bus: &str, request: &[u8]) -> Output {
    let start = Instant::now();
    let mut child = resolver(bus).spawn().unwrap();
    // A refusal may come before the whole request was read.
    let _ = child.stdin.take().unwrap().write_all(request);
    let output = child.wait_with_output().unwrap();
    assert!(start.elapsed() < Duration::from_secs(1), "took {:?}", start.elapsed());
    output
}

fn ask(session: &PrivateSession, ids: &[&str]) -> Value {
    let request = json!({"protocolVersion": 1, "provider": "chela", "ids": ids}).to_string();
    let output = run(session.bus().address(), request.as_bytes());
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn stored(session: &PrivateSession) -> (String, String) {
    let entry = Entry {
        id: EntryId::random(),
        home: "/home/ada/.openclaw".into(),
        agents: vec!["main".into()],
        profile: "anthropic:default".into(),
        kind: "api-key".into(),
        masked: "…".into(),
        created_ms: 0,
        confirmed_ms: None,
        retired_ms: Some(1),
        copy: false,
    };
    let secret = format!("sk-ant-api03-{}", "x".repeat(95));
    session.keychain().put(&entry, &Secret::new(secret.clone())).unwrap();
    (entry.id.to_string(), secret)
}

#[test]
fn it_serves_what_the_keychain_holds() {
    let session = PrivateSession::start();
    let (id, secret) = stored(&session);
    let absent = EntryId::random();
    assert_eq!(
        ask(&session, &[&id, absent.as_str(), "not/ours", &id]),
        json!({"protocolVersion": 1, "values": {id: secret}, "errors": {
            absent.as_str(): {"code": "NOT_FOUND"}, "not/ours": {"code": "NOT_FOUND"},
        }})
    );
}

/// As when a gateway starts with many sign-ins.
#[test]
fn many_at_once_are_served_and_the_keychain_survives() {
    let session = PrivateSession::start();
    let (id, secret) = stored(&session);
    let expected = json!({"protocolVersion": 1, "values": {id.as_str(): secret}});
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100).for_each(|_| assert_eq!(ask(&session, &[&id]), expected)));
        }
    });
    assert_eq!(session.keychain().list().unwrap().len(), 1);
}

#[test]
fn it_answers_in_time_whatever_the_keychain_does() {
    let mut session = PrivateSession::start();
    let (id, _) = stored(&session);
    let code = |session: &PrivateSession| {
        let answer = ask(session, &[&id]);
        assert_eq!(answer["values"], json!({}));
        answer["errors"][&id]["code"].clone()
    };
    session.hang(true);
    assert_eq!(code(&session), "TIMEOUT");
    session.hang(false);
    session.lock();
    assert_eq!(code(&session), "LOCKED");
    session.stop_keyring();
    assert_eq!(code(&session), "UNAVAILABLE");
}

#[test]
fn without_a_bus_the_keychain_is_unavailable() {
    let id = EntryId::random();
    let request = json!({"protocolVersion": 1, "ids": [id]}).to_string();
    // Where this user has a bus, the resolver would find that.
    let of_user = format!("/run/user/{}/bus", rustix::process::getuid().as_raw());
    let stale = ["unix:path=/nonexistent/bus", "no address"];
    let stale = stale.iter().filter(|_| !std::path::Path::new(&of_user).exists());
    for bus in stale.chain(["disabled:"].iter()) {
        let output = run(bus, request.as_bytes());
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["errors"][id.as_str()]["code"], "UNAVAILABLE", "{bus}");
    }
}

#[test]
fn an_address_that_is_out_of_date_is_not_the_last_word() {
    let session = PrivateSession::start();
    let (id, secret) = stored(&session);
    let address = session.bus().address().to_owned();
    let runtime = address.strip_prefix("unix:path=").unwrap().strip_suffix("/bus").unwrap();
    let request = json!({"protocolVersion": 1, "provider": "chela", "ids": [id]}).to_string();
    for stale in ["unix:path=/nonexistent/bus", "no address", ""] {
        let mut child = resolver(stale).env("XDG_RUNTIME_DIR", runtime).spawn().unwrap();
        child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["values"][&id], json!(secret), "{stale}");
    }
}

#[test]
fn what_it_refuses_it_refuses_with_an_exit_code_alone() {
    let long = vec![b' '; 600 * 1024];
    for (request, code) in
        [(&b"nonsense"[..], 2), (b"", 2), (b"{\"protocolVersion\":2,\"ids\":[{}]}", 3), (&long, 4)]
    {
        let output = run("unix:path=/nonexistent/bus", request);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
        assert_eq!(output.stderr.iter().filter(|byte| **byte == b'\n').count(), 1);
    }
}

#[test]
fn a_request_that_never_ends_is_not_awaited() {
    let start = Instant::now();
    let mut child = resolver("unix:path=/nonexistent/bus").spawn().unwrap();
    let stdin = child.stdin.take().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(5));
    assert!(start.elapsed() < Duration::from_secs(1), "took {:?}", start.elapsed());
    drop(stdin);
}

#[test]
fn it_tells_its_version_and_takes_no_other_argument() {
    let version = resolver("").arg("--version").output().unwrap();
    let expected = concat!("chela-resolver ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(String::from_utf8_lossy(&version.stdout), expected);
    for arguments in [&["--help"][..], &["--version", "x"]] {
        let output = resolver("").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
    }
}
