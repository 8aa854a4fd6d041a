//! Claude Code, the program that makes setup-tokens: where it is, and `claude setup-token` in a
//! pseudo-terminal of which a person sees what it asks for, and never the token.
//!
//! Seen with 2.1.197 and 2.1.332: it opens the browser, shows the address of the page to
//! sign in on, waits for the page or for the code that the page shows, and prints the token.

mod find;
#[cfg(unix)]
mod run;
mod screen;
#[cfg(unix)]
mod terminal;

pub use find::find;
#[cfg(unix)]
pub use run::{Lines, Typist, setup_token};
