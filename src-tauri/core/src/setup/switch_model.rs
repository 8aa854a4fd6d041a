//! Switching the default model: one small edit, in milliseconds, without running OpenClaw.

use super::Context;
use crate::config::gateway_config::agents::normalized_id;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::error::{Code, Error, Result};
use crate::models;
use crate::text::say;
use crate::view::{Preview, Switched};

/// Sets the default model, or the own one of `agent`. A running gateway applies the change by
/// itself within half a second (2026.9.6). OpenClaw's own check follows in
/// [`super::check_after`].
///
/// # Errors
/// `model-malformed`, `agent-unknown`, those of the config.
pub fn switch_model(context: &Context, model: &str, agent: Option<&str>) -> Result<Switched> {
    let model = models::reference(model)?;
    let before = primary_of(&context.config()?, agent);
    let title = say("core.change.model", &[("model", &models::name_of(&model))]);
    let about = context.about(title, None);
    let committed = context.store().change(&setting(&model, agent), &about)?;
    Ok(Switched { before, now: model, changed: committed.changed(), change: committed.change })
}

/// What [`switch_model`] would do. OpenClaw is not run.
///
/// # Errors
/// As for [`switch_model`].
pub fn plan_switch_model(context: &Context, model: &str, agent: Option<&str>) -> Result<Preview> {
    Preview::of_change(context, &setting(&models::reference(model)?, agent))
}

/// Takes an agent's own model away, so that it answers with the default one.
///
/// # Errors
/// `agent-unknown`, those of the config.
pub fn follow_default_model(context: &Context, agent: &str) -> Result<Switched> {
    let config = context.config()?;
    let before = primary_of(&config, Some(agent));
    let about = context.about(say("core.change.agent-follows", &[("agent", &agent)]), None);
    let committed = context.store().change(&following(agent), &about)?;
    let now = primary_of(&config, None).unwrap_or_default();
    Ok(Switched { before, now, changed: committed.changed(), change: committed.change })
}

/// What [`follow_default_model`] would do. OpenClaw is not run.
///
/// # Errors
/// As for [`follow_default_model`].
pub fn plan_follow_default_model(context: &Context, agent: &str) -> Result<Preview> {
    Preview::of_change(context, &following(agent))
}

/// What makes `model` the default one, or that of `agent`.
fn setting(
    model: &str,
    agent: Option<&str>,
) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> {
    move |config, _| {
        let known = |error: Error| error.with("known", config.agent_ids().join(", "));
        let edit = match agent {
            None => config.set_default_model(model),
            Some(id) => config.set_agent_model(id, model).map_err(known)?,
        };
        // OpenClaw is not run here: the config says which version it is for.
        let allow = config.list_model(model).filter(|_| config.written_by().allowlist_models);
        Ok([edit].into_iter().chain(allow).collect())
    }
}

/// What takes an agent's own model away. Its entry stays even when nothing is left in it: without
/// it there is no agent.
fn following(agent: &str) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> {
    move |config, _| {
        if !config.agent_ids().contains(&normalized_id(agent)) {
            let known = config.agent_ids().join(", ");
            return Err(Error::new(Code::AgentUnknown).with("agent", agent).with("known", known));
        }
        Ok(config.remove_agent_model(agent).into_iter().collect())
    }
}

