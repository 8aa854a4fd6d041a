//! The real OpenClaw: where it is, what it can do, how to run it, what it says.
//!
//! Leaves out what to do with it: the operations of [`crate::setup`] decide that.

pub mod agents;
pub mod capabilities;
pub mod cli;
pub mod elsewhere;
pub mod gateway;
pub mod health;
pub mod install;
pub mod installer;
pub mod log;
pub mod node;
pub mod onboard;
pub mod paths;
mod pinned;
mod process;
pub mod said;
pub mod sessions;
pub mod status;
pub mod turn;
pub mod unfetched;
pub mod unit;
mod unit_file;
pub mod usage;
pub mod validate;

pub use capabilities::Capabilities;
pub use cli::OpenClaw;
pub use gateway::Gateway;
pub use paths::{Home, homes};
pub use status::Status;
