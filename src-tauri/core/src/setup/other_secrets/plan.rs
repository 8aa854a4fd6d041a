//! What moving settings to the keychain would do.

use super::adopt::{Moving, chosen, edits, movings, paths, replaced};
use crate::config::GatewayConfig;
use crate::config::include::Files;
use crate::error::{Code, Error, Result};
use crate::setup::Context;
use crate::setup::session::Session;
use crate::view::{KeychainFate, Notice, Preview};

/// What stands in a preview for the id of an entry that is made only then.
const NEW_ID: &str = "v1/…";

/// What [`super::adopt_settings`] would do.
///
/// # Errors
/// Those that it finds before its first step.
pub async fn plan_adopt_settings(
    context: &Context,
    settings: Option<&[String]>,
) -> Result<Preview> {
    let session = Session::open(context).await?;
    let movings = movings(&session, &paths(&chosen(&session, settings)?))?;
    let mut preview = Preview::default();
    if movings.is_empty() {
        return Ok(preview.complete());
    }
    for moving in &movings {
        let fate = if moving.is_new { KeychainFate::Added } else { KeychainFate::Kept };
        preview.keychain(&moving.entry, fate);
    }
    for old in replaced(context, &movings)? {
        preview.keychain(&old, KeychainFate::Retired);
    }
    session.foresee_resolver(&mut preview)?;
    let id = |moving: &Moving| match moving.is_new {
        true => NEW_ID.to_owned(),
        false => moving.entry.id.to_string(),
    };
    let intent =
        |config: &GatewayConfig, files: &Files| edits(&session, (config, files), &movings, &id);
    session.foresee_edits(&mut preview, &intent).await?;
    session.foresee_reload(&mut preview).await?;
    preview.notices.extend(notice(&session, &movings));
    Ok(preview.complete())
}

/// That the gateway needs an open keychain when it starts, where it did not before: for its own
/// token always, and before it `starts_with_failing_secrets` for any secret.
fn notice(session: &Session<'_>, movings: &[Moving]) -> Option<Notice> {
    let tolerant = session.openclaw.capabilities().starts_with_failing_secrets;
    let needed = movings.iter().map(|moving| moving.entry.profile.as_str());
    let needed: Vec<&str> =
        needed.filter(|name| !tolerant || name.starts_with("gateway.auth.")).collect();
    let note = || Error::new(Code::SettingNeedsKeychain).with("settings", needed.join(", "));
    (!needed.is_empty()).then(|| note().into())
}
