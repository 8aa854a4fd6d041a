//! Window, tray and program speak the system's language, and another one as soon as it is chosen;
//! likewise the window's colours, and how large everything in it is.

use chela_rig::child::{command, run};
use chela_rig::screens::Words;
use chela_rig::{Context, Result, TrayHost, Window, app, programs, wait};

use crate::{Desk, PATIENCE, pictures};

#[test]
fn all_of_it_speaks_the_systems_language_and_then_the_chosen_one() -> Result<()> {
    let mut desk = Desk::new()?;
    desk.session.set("LANG", "vi_VN.UTF-8");
    let words = Words::all()?;
    let [english, vietnamese, _] = &words[..] else { unreachable!("there are three") };
    let pictures = pictures(&desk.session, "languages")?;
    let tray = TrayHost::start(&desk.session)?;
    let app = app::start(&desk.session, &["--hidden"])?;
    tray.wait_for_icon().with_context(|| app.log())?;
    tray.wait_for(&["Thoát"], |quit| quit.enabled)?;
    assert!(program(&desk)?.starts_with("Cho biết"), "{}", program(&desk)?);

    let window = Window::open(&desk.session, &programs::desktop()?, &["--window"])?;
    window.find_within(PATIENCE, "heading", vietnamese.beginning("found.title")?)?;
    window.press_with_control(',')?;
    window.find("heading", vietnamese.beginning("settings.title")?)?;
    window.picture(&pictures.join("vietnamese.png"))?;
    // As a person picks from a list by its first letters. To WebKit it is a button.
    window.type_into("button", vietnamese.beginning("settings.language")?, "En")?;
    window.find("heading", english.beginning("settings.title")?)?;
    window.picture(&pictures.join("english.png"))?;
    tray.wait_for(&["Quit"], |quit| quit.enabled)?;
    assert!(program(&desk)?.starts_with("Show what answers"), "{}", program(&desk)?);

    // The window opens in it, too.
    drop(window);
    let window = Window::open(&desk.session, &programs::desktop()?, &["--window"])?;
    window.find_within(PATIENCE, "heading", english.beginning("found.title")?)?;
    window.wait_for_text(english.beginning("found.config")?, PATIENCE)
}

#[test]
fn the_window_is_as_dark_as_was_chosen() -> Result<()> {
    let desk = Desk::new()?;
    let pictures = pictures(&desk.session, "languages")?;
    // The next one opens as the one before was left.
    for (dark_at_first, choice) in [(false, "Da"), (true, "Li")] {
        let window = Window::open(&desk.session, &programs::desktop()?, &["--window"])?;
        window.find_within(PATIENCE, "heading", "What Chela found")?;
        assert_eq!(is_dark(&window)?, dark_at_first);
        window.picture(&pictures.join(format!("opened-dark-{dark_at_first}.png")))?;
        let ground = window.run(GROUND, &[])?;
        window.press_with_control(',')?;
        window.type_into("button", "Appearance", choice)?;
        let changed = || is_dark(&window).is_ok_and(|dark| dark != dark_at_first);
        wait::until(PATIENCE, "the other colours", changed)?;
        // What is drawn, too.
        let drawn = || window.run(GROUND, &[]).is_ok_and(|now| now != ground);
        wait::until(PATIENCE, "the other ground", drawn)?;
        window.picture(&pictures.join(format!("theme-{choice}.png")))?;
    }
    Ok(())
}

#[test]
fn everything_is_as_large_as_was_chosen() -> Result<()> {
    let desk = Desk::new()?;
    let pictures = pictures(&desk.session, "languages")?;
    let open = || Window::open(&desk.session, &programs::desktop()?, &["--window"]);
    // How much of the page is seen, as the page counts.
    let width = |window: &Window| window.run("return innerWidth", &[]).ok()?.as_u64();
    let window = open()?;
    window.find_within(PATIENCE, "heading", "What Chela found")?;
    let usual = width(&window).context("no width")?;
    for _ in 0..4 {
        let before = width(&window);
        window.press_with_control('=')?;
        wait::until(PATIENCE, "a larger page", || width(&window) < before)?;
    }
    assert_eq!(width(&window), Some(usual / 2));
    window.picture(&pictures.join("twice-as-large.png"))?;
    drop(window);

    let window = open()?;
    window.find_within(PATIENCE, "heading", "What Chela found")?;
    wait::until(PATIENCE, "what was chosen", || width(&window) == Some(usual / 2))?;
    window.press_with_control('0')?;
    wait::until(PATIENCE, "the usual size", || width(&window) == Some(usual))
}

const GROUND: &str = "return getComputedStyle(document.body).backgroundColor";

fn is_dark(window: &Window) -> Result<bool> {
    let asked = "return matchMedia('(prefers-color-scheme: dark)').matches";
    Ok(window.run(asked, &[])? == true)
}

/// What the program says of itself.
fn program(desk: &Desk) -> Result<String> {
    let mut chela = command(programs::chela()?, desk.session.environment());
    chela.args(["help", "status"]);
    Ok(run(&mut chela, "", PATIENCE)?.success()?.stdout)
}
