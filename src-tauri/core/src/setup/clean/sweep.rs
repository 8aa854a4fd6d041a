//! What is done last, because it cannot be undone and nothing depends on it: a log keeps its lines
//! with the credential blanked, and a copy that is too large to be remembered is deleted.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use zeroize::Zeroizing;

/// How much of a file is looked at at a time (bytes).
const PIECE: usize = 256 << 10;

/// Writes asterisks over every place in which it stands. The file keeps its length, so that whoever
/// appends to it can go on.
pub(super) fn blank(file: &Path, secret: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).write(true).open(file)?;
    let places = places(&mut file, secret)?;
    let stars = vec![b'*'; secret.len()];
    for place in places {
        file.seek(SeekFrom::Start(place))?;
        file.write_all(&stars)?;
    }
    file.sync_data()
}

/// Deletes a file that still holds it: by now another copy can have its name.
pub(super) fn delete(file: &Path, secret: &[u8]) -> io::Result<()> {
    if holds(file, secret)? { std::fs::remove_file(file) } else { Ok(()) }
}

/// Whether it stands in a file; not in one that is gone.
pub(super) fn holds(file: &Path, secret: &[u8]) -> io::Result<bool> {
    match File::open(file) {
        Ok(mut file) => Ok(!places(&mut file, secret)?.is_empty()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Where it stands (bytes from the beginning).
fn places(file: &mut File, secret: &[u8]) -> io::Result<Vec<u64>> {
    let (mut found, mut passed) = (Vec::new(), 0);
    let mut piece = Zeroizing::new(Vec::with_capacity(PIECE + secret.len()));
    loop {
        let read = file.take(PIECE as u64).read_to_end(&mut piece)?;
        let hits = piece.windows(secret.len()).enumerate().filter(|(_, window)| *window == secret);
        found.extend(hits.map(|(at, _)| passed + at as u64));
        if read == 0 {
            return Ok(found);
        }
        // It may stand across two pieces.
        let gone = piece.len().saturating_sub(secret.len() - 1);
        piece.drain(..gone);
        passed += gone as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_keeps_its_length_and_all_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("log");
        let secret = b"sk-ant-api03-Zk3filler-filler-filler-mAA";
        for shift in [0, 1, secret.len() - 1, secret.len(), secret.len() + 1] {
            let before = [&vec![b'x'; PIECE - shift][..], secret, b"\n", secret, b" end"].concat();
            std::fs::write(&file, &before).unwrap();
            assert!(holds(&file, secret).unwrap());
            blank(&file, secret).unwrap();
            let after = std::fs::read(&file).unwrap();
            assert_eq!(after.len(), before.len());
            assert!(!holds(&file, secret).unwrap());
            assert!(after.ends_with(b" end") && after.starts_with(&vec![b'x'; PIECE - shift]));
        }
    }
}
