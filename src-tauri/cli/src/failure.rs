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
    /// Wrong usage. What the catalogue has no words for is said in those of the parser.
    pub(crate) fn usage(error: &clap::Error) -> Self {
        use clap::error::{ContextKind, ErrorKind};
        let told = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
        let argument = told(ContextKind::InvalidArg);
        let key = match error.kind() {
            ErrorKind::UnknownArgument => "unknown-argument",
            ErrorKind::InvalidSubcommand => "unknown-command",
            ErrorKind::InvalidValue if told(ContextKind::InvalidValue).is_empty() => "no-value",
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => "value",
            ErrorKind::MissingRequiredArgument => "missing",
            ErrorKind::ArgumentConflict => "conflict",
            ErrorKind::MissingSubcommand => "command",
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let help = error.render().to_string().trim_end().to_owned();
                return Self::wrong_usage("usage", say("program.usage.command", &[]), help);
            }
            _ => {
                let text = error.render().to_string();
                let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
                // The parser ends with how it would be right.
                let (message, hint) = text.split_once("\n\n").unwrap_or((text, ""));
                return Self::wrong_usage("usage", message.to_owned(), hint.to_owned());
            }
        };
        let params: [(&'static str, &dyn ToString); 4] = [
            ("argument", &argument),
            ("command", &told(ContextKind::InvalidSubcommand)),
            ("value", &told(ContextKind::InvalidValue)),
            ("other", &told(ContextKind::PriorArg)),
        ];
        Self::wrong_usage("usage", say(&format!("program.usage.{key}"), &params), help(error))
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

/// How it would be right: what is alike, and the usage.
fn help(error: &clap::Error) -> String {
    use clap::error::ContextKind::{SuggestedArg, SuggestedSubcommand, Usage, ValidValue};
    let told = |kind| error.get(kind).map(ToString::to_string);
    let alike = [SuggestedArg, SuggestedSubcommand].into_iter().find_map(told);
    let alike = alike.map(|name| say("program.usage.alike", &[("name", &name)]));
    let values = told(ValidValue).filter(|values| !values.is_empty());
    let values = values.map(|values| say("program.usage.values", &[("values", &values)]));
    let usage = told(Usage).map(|usage| {
        let usage = usage.trim_start_matches("Usage:").trim().to_owned();
        format!("{} {usage}", say("program.help.usage", &[]))
    });
    [alike, values, usage].into_iter().flatten().collect::<Vec<_>>().join("\n")
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
