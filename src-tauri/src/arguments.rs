//! What the app was started with, and which of its two roles that means.

/// Which screen the window opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    /// The paste step; the page reads the clipboard at once.
    Paste,
    /// What works and what does not.
    Status,
}

impl Screen {
    /// The name, in arguments and in the page's address.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Paste => "paste",
            Self::Status => "status",
        }
    }
}

/// The arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Arguments {
    /// `--window`: be the window's process.
    pub(crate) window: bool,
    /// `--screen paste`, `--screen status`: with this screen.
    pub(crate) screen: Option<Screen>,
    /// `--hidden`: live in the tray and open no window (how the desktop starts it at login).
    pub(crate) hidden: bool,
    /// `--close`, with `--window`: ask the window that is open to close.
    pub(crate) close: bool,
    /// `--again`: this process has taken the place of one that found the other role's process
    /// ending; it does so once.
    pub(crate) again: bool,
}

/// [`Arguments::again`].
pub(crate) const AGAIN: &str = "--again";

/// `--guard HOME`, and nothing else: guard the gateway of this home
/// ([`chela_core::setup::guard_gateway`]).
pub(crate) const GUARD: &str = "--guard";

/// What a process of this program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The window, and nothing that outlives it.
    Window,
    /// The tray, without any web view.
    Tray,
}

impl Arguments {
    /// Reads the arguments after the program's name; the first unknown one as the error.
    pub(crate) fn read(given: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Self::default();
        let mut given = given.into_iter();
        while let Some(argument) = given.next() {
            match argument.as_str() {
                "--window" => arguments.window = true,
                "--hidden" => arguments.hidden = true,
                "--close" => arguments.close = true,
                AGAIN => arguments.again = true,
                "--screen" => match given.next().as_deref() {
                    Some("paste") => arguments.screen = Some(Screen::Paste),
                    Some("status") => arguments.screen = Some(Screen::Status),
                    other => return Err(format!("--screen {}", other.unwrap_or_default())),
                },
                _ => return Err(argument),
            }
        }
        Ok(arguments)
    }

    /// The role. Without a tray host there is only the window, and closing it quits; started at
    /// login (`--hidden`) the host may come later than Chela, so that it is not asked for.
    pub(crate) fn role(self, tray_host: impl FnOnce() -> bool) -> Role {
        if self.window {
            Role::Window
        } else if self.hidden || tray_host() {
            Role::Tray
        } else {
            Role::Window
        }
    }

    /// The arguments of the window's process that does what these ask for.
    pub(crate) fn for_window(self) -> Vec<&'static str> {
        let mut out = vec!["--window"];
        if let Some(screen) = self.screen {
            out.extend(["--screen", screen.as_str()]);
        }
        if self.close {
            out.push("--close");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Arguments, String> {
        Arguments::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn each_argument_is_understood_and_an_unknown_one_named() {
        let table = [
            ("", Ok(Arguments::default())),
            ("--hidden", Ok(Arguments { hidden: true, ..Arguments::default() })),
            (
                "--window --screen paste",
                Ok(Arguments { window: true, screen: Some(Screen::Paste), ..Arguments::default() }),
            ),
            ("--window --screen", Err("--screen ".to_owned())),
            ("--screen elsewhere", Err("--screen elsewhere".to_owned())),
            ("--window sk-ant", Err("sk-ant".to_owned())),
        ];
        for (line, expected) in table {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn the_role_follows_from_the_arguments_and_the_tray_host() {
        let table = [
            ("", true, Role::Tray),
            ("", false, Role::Window),
            ("--screen paste", false, Role::Window),
            ("--hidden", true, Role::Tray),
            ("--hidden", false, Role::Tray),
            ("--window", true, Role::Window),
        ];
        for (line, host, expected) in table {
            assert_eq!(read(line).unwrap().role(|| host), expected, "{line}, host: {host}");
        }
    }

    #[test]
    fn what_the_window_is_started_with_reads_back() {
        for line in ["--screen paste", "--screen status", "", "--close"] {
            let asked = read(line).unwrap();
            let window = Arguments::read(asked.for_window().into_iter().map(str::to_owned));
            assert_eq!(window, Ok(Arguments { window: true, ..asked }));
        }
    }
}