/// The default model, or the own one of an agent.
fn primary_of(config: &GatewayConfig, agent: Option<&str>) -> Option<String> {
    let model = match agent {
        None => config.default_model.as_ref(),
        Some(id) => config.agent(id).and_then(|agent| agent.model.as_ref()),
    };
    model.and_then(|model| model.primary.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::diff::file_diff;
    use crate::setup::context::{test_context, test_files};

    #[test]
    fn where_a_list_allows_models_the_new_one_is_added_to_it() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let model = "anthropic/claude-haiku-4-5";
        for (version, listed) in [("2026.2.9", true), ("2026.5.7", true), ("2026.9.6", false)] {
            let text = format!(
                "{{ meta: {{ lastTouchedVersion: '{version}' }}, agents: {{ defaults: {{ models: \
                 {{ 'anthropic/claude-opus-4-6': {{}} }} }} }} }}"
            );
            std::fs::write(&context.home.config_path, text).unwrap();
            switch_model(&context, model, None).unwrap();
            let names = context.config().unwrap().listed_models;
            assert_eq!(names.iter().any(|name| name == model), listed, "{version}");
        }
    }

    #[test]
    fn what_would_change_is_what_then_changes_and_nothing_before() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let path = &context.home.config_path;
        let text = "{\n  // mine\n  agents: { defaults: { model: 'anthropic/x' },\n    entries: \
                    { mail: { model: 'anthropic/y' } } },\n}\n";
        std::fs::write(path, text).unwrap();
        let model = "anthropic/claude-opus-4-6";
        type Ways<'a> = (&'a dyn Fn() -> Result<Preview>, &'a dyn Fn() -> Result<Switched>);
        let ways: [Ways<'_>; 3] = [
            (&|| plan_switch_model(&context, model, None), &|| switch_model(&context, model, None)),
            (&|| plan_switch_model(&context, model, Some("mail")), &|| {
                switch_model(&context, model, Some("mail"))
            }),
            (&|| plan_follow_default_model(&context, "mail"), &|| {
                follow_default_model(&context, "mail")
            }),
        ];
        for (plan, act) in ways {
            let files = test_files(dir.path());
            let planned = plan().unwrap();
            assert_eq!(test_files(dir.path()), files);
            let before = std::fs::read_to_string(path).unwrap();
            act().unwrap();
            let after = std::fs::read_to_string(path).unwrap();
            assert_eq!(planned.diffs, [file_diff(path, Some(&before), &after)]);
            assert_eq!(planned.commands, ["openclaw config validate --json"]);
            assert!(plan().unwrap().nothing_to_do);
        }
        let error = plan_follow_default_model(&context, "other").unwrap_err();
        assert_eq!(error.code, Code::AgentUnknown);
    }

    #[test]
    fn the_only_agent_gets_a_model_without_having_been_configured() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let model = "anthropic/claude-opus-4-6";
        let switched = switch_model(&context, model, Some("main")).unwrap();
        assert_eq!((switched.before, switched.changed), (None, true));
        let again = switch_model(&context, model, Some("main")).unwrap();
        assert_eq!((again.before.as_deref(), again.changed), (Some(model), false));
        let error = switch_model(&context, model, Some("other")).unwrap_err();
        assert_eq!(error.message(), "There is no agent called \"other\".");
        assert_eq!(error.params["known"], "main");
    }

    #[test]
    fn an_agent_without_a_model_of_its_own_is_still_there() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        for roster in [
            "entries: { mail: { model: 'anthropic/claude-haiku-4-5' } }",
            "list: [{ id: 'mail', model: { primary: 'anthropic/claude-haiku-4-5', fallbacks: [] } }]",
        ] {
            let text =
                format!("{{ agents: {{ defaults: {{ model: 'anthropic/x' }}, {roster} }} }}");
            std::fs::write(&context.home.config_path, text).unwrap();
            let switched = follow_default_model(&context, "mail").unwrap();
            assert_eq!(switched.before.as_deref(), Some("anthropic/claude-haiku-4-5"));
            assert_eq!((switched.now.as_str(), switched.changed), ("anthropic/x", true));
            let config = context.config().unwrap();
            assert_eq!(config.agents.len(), 1, "{roster}");
            assert!(config.agents[0].model.is_none(), "{roster}");
            assert!(!follow_default_model(&context, "mail").unwrap().changed);
        }
        let error = follow_default_model(&context, "other").unwrap_err();
        assert_eq!(error.code, Code::AgentUnknown);
    }
}
