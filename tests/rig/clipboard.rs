//! The X clipboard of a session.

use std::time::Duration;

use anyhow::Result;

use crate::child::{Child, command, run};
use crate::{Session, wait};

/// Text on the clipboard. X has no clipboard of its own: the text stays for as long as the
/// program that offers it, so for as long as this value.
#[derive(Debug)]
pub struct Copied {
    _owner: Child,
}

/// Copies `text`, as a terminal does.
///
/// # Errors
/// When it does not arrive.
pub fn copy(session: &Session, text: &str) -> Result<Copied> {
    let mut owner = command("xclip", session.environment());
    owner.args(["-selection", "clipboard", "-in", "-quiet"]);
    let log = session.log("clipboard");
    let owner = Child::start_with_input("xclip", &mut owner, &log, text)?;
    wait::until(Duration::from_secs(10), "the text on the clipboard", || {
        read(session).is_ok_and(|found| found == text)
    })?;
    Ok(Copied { _owner: owner })
}

/// What is on the clipboard; empty when nothing is.
///
/// # Errors
/// When the display does not answer.
pub fn read(session: &Session) -> Result<String> {
    let mut reader = command("xclip", session.environment());
    reader.args(["-selection", "clipboard", "-out"]);
    Ok(run(&mut reader, "", Duration::from_secs(10))?.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_there_while_its_owner_lives() {
        let session = Session::virtual_desktop().unwrap();
        let wrapped = "sk-ant-oat01-one\n  two\n  three";
        let copied = copy(&session, wrapped).unwrap();
        assert_eq!(read(&session).unwrap(), wrapped);
        drop(copied);
        assert_eq!(read(&session).unwrap(), "");
    }
}
