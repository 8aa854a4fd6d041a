//! The secret on standard input: from a pipe to its end, from a terminal without showing it.

use std::io::{self, IsTerminal, Read, Write};

#[cfg(any(unix, test))]
use chela_core::credential::paste;
use chela_core::credential::paste::LARGEST_TEXT;
use chela_core::text::say;
use chela_core::view::CredentialKind;
#[cfg(any(unix, test))]
use chela_core::view::PastedKind;
use chela_core::{Code, Error, Result};
use zeroize::Zeroizing;

use crate::render;

/// Reads what is to be searched for a credential of this `kind`.
///
/// # Errors
/// `io`, `cancelled`.
pub(crate) fn read(kind: CredentialKind) -> Result<Zeroizing<String>> {
    if !io::stdin().is_terminal() {
        return piped(io::stdin().lock()).map_err(|error| unreadable(&error));
    }
    let prompt = say("program.prompt", &[("kind", &render::kind_with_article(kind))]);
    // Without the prompt the terminal still waits for the same.
    let _ = writeln!(io::stderr(), "{prompt}");
    asked()
}

fn piped(stream: impl Read) -> io::Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(16 * 1024));
    // One byte more than the paste reader takes, so that it can say that there is too much.
    stream.take(LARGEST_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(text(&bytes))
}

/// What is no UTF-8 cannot be part of a credential either.
fn text(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(String::from_utf8_lossy(bytes).into_owned())
}

fn unreadable(error: &io::Error) -> Error {
    Error::new(Code::Io)
        .with("path", say("program.standard-input", &[]))
        .with("action", say("program.action.read", &[]))
        .with("detail", error)
}

#[cfg(not(unix))]
fn asked() -> Result<Zeroizing<String>> {
    piped(io::stdin().lock()).map_err(|error| unreadable(&error))
}

/// Reads lines until they are [`enough`], or the input ends: a token that was copied from a
/// terminal can come as several lines.
#[cfg(unix)]
fn asked() -> Result<Zeroizing<String>> {
    const CTRL_C: u8 = 3;

    let failed = |error: rustix::io::Errno| unreadable(&error.into());
    let stdin = io::stdin();
    let _hidden = unix::Hidden::start(&stdin, CTRL_C).map_err(failed)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(16 * 1024));
    let mut line = Zeroizing::new([0; 4096]);
    loop {
        // The terminal hands out one line at a time.
        let count = rustix::io::read(&stdin, line.as_mut_slice()).map_err(failed)?;
        let line = &line[..count];
        if line.contains(&CTRL_C) {
            return Err(Error::new(Code::Cancelled));
        }
        let blank = line.iter().all(u8::is_ascii_whitespace);
        bytes.extend_from_slice(line);
        let so_far = text(&bytes);
        if count == 0 || enough(&so_far, blank) || bytes.len() > LARGEST_TEXT {
            return Ok(so_far);
        }
    }
}

/// Whether the lines so far hold a whole credential, or one of which a blank line says that no
/// more of it comes. Before there is any, blank lines belong to the screen that was copied.
#[cfg(any(unix, test))]
fn enough(so_far: &str, blank: bool) -> bool {
    let reading = paste::read(so_far);
    let whole = reading.secret.is_some() && !reading.cut_short;
    whole || (blank && reading.kind != PastedKind::Nothing)
}

#[cfg(unix)]
mod unix {
    use std::io::Stdin;

    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };

    /// A terminal that does not show what is typed, until this is dropped. What was pasted
    /// beyond the credential is thrown away then, so that the shell does not get to see it.
    pub(super) struct Hidden<'a> {
        stdin: &'a Stdin,
        before: Termios,
    }

    impl<'a> Hidden<'a> {
        /// `end` ends a line instead of the process, which would leave the terminal hidden.
        pub(super) fn start(stdin: &'a Stdin, end: u8) -> rustix::io::Result<Self> {
            let before = tcgetattr(stdin)?;
            let mut hidden = before.clone();
            hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
            hidden.special_codes[SpecialCodeIndex::VEOL] = end;
            tcsetattr(stdin, OptionalActions::Now, &hidden)?;
            Ok(Self { stdin, before })
        }
    }

    impl Drop for Hidden<'_> {
        fn drop(&mut self) {
            // A terminal that went away needs no mending.
            let _ = tcsetattr(self.stdin, OptionalActions::Flush, &self.before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_is_read_to_its_end_and_not_further_than_needed() {
        assert_eq!(piped(&b"a\nb"[..]).unwrap().as_str(), "a\nb");
        assert_eq!(piped(&b"a\xffb"[..]).unwrap().as_str(), "a\u{fffd}b");
        assert_eq!(piped(io::repeat(b'x')).unwrap().len(), LARGEST_TEXT + 1);
    }
    #[test]
    fn lines_on_a_terminal_are_read_until_a_credential_ends() {
        let token = format!("sk-ant-oat01-{}", "Zk3x".repeat(23) + "mAA");
        let (first, second) = token.split_at(79);
        let screen = format!(
            "✓ Long-lived authentication token created successfully!\n\nYour OAuth token (valid \
             for 1 year):\n\n{first}\n{second}\n\nStore this token securely.\n"
        );
        let cut = format!("Your OAuth token:\n\n{first}\n\nStore this token securely.\n");
        let plain = format!("{token}\n\n");
        for (pasted, read) in [
            (&screen, Some(second)),
            (&cut, Some("")),
            (&plain, Some(token.as_str())),
            (&"\n\nsk-proj-1\n".to_owned(), None),
            (&format!("\nsk-ant-admin01-{first}\n\n"), Some("")),
        ] {
            let mut so_far = String::new();
            let ended = pasted.lines().find(|line| {
                so_far.push_str(line);
                so_far.push('\n');
                enough(&so_far, line.is_empty())
            });
            assert_eq!(ended, read, "{pasted:?}");
        }
    }
}
