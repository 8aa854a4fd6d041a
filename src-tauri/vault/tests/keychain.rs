//! The keychain against a real GNOME Keyring in each of its states.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]
#![cfg(target_os = "linux")]

mod private_session;

use std::sync::mpsc;
use std::time::{Duration, Instant};

use chela_vault::keychain::SessionBus;
use chela_vault::lock_watch::watch_lock_on;
use chela_vault::{Entry, EntryId, Keychain, KeychainError, KeychainState, Secret, SystemKeychain};
use private_session::PrivateSession;
use zbus::blocking::MessageIterator;
use zbus::blocking::connection::Builder;
use zbus::message::Type;

fn entry(profile: &str) -> Entry {
    Entry {
        id: EntryId::random(),
        home: "/home/ada/.openclaw".into(),
        agents: vec!["main".into(), "work".into()],
        profile: profile.into(),
        kind: "setup-token".into(),
        masked: "sk-ant-oat01-Zk3…mAA".into(),
        created_ms: 1_795_403_966_028,
        confirmed_ms: None,
        retired_ms: None,
        copy: false,
    }
}

fn secret() -> Secret {
    Secret::new(format!("sk-ant-oat01-{}", "Zk3x".repeat(23) + "mAA"))
}

/// Runs `call` and says that it came back well before a prompt could have been answered.
fn quickly<T>(call: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let answer = call();
    assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
    answer
}

#[test]
fn an_entry_is_stored_read_changed_and_removed() {
    let session = PrivateSession::start();
    let keychain = session.keychain();
    assert_eq!(keychain.state(), KeychainState::Ready);
    assert_eq!(keychain.list(), Ok(vec![]));

    let first = entry("anthropic:default");
    assert_eq!(keychain.get(&first.id), Err(KeychainError::NotFound));
    keychain.put(&first, &secret()).unwrap();
    assert_eq!(keychain.get(&first.id), Ok(secret()));
    assert_eq!(keychain.put(&first, &secret()), Err(KeychainError::Exists));

    let other = entry("anthropic:ünï \"quoted\"");
    keychain.put(&other, &Secret::new("another".into())).unwrap();
    assert_eq!(
        keychain.fetch(&[other.id.clone(), EntryId::random(), first.id.clone()]),
        [Ok(Secret::new("another".into())), Err(KeychainError::NotFound), Ok(secret())]
    );

    let retired = Entry { retired_ms: Some(1), agents: vec![], ..first.clone() };
    keychain.update(&retired).unwrap();
    assert_eq!(keychain.get(&first.id), Ok(secret()), "a retired secret is still served");
    let mut expected = vec![retired, other.clone()];
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(keychain.list(), Ok(expected));

    keychain.delete(&first.id).unwrap();
    assert_eq!(keychain.list(), Ok(vec![other]));
    assert_eq!(keychain.delete(&first.id), Err(KeychainError::NotFound));
    assert_eq!(keychain.update(&first), Err(KeychainError::NotFound));
    assert_eq!(keychain.unlock(), Ok(()), "unlocking what is unlocked asks nobody");
}

#[test]
fn a_locked_keychain_says_so_without_a_prompt() {
    let session = PrivateSession::start();
    let keychain = session.keychain();
    let kept = entry("anthropic:default");
    keychain.put(&kept, &secret()).unwrap();
    session.lock();

    quickly(|| {
        assert_eq!(keychain.state(), KeychainState::Locked);
        assert_eq!(keychain.get(&kept.id), Err(KeychainError::Locked));
        assert_eq!(keychain.get(&EntryId::random()), Err(KeychainError::Locked));
        assert_eq!(keychain.put(&entry("x"), &secret()), Err(KeychainError::Locked));
        assert_eq!(keychain.update(&kept), Err(KeychainError::Locked));
        assert_eq!(keychain.delete(&kept.id), Err(KeychainError::Locked));
        assert_eq!(keychain.list(), Err(KeychainError::Locked));
    });
    // The prompt cannot be shown in a session without a display.
    assert_eq!(quickly(|| keychain.unlock()), Err(KeychainError::Refused));

    session.unlock_as_login();
    assert_eq!(keychain.get(&kept.id), Ok(secret()));
}

#[test]
fn a_keychain_that_never_had_a_collection_counts_as_locked() {
    let mut session = PrivateSession::without_keyring();
    session.start_keyring(false);
    let keychain = session.keychain();
    assert_eq!(keychain.state(), KeychainState::Locked);
    quickly(|| {
        assert_eq!(keychain.put(&entry("x"), &secret()), Err(KeychainError::Locked));
        assert_eq!(keychain.get(&EntryId::random()), Err(KeychainError::Locked));
        assert_eq!(keychain.list(), Err(KeychainError::Locked));
        assert_eq!(keychain.unlock(), Err(KeychainError::Refused));
    });
}

