//! The same flow on each dialect of OpenClaw: connect, serve a turn with the right credential,
//! rotate, add another sign-in, choose which is first, remove all. Each with the gateway running,
//! as at home.

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, Gateway, OpenClaw, Result, credential};

use crate::world::{World, error_code};

/// What differs from version to version where the secret can stay in the keychain.
struct Dialect {
    version: &'static str,
    /// Whether the gateway leaves the config alone. 2026.5.7 writes it at each start, without its
    /// comments, and at a restart because of a change from what it had read before the change.
    leaves_config: bool,
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn references_in_a_file() -> Result<()> {
    with_references(&Dialect { version: "2026.5.7", leaves_config: false })
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn references_in_a_database() -> Result<()> {
    with_references(&Dialect { version: "2026.9.6", leaves_config: true })
}

fn with_references(dialect: &Dialect) -> Result<()> {
    let world = World::with(OpenClaw::of_version(dialect.version)?, KeyringPart::Unlocked)?;
    let (first, second) = (credential::setup_token(), credential::setup_token());
    let key = credential::api_key();
    for secret in [&first, &second, &key] {
        world.standin.accept(secret);
    }
    world.connect(&["--setup-token"], &first)?;
    let gateway = world.gateway()?;
    world.serves(&gateway, &Sent::Bearer(first.clone()))?;

    world.connect(&["--setup-token"], &second).with_context(|| gateway.log())?;
    world.serves(&gateway, &Sent::Bearer(second.clone()))?;

    let connected = world.connect(&["--api-key"], &key).with_context(|| gateway.log())?;
    assert_eq!(connected["profile"], "anthropic:api");
    world.serves(&gateway, &Sent::ApiKey(key.clone()))?;
    first_is(&world, "default")?;
    world.serves(&gateway, &Sent::Bearer(second.clone()))?;

    disconnect(&world, "default").with_context(|| gateway.log())?;
    world.serves(&gateway, &Sent::ApiKey(key.clone()))?;
    disconnect(&world, "anthropic:api").with_context(|| gateway.log())?;
    nothing_serves(&world, &gateway)?;

    gateway.stop();
    for secret in [&first, &second, &key] {
        assert_eq!(world.files_with(secret)?, Vec::<std::path::PathBuf>::new());
    }
    if dialect.leaves_config {
        let text = world.text()?;
        assert!(!text.contains("chela-resolver") && text.contains("// not sonnet"), "{text}");
    }
    Ok(())
}

/// Before references OpenClaw's file holds all of them: several are added, rotated, put first and
/// removed while the gateway serves, and it takes each change with its next turn.
#[test]
fn before_references() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.2.9")?, KeyringPart::Unlocked)?;
    let [home, work, newer] = std::array::from_fn(|_| credential::setup_token());
    let key = credential::api_key();
    for secret in [&home, &work, &newer, &key] {
        world.standin.accept(secret);
    }
    // Nothing is kept in plaintext unasked.
    let before = world.text()?;
    let refused = world.chela(&["connect", "--setup-token", "--json"], &home)?;
    assert_eq!(error_code(&refused)?, "references-unsupported");
    assert_eq!((world.text()?, world.files_with(&home)?.len()), (before, 0));

    let connect = |kind: &'static str, profile: &'static str, secret: &str| {
        world.connect(&[kind, "--accept-plaintext", "--profile", profile], secret)
    };
    connect("--setup-token", "home", &home)?;
    let gateway = world.gateway()?;
    // What is signed in last comes first.
    connect("--setup-token", "work", &work)?;
    connect("--api-key", "api", &key)?;
    world.serves(&gateway, &Sent::ApiKey(key.clone()))?;
    connect("--setup-token", "work", &newer)?;
    world.serves(&gateway, &Sent::Bearer(newer.clone()))?;
    // The rotated one stays for the grace period.
    assert_eq!(world.entries()?, 4);
    first_is(&world, "home")?;
    world.serves(&gateway, &Sent::Bearer(home.clone()))?;

    disconnect(&world, "home")?;
    world.serves(&gateway, &Sent::Bearer(newer.clone()))?;
    disconnect(&world, "work")?;
    disconnect(&world, "api")?;
    nothing_serves(&world, &gateway)?;
    gateway.stop();
    for secret in [&home, &work, &newer, &key] {
        assert_eq!(world.files_with(secret)?, Vec::<std::path::PathBuf>::new());
    }
    let text = world.text()?;
    assert!(text.contains("// not sonnet"), "{text}");
    Ok(())
}

fn nothing_serves(world: &World, gateway: &Gateway) -> Result<()> {
    let turns = world.standin.turns().len();
    assert!(!world.turn()?.ok, "{}", gateway.log());
    assert_eq!(world.standin.turns().len(), turns, "something still serves");
    Ok(())
}

fn first_is(world: &World, profile: &str) -> Result<()> {
    world.chela(&["profiles", "first", profile, "--json"], "")?.success()?;
    Ok(())
}

fn disconnect(world: &World, profile: &str) -> Result<()> {
    let arguments = ["disconnect", "--profile", profile, "--json"];
    world.chela(&arguments, "")?.success()?;
    Ok(())
}
