//! Which variables the config names (`${NAME}`) that nothing sets. A program that the desktop
//! starts lacks those of the shell, and so does a gateway that it starts.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{GatewayConfig, Path};
use crate::files;
use crate::openclaw::validate::Validation;
use crate::setup::{Context, conflicts};

/// Those of which OpenClaw's own check says so (`Missing env var "NAME" - …`, 2026.9.6).
pub(super) fn told(validation: &Validation) -> BTreeSet<String> {
    let messages = validation.warnings.iter().chain(&validation.issues);
    let name = |message: &str| {
        Some(message.split_once("Missing env var \"")?.1.split('"').next()?.to_owned())
    };
    messages.filter_map(|issue| name(&issue.message)).collect()
}

/// Those that stand neither in `variables` nor in `env` of the config nor in the `.env` file of
/// the state folder. None where OpenClaw asks the login shell (`env.shellEnv`).
pub(super) fn not_set(
    context: &Context,
    variables: &BTreeMap<String, String>,
    config: &GatewayConfig,
) -> BTreeSet<String> {
    if config.variables.is_empty() {
        return BTreeSet::new();
    }
    let Some(files) = context.store().load().ok().and_then(|loaded| loaded.config.ok()) else {
        return BTreeSet::new();
    };
    let in_config = |path: Path| path.find(files.value()).is_some();
    if in_config(["env", "shellEnv"].into()) {
        return BTreeSet::new();
    }
    let file = files::small_text(&context.home.state_dir.join(".env")).unwrap_or_default();
    let is_set = |name: &String| {
        variables.contains_key(name)
            || in_config(Path::from(["env", "vars"]).join(name.clone()))
            || in_config(Path::from(["env"]).join(name.clone()))
            || conflicts::sets(&file, name)
    };
    config.variables.iter().filter(|name| !is_set(name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openclaw::validate::Issue;

    #[test]
    fn openclaws_own_words_name_the_variable() {
        let warning =
            |message: &str| Issue { path: "logging.file".into(), message: message.into() };
        let validation = Validation {
            valid: true,
            warnings: vec![
                warning(
                    "Missing env var \"LOGDIR\" - feature using this value will be unavailable",
                ),
                warning("something else is odd"),
            ],
            ..Validation::default()
        };
        assert_eq!(told(&validation), BTreeSet::from(["LOGDIR".to_owned()]));
    }

    #[test]
    fn a_variable_may_be_set_in_many_places() {
        let dir = tempfile::tempdir().unwrap();
        let context = crate::setup::context::test_context(dir.path());
        let text = "{ env: { vars: { A: 'x' } }, logging: { file: '${A}${B}${C}${D}' } }";
        std::fs::write(&context.home.config_path, text).unwrap();
        std::fs::write(context.home.state_dir.join(".env"), "B=x\n").unwrap();
        let variables = BTreeMap::from([("C".to_owned(), "x".to_owned())]);
        let config = context.config().unwrap();
        assert_eq!(not_set(&context, &variables, &config), BTreeSet::from(["D".to_owned()]));
    }
}
