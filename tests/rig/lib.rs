//! The test rig: the real parts that Chela works with, each in a private copy that ends with the
//! value that holds it. OpenClaw from npm, gnome-keyring on a bus of its own, a virtual display,
//! the app's window through WebKitWebDriver, the tray and notifications over D-Bus. Only the Anthropic API is a
//! stand-in, on loopback.
//!
//! Everything blocks: a test reads from top to bottom. Nothing sleeps for a fixed time: one waits
//! for a condition ([`wait::until`]). Leaves out what Chela itself does.

pub mod app;
pub mod child;
pub mod claude;
pub mod clipboard;
pub mod credential;
pub mod double;
pub mod drive;
pub mod faults;
pub mod interrupt;
pub mod notifications;
pub mod openclaw;
pub mod ports;
pub mod processes;
pub mod programs;
pub mod sandbox;
pub mod scan;
pub mod screen_reader;
pub mod screens;
pub mod session;
pub mod standin;
pub mod together;
pub mod tray;
pub mod wait;
pub mod webdriver;

mod cache;
mod http;
mod runtime;

pub use anyhow::{Context, Result, bail, ensure};
pub use openclaw::{Gateway, OpenClaw};
pub use sandbox::Sandbox;
pub use screen_reader::ScreenReader;
pub use session::Session;
pub use standin::StandIn;
pub use tray::TrayHost;
pub use webdriver::Window;
