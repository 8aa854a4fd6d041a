//! A virtual X display with a window manager, or the way to the user's own.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::child::{Child, Environment, Output, command};

/// Large enough for the app's window at its first size.
const SCREEN: &str = "1280x960x24";

#[derive(Debug)]
pub(super) struct Display {
    _manager: Child,
    _server: Child,
}

impl Display {
    /// Starts one and names it in `environment`. The X server itself chooses a free number.
    pub(super) fn start(environment: &mut Environment, log: &Path) -> Result<Self> {
        let mut server = command("Xvfb", environment);
        server.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]);
        let mut server = Child::start("Xvfb", &mut server, &log.join("xvfb.log"), Output::Piped)?;
        // It prints the number when it listens.
        let number = server.first_line()?;
        environment.insert("DISPLAY".into(), format!(":{number}"));
        environment.insert("GDK_BACKEND".into(), "x11".into());
        // Without it GTK looks for an accessibility bus, which such a session does not have.
        environment.insert("NO_AT_BRIDGE".into(), "1".into());
        still(environment)?;
        let mut manager = command("openbox", environment);
        let manager =
            Child::start("openbox", &mut manager, &log.join("openbox.log"), Output::Logged)?;
        Ok(Self { _manager: manager, _server: server })
    }
}

/// Asks for no motion: without a graphics card each frame is drawn by the processor that the
/// programs under test need.
fn still(environment: &Environment) -> Result<()> {
    let folder = Path::new(environment.get("HOME").context("no HOME")?).join(".config/gtk-3.0");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")?)
}

/// Names the display on which the rig was started. The session has another home and runtime
/// folder, so what is usually found there is named in full.
pub(super) fn pass_on(environment: &mut Environment) {
    let mut name = |variable: &str, value: Option<String>| {
        if let Some(value) = value {
            environment.insert(variable.to_owned(), value);
        }
    };
    name("DISPLAY", own("DISPLAY"));
    let cookie = own("XAUTHORITY").or_else(|| Some(format!("{}/.Xauthority", own("HOME")?)));
    name("XAUTHORITY", cookie);
    name("WAYLAND_DISPLAY", wayland(own("WAYLAND_DISPLAY"), own("XDG_RUNTIME_DIR")));
    let plain =
        ["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "GDK_SCALE", "LANG", "AT_SPI_BUS_ADDRESS"];
    for variable in plain {
        name(variable, own(variable));
    }
}

fn wayland(display: Option<String>, runtime: Option<String>) -> Option<String> {
    let display = display?;
    if display.starts_with('/') {
        return Some(display);
    }
    Some(format!("{}/{display}", runtime?))
}

fn own(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wayland_display_is_named_in_full() {
        let run = Some("/run/user/1".to_owned());
        let named = wayland(Some("wayland-0".into()), run.clone());
        assert_eq!(named.as_deref(), Some("/run/user/1/wayland-0"));
        assert_eq!(wayland(Some("/x/y".into()), run.clone()).as_deref(), Some("/x/y"));
        assert_eq!(wayland(None, run), None);
    }
}
