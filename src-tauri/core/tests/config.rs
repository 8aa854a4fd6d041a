//! The config as text, through the public interface only.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "config/golden.rs"]
mod golden;
#[path = "config/properties.rs"]
mod properties;
#[path = "config/reading.rs"]
mod reading;
#[path = "config/reconciling.rs"]
mod reconciling;
#[path = "config/scribe.rs"]
mod scribe;
