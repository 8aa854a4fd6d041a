//! Two processes of one program: what each leaves, and what it survives.

use chela_rig::child::Child;
use chela_rig::drive::name;
use chela_rig::processes::{Process, below};
use chela_rig::{Context, Result, TrayHost, Window, app, programs, wait};

use crate::{Desk, PATIENCE};

/// The tray's "Open Chela".
const OPEN: &str = "Open Chela";

/// Waits for the one window that the tray has started, and for its WebKit.
fn window_of(tray: &Child) -> Result<(Process, Vec<Process>)> {
    wait::value(PATIENCE, "the window's process", || {
        let window = app::windows(tray).pop()?;
        let webkit = app::webkit(window.id);
        webkit.iter().any(is_page).then_some((window, webkit))
    })
    .with_context(|| tray.log())
}

/// WebKit's process for a page; the others are for the network and the like.
fn is_page(process: &Process) -> bool {
    process.name.starts_with("WebKitWeb")
}

/// Waits until the page runs, and not only its process: then OpenClaw is asked for it. WebKit takes
/// the whole window down when the process of a page dies before it has said who it is.
fn page_of(window: &Process) -> Result<Process> {
    wait::value(PATIENCE, "the page's first question", || {
        let page = app::webkit(window.id).into_iter().find(is_page)?;
        let asks = |process: &Process| {
            !process.name.starts_with("WebKit") && process.started() >= page.started()
        };
        below(window.id).iter().any(asks).then_some(page)
    })
}

fn gone(processes: &[Process]) -> Result<()> {
    wait::until(PATIENCE, "the end of its processes", || processes.iter().all(|p| !p.lives()))
        .with_context(|| format!("{processes:?}"))
}

fn ended(app: &mut Child) -> Result<()> {
    let status = wait::value(PATIENCE, "the app's end", || app.ended())?;
    assert_eq!(status.code(), Some(0), "{}", app.log());
    Ok(())
}

#[test]
fn with_the_window_closed_there_is_no_webkit_and_the_tray_answers() -> Result<()> {
    let desk = Desk::new()?;
    let tray = TrayHost::start(&desk.session)?;
    let mut app = app::start(&desk.session, &[])?;
    tray.wait_for_icon().with_context(|| app.log())?;
    let (window, webkit) = window_of(&app)?;
    for process in [Process::of(app.id()).context("it has ended")?, window.clone()] {
        assert!(process.leaves_no_core(), "{process:?}");
    }

    app::start_again(&desk.session, &["--window", "--close"])?;
    gone(&[window])?;
    gone(&webkit)?;
    assert_eq!(app::webkit(app.id()), []);

    tray.click(&[OPEN])?;
    let (window, webkit) = window_of(&app)?;
    tray.click(&["Quit"])?;
    ended(&mut app)?;
    gone(&[window])?;
    gone(&webkit)
}

#[test]
fn a_second_start_shows_the_window_that_is_there() -> Result<()> {
    let desk = Desk::new()?;
    let tray = TrayHost::start(&desk.session)?;
    let app = app::start(&desk.session, &["--hidden"])?;
    tray.wait_for_icon().with_context(|| app.log())?;
    let window = Window::open(&desk.session, &programs::desktop()?, &["--window"])?;
    window.find("button", name::BEGIN)?;

    let shown_again = |what: &str, act: &dyn Fn() -> Result<()>| -> Result<()> {
        window.minimize()?;
        act()?;
        wait::until(PATIENCE, what, || window.is_visible().unwrap_or(false))?;
        // The process that passed it on has ended, and no second window is there.
        wait::until(PATIENCE, "one window", || app::windows(&app).is_empty())
    };
    shown_again("the window after a second start", &|| {
        app::start_again(&desk.session, &[]).map(drop)
    })?;
    shown_again("the window after \"Open Chela\"", &|| tray.click(&[OPEN]))
}

#[test]
fn a_page_that_dies_is_shown_anew_and_the_tray_lives_on() -> Result<()> {
    let desk = Desk::new()?;
    let tray = TrayHost::start(&desk.session)?;
    let app = app::start(&desk.session, &[])?;
    tray.wait_for_icon().with_context(|| app.log())?;
    let (window, _) = window_of(&app)?;
    let page = page_of(&window)?;
    page.kill();
    gone(&[page])?;
    wait::until(PATIENCE, "another process for the page", || {
        app::webkit(window.id).iter().any(is_page)
    })
    .with_context(|| app.log())?;
    tray.item(&[OPEN])?;

    // Once is an accident. The second time the window goes, and a new one can be opened.
    page_of(&window)?.kill();
    gone(&[window])?;
    tray.click(&[OPEN])?;
    window_of(&app).map(drop)
}

#[test]
fn without_a_tray_there_is_only_the_window_and_closing_it_quits() -> Result<()> {
    let desk = Desk::new()?;
    let mut app = app::start(&desk.session, &[])?;
    let webkit = wait::value(PATIENCE, "the window's WebKit", || {
        Some(app::webkit(app.id())).filter(|found| found.iter().any(is_page))
    })
    .with_context(|| app.log())?;
    assert_eq!(app::windows(&app), []);
    app::start_again(&desk.session, &["--close", "--window"])?;
    ended(&mut app)?;
    gone(&webkit)
}
