//! A short name for a model (`/model opus`): `alias` of its entry in `agents.defaults.models`.

use serde_json::Value;

use super::Context;
use super::caching::capabilities;
use crate::caching::{Beside, beside, list_allows};
use crate::config::gateway_config::edits;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig, Path};
use crate::error::{Code, Error, Result};
use crate::models;
use crate::openclaw::Capabilities;
use crate::text::say;
use crate::view::{AliasSet, CacheScope, Preview};

/// Longer ones are no short names.
const LONGEST: usize = 40;

/// The short names that the config gives, by model.
pub(super) fn aliases(value: &Value) -> impl Iterator<Item = (&str, &str)> {
    let listed = listed().find(value).and_then(Value::as_object);
    listed.into_iter().flatten().filter_map(|(model, entry)| {
        Some((model.as_str(), entry.get("alias")?.as_str().filter(|alias| !alias.is_empty())?))
    })
}

/// Gives a model a short name, or takes it away. A list of models that begins forbids no other
/// ([`Beside`]).
///
/// # Errors
/// `model-malformed`, `alias-malformed`, `alias-taken` (`model`), those of the config.
pub async fn set_alias(context: &Context, model: &str, alias: Option<&str>) -> Result<AliasSet> {
    let task = Task::of(context, model, alias).await?;
    let name = models::name_of(&task.model);
    let title = match &task.alias {
        Some(alias) => say("core.change.alias", &[("name", &name), ("alias", alias)]),
        None => say("core.change.alias-removed", &[("name", &name)]),
    };
    let notice = task.beside(&context.store().load()?.config?).notice();
    let done = context.store().change(&task.intent(), &context.about(title, None))?;
    let notices = notice.filter(|_| done.changed()).into_iter().collect();
    Ok(AliasSet { changed: done.changed(), change: done.change, notices })
}

/// What [`set_alias`] would do.
///
/// # Errors
/// As for [`set_alias`].
pub async fn plan_alias(context: &Context, model: &str, alias: Option<&str>) -> Result<Preview> {
    let task = Task::of(context, model, alias).await?;
    let mut preview = Preview::of_change(context, &task.intent())?;
    if !preview.nothing_to_do {
        preview.notices.extend(task.beside(&context.store().load()?.config?).notice());
    }
    Ok(preview)
}

struct Task {
    model: String,
    alias: Option<String>,
    can: Capabilities,
}

impl Task {
    async fn of(context: &Context, model: &str, alias: Option<&str>) -> Result<Self> {
        let model = models::reference(model)?;
        let alias = alias.map(|alias| well_formed(alias.trim())).transpose()?;
        Ok(Self { model, alias, can: capabilities(context, &context.config()?).await })
    }

    fn intent(&self) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> {
        |_, files| match &self.alias {
            Some(alias) => self.giving(alias, files),
            // An entry of a list that allows models stays: without it the model is refused.
            None => {
                let allows = list_allows(files.value(), &self.can);
                edits::removal(files, &self.path(), if allows { 4 } else { 0 })
            }
        }
    }

    fn giving(&self, alias: &str, files: &Files) -> Result<Vec<Edit>> {
        let taken = aliases(files.value())
            .find(|(model, other)| *model != self.model && other.eq_ignore_ascii_case(alias));
        if let Some((model, _)) = taken {
            return Err(Error::new(Code::AliasTaken).with("alias", alias).with("model", model));
        }
        let own = Edit::Set { path: self.path(), value: alias.into() };
        Ok(std::iter::once(own).chain(self.beside(files).edits()).collect())
    }

    /// What is written beside the name, so that a list that begins forbids no model.
    fn beside(&self, files: &Files) -> Beside {
        if self.alias.is_none() {
            return Beside::Nothing;
        }
        let config = GatewayConfig::read(files.value());
        let scope = CacheScope { agent: None, model: Some(self.model.clone()) };
        beside(files.value(), &config, &self.can, &scope)
    }

