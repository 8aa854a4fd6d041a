//! What is tried when a model fails: one small edit, in milliseconds, without running OpenClaw.

use super::{Context, models as shown};
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::error::{Code, Error, Result};
use crate::models;
use crate::text::say;
use crate::view::{FallbacksChange, FallbacksSet, Preview};

/// Changes the fallbacks of the default model, or of the own one of `agent`. OpenClaw's own check
/// follows in [`super::check_after`].
///
/// # Errors
/// `model-malformed`, `fallback-is-itself`, `agent-unknown`, `agent-without-model`, those of the
/// config.
pub fn set_fallbacks(
    context: &Context,
    change: &FallbacksChange,
    agent: Option<&str>,
) -> Result<FallbacksSet> {
    let wanted = wanted(context, change, agent)?;
    let title = match wanted.as_slice() {
        [] => say("core.change.fallbacks-none", &[]),
        some => say("core.change.fallbacks", &[("models", &some.join(", "))]),
    };
    let about = context.about(title, None);
    let committed = context.store().change(&setting(&wanted, agent), &about)?;
    let model = shown::model(context, agent)?;
    Ok(FallbacksSet { model, changed: committed.changed(), change: committed.change })
}

/// What [`set_fallbacks`] would do.
///
/// # Errors
/// As for [`set_fallbacks`].
pub fn plan_set_fallbacks(
    context: &Context,
    change: &FallbacksChange,
    agent: Option<&str>,
) -> Result<Preview> {
    Preview::of_change(context, &setting(&wanted(context, change, agent)?, agent))
}

/// The fallbacks after a change of those that there are.
fn wanted(context: &Context, change: &FallbacksChange, agent: Option<&str>) -> Result<Vec<String>> {
    let model = shown::model(context, agent)?;
    let named = |name: &String| models::reference(name);
    let mut wanted = model.fallbacks;
    match change {
        FallbacksChange::Add { model } => wanted.push(named(model)?),
        FallbacksChange::Remove { model } => {
            let gone = named(model)?;
            wanted.retain(|name| *name != gone);
        }
        FallbacksChange::Set { models } => {
            wanted = models.iter().map(named).collect::<Result<_>>()?;
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    wanted.retain(|name| seen.insert(name.clone()));
    match wanted.iter().find(|name| Some(*name) == model.primary.as_ref()) {
        Some(itself) if !matches!(change, FallbacksChange::Remove { .. }) => {
            Err(Error::new(Code::FallbackIsItself).with("model", itself))
        }
        _ => Ok(wanted),
    }
}

fn setting(
    wanted: &[String],
    agent: Option<&str>,
) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> {
    move |config, _| {
        // Where a list allows models, a fallback has to be in it.
        let can = config.written_by();
        let new = wanted.iter().filter(|_| can.allowlist_models);
        let listed = new.filter_map(|model| config.list_model(model));
        Ok(config.set_fallbacks(agent, wanted)?.into_iter().chain(listed).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    const OPUS: &str = "anthropic/claude-opus-4-6";
    const SONNET: &str = "anthropic/claude-sonnet-4-6";
    const OTHER: &str = "openai/gpt";

    fn add(model: &str) -> FallbacksChange {
        FallbacksChange::Add { model: model.into() }
    }

    #[test]
    fn they_are_added_ordered_and_removed_in_the_form_that_stands_there() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let remove = |model: &str| FallbacksChange::Remove { model: model.into() };
        let set = |models: &[&str]| FallbacksChange::Set {
            models: models.iter().map(|&model| model.to_owned()).collect(),
        };
        let with = |model: &str| format!("{{ agents: {{ defaults: {{ model: {model} }} }} }}");
        let plain = format!("'{OPUS}'");
        let of = |list: &str| format!("{{ primary: '{OPUS}', fallbacks: [{list}] }}");
        let both = format!("'{SONNET}', '{OTHER}'");
        #[rustfmt::skip]
        let table = [
            (plain.clone(), add("Sonnet 4.6"), of(&format!("'{SONNET}'"))),
            (of(&format!("'{SONNET}', // cheaper\n")), add(OTHER), of(&format!("'{SONNET}', // cheaper\n '{OTHER}'"))),
            (of(&both), add(SONNET), of(&both)),
            (of(&both), remove(SONNET), of(&format!("'{OTHER}'"))),
            (of(&both), remove("anthropic/claude-none"), of(&both)),
            (of(&both), set(&[OTHER, SONNET]), of(&format!("'{OTHER}', '{SONNET}'"))),
            (of(&both), set(&[]), of("")),
            (plain.clone(), set(&[]), plain.clone()),
        ];
        let spaceless = |text: &str| text.split_whitespace().collect::<String>();
        for (before, change, after) in table {
            std::fs::write(&context.home.config_path, with(&before)).unwrap();
            let planned = plan_set_fallbacks(&context, &change, None).unwrap();
            let done = set_fallbacks(&context, &change, None).unwrap();
            let text = std::fs::read_to_string(&context.home.config_path).unwrap();
            assert_eq!(spaceless(&text).replace(",]", "]"), spaceless(&with(&after)), "{before}");
            assert_eq!(planned.nothing_to_do, !done.changed);
        }
    }

    #[test]
    fn an_agent_needs_a_model_of_its_own_and_a_model_another_one() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let text = format!(
            "{{ agents: {{ defaults: {{ model: '{OPUS}' }}, entries: {{ main: {{}}, mail: {{ model: '{SONNET}' }} }} }} }}"
        );
        std::fs::write(&context.home.config_path, text).unwrap();
        let code = |change, agent| set_fallbacks(&context, &change, agent).unwrap_err().code;
        assert_eq!(code(add(SONNET), Some("main")), Code::AgentWithoutModel);
        assert_eq!(code(add(SONNET), Some("other")), Code::AgentUnknown);
        assert_eq!(code(add(OPUS), None), Code::FallbackIsItself);
        assert_eq!(code(add("no model"), None), Code::ModelMalformed);
        let done = set_fallbacks(&context, &add(OPUS), Some("mail")).unwrap();
        assert_eq!(done.model.fallbacks, [OPUS]);
        assert_eq!(done.model.primary.as_deref(), Some(SONNET));
    }
}
