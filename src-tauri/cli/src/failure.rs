//! What the program says when it did not do what it was asked, and with which exit code.

use std::collections::BTreeMap;
use std::ffi::OsString;

use chela_core::text::say;
use chela_core::{Code, Error};
use serde::Serialize;

/// A failure as it is printed. Never holds a secret.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    code: &'static str,
    message: String,
    hint: String,
    params: BTreeMap<&'static str, String>,
    #[serde(skip)]
    exit_code: u8,
}

impl Failure {
    /// Wrong usage, in the words of the command-line parser.
    pub(crate) fn usage(error: &clap::Error) -> Self {
        let text = error.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
        // The parser ends with how it would be right.
        let (message, hint) = text.split_once("\n\n").unwrap_or((text, ""));
        Self::wrong_usage("usage", message.to_owned(), hint.to_owned())
    }

    /// What happened, in words.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, in words.
    pub(crate) fn hint(&self) -> &str {
        &self.hint
    }

    /// One of the things that its texts mention, or that belong to it.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params.get(name).map(String::as_str)
    }

    /// Whether it says that something is left of an earlier operation.
    pub(crate) fn is_interruption(&self) -> bool {
        self.code == Code::Interrupted.as_str()
    }

    /// 1, or 2 for wrong usage.
    pub(crate) fn exit_code(&self) -> u8 {
        self.exit_code
    }

    fn wrong_usage(code: &'static str, message: String, hint: String) -> Self {
        Self { code, message, hint, params: BTreeMap::new(), exit_code: 2 }
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code.as_str(),
            message: error.message(),
            hint: error.hint(),
            params: error.params.clone(),
            exit_code: 1,
        }
    }
}

/// A credential in an argument is in the shell's history and in the list of processes: it is
/// refused before anything could repeat it.
pub(crate) fn secret_in_arguments(arguments: &[OsString]) -> Option<Failure> {
    let is_secret = |argument: &OsString| argument.to_string_lossy().contains("sk-ant-");
    arguments.iter().any(is_secret).then(|| {
        let words = |part| say(&format!("program.secret-in-arguments.{part}"), &[]);
        Failure::wrong_usage("secret-in-arguments", words("message"), words("hint"))
    })
}
