//! The config as text, through the public interface only.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "config/golden.rs"]
mod golden;
#[path = "config/large.rs"]
mod large;
#[path = "config/properties.rs"]
mod properties;
#[path = "config/reading.rs"]
mod reading;
#[path = "config/reconciling.rs"]
mod reconciling;
#[path = "config/scale.rs"]
mod scale;
#[path = "config/scribe.rs"]
mod scribe;
