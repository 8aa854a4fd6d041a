//! What goes on using a model after another one became the default: agents with a model of their
//! own, and sessions that keep one (openclaw/openclaw#141540). They are brought along when the person
//! asks for it.

use super::Context;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::error::Result;
use crate::models::{self, name_of};
use crate::openclaw::sessions::{PinnedSession, release_arguments};
use crate::text::say;
use crate::view::{BroughtAlong, ModelUsers, Preview};

/// Who still uses a model. Runs OpenClaw (2 s) for the sessions.
///
/// # Errors
/// `model-malformed`, those of the config.
pub async fn model_users(context: &Context, model: &str) -> Result<ModelUsers> {
    let model = models::reference(model)?;
    let config = context.config()?;
    let (sessions, notice) = match keeping(context, &model).await {
        Ok(sessions) => (sessions, None),
        Err(error) => (vec![], Some(error.into())),
    };
    let sessions = sessions.into_iter().map(|session| session.key).collect();
    Ok(ModelUsers { agents: agents_with(&config, &model), sessions, notice })
}

/// Gives the agents whose own model is `model` the default one, in the form in which theirs stands,
/// and lets the sessions that keep it follow their agent again. For the sessions the gateway must
/// run.
///
/// # Errors
/// `model-malformed`, those of the config. What keeps a session from following is told in the outcome.
pub async fn bring_along(context: &Context, model: &str) -> Result<BroughtAlong> {
    let model = models::reference(model)?;
    let agents = agents_with(&context.config()?, &model);
    let title = say("core.change.brought-along", &[("name", &name_of(&model))]);
    let committed = context.store().change(&bringing(&model), &context.about(title, None))?;
    let mut sessions = 0;
    let released = release(context, &model, &mut sessions).await;
    let notice = released.err().map(Into::into);
    Ok(BroughtAlong { agents, sessions, change: committed.change, notice })
}

/// Lets the sessions that keep a model follow their agent again, and counts them.
async fn release(context: &Context, model: &str, released: &mut u32) -> Result<()> {
    for session in keeping(context, model).await? {
        context.openclaw().await?.release_session(&session.key).await?;
        *released += 1;
    }
    Ok(())
}

/// What [`bring_along`] would do. Runs OpenClaw (2 s) for the sessions.
///
/// # Errors
/// `model-malformed`, those of the config.
pub async fn plan_bring_along(context: &Context, model: &str) -> Result<Preview> {
    let model = models::reference(model)?;
    let mut preview = Preview::of_change(context, &bringing(&model))?;
    match keeping(context, &model).await {
        Ok(sessions) => {
            sessions.iter().for_each(|session| preview.runs(release_arguments(&session.key)));
        }
        Err(error) => preview.notices.push(error.into()),
    }
    Ok(preview.complete())
}

/// The sessions that keep a model.
async fn keeping(context: &Context, model: &str) -> Result<Vec<PinnedSession>> {
    let pinned = context.openclaw().await?.pinned_sessions().await?;
    Ok(pinned.into_iter().filter(|session| session.model == model).collect())
}

fn agents_with(config: &GatewayConfig, model: &str) -> Vec<String> {
    let is_its = |id: &String| {
        let own = config.agent(id).and_then(|agent| agent.model.as_ref());
        own.and_then(|own| own.primary.as_deref()) == Some(model)
    };
    config.agent_ids().into_iter().filter(is_its).collect()
}

fn bringing(model: &str) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> {
    move |config, _| {
        let default = config.default_model.as_ref().and_then(|model| model.primary.as_deref());
        let Some(default) = default.filter(|default| *default != model) else {
            return Ok(vec![]);
        };
        let agents = agents_with(config, model);
        agents.iter().map(|agent| config.set_agent_model(agent, default)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[test]
    fn agents_get_the_default_model_in_the_form_of_theirs() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let text = |own: &str, other: &str| {
            format!(
                "{{ agents: {{ defaults: {{ model: 'anthropic/new' }}, entries: {{ main: {{}}, \
                 mail: {{ model: '{own}' }}, // by hand\n work: {{ model: {{ primary: '{own}', \
                 fallbacks: ['anthropic/x'] }} }}, other: {{ model: '{other}' }} }} }} }}"
            )
        };
        let old = "anthropic/old";
        std::fs::write(&context.home.config_path, text(old, "anthropic/third")).unwrap();
        let config = context.config().unwrap();
        assert_eq!(agents_with(&config, old), ["mail", "work"]);
        assert!(!Preview::of_change(&context, &bringing(old)).unwrap().nothing_to_do);
        let done = context.store().change(&bringing(old), &context.about(String::new(), None));
        assert!(done.unwrap().changed());
        let after = std::fs::read_to_string(&context.home.config_path).unwrap();
        assert_eq!(after, text("anthropic/new", "anthropic/third"));
        // The default one itself needs nothing.
        assert!(Preview::of_change(&context, &bringing("anthropic/new")).unwrap().nothing_to_do);
    }
}