    fn path(&self) -> Path {
        listed().join(self.model.as_str()).join("alias")
    }
}

fn listed() -> Path {
    Path::from(["agents", "defaults", "models"])
}

fn well_formed(alias: &str) -> Result<String> {
    let is_one = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if !alias.is_empty() && alias.chars().count() <= LONGEST && alias.chars().all(is_one) {
        return Ok(alias.to_owned());
    }
    let shown: String = alias.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    Err(Error::new(Code::AliasMalformed).with("alias", shown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    const OPUS: &str = "anthropic/claude-opus-4-6";
    const HAIKU: &str = "anthropic/claude-haiku-4-5";

    #[tokio::test]
    async fn a_name_is_given_changed_and_taken_away() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let with = |version: &str, models: &str| {
            format!(
                "{{\n  meta: {{ lastTouchedVersion: '{version}' }},\n  agents: {{ defaults: {{ \
                 model: '{OPUS}'{models} }} }}, // mine\n}}\n"
            )
        };
        let opus = |entry: &str| format!(", models: {{ '{OPUS}': {entry} }}");
        let open = |models: &str| format!(", modelPolicy: {{}}{models}");
        #[rustfmt::skip]
        let table = [
            ("2026.9.6", opus("{}"), OPUS, Some("big"), opus("{ alias: 'big' }")),
            ("2026.9.6", opus("{ alias: 'big' }"), "Opus 4.6", Some(" huge "), opus("{ alias: 'huge' }")),
            ("2026.9.6", opus("{ alias: 'big', params: {} }"), OPUS, None, opus("{ params: {} }")),
            ("2026.9.6", open(&opus("{ alias: 'big' }")), OPUS, None, open("")),
            ("2026.9.6", String::new(), OPUS, None, String::new()),
            ("2026.9.6", String::new(), HAIKU, Some("h"),
                format!(", models: {{ '{HAIKU}': {{ alias: 'h' }} }}, modelPolicy: {{}}")),
            ("2026.9.6", opus("{ alias: 'big' }"), OPUS, None, opus("{}")),
            // The list allows: what is in it stays in it, and what is in use comes into it.
            ("2026.2.9", opus("{ alias: 'big' }"), OPUS, None, opus("{}")),
            ("2026.2.9", String::new(), HAIKU, Some("h"),
                format!(", models: {{ '{HAIKU}': {{ alias: 'h' }}, '{OPUS}': {{}} }}")),
        ];
        let spaceless = |text: &str| text.split_whitespace().collect::<String>();
        for (version, before, model, alias, after) in table {
            std::fs::write(&context.home.config_path, with(version, &before)).unwrap();
            let planned = plan_alias(&context, model, alias).await.unwrap();
            let done = set_alias(&context, model, alias).await.unwrap();
            assert_eq!(planned.nothing_to_do, !done.changed);
            let text = std::fs::read_to_string(&context.home.config_path).unwrap();
            let text = spaceless(&text).replace(",}", "}");
            assert_eq!(
                text,
                spaceless(&with(version, &after)).replace(",}", "}"),
                "{before} {alias:?}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_no_name_or_another_ones_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let text = format!(
            "{{ agents: {{ defaults: {{ models: {{ '{OPUS}': {{ alias: 'Big' }} }} }} }} }}"
        );
        std::fs::write(&context.home.config_path, text).unwrap();
        let long = "x".repeat(41);
        for (alias, code) in [
            ("big", Code::AliasTaken),
            ("", Code::AliasMalformed),
            ("two words", Code::AliasMalformed),
            ("a/b", Code::AliasMalformed),
            ("a\u{1b}", Code::AliasMalformed),
            (&long, Code::AliasMalformed),
        ] {
            assert_eq!(
                set_alias(&context, HAIKU, Some(alias)).await.unwrap_err().code,
                code,
                "{alias}"
            );
        }
        assert!(!set_alias(&context, OPUS, Some("Big")).await.unwrap().changed);
    }
}
