//! Looks through a file of any size for what has the look of a credential, a piece at a time.
//! Leaves out what the file is: logs and databases are looked through like this, and whatever
//! OpenClaw's folders hold besides.

use std::collections::BTreeSet;
use std::io::{self, Read};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::shape::{self, LONGEST};
use crate::vault::Secret;

/// How much is read at a time.
const PIECE: usize = 256 << 10;
/// How much before a credential is kept, to tell what it is there.
const BEFORE: usize = 512;
/// The most credentials of one file: one that was made to hold more costs no memory, and the rest of
/// it is not told.
const MOST: usize = 1000;

/// A credential in a file, where it stands first.
pub(super) struct Hit {
    pub(super) secret: Secret,
    /// From 1.
    pub(super) line: u32,
    /// What stands before it.
    pub(super) before: Zeroizing<Vec<u8>>,
    /// Where it ends in the file.
    pub(super) end: u64,
    /// What stands there.
    pub(super) next: Option<u8>,
}

/// Each credential once. `glued` as for [`shape::credentials`].
pub(super) fn scan(mut file: impl Read, glued: bool) -> io::Result<Vec<Hit>> {
    let mut found: Vec<Hit> = Vec::new();
    let mut known = BTreeSet::new();
    let keep = BEFORE + LONGEST;
    // Never grown, which would leave copies behind.
    let mut buffer = Zeroizing::new(Vec::with_capacity(keep + PIECE));
    let mut line = 1;
    let (mut looked_at, mut passed) = (0, 0_u64);
    loop {
        let read = (&mut file).take(PIECE as u64).read_to_end(&mut buffer)?;
        // What might go on behind the buffer waits for the next piece.
        let settled = if read == 0 { buffer.len() } else { buffer.len().saturating_sub(LONGEST) };
        let (mut counted, mut its_line) = (0, line);
        for span in shape::credentials(&buffer, glued) {
            if span.start >= settled || found.len() >= MOST {
                break;
            }
            if span.start < looked_at {
                continue;
            }
            its_line += breaks(&buffer[counted..span.start]);
            counted = span.start;
            let Ok(text) = std::str::from_utf8(&buffer[span.clone()]) else { continue };
            if known.insert(Sha256::digest(text.as_bytes())) {
                let before = &buffer[span.start.saturating_sub(BEFORE)..span.start];
                found.push(Hit {
                    secret: Secret::new(text.to_owned()),
                    line: its_line,
                    before: Zeroizing::new(before.to_vec()),
                    end: passed + span.end as u64,
                    next: buffer.get(span.end).copied(),
                });
            }
        }
        if read == 0 {
            return Ok(found);
        }
        let gone = buffer.len().saturating_sub(keep);
        line += breaks(&buffer[..gone]);
        buffer.drain(..gone);
        passed += gone as u64;
        looked_at = settled.saturating_sub(gone);
    }
}

fn breaks(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::audit::shape::tests::made_up;

    fn found(bytes: &[u8]) -> Vec<(String, u32)> {
        let hits = scan(bytes, false).unwrap();
        hits.iter().map(|hit| (hit.secret.expose().to_owned(), hit.line)).collect()
    }

    #[test]
    fn each_is_found_once_wherever_a_piece_ends() {
        let (one, other) = (made_up("api03", "one"), made_up("oat01", "two"));
        for shift in [0, 1, 50, 107, 108, 109, LONGEST, BEFORE + LONGEST] {
            let mut bytes = vec![b'\n'; PIECE - shift];
            bytes.extend_from_slice(format!(" {one} \n{other}\n{one}").as_bytes());
            let line = u32::try_from(PIECE - shift).unwrap() + 1;
            assert_eq!(found(&bytes), [(one.clone(), line), (other.clone(), line + 1)], "{shift}");
        }
    }

    #[test]
    fn a_large_file_is_looked_through_to_its_end() {
        let key = made_up("api03", "one");
        let rest = io::repeat(b'x').take(40 << 20).chain(key.as_bytes());
        // Glued to what stands before it, it is found only where that can be.
        let hits = scan(rest, true).unwrap();
        assert_eq!(hits.len(), 1);
        assert_eq!((hits[0].line, hits[0].before.len()), (1, BEFORE));
    }

    #[test]
    fn a_file_of_many_costs_no_memory() {
        let many: String = (0..2000).map(|n| made_up("api03", &format!("{n:04}")) + "\n").collect();
        assert_eq!(found(many.as_bytes()).len(), MOST);
    }
}
