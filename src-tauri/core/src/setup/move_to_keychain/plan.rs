//! What moving a sign-in to the keychain would do.

use super::sources;
use crate::credential::profile::profile_name;
use crate::error::Result;
use crate::setup::Context;
use crate::setup::connect::{Connecting, Purpose};
use crate::setup::draft::Draft;
use crate::setup::session::Session;
use crate::view::Preview;

/// What [`super::move_to_keychain`] would do.
///
/// # Errors
/// Those that it finds before its first step.
pub async fn plan_move_to_keychain(
    context: &Context,
    profile: &str,
    agents: &[String],
) -> Result<Preview> {
    let profile = profile_name(profile).unwrap_or_else(|_| profile.to_owned());
    let session = Session::open(context).await?;
    let mut preview = Preview::default();
    for source in sources(&session, &profile, agents).await? {
        let request = source.request(&profile);
        let draft = Draft::new(&session, &request).await?;
        let mut moving = Connecting::new(Purpose::Move, &request, &source.secret, draft);
        preview.join(moving.foreseen(&session).await?);
    }
    Ok(preview.complete())
}
