//! The credentials in a file of SQLite's, or its journal: their bytes, without a library that would
//! take locks. Which rows count is OpenClaw's to say; bytes of what was removed are found as well.
//!
//! A row that is longer than a page goes on in others, and a credential can stand across the seam.
//! It is put together in the database itself; what a journal has in pieces is left out.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use zeroize::Zeroizing;

use super::scan::{self, Hit};
use super::{Held, Source, shape};
use crate::credential::paste::USUAL_LENGTH;
use crate::vault::Secret;

/// The beginning of a database, with the size of its pages behind it.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Those in a file.
pub(super) fn held(mut file: File) -> io::Result<Vec<Held>> {
    let mut found: Vec<Held> = Vec::new();
    for hit in scan::scan(&file, true)? {
        let profile = profile_in(&hit.before);
        let length = hit.secret.expose().len();
        // Where a text ends, a quote follows in what is JSON.
        let ends = length >= USUAL_LENGTH || hit.next == Some(b'"');
        let secret = if ends { Some(hit.secret) } else { joined(&mut file, &hit)? };
        let is_whole = |secret: &Secret| {
            let bytes = secret.expose().as_bytes();
            shape::credentials(bytes, false).first() == Some(&(0..bytes.len()))
        };
        let Some(secret) = secret.filter(is_whole) else { continue };
        if found.iter().all(|known| known.secret != secret) {
            found.push(Held {
                secret,
                line: None,
                what: profile.clone().unwrap_or_default(),
                source: profile.map_or(Source::Elsewhere, Source::Profile),
                idle: false,
            });
        }
    }
    Ok(found)
}

/// A credential of the usual length that goes on in another page, if it does.
fn joined(file: &mut File, hit: &Hit) -> io::Result<Option<Secret>> {
    let mut header = [0; 18];
    file.rewind()?;
    if file.read_exact(&mut header).is_err() || !header.starts_with(MAGIC) {
        return Ok(None);
    }
    let size = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536,
        size => size.max(512),
    };
    // A page that a row goes on in begins with the number of the next one; in the page in which the
    // row begins, that number follows what it has of the row.
    let pointer = if hit.end.is_multiple_of(size) { hit.end - size } else { hit.end };
    let mut number = [0; 4];
    file.seek(SeekFrom::Start(pointer))?;
    if file.read_exact(&mut number).is_err() {
        return Ok(None);
    }
    let Some(page) = u64::from(u32::from_be_bytes(number)).checked_sub(1) else { return Ok(None) };
    let piece = hit.secret.expose();
    let mut rest = Zeroizing::new(vec![0; USUAL_LENGTH - piece.len()]);
    file.seek(SeekFrom::Start(page * size + 4))?;
    if file.read_exact(&mut rest).is_err() || !rest.iter().all(|byte| shape::is_part(*byte)) {
        return Ok(None);
    }
    let rest = std::str::from_utf8(&rest).unwrap_or_default();
    let mut whole = String::with_capacity(USUAL_LENGTH);
    whole.extend([piece, rest]);
    Ok(Some(Secret::new(whole)))
}

/// The profile whose credential follows `before`, in the form in which 2026.9.6 keeps profiles:
/// `"anthropic:work":{"type":"token","provider":"anthropic","token":"`.
fn profile_in(before: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(before);
    let name = text[..text.rfind("\":{\"")?].rsplit('"').next()?;
    let is_name = name.contains(':') && name.len() <= 128 && !name.chars().any(char::is_control);
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::audit::shape::tests::made_up;

    const PAGE: usize = 4096;

    fn found(bytes: &[u8]) -> Vec<(String, String)> {
        let mut file = tempfile::tempfile().unwrap();
        io::Write::write_all(&mut file, bytes).unwrap();
        file.rewind().unwrap();
        let held = held(file).unwrap();
        held.into_iter().map(|held| (held.secret.expose().to_owned(), held.what)).collect()
    }

    /// A database of four pages: the first piece ends at `end`, the rest is in the fourth page.
    fn in_two(key: &str, split: usize, end: usize) -> Vec<u8> {
        let mut bytes = vec![0; 4 * PAGE];
        bytes[..MAGIC.len()].copy_from_slice(MAGIC);
        bytes[16..18].copy_from_slice(&4096_u16.to_be_bytes());
        let before = format!("\"anthropic:a\":{{\"key\":\"{}", &key[..split]);
        bytes[end - before.len()..end].copy_from_slice(before.as_bytes());
        let pointer = if end.is_multiple_of(PAGE) { end - PAGE } else { end };
        bytes[pointer..pointer + 4].copy_from_slice(&4_u32.to_be_bytes());
        let rest = format!("{}\"}}", &key[split..]);
        bytes[3 * PAGE + 4..][..rest.len()].copy_from_slice(rest.as_bytes());
        bytes
    }

    #[test]
    fn a_credential_across_two_pages_is_put_together() {
        let key = made_up("api03", "one");
        for split in [13, 40, 60, 107] {
            for end in [2 * PAGE, PAGE + 700] {
                let bytes = in_two(&key, split, end);
                assert_eq!(found(&bytes), [(key.clone(), "anthropic:a".into())], "{split} {end}");
                // Of a journal, or where the rest is another thing, a piece is none.
                assert_eq!(found(&bytes[16..]), []);
                let mut other = bytes;
                other[3 * PAGE + 4] = 0;
                assert_eq!(found(&other), []);
            }
        }
    }

    #[test]
    fn whole_ones_are_found_once_with_their_profile() {
        let (key, short) = (made_up("api03", "one"), &made_up("oat01", "two")[..90]);
        let bytes = format!(
            "\0\"a:b\":{{\"key\":\"{key}\"}}\0NAME{key}\x01\"a:c\":{{\"token\":\"{short}\"}}sk-ant-api03-none\""
        );
        assert_eq!(found(bytes.as_bytes()), [(key, "a:b".into()), (short.into(), "a:c".into())]);
    }

    #[test]
    fn a_profile_is_named_before_its_credential() {
        for (before, expected) in [
            (
                "\u{1}store{\"profiles\":{\"anthropic:a b\":{\"type\":\"token\",\"token\":\"",
                Some("anthropic:a b"),
            ),
            ("\"a:b\":{\"key\":\"x\"},\"c:d\":{\"key\":\"", Some("c:d")),
            ("ANTHROPIC_API_KEY", None),
            ("", None),
        ] {
            assert_eq!(profile_in(before.as_bytes()).as_deref(), expected, "{before}");
        }
    }
}
