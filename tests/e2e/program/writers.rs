//! Two writers of one file: a gateway of 2026.2.9 notes in `auth-profiles.json` what each turn has
//! used, while Chela adds and removes profiles in it. Neither loses anything of the other's.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use chela_core::credential::auth_profiles::{AuthProfiles, Credential};
use chela_core::openclaw::Capabilities;
use chela_core::vault::Secret;
use chela_core::view::CredentialKind;
use chela_rig::session::KeyringPart;
use chela_rig::{Context, OpenClaw, Result, credential, wait};

use crate::world::{World, now_ms};

const VERSION: &str = "2026.2.9";
/// How many turns are served, and how many profiles are added and removed meanwhile.
const TIMES: usize = 200;
/// The profile that serves.
const SERVING: &str = "anthropic:default";

#[test]
#[ignore = "takes minutes: ./dev long"]
fn nothing_is_lost_between_a_gateway_and_chela() -> Result<()> {
    let (world, store) = served_in_plaintext()?;
    let gateway = world.gateway()?;
    let (turns, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    thread::scope(|scope| -> Result<()> {
        let looking = scope.spawn(|| look_until(&store, &over));
        let serving = scope.spawn(|| serve(&world, &store, &turns));
        let written = add_and_remove(&store, &turns);
        let served = serving.join().expect("the turns came to their end");
        over.store(true, Ordering::Release);
        looking.join().expect("the looks came to their end")?;
        served?;
        written
    })?;
    gateway.stop();
    assert_eq!(world.standin.turns().len(), TIMES);

    let contents = store.read()?;
    let kept: Vec<&str> = contents.profiles.iter().map(|profile| profile.id.as_str()).collect();
    let expected: Vec<String> = (0..TIMES).filter(|n| stays(*n)).map(name).collect();
    assert_eq!(kept[0], SERVING);
    assert_eq!(kept[1..], expected);
    assert_eq!(contents.last_good["anthropic"], SERVING);
    let folder = store.path().parent().expect("a folder");
    let left: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    assert!(!left.iter().any(|file| is_of_chela(file)), "{left:?}");
    Ok(())
}

#[test]
fn each_waits_for_the_other() -> Result<()> {
    let (world, store) = served_in_plaintext()?;
    let _gateway = world.gateway()?;
    world.answers()?;
    let lock = store.path().with_extension("json.lock");
    let text = || fs::read_to_string(store.path());

    // As if Chela wrote for a second: the gateway serves, and notes nothing until it is free.
    let before = text()?;
    fs::create_dir(&lock)?;
    thread::scope(|scope| -> Result<()> {
        let turn = scope.spawn(|| world.answers());
        let served = || world.standin.turns().len() == 2;
        wait::until(Duration::from_secs(60), "the second turn", served)?;
        let end = now_ms() + 1500;
        while now_ms() < end {
            assert_eq!(text()?, before);
        }
        fs::remove_dir(&lock)?;
        turn.join().expect("the turn came to its end")?;
        Ok(())
    })?;
    assert_ne!(text()?, before);

    // As if the gateway did: Chela waits.
    fs::create_dir(&lock)?;
    let before = text()?;
    let secret = Secret::new(credential::setup_token());
    thread::scope(|scope| -> Result<()> {
        let adding = scope.spawn(|| store.set_plaintext(&token_of(&name(0)), &secret).is_ok());
        let end = now_ms() + 500;
        while now_ms() < end {
            assert!(!adding.is_finished() && text()? == before);
        }
        fs::remove_dir(&lock)?;
        assert!(adding.join().expect("it came to its end"));
        Ok(())
    })?;
    assert!(store.read()?.profile(&name(0)).is_some());
    Ok(())
}

/// A home of 2026.2.9 with one sign-in, whose gateway takes turns over HTTP; and its store.
fn served_in_plaintext() -> Result<(World, AuthProfiles)> {
    let world = World::with(OpenClaw::of_version(VERSION)?, KeyringPart::Unlocked)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    world.connect(&["--setup-token", "--accept-plaintext"], &token)?;
    let file = world.session.home().join(".openclaw/agents/main/agent/auth-profiles.json");
    Ok((world, AuthProfiles::at(file, Capabilities::of(VERSION))))
}

/// The gateway's side: after each turn the file says that its profile has just been used.
fn serve(world: &World, store: &AuthProfiles, turns: &AtomicUsize) -> Result<()> {
    for turn in 0..TIMES {
        let begun = now_ms();
        world.answers().with_context(|| format!("turn {turn}"))?;
        let noted = || last_used(store).is_some_and(|used| used >= begun);
        wait::until(Duration::from_secs(30), "the note of a turn", noted)?;
        turns.fetch_add(1, Ordering::Release);
    }
    Ok(())
}

/// Chela's side: as many profiles as turns, spread over the time that those take.
fn add_and_remove(store: &AuthProfiles, turns: &AtomicUsize) -> Result<()> {
    for n in 0..TIMES {
        let in_step = || turns.load(Ordering::Acquire) + 1 >= n;
        wait::until(Duration::from_secs(150), "the turns", in_step)?;
        let (profile, secret) = (name(n), Secret::new(credential::setup_token()));
        assert!(store.set_plaintext(&token_of(&profile), &secret)?);
        assert_eq!(store.secret(&profile)?.as_ref(), Some(&secret));
        if n % 10 == 0 {
            let order = [SERVING.to_owned(), profile.clone()];
            assert!(store.set_order("anthropic", Some(&order))?);
            assert_eq!(store.read()?.order["anthropic"], order);
            store.set_order("anthropic", None)?;
        }
        if !stays(n) {
            assert!(store.remove(&profile)?);
            assert!(store.read()?.profile(&profile).is_none());
        }
    }
    Ok(())
}

/// A third one, who only looks: the file can be read each time, the serving profile stands in it,
/// and what the gateway has noted never goes back.
fn look_until(store: &AuthProfiles, over: &AtomicBool) -> Result<()> {
    let mut used = 0;
    while !over.load(Ordering::Acquire) {
        let contents = store.read()?;
        assert!(contents.profile(SERVING).is_some_and(|profile| profile.plaintext.is_some()));
        let now = contents.usage.get(SERVING).and_then(|usage| usage.last_used_ms);
        assert!(now.unwrap_or_default() >= used, "{now:?} after {used}");
        used = now.unwrap_or_default();
    }
    assert!(used > 0, "no turn was noted");
    Ok(())
}

fn last_used(store: &AuthProfiles) -> Option<u64> {
    store.read().ok()?.usage.get(SERVING)?.last_used_ms
}

fn name(n: usize) -> String {
    format!("anthropic:extra-{n}")
}

/// Whether Chela leaves the profile where it is.
fn stays(n: usize) -> bool {
    n % 20 == 7
}

fn token_of(profile: &str) -> Credential<'_> {
    let kind = CredentialKind::SetupToken;
    Credential { profile, provider: "anthropic", kind, expires_ms: None }
}

fn is_of_chela(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().contains(".chela-"))
}
