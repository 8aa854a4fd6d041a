//! What connecting would do, to be seen before it is done.

use super::Context;
use super::draft::Draft;
use super::session::{Session, kind_word};
use crate::config::GatewayConfig;
use crate::error::{Code, Error, Result};
use crate::openclaw::{onboard, unit};
use crate::text::say;
use crate::vault::Secret;
use crate::view::{ConnectRequest, Notice, Plan};

/// What [`super::connect`] would do.
///
/// # Errors
/// Those that `connect` finds before its first step.
pub async fn plan_connect(
    context: &Context,
    request: &ConnectRequest,
    secret: &Secret,
) -> Result<Plan> {
    let session = Session::open(context).await?;
    let draft = Draft::new(&session, request).await?;
    let edits = draft.edits(&session, request.kind, draft.model.as_deref());
    let candidate = context.store().prepare(&edits)?;
    let same = draft.by_reference && holds_already(&session, &draft, secret)?;
    Ok(Plan {
        diffs: candidate.diffs(),
        keychain_entry: draft.by_reference.then(|| {
            let kind = say(&format!("core.kind.{}", kind_word(request.kind)), &[]);
            say("core.keychain-entry", &[("kind", &kind), ("profile", &draft.profile)])
        }),
        commands: commands(&draft),
        nothing_to_do: candidate.is_noop() && same && !draft.onboard,
        notices: notices(context, &session.config, &draft),
        profile: draft.profile,
        agents: draft.agents,
    })
}

/// Whether every agent is bound to an entry that holds this very secret.
fn holds_already(session: &Session<'_>, draft: &Draft, secret: &Secret) -> Result<bool> {
    for agent in &draft.agents {
        let Some(entry) = session.bound_entry(agent, &draft.profile)? else { return Ok(false) };
        if !session.context.keychain.get(&entry.id).is_ok_and(|kept| kept == *secret) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The commands that will run, as one would type them. None of them sees the secret, but for
/// the one on whose standard input it goes with the person's consent.
fn commands(draft: &Draft) -> Vec<String> {
    let mut commands = Vec::new();
    if draft.onboard {
        commands.push(onboard::COMMAND.to_owned());
    }
    for agent in &draft.agents {
        commands.push(if draft.by_reference {
            "openclaw secrets apply --from <plan> --allow-exec --json".to_owned()
        } else {
            format!("openclaw models auth --agent {agent} paste-token --provider anthropic")
        });
        commands.push(format!(
            "openclaw models auth order set --provider anthropic --agent {agent} {} …",
            draft.profile
        ));
    }
    commands.push("openclaw secrets reload --json".to_owned());
    commands
}

fn notices(context: &Context, config: &GatewayConfig, draft: &Draft) -> Vec<Notice> {
    let mut notices = super::conflicts::of(context, config);
    if draft.onboard {
        let note = Error::new(Code::SetUpFirst).with("command", onboard::COMMAND);
        notices.push(note.into());
    }
    let environment = &context.environment;
    let service = unit::of_home(environment, &context.home).is_some();
    if draft.by_reference && service && unit::lingers(std::path::Path::new("/"), environment) {
        notices.push(Error::new(Code::StartsBeforeLogin).into());
    }
    notices
}
