//! Installing OpenClaw, with the person's consent.

use super::{Context, Report};
use crate::error::Result;
use crate::openclaw::installer;

/// Installs OpenClaw with npm into the user's own folder, without sudo. It can be cancelled.
///
/// # Errors
/// `openclaw-failed`, `openclaw-timeout`, `node-missing`, `node-too-old`, `cancelled`.
pub async fn install_openclaw(context: &Context, report: &dyn Report) -> Result<()> {
    installer::install(&context.environment, &|line| report.line(line), &|| report.cancelled())
        .await
}
