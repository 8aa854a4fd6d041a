//! What the tray says by itself: the worst first, with what mends it, and a notification, once.

use chela_rig::notifications::Notifications;
use chela_rig::session::DisplayPart;
use chela_rig::standin::Refusal;
use chela_rig::{Context, Result, Sandbox, TrayHost, app, wait};

use crate::{PATIENCE, connect};

#[test]
fn that_nothing_answers_is_told_once_and_a_click_leads_to_it() -> Result<()> {
    let mut sandbox = Sandbox::start(DisplayPart::Virtual)?;
    connect(&sandbox)?;
    let tray = TrayHost::start(sandbox.session())?;
    let desktop = Notifications::start(sandbox.session())?;
    let app = app::start(sandbox.session(), &["--hidden"])?;
    tray.wait_for_icon().with_context(|| app.log())?;
    let line = || Some(tray.menu().ok()?.first()?.label.clone());
    let says = |beginning: &str| {
        wait::until(PATIENCE, beginning, || line().is_some_and(|line| line.starts_with(beginning)))
            .with_context(|| format!("the tray says {:?}\n{}", line(), app.log()))
    };
    says("Claude answers as Opus 4.6")?;
    assert_eq!(desktop.shown(), []);

    // What is mended from the menu.
    sandbox.stop_gateway();
    says("Claude is connected, and the gateway does not run.")?;
    wait::until(PATIENCE, "the repair in the menu", || tray.item(&["Start the gateway"]).is_ok())
        .with_context(|| format!("{:#?}", tray.menu().unwrap_or_default()))?;
    tray.click(&["Start the gateway"])?;
    says("Claude answers as Opus 4.6")?;
    assert_eq!(desktop.shown(), []);

    // A turn that fails, and nobody asked the tray to look.
    sandbox.standin().refuse_for(sandbox.token(), Refusal::NoCredit);
    assert!(!sandbox.send_turn("Are you there?")?.ok);
    wait::until(PATIENCE, "a notification", || !desktop.shown().is_empty())
        .with_context(|| format!("the tray says {:?}\n{}", line(), app.log()))?;
    let shown = desktop.shown();
    assert_eq!(shown[0].summary, "There is no credit for \"anthropic:default\".", "{shown:?}");
    says("OpenClaw has switched \"anthropic:default\" off.")?;
    assert!(app::windows(&app).is_empty());
    desktop.click(0)?;
    wait::until(PATIENCE, "a window", || !app::windows(&app).is_empty())?;
    assert_eq!(desktop.shown().len(), 1);
    Ok(())
}
