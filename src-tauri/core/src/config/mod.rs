//! `openclaw.json`: read, edited as text, committed whole or not at all.

pub mod diff;
pub mod document;
pub mod gateway_config;
pub mod history;
pub mod include;
pub mod journal;
pub mod reconcile;
pub mod redact;
pub mod splice;
pub mod store;

pub use document::{Document, Edit, Key, Path};
pub use gateway_config::GatewayConfig;
pub use splice::Splice;
pub use store::Store;

/// The home of a test, below `folder`.
#[cfg(test)]
pub(crate) fn test_home(folder: &std::path::Path) -> crate::openclaw::Home {
    let state_dir = folder.join("openclaw");
    crate::openclaw::Home { config_path: state_dir.join("openclaw.json"), state_dir, profile: None }
}
