//! Chela's own programs, as the build put them beside the tests.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

/// The program `chela`.
///
/// # Errors
/// When it is not built.
pub fn chela() -> Result<PathBuf> {
    built("chela")
}

/// The app.
///
/// # Errors
/// When it is not built.
pub fn desktop() -> Result<PathBuf> {
    built("chela-desktop")
}

/// The resolver.
///
/// # Errors
/// When it is not built.
pub fn resolver() -> Result<PathBuf> {
    built("chela-resolver")
}

/// The stand-in for Claude Code.
///
/// # Errors
/// When it is not built.
pub(crate) fn claude() -> Result<PathBuf> {
    built("chela-claude")
}

/// The double of OpenClaw, which is its own Node.
///
/// # Errors
/// When it is not built.
pub(crate) fn double() -> Result<PathBuf> {
    built("chela-double")
}

/// Tests are `target/<profile>/deps/…`, programs `target/<profile>/…`.
fn built(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().context("this program stands in no folder")?;
    let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
    let path = folder.join(name);
    ensure!(path.is_file(), "{} is not built: run `./dev build` first", path.display());
    Ok(path)
}
