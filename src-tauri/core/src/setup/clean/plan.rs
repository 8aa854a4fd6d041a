//! What taking a credential out of its places would do.

use super::ways::{self, Way};
use super::{Cleaned, Cleaning, Work, settings};
use crate::config::GatewayConfig;
use crate::config::Store;
use crate::config::include::Files;
use crate::credential::binding::commands;
use crate::error::Result;
use crate::setup::session::Session;
use crate::vault::Secret;
use crate::view::{Notice, Preview};

/// Notes what [`super::clean`] would do, as things are now.
///
/// # Errors
/// Those of the config and of the places.
pub(in crate::setup) async fn foresee(
    session: &Session<'_>,
    preview: &mut Preview,
    wanted: &Cleaning,
    secret: &Secret,
) -> Result<()> {
    let work = Work { session, wanted, secret, done: Cleaned::default() };
    let files = work.files().await?;
    let mut after = session.context.store().load()?.config?;
    if files.iter().any(|(_, way)| *way == Way::Settings) {
        let edits = |_: &GatewayConfig, files: &Files| Ok(work.of_settings(files)?.edits);
        session.foresee_edits(preview, &edits).await?;
        after = after.apply_all(&work.of_settings(&after)?.edits)?;
        let masked = |text: &str| settings::without_in_comments(text, secret.expose());
        preview.diffs.extend(session.context.store().comment_diffs(&masked)?);
    }
    for (file, way) in &files {
        match way {
            Way::Settings => {}
            Way::Openclaw => preview.runs(commands::compact()),
            Way::Blank | Way::DeleteForGood => preview.writes(&file.path),
            Way::Stays => preview.notices.push(work.stays(file, *way).into()),
            _ => {
                let rewrite = |text: &str| ways::rewritten(*way, file, &after, secret, text);
                match Store::rewrite_diff(&file.path, &rewrite) {
                    Ok(diff) => preview.diffs.extend(diff),
                    Err(error) => preview.notices.push(Notice::from(error)),
                }
            }
        }
    }
    Ok(())
}
