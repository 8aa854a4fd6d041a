//! What the page may ask for. Each command turns its arguments into one call and the result into
//! a view; none decides anything, none returns a secret. Failures reach the page as the core's
//! `Error` in JSON: code, message, hint, params.

mod audit;
mod caching;
mod connect;
mod credential;
mod desktop;
mod gateway;
mod health;
mod help;
mod history;
mod leave;
mod look;
mod models;
mod preview;
mod rotate;
mod sign_ins;
mod token;

use chela_core::Result;
use chela_core::setup::{self, Context};
use chela_core::view::Progress;
use tauri::ipc::Channel;
use tauri::{AppHandle, Emitter, Wry};

use crate::operation::ToPage;
use crate::session::{Session, work};

/// The handler of all commands, and their names for the test that compares them with the page's.
macro_rules! commands {
    ($($room:ident: $($name:ident)+;)+) => {
        /// Answers the page.
        pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke<Wry>) -> bool + Send + Sync {
            tauri::generate_handler![$($($room::$name),+),+]
        }

        #[cfg(test)]
        const NAMES: &[&str] = &[$($(stringify!($name)),+),+];
    };
}

commands! {
    look: overview choose_home choose_openclaw;
    credential: paste_clipboard peek_clipboard set_watch_clipboard paste_text forget_pasted clear_clipboard;
    token: get_token paste_code type_line open_sign_in stop_getting_token;
    connect: plan connect cancel disconnect switch_model settle;
    caching: caching cache_usage plan_cache set_cache plan_migrate_cache migrate_cache;
    models: models models_of_account set_favourite model_users plan_bring_along bring_along plan_fallbacks set_fallbacks plan_alias set_alias;
    history: history plan_undo undo put_comments_back leave_comments_out;
    gateway: gateway gateway_log test_turn unlock_keychain install_openclaw start_sandbox;
    leave: plan_leave leave;
    audit: audit plan_adopt adopt plan_adopt_settings adopt_settings;
    rotate: plan_rotate rotate set_revoked;
    health: diagnose repair recognise report set_notify;
    sign_ins: sign_ins set_label set_expiry use_first give check_profile test_profile;
    help: help open_problem_page;
    preview: plan_remove plan_give plan_first plan_model plan_repair;
    desktop: set_autostart set_language set_theme set_zoom open_url copy_text open_config show_config close;
}

/// Tells the page to read again: the files that an operation touches are watched too, but not
/// the keychain and the gateway.
fn changed(app: &AppHandle) {
    let _ = app.emit("changed", ());
}

/// Has OpenClaw check a changed config in the background.
fn check_after(app: &AppHandle, context: Context) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        // What it finds is shown by the next overview; that it could not run is no news.
        let _ = work(move || async move { setup::check_after(&context).await }).await;
        changed(&app);
    });
}

/// Takes the place of the one operation that may run, and tells the page how far it is.
fn reporting(session: &Session, on_progress: Channel<Progress>) -> Result<ToPage> {
    let running = session.operations.begin()?;
    Ok(ToPage { running, progress: Some(on_progress), lines: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The commands that the page calls, from its one seam: `invoke("name"` in any of the forms
    /// that TypeScript allows before the parenthesis.
    fn called_by_the_page() -> BTreeSet<String> {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc.ts");
        let seam = std::fs::read_to_string(file).unwrap();
        seam.split("invoke")
            .skip(1)
            .filter_map(|rest| {
                let arguments = rest.trim_start_matches(|c| c != '(').strip_prefix('(')?;
                let name = arguments.trim_start().strip_prefix('"')?;
                Some(name.split('"').next()?.to_owned())
            })
            .collect()
    }

    #[test]
    fn the_page_calls_exactly_the_commands_that_there_are() {
        let there_are: BTreeSet<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(there_are.len(), NAMES.len());
        assert_eq!(called_by_the_page(), there_are);
    }
}
