//! Reads one file for the audit: what is in it, and who may read it. A file of any size costs the
//! same memory; a pipe or a device is never opened, and nothing is locked or written.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek};

use zeroize::Zeroizing;

use super::json::Merged;
use super::places::{By, Spot};
use super::{Held, Source, database, json, lines, scan};
use crate::files;
use crate::view::PlaintextIn;

/// The largest text that is read as a whole; larger ones are looked through by look alone.
const LARGEST_TEXT: u64 = 8 << 20;

/// What is in a file; `None` where there is none.
pub(super) fn held(
    spot: &Spot,
    merged: &Merged,
) -> io::Result<Option<(Vec<Held>, Option<String>)>> {
    // Looked at before it is opened: to open a device can do something.
    let opened = std::fs::metadata(&spot.path).and_then(|found| match found.is_file() {
        true => files::opened(&spot.path),
        false => Err(files::no_regular_file()),
    });
    let mut file = match opened {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let open_to_others = files::open_to_others(&file.metadata()?);
    let text = if matches!(spot.by, By::Json | By::Lines) { text(&mut file)? } else { None };
    let held = match (&text, spot.by) {
        (Some(text), By::Json) => {
            let merged = if spot.kind == PlaintextIn::Config { merged } else { &[] };
            json::found(text, merged)
        }
        (Some(text), _) => lines::found(text),
        (None, By::Database) => database::held(file)?,
        (None, _) => {
            file.rewind()?;
            by_look(file)?
        }
    };
    Ok(Some((held, open_to_others)))
}

/// The text of a file; `None` when it is none, or too large.
fn text(file: &mut File) -> io::Result<Option<Zeroizing<String>>> {
    let length = file.metadata()?.len();
    if length > LARGEST_TEXT {
        return Ok(None);
    }
    // With room for all of it: a buffer that grows leaves copies behind.
    let room = usize::try_from(length).unwrap_or_default() + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.take(LARGEST_TEXT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_TEXT {
        return Ok(None);
    }
    Ok(std::str::from_utf8(&bytes).ok().map(|text| Zeroizing::new(text.to_owned())))
}

fn by_look(file: File) -> io::Result<Vec<Held>> {
    let held = scan::scan(file, false)?.into_iter().map(|hit| Held {
        secret: hit.secret,
        line: Some(hit.line),
        what: String::new(),
        source: Source::Elsewhere,
        idle: false,
    });
    Ok(held.collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::setup::audit::shape::tests::made_up;
    use crate::view::PlaintextRole;

    fn spot(path: &Path, by: By) -> Spot {
        let (kind, role) = (PlaintextIn::Other, PlaintextRole::Unknown);
        Spot { path: path.to_owned(), kind, by, role, why: "unknown" }
    }

    #[test]
    fn a_file_that_is_no_text_or_too_large_is_looked_through() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let key = made_up("api03", "one");
        std::fs::write(&path, [b"\xff\n".as_slice(), key.as_bytes()].concat()).unwrap();
        for by in [By::Json, By::Lines, By::Bytes, By::Database] {
            let (held, _) = held(&spot(&path, by), &[]).unwrap().unwrap();
            assert_eq!(held.len(), 1);
            assert_eq!(held[0].secret.expose(), key);
            assert_eq!(held[0].line, (by != By::Database).then_some(2));
        }
        let file = File::options().write(true).open(&path).unwrap();
        file.set_len(60 << 20).unwrap();
        assert_eq!(held(&spot(&path, By::Json), &[]).unwrap().unwrap().0.len(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn who_may_read_it_is_said_and_a_pipe_is_not_waited_for() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "").unwrap();
        for (mode, expected) in [(0o600, None), (0o644, Some("0644")), (0o640, Some("0640"))] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let (_, mode) = held(&spot(&path, By::Lines), &[]).unwrap().unwrap();
            assert_eq!(mode.as_deref(), expected);
        }
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(held(&spot(&pipe, By::Lines), &[]).is_err());
        assert!(held(&spot(&folder.path().join("none"), By::Lines), &[]).unwrap().is_none());
    }
}
