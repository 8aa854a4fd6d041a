//! What OpenClaw's own audit says (`openclaw secrets audit --json`, since 2026.2.26). It knows what
//! its database holds; it reads neither `env` of the config (2026.5.7, 2026.9.6) nor comments,
//! backups or anything outside its folders.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Held, Source, real};
use crate::config::gateway_config::credentials::VARIABLES;
use crate::openclaw::Capabilities;
use crate::openclaw::cli::typed;
use crate::openclaw::install::Installation;
use crate::openclaw::status::{list, text};
use crate::setup::Context;
use crate::view::Notice;
use crate::{Code, Error};

/// What was told.
#[derive(Default)]
pub(super) struct Told {
    pub(super) named: Vec<Named>,
    /// What the installed OpenClaw can do; none where there is none.
    pub(super) can: Option<Capabilities>,
    /// The installed OpenClaw.
    pub(super) installation: Option<Installation>,
    /// Why it could not be asked.
    pub(super) problem: Option<Notice>,
}

/// A place that OpenClaw names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) file: PathBuf,
    /// The setting or variable.
    pub(super) path: String,
    pub(super) profile: Option<String>,
}

/// Asks. It only reads; references are resolved, as else it would not look behind them.
pub(super) async fn ask(context: &Context) -> Told {
    // Why there is none is said by whoever asks for the sign-ins.
    let Ok(openclaw) = context.openclaw().await else { return Told::default() };
    let can = openclaw.capabilities();
    let installation = Some(openclaw.installation().clone());
    let mut told = Told { can: Some(can), installation, ..Told::default() };
    if !can.secrets_audit {
        return told;
    }
    let arguments = ["secrets", "audit", "--json", "--allow-exec"];
    match openclaw.run(arguments).output().await {
        // It ends with 2 when a reference cannot be resolved, and tells the rest all the same.
        Ok(output) => match output.json::<Value>().filter(|said| said["findings"].is_array()) {
            Some(said) => told.named = named(&said),
            None => {
                let error = Error::new(Code::OpenClawFailed)
                    .with("command", typed(arguments))
                    .with("detail", output.failure());
                told.problem = Some(error.into());
            }
        },
        Err(error) => told.problem = Some(error.into()),
    }
    told
}

impl Named {
    /// Whether it is this place in this file.
    pub(super) fn is(&self, file: &Path, held: &Held) -> bool {
        let same = match (&held.source, &self.profile) {
            (Source::Profile(name), Some(profile)) => name == profile,
            (Source::Variable(name), _) if self.path.starts_with("$env.") => {
                self.path.strip_prefix("$env.") == Some(name)
            }
            _ => held.what == self.path,
        };
        same && !held.idle && real(file) == real(&self.file)
    }
}

/// Those that are Anthropic's.
fn named(said: &Value) -> Vec<Named> {
    let one = |finding: &Value| {
        let path = text(&finding["jsonPath"])?;
        let last = path.rsplit('.').next().unwrap_or_default();
        let is_ours = finding["provider"] == "anthropic" || VARIABLES.contains(&last);
        let is_plaintext = finding["code"] == "PLAINTEXT_FOUND";
        (is_ours && is_plaintext).then_some(())?;
        let (file, profile) = (text(&finding["file"])?.into(), text(&finding["profileId"]));
        Some(Named { file, path, profile })
    };
    list(&said["findings"]).iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_anthropics_is_read() {
        // As 2026.9.6 says it.
        let said = serde_json::json!({ "findings": [
            { "code": "PLAINTEXT_FOUND", "file": "/h/openclaw.json", "jsonPath": "gateway.auth.token" },
            { "code": "PLAINTEXT_FOUND", "file": "/h/openclaw.json", "provider": "anthropic",
              "jsonPath": "models.providers.anthropic.apiKey" },
            { "code": "PLAINTEXT_FOUND", "file": "/h/state/openclaw.sqlite", "provider": "anthropic",
              "jsonPath": "profiles.anthropic:manual.token", "profileId": "anthropic:manual" },
            { "code": "PLAINTEXT_FOUND", "file": "/h/.env", "jsonPath": "$env.ANTHROPIC_API_KEY" },
            { "code": "PLAINTEXT_FOUND", "file": "/h/.env", "jsonPath": "$env.OPENAI_API_KEY" },
            { "code": "REF_UNRESOLVED", "file": "/h/x", "provider": "anthropic", "jsonPath": "a.b" },
            7
        ] });
        let one = |file: &str, path: &str, profile: Option<&str>| Named {
            file: file.into(),
            path: path.into(),
            profile: profile.map(str::to_owned),
        };
        let expected = [
            one("/h/openclaw.json", "models.providers.anthropic.apiKey", None),
            one(
                "/h/state/openclaw.sqlite",
                "profiles.anthropic:manual.token",
                Some("anthropic:manual"),
            ),
            one("/h/.env", "$env.ANTHROPIC_API_KEY", None),
        ];
        assert_eq!(named(&said), expected);
        assert_eq!(named(&Value::Null), []);
    }
}
