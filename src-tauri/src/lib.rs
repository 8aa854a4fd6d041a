//! The app: a tray and a window, two processes of this one program.
//!
//! `chela-desktop` lives in the tray and never loads a web view. The window is a process of its
//! own (`chela-desktop --window`) that ends when it is closed, and WebKit's memory with it; when
//! the page crashes the tray lives on. The two tell each other only "show yourself" and "close
//! yourself", by starting the program once more: the running one of that role is handed the
//! arguments. What changed they see in the files, as everybody else's changes.
//!
//! Leaves out every decision: commands turn arguments into a call of `chela_core::setup` and its
//! result into a view; the tray draws what `chela_core::menu` says.

mod arguments;
mod claude;
mod commands;
mod fault;
mod instance;
mod links;
mod operation;
mod pasted;
mod platform;
mod process;
mod sandbox;
mod session;
mod tray;
mod window;

use std::process::ExitCode;

use chela_core::Environment;
use chela_core::config::history::Surface;
use chela_core::setup::{self, Context};
use chela_core::text::{lookup, say};
use tauri::async_runtime::block_on;

use arguments::{Arguments, GUARD, Role};
use fault::{Stage, tell};

/// Reads the arguments, finds the role of this process, and plays it to its end.
///
/// Exit codes: 0 done, 1 there is no display or the app cannot be made, 2 wrong usage.
pub fn run() -> ExitCode {
    fault::install();
    chela_vault::harden_process();
    let environment = Environment::of_process();
    setup::speak_at_start(&environment);
    let given: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, home] = &given[..]
        && flag == GUARD
    {
        return guard(environment, home);
    }
    let arguments = match Arguments::read(given) {
        Ok(arguments) => arguments,
        Err(unknown) => {
            tell(&say("start.usage", &[("argument", &unknown)]));
            return ExitCode::from(2);
        }
    };
    if !platform::has_display(&environment) {
        tell(lookup("start.no-display").unwrap_or_default());
        return ExitCode::FAILURE;
    }
    platform::introduce();
    fault::enter(Stage::Display);
    let played = match arguments.role(platform::tray_host) {
        Role::Window => window::run(environment, arguments),
        Role::Tray => tray::run(environment, arguments),
    };
    match played {
        Ok(()) => ExitCode::SUCCESS,
        // The process that was to take over ended just then: this one takes its place.
        Err(error) if instance::was_gone(&error) && !arguments.again => platform::start_again(),
        Err(error) => {
            tell(&say("start.failed", &[("detail", &error)]));
            ExitCode::FAILURE
        }
    }
}

/// Guards the gateway of a home that another process of this program has stopped for a change.
fn guard(environment: Environment, home: &str) -> ExitCode {
    let guarded = Context::find(environment, Surface::Window, Some(home))
        .and_then(|context| block_on(setup::guard_gateway(&context)));
    match guarded {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error.message());
            ExitCode::FAILURE
        }
    }
}

/// What Tauri needs to know of the project, with the page in it. In one place: each use of the
/// macro is one more copy of the page in the program.
fn tauri_context() -> tauri::Context {
    tauri::generate_context!()
}
