//! `chela audit`.

use chela_core::Result;
use chela_core::setup::{self, Context};
use serde_json::json;

use crate::output::Answer;
use crate::render;
use crate::waiting::wait;

/// Looks. The exit code says whether a credential stands in plaintext.
pub(super) fn audit(context: &Context) -> Result<Answer> {
    let audit = wait(setup::audit(context))?;
    let exit_code = u8::from(!audit.secrets.is_empty());
    Ok(Answer { text: render::audit(&audit), value: json!(audit), exit_code })
}
