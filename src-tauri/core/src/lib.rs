//! Everything that Chela knows and decides. No window, no Tauri: the app, the tray and the
//! program `chela` only show what this crate says and ask it to act.

pub mod anthropic;
pub mod caching;
pub mod claude_code;
pub mod config;
pub mod credential;
pub mod day;
pub mod environment;
pub mod error;
mod files;
pub mod help;
pub mod menu;
pub mod models;
pub mod openclaw;
pub mod place;
pub mod setup;
pub mod text;
pub mod view;
pub mod watch;

pub use chela_vault as vault;
pub use environment::Environment;
pub use error::{Code, Error, Result};
