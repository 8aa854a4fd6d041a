//! The operations: what a person can ask for. Each takes a [`Context`], decides, acts, and
//! answers with plain data of [`crate::view`]. Window, tray and program call nothing else.

mod adopt;
mod ago;
mod alias;
mod appearance;
mod audit;
mod bring_along;
mod caching;
mod check_after;
mod clean;
mod clipboard;
mod comments;
mod conflicts;
mod connect;
mod context;
mod diagnose;
mod disconnect;
mod draft;
mod fallbacks;
mod gate;
mod gateway;
mod get_token;
mod give;
mod history;
mod install;
mod keep_resolver;
mod language;
mod least;
mod leave;
mod models;
mod move_to_keychain;
mod order;
mod other_secrets;
mod overview;
mod preview;
mod prove;
mod purge;
mod recognise;
mod reload;
mod reminders;
mod repair;
mod report;
mod revoke;
mod rotate;
mod run;
mod session;
mod settle;
mod shelf;
mod sign_ins;
mod stores;
mod switch_model;
mod tidy;
mod turn;
mod unbinding;
mod undo;
mod undoing;
mod watched;

pub use adopt::{adopt, plan_adopt};
pub use alias::{plan_alias, set_alias};
pub use appearance::{Appearance, appearance, set_theme, set_zoom};
pub use audit::audit;
pub use bring_along::{bring_along, model_users, plan_bring_along};
pub use caching::{
    cache, cache_usage, migrate_cache, plan_migrate_cache, plan_set_cache, set_cache,
};
pub use check_after::check_after;
pub use clipboard::{set_watch_clipboard, watches_clipboard};
pub use comments::{leave_comments_out, plan_comments, put_comments_back};
pub use connect::{connect, plan_connect};
pub use context::Context;
pub use diagnose::{Depth, diagnose};
pub use disconnect::{disconnect, plan_disconnect};
pub use fallbacks::{plan_set_fallbacks, set_fallbacks};
pub use gateway::{gateway, gateway_log, guard_gateway};
pub use get_token::{Lines, Typist, code, get_token, typist};
pub use give::{give, plan_give};
pub use history::{history, observe};
pub use install::install_openclaw;
pub use keep_resolver::keep_resolver;
pub use language::{set_language, speak_at_start};
pub use leave::{leave, plan_leave};
pub use models::{model, models, models_of_account, set_favourite};
pub use move_to_keychain::{move_to_keychain, plan_move_to_keychain};
pub use order::{plan_order, plan_use_first, set_order, use_first};
pub use other_secrets::{adopt_settings, plan_adopt_settings};
pub use overview::overview;
pub use prove::{check_profile, test_profile};
pub use purge::GRACE;
pub use recognise::recognise;
pub use reload::{gateway_moved, keychain_opened, unlock_keychain};
pub use reminders::{Reminder, next_moment, reminders, set_notify};
pub use repair::{plan_repair, repair, repair_command};
pub use report::report;
pub use revoke::{KEYS_PAGE, TOKENS_PAGE, revoked};
pub use rotate::{plan_rotate, rotatable, rotate};
pub use settle::settle;
pub use sign_ins::{plan_expiry, plan_label, profile_called, set_expiry, set_label, sign_ins};
pub use switch_model::{
    follow_default_model, plan_follow_default_model, plan_switch_model, switch_model,
};
pub use turn::test_turn;
pub use undo::{plan_undo, undo};
pub use watched::{Watched, config_digest, is_under_way, stores_seen, watched};

use self::ago::ago;
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
