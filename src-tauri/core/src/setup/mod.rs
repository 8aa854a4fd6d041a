//! The operations: what a person can ask for. Each takes a [`Context`], decides, acts, and
//! answers with plain data of [`crate::view`]. Window, tray and program call nothing else.

mod check_after;
mod conflicts;
mod connect;
mod context;
mod disconnect;
mod draft;
mod gate;
mod gateway;
mod install;
mod least;
mod models;
mod overview;
mod plan;
mod purge;
mod run;
mod session;
mod settle;
mod shelf;
mod switch_model;
mod turn;
mod undo;
mod undoing;
mod watched;

pub use check_after::check_after;
pub use connect::connect;
pub use context::Context;
pub use disconnect::disconnect;
pub use gateway::{after_unlock, gateway, gateway_log, unlock_keychain};
pub use install::install_openclaw;
pub use models::models;
pub use overview::overview;
pub use plan::plan_connect;
pub use purge::GRACE;
pub use settle::settle;
pub use switch_model::switch_model;
pub use turn::test_turn;
pub use undo::undo;
pub use watched::watched;

use crate::text::say;
use crate::view::{Progress, Step};

/// Who wants to know how far an operation is. Called from the operation's own task.
pub trait Report: Send + Sync {
    /// A step changed its state.
    fn progress(&self, progress: Progress);
    /// A line that a command printed (installing OpenClaw).
    fn line(&self, _line: &str) {}
    /// Whether the person asked to stop. Looked at between steps; what was done is put back.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody wants to know.
#[derive(Debug)]
pub struct Quiet;

impl Report for Quiet {
    fn progress(&self, _progress: Progress) {}
}

/// A step in words.
fn step_name(step: Step) -> String {
    let code = serde_json::to_value(step).unwrap_or_default();
    say(&format!("core.step.{}", code.as_str().unwrap_or_default()), &[])
}

/// The name of one run of an operation, for the history.
fn operation_id(operation: &str) -> String {
    format!("{operation}-{}", now_ms())
}

/// Now, in ms since 1970.
fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
