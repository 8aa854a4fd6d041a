//! Looking for a secret on the disk, byte by byte.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The files under `folder` that contain `secret`, without those under one of `except`. Sockets
/// and pipes are passed over, links are not followed, and what vanishes meanwhile is no error.
///
/// # Errors
/// When a file that is there cannot be read: then nobody knows what it contains.
pub fn files_with(secret: &str, folder: &Path, except: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    visit(secret.as_bytes(), folder, except, &mut found)?;
    found.sort();
    Ok(found)
}

fn visit(needle: &[u8], path: &Path, except: &[PathBuf], found: &mut Vec<PathBuf>) -> Result<()> {
    let Ok(meta) = fs::symlink_metadata(path) else { return Ok(()) };
    if except.iter().any(|excepted| path.starts_with(excepted)) {
        return Ok(());
    }
    if meta.is_dir() {
        for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
            visit(needle, &entry?.path(), except, found)?;
        }
    } else if meta.is_file() {
        match fs::read(path) {
            Ok(bytes) if holds(&bytes, needle) => found.push(path.to_owned()),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        }
    }
    Ok(())
}

/// Whether the bytes hold the text.
fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_it_anywhere_but_in_the_exceptions() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("a/b")).unwrap();
        fs::create_dir_all(at("keyrings")).unwrap();
        fs::write(at("a/b/log"), b"\0\xffAuthorization: Bearer hush\n").unwrap();
        fs::write(at("a/other"), b"hus h").unwrap();
        fs::write(at("keyrings/login"), b"hush").unwrap();
        std::os::unix::fs::symlink(at("a/b/log"), at("a/link")).unwrap();
        let found = files_with("hush", folder.path(), &[at("keyrings")]).unwrap();
        assert_eq!(found, [at("a/b/log")]);
    }
}
