//! The rig's own proof: its parts work together with the real OpenClaw, before Chela comes in.

use chela_rig::openclaw::{config, log_folders, send_turn, write_config};
use chela_rig::ports::Lease;
use chela_rig::standin::{DEFAULT_REPLY, Sent};
use chela_rig::{Gateway, OpenClaw, Result, Session, StandIn, credential, scan};

#[test]
fn a_plaintext_credential_reaches_the_stand_in_and_is_found_on_disk() -> Result<()> {
    let openclaw = OpenClaw::find()?;
    let session = Session::headless()?;
    let standin = StandIn::start()?;
    let port = Lease::new()?;
    let (token, unknown) = (credential::setup_token(), credential::setup_token());
    standin.accept(&token);
    let own_log = session.log("openclaw");
    write_config(session.environment(), &config(port.port(), &standin.base_url(), &own_log))?;
    openclaw.paste_plaintext(session.environment(), "anthropic:manual", &token)?;

    let log = session.log("gateway");
    let gateway = Gateway::start(&openclaw, session.environment(), port.port(), &log)?;
    let turn = send_turn(&openclaw, session.environment(), "main", "Are you there?")?;
    assert!(turn.ok, "{}\n{}", turn.printed, gateway.log());
    assert_eq!(turn.reply, DEFAULT_REPLY);
    let turns = standin.turns();
    assert_eq!(turns.last().and_then(|turn| turn.credential()), Some(Sent::Bearer(token.clone())));
    assert_eq!(turns.last().and_then(|turn| turn.model()), Some("claude-opus-4-6"));
    gateway.stop();
    // Nothing of it stays in a folder that others use too.
    assert!(own_log.is_file(), "no log at {}", own_log.display());

    assert!(!scan::files_with(&token, session.root(), &[])?.is_empty());
    for folder in log_folders() {
        assert!(scan::files_with(&unknown, &folder, &[])?.is_empty());
    }
    Ok(())
}