#[test]
fn an_absent_keychain_is_asked_afresh_each_time() {
    let mut session = PrivateSession::without_keyring();
    let keychain = session.keychain();
    let absent = KeychainState::Unavailable(KeychainError::NoService);
    quickly(|| {
        assert_eq!(keychain.state(), absent);
        assert_eq!(keychain.put(&entry("x"), &secret()), Err(KeychainError::NoService));
        assert_eq!(keychain.get(&EntryId::random()), Err(KeychainError::NoService));
        assert_eq!(keychain.list(), Err(KeychainError::NoService));
        assert_eq!(keychain.unlock(), Err(KeychainError::NoService));
    });
    session.start_keyring(true);
    assert_eq!(keychain.state(), KeychainState::Ready);

    let bus = session.bus();
    drop(session);
    let nowhere = SystemKeychain::on_bus(bus, Duration::from_secs(5));
    assert_eq!(nowhere.state(), absent);
}

#[test]
fn a_keychain_that_hangs_is_not_awaited() {
    let session = PrivateSession::start();
    let kept = entry("anthropic:default");
    session.keychain().put(&kept, &secret()).unwrap();
    session.hang(true);
    let keychain = SystemKeychain::on_bus(session.bus(), Duration::from_millis(200));
    quickly(|| {
        assert_eq!(keychain.get(&kept.id), Err(KeychainError::TimedOut));
        assert_eq!(keychain.put(&entry("x"), &secret()), Err(KeychainError::TimedOut));
        assert_eq!(keychain.list(), Err(KeychainError::TimedOut));
        assert_eq!(keychain.state(), KeychainState::Unavailable(KeychainError::TimedOut));
    });
    session.hang(false);
    assert_eq!(session.keychain().get(&kept.id), Ok(secret()));
}

/// GNOME Keyring can end of another one, see `SecretService::introduce`.
#[test]
fn its_first_message_is_one_that_any_program_answers() {
    let session = PrivateSession::without_keyring();
    let service = Builder::address(session.bus().address()).unwrap();
    let service = service.name("org.freedesktop.secrets").unwrap().build().unwrap();
    let mut messages = MessageIterator::from(service);
    let keychain = SystemKeychain::on_bus(session.bus(), Duration::from_millis(200));
    quickly(|| keychain.get(&EntryId::random()).unwrap_err());
    let first = messages.find_map(|message| {
        let message = message.ok().filter(|one| one.message_type() == Type::MethodCall)?;
        Some(message.header().member()?.to_string())
    });
    assert_eq!(first.as_deref(), Some("Ping"));
}

#[test]
fn the_watch_tells_each_change_once_and_ends_when_dropped() {
    let mut session = PrivateSession::start();
    let (tell, told) = mpsc::channel();
    let watch = watch_lock_on(&session.bus(), move |state| tell.send(state).unwrap()).unwrap();
    let next = || told.recv_timeout(Duration::from_secs(30)).unwrap();
    assert_eq!(next(), KeychainState::Ready);
    session.lock();
    assert_eq!(next(), KeychainState::Locked);
    session.unlock_as_login();
    assert_eq!(next(), KeychainState::Ready);
    session.stop_keyring();
    assert_eq!(next(), KeychainState::Unavailable(KeychainError::NoService));
    session.start_keyring(true);
    // It may have been asked between its start and the opening of its collection.
    let mut state = next();
    if state == KeychainState::Locked {
        state = next();
    }
    assert_eq!(state, KeychainState::Ready);
    drop(watch);
    let ended = told.recv_timeout(Duration::from_secs(30));
    assert_eq!(ended, Err(mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn the_watch_tells_when_the_bus_goes_away() {
    let session = PrivateSession::start();
    let (tell, told) = mpsc::channel();
    let _watch = watch_lock_on(&session.bus(), move |state| tell.send(state).unwrap()).unwrap();
    let next = || told.recv_timeout(Duration::from_secs(30));
    assert_eq!(next(), Ok(KeychainState::Ready));
    drop(session);
    assert_eq!(next(), Ok(KeychainState::Unavailable(KeychainError::NoService)));
    assert_eq!(next(), Err(mpsc::RecvTimeoutError::Disconnected), "once, and then no more");
}

#[test]
fn a_watch_does_not_wait_for_what_is_no_bus() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("bus");
    let _silent = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let bus = SessionBus::at(format!("unix:path={}", socket.display()));
    let start = Instant::now();
    assert_eq!(watch_lock_on(&bus, |_| {}).unwrap_err(), KeychainError::TimedOut);
    assert!(start.elapsed() < Duration::from_secs(15), "took {:?}", start.elapsed());
}
