//! What is kept from run to run, outside the checkout: nothing depends on its being there.

use std::path::PathBuf;

use anyhow::{Context, Result};

/// `$XDG_CACHE_HOME/chela` of whoever runs the rig: no other user can put anything there.
pub(crate) fn folder() -> Result<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cache")))
        .context("no home folder")?;
    Ok(cache.join("chela"))
}
