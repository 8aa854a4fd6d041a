//! What connecting would do, to be seen before it is done.

use super::Context;
use super::draft::Draft;
use super::session::{Session, kind_word};
use crate::config::GatewayConfig;
use crate::credential::binding::paste_command;
use crate::error::{Code, Error, Result};
use crate::openclaw::{Capabilities, onboard, unit};
use crate::text::say;
use crate::vault::{Entry, Secret};
use crate::view::{ConnectRequest, CredentialKind, Notice, Plan};

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
    let model = draft.model.as_deref();
    let candidate = context.store().prepare(&|config, files| {
        Ok(draft.edits(&session, (config, files), request.kind, model))
    })?;
    let same = draft.by_reference && holds_already(&session, &draft, secret)?;
    Ok(Plan {
        diffs: candidate.diffs(),
        keychain_entry: draft.by_reference.then(|| {
            let kind = say(&format!("core.kind.{}", kind_word(request.kind)), &[]);
            say("core.keychain-entry", &[("kind", &kind), ("profile", &draft.profile)])
        }),
        commands: commands(session.openclaw.capabilities(), &draft, request.kind),
        nothing_to_do: candidate.is_noop() && same && !draft.onboard,
        notices: notices(context, &session.config, &draft),
        profile: draft.profile,
        agents: draft.agents,
    })
}

/// Whether every agent is bound to an entry that holds this very secret.
fn holds_already(session: &Session<'_>, draft: &Draft, secret: &Secret) -> Result<bool> {
    for agent in &draft.agents {
        let same = |entry: &Entry| {
            let bound = draft.refers_to(agent, &entry.id);
            bound && session.context.keychain.get(&entry.id).is_ok_and(|kept| kept == *secret)
        };
        if !session.bound_entries(agent, &draft.profile)?.iter().any(same) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The commands that will run, as one would type them. None of them sees the secret, but for
/// the one on whose standard input it goes with the person's consent.
fn commands(can: Capabilities, draft: &Draft, kind: CredentialKind) -> Vec<String> {
    let mut commands = Vec::new();
    if draft.onboard {
        commands.push(onboard::COMMAND.to_owned());
    }
    for agent in &draft.agents {
        if draft.by_reference && can.binds_by_command {
            commands.push("openclaw secrets apply --from <plan> --allow-exec --json".to_owned());
        }
        if !draft.by_reference && !can.json_store {
            let paste = paste_command(kind);
            commands
                .push(format!("openclaw models auth --agent {agent} {paste} --provider anthropic"));
        }
        commands.push(format!(
            "openclaw models auth order set --provider anthropic --agent {agent} {} …",
            draft.profile
        ));
    }
    if can.references {
        commands.push("openclaw secrets reload --json".to_owned());
    }
    commands
}

fn notices(context: &Context, config: &GatewayConfig, draft: &Draft) -> Vec<Notice> {
    let conflicts = super::conflicts::of(context, config);
    let mut notices: Vec<Notice> = conflicts.into_iter().map(Notice::from).collect();
    if draft.onboard {
        let note = Error::new(Code::SetUpFirst).with("command", onboard::COMMAND);
        notices.push(note.into());
    }
    if draft.keeps_copy {
        notices.push(Error::new(Code::KeychainCopy).with("profile", &draft.profile).into());
    }
    let environment = &context.environment;
    let service = unit::of_home(environment, &context.home).is_some();
    if draft.by_reference && service && unit::lingers(std::path::Path::new("/"), environment) {
        notices.push(Error::new(Code::StartsBeforeLogin).into());
    }
    notices
}
