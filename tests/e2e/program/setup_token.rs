//! `chela setup-token`: from Claude Code's screen into the keychain.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use chela_rig::child::{Finished, command};
use chela_rig::claude::{self, ADDRESS, CODE, Orders};
use chela_rig::standin::Sent;
use chela_rig::{Context, Result, credential, programs, wait};

use crate::world::{World, error_code};

/// How long Claude Code may take to ask, on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

/// Runs it, and types each line when what is before it is shown, or ends it where there is none. The
/// token is nowhere in what it prints.
fn setup_token(world: &World, typed: &[(&str, Option<&str>)], token: &str) -> Result<Finished> {
    let folder = world.session.log("setup-token");
    fs::create_dir_all(&folder)?;
    let (stdout, stderr) = (folder.join("stdout"), folder.join("stderr"));
    let mut chela = command(programs::chela()?, world.session.environment());
    chela.args(["setup-token", "--json"]).stdin(Stdio::piped());
    chela.stdout(File::create(&stdout)?).stderr(File::create(&stderr)?);
    let mut chela = chela.spawn()?;
    let mut stdin = chela.stdin.take().context("no stdin")?;
    let said = || fs::read_to_string(&stderr).unwrap_or_default();
    for (shown, line) in typed {
        let is_shown = wait::until(LIMIT, shown, || said().contains(shown)).with_context(said);
        match line.filter(|_| is_shown.is_ok()) {
            Some(line) => writeln!(stdin, "{line}")?,
            // What it has started ends with its terminal.
            None => chela.kill()?,
        }
        is_shown?;
    }
    let code = chela.wait()?.code();
    let finished = Finished { code, stdout: fs::read_to_string(stdout)?, stderr: said() };
    assert!(!finished.to_string().contains(&token[16..40]), "{finished}");
    Ok(finished)
}

#[test]
fn a_token_goes_from_claude_code_into_the_keychain_and_serves() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    // An old Claude Code breaks the lines itself, and the first code was copied badly.
    let orders = Orders { token: token.clone(), width: Some(80), ..Orders::default() };
    claude::install(&world.session, &orders)?;
    let typed = [
        ("paste it here", Some("half-a-code")),
        ("try again", Some("")),
        ("paste it here", Some(CODE)),
    ];
    let connected = setup_token(&world, &typed, &token)?.success()?;
    assert!(connected.stderr.contains(ADDRESS), "{connected}");
    assert_eq!(connected.json()?["confirmed"], true);
    assert_eq!(world.entries()?, 1);
    let turn = world.local_turn("main")?;
    assert_eq!(turn.code, Some(0), "{turn}");
    assert_eq!(world.served(), Some(Sent::Bearer(token.clone())));
    assert_eq!(world.files_with(&token)?, Vec::<PathBuf>::new());
    Ok(())
}

#[test]
fn what_does_not_come_to_a_token_says_why_and_changes_nothing() -> Result<()> {
    let world = World::new()?;
    let before = world.text()?;
    // Not installed.
    let missing = world.chela(&["setup-token", "--json"], "")?;
    assert_eq!(error_code(&missing)?, "claude-missing");
    assert!(missing.stdout.contains("npm install"), "{missing}");
    // It ends.
    let token = credential::setup_token();
    let ends = Some("This version is too old. Please update.".to_owned());
    claude::install(&world.session, &Orders { ends, ..Orders::default() })?;
    let ended = setup_token(&world, &[], &token)?;
    assert_eq!(error_code(&ended)?, "claude-ended");
    assert!(ended.stdout.contains("This version is too old."), "{ended}");
    // A question that is not known can be answered all the same; a token that Anthropic refuses is
    // not connected.
    let asks = Some("Do you trust this folder?".to_owned());
    claude::order(&world.session, &Orders { token: token.clone(), asks, ..Orders::default() })?;
    let typed = [("Do you trust", Some("yes")), ("paste it here", Some(CODE))];
    let refused = setup_token(&world, &typed, &token)?;
    assert_eq!(error_code(&refused)?, "invalid-credential", "{refused}");
    assert_eq!((world.text()?, world.entries()?), (before, 0));
    Ok(())
}

/// The real one, up to where it needs a person with a browser: it shows the page, takes a code,
/// refuses a wrong one, and asks again.
#[test]
fn the_real_claude_code_asks_for_what_is_expected() -> Result<()> {
    let mut world = World::new()?;
    let program =
        std::env::var("CHELA_TEST_CLAUDE").context("`./dev test` sets CHELA_TEST_CLAUDE")?;
    let bin = world.session.root().join("claude-bin");
    fs::create_dir_all(&bin)?;
    symlink(program, bin.join("claude"))?;
    world.session.path_first(&bin);
    // It would open the page in a browser.
    world.session.set("BROWSER", "/bin/true");
    world.session.set("DISABLE_AUTOUPDATER", "1");
    let typed = [("paste it here", Some("not-a-code")), ("full code", None)];
    let ended = setup_token(&world, &typed, &credential::setup_token())?;
    assert!(ended.stderr.contains("https://claude.ai/oauth/authorize?"), "{ended}");
    Ok(())
}
