//! What a change is meant to do.

use crate::Result;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};

/// Works out the edits for the config as it is read. It is asked again for each text that the
/// change is tried on, because where a setting stands, and in which form, may be another in what
/// somebody else wrote meanwhile.
pub type Intent<'i> = dyn Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> + Sync + 'i;

/// The same edits whatever the config looks like.
pub fn always(
    edits: impl Into<Vec<Edit>>,
) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> + Send + Sync {
    let edits = edits.into();
    move |_, _| Ok(edits.clone())
}
