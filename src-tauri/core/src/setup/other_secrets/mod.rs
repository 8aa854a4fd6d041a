//! The other secrets of `openclaw.json` and the files that it includes: the gateway's own token,
//! those of channels, the keys of other providers, of skills and plugins. Where the installed OpenClaw
//! accepts a reference in such a setting ([`list`]), the secret can go to the keychain, and OpenClaw
//! fetches it as it fetches a sign-in.
//!
//! Seen on 2026.5.7 and 2026.9.6: the gateway starts with its own token by reference, and the
//! commands that talk to it fetch the token themselves.
//!
//! Leaves out Anthropic's own sign-in, the stores of sign-ins, and copies of the config, which are
//! named.

mod adopt;
mod find;
mod kept;
mod list;
mod plan;
mod value;
mod words;

use self::find::Setting;
use self::list::Places;
use super::Context;
use super::audit::shown;
use crate::config::include::Files;
use crate::error::{Code, Error, Result};
use crate::openclaw::install::Installation;
use crate::view::{Notice, OtherSecret};

pub use adopt::adopt_settings;
pub(super) use adopt::{Adopting, finish};
pub(super) use find::references;
pub(super) use kept::{in_plaintext, is_referred, without_secret};
pub use plan::plan_adopt_settings;

/// What an audit says of them.
#[derive(Default)]
pub(super) struct Found {
    pub(super) secrets: Vec<OtherSecret>,
    /// Why none can be told of, where that is so.
    pub(super) problem: Option<Notice>,
}

/// Looks into the config. What cannot be read of it is told by whoever else reads it.
pub(super) fn look(context: &Context, installation: &Installation) -> Found {
    let places = match places(installation) {
        Ok(places) => places,
        Err(error) => return Found { problem: Some(error.into()), ..Found::default() },
    };
    let Ok(files) = files(context) else { return Found::default() };
    let settings = find::found(&files, &places);
    Found {
        secrets: settings.iter().map(|setting| view(context, setting)).collect(),
        problem: None,
    }
}

/// The settings that this OpenClaw lists.
///
/// # Errors
/// `settings-unlisted`.
fn places(installation: &Installation) -> Result<Places> {
    let unlisted = || Error::new(Code::SettingsUnlisted).with("version", &installation.version);
    Places::of_package(&installation.package).ok_or_else(unlisted)
}

fn files(context: &Context) -> Result<Files> {
    context.store().load()?.config
}

fn view(context: &Context, setting: &Setting) -> OtherSecret {
    let file = setting.file.as_deref().unwrap_or(&context.home.config_path);
    OtherSecret {
        setting: setting.name(),
        what: setting.what.clone(),
        file: shown(context, file),
        line: setting.line,
        masked: value::masked(setting.secret.expose()),
        problem: setting.problem.as_ref().map(Notice::from),
    }
}
