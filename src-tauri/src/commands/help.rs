//! What can be read without a network, and OpenClaw's pages about what can be found.

use chela_core::view::Help;
use chela_core::{Result, help};
use tauri::AppHandle;

use super::desktop::open_page;

/// Tasks, words, and everything that a diagnosis can find.
#[tauri::command]
pub(super) fn help() -> Help {
    help::help()
}

/// Opens OpenClaw's page about something that can be found, in the browser. The page names only which:
/// an address of its own could carry something out.
#[tauri::command]
pub(super) async fn open_problem_page(app: AppHandle, code: String) -> Result<()> {
    open_page(app, help::openclaw_page(&code)).await
}
