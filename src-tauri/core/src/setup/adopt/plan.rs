//! What moving a credential into the keychain would do.

use super::{cleaning, sign_ins, target};
use crate::config::GatewayConfig;
use crate::error::Result;
use crate::setup::Context;
use crate::setup::clean;
use crate::setup::connect::Connecting;
use crate::setup::draft::Draft;
use crate::setup::session::Session;
use crate::view::{AdoptRequest, Preview};

/// What [`super::adopt`] would do, as things are now.
///
/// # Errors
/// Those that it finds before its first step.
pub async fn plan_adopt(context: &Context, request: &AdoptRequest) -> Result<Preview> {
    let target = target(context, request).await?;
    let session = Session::open(context).await?;
    let mut config = session.context.store().load()?.config?;
    let (mut preview, mut edits, mut first) = (Preview::default(), Vec::new(), None);
    for (purpose, sign_in) in sign_ins(context, &target, request).await? {
        let draft = Draft::new(&session, &sign_in).await?;
        first = first.or_else(|| Some(draft.profile.clone()));
        let read = GatewayConfig::read(config.value());
        let its = draft.edits(&session, (&read, &config), sign_in.kind, None);
        config = config.apply_all(&its)?;
        edits.extend(its);
        let mut connecting = Connecting::new(purpose, &sign_in, &target.secret, draft);
        preview.join(connecting.foreseen(&session).await?);
    }
    let wanted = cleaning(context, &target, request, first.as_ref())?;
    clean::foresee(&session, &mut preview, &edits, &wanted, &target.secret).await?;
    if preview.changes() {
        session.foresee_reload(&mut preview).await?;
        clean::foresee_pause(&session, &mut preview).await?;
    }
    Ok(preview.complete())
}
