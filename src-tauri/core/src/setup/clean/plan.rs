//! What taking a credential out of its places would do.

use super::ways::{self, Way};
use super::{Cleaned, Cleaning, Work, settings};
use crate::config::diff::file_diff;
use crate::config::include::{File, Files};
use crate::config::store::Rewritten;
use crate::config::{Edit, GatewayConfig, Store};
use crate::credential::binding::commands;
use crate::error::{Code, Error, Result};
use crate::openclaw::cli;
use crate::setup::session::Session;
use crate::vault::Secret;
use crate::view::{FileDiff, GatewayAction, GatewayState, Notice, PlaintextIn, Preview};

/// Notes what [`super::clean`] would do, as things are now, after `before` has changed the config: in
/// one difference for each file.
///
/// # Errors
/// Those of the config and of the places.
pub(in crate::setup) async fn foresee(
    session: &Session<'_>,
    preview: &mut Preview,
    before: &[Edit],
    wanted: &Cleaning,
    secret: &Secret,
) -> Result<()> {
    let work = Work { session, wanted, secret, done: Cleaned::default() };
    let files = work.files().await?;
    let now = session.context.store().load()?.config?;
    let mut after = now.apply_all(before)?;
    let of_config = files.iter().any(|(_, way)| *way == Way::Settings);
    if of_config {
        let edits = |_: &GatewayConfig, files: &Files| Ok(work.of_settings(files)?.edits);
        session.foresee_edits(preview, &edits).await?;
        after = after.apply_all(&work.of_settings(&after)?.edits)?;
    }
    let is_of_config = |diff: &FileDiff| {
        now.files().iter().any(|file| file.path.display().to_string() == diff.path)
    };
    preview.diffs.retain(|diff| !is_of_config(diff));
    preview.diffs.extend(differences(&now, &after, secret, of_config));
    for (file, way) in &files {
        match way {
            Way::Settings => {}
            Way::Openclaw => preview.runs(commands::compact()),
            Way::Blank | Way::DeleteForGood => preview.writes(&file.path),
            Way::Stays => preview.notices.push(work.stays(file, *way).into()),
            _ => {
                let rewrite = |text: &str| ways::rewritten(*way, file, &after, secret, text);
                match Store::rewrite_diff(&file.path, &rewrite) {
                    Ok(diff) => {
                        if diff.is_some() && file.kind == PlaintextIn::Service {
                            preview.types("systemctl --user daemon-reload".to_owned());
                        }
                        preview.diffs.extend(diff);
                    }
                    Err(error) => preview.notices.push(Notice::from(error)),
                }
            }
        }
    }
    Ok(())
}

/// Notes that a running gateway is stopped while OpenClaw clears its database out.
///
/// # Errors
/// Those of finding the gateway.
pub(in crate::setup) async fn foresee_pause(
    session: &Session<'_>,
    preview: &mut Preview,
) -> Result<()> {
    if !preview.commands.contains(&cli::typed(commands::compact())) {
        return Ok(());
    }
    let gateway = session.context.gateway(&session.config).await?;
    if gateway.state().await == GatewayState::Running {
        preview.types(gateway.typed(GatewayAction::Start));
        preview.notices.push(Error::new(Code::GatewayPauses).into());
    }
    Ok(())
}

/// What becomes of each file of the config, its comments too where they are cleaned.
fn differences(now: &Files, after: &Files, secret: &Secret, comments: bool) -> Vec<FileDiff> {
    let difference = |(now, after): (&File, &File)| {
        let text = after.document.text();
        let masked = match comments {
            true => settings::without_in_comments(text, secret.expose()),
            false => Rewritten::Same,
        };
        let text = if let Rewritten::Text(masked) = &masked { masked } else { text };
        let before = now.exists.then(|| now.document.text());
        (before != Some(text)).then(|| file_diff(&now.path, before, text))
    };
    now.files().iter().zip(after.files()).filter_map(difference).collect()
}
