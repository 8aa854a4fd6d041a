//! Where the config says that credentials come from. Never what they are.

use super::GatewayConfig;
use super::reader::Reader;
use crate::config::document::Path;

/// The variables with which OpenClaw, or the Claude Code that it runs, signs in at Anthropic
/// (manifest of the anthropic plugin, 2026.9.6).
pub const VARIABLES: [&str; 4] = [
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_OAUTH_TOKEN",
    "ANTHROPIC_AUTH_TOKEN",
    "CLAUDE_CODE_OAUTH_TOKEN",
];

/// How a credential is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyForm {
    /// It stands in the config.
    Plaintext,
    /// By the name of an environment variable: `${NAME}`, `$NAME`, `secretref-env:NAME`.
    Variable(String),
    /// By reference.
    Reference {
        /// `env`, `file`, `exec` or `store`.
        source: String,
        /// The provider; by default the one that `secrets.defaults` names for the source.
        provider: Option<String>,
        /// What the provider is asked for.
        id: String,
    },
}

impl KeyForm {
    pub(crate) fn of_text(text: &str) -> Self {
        let text = text.trim();
        let braced = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let marked = ["secretref-env:", "__env__:", "$"];
        let name = braced.or_else(|| marked.iter().find_map(|mark| text.strip_prefix(mark)));
        let is_name = |name: &&str| {
            name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.len() <= 128
                && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        };
        name.filter(is_name).map_or(Self::Plaintext, |name| Self::Variable(name.to_owned()))
    }
}

/// An entry of `auth.profiles`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthProfile {
    /// Its name, `anthropic:default`.
    pub name: String,
    /// `anthropic`, …
    pub provider: Option<String>,
    /// `api_key`, `token` or `oauth`.
    pub mode: Option<String>,
}

/// An entry of `secrets.providers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretProvider {
    /// Its name.
    pub name: String,
    /// `env`, `file`, `exec` or `store`.
    pub source: Option<String>,
    /// The program, of an `exec` provider.
    pub command: Option<String>,
    /// Its arguments.
    pub args: Vec<String>,
    /// The variables that it is given.
    pub pass_env: Vec<String>,
}

/// An entry of `models.providers`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelProvider {
    /// Where its API is, when that is not the vendor's own place.
    pub base_url: Option<String>,
    /// A key of its own, which wins over all profiles.
    pub api_key: Option<KeyForm>,
    /// The names of the headers that it overrides.
    pub headers: Vec<String>,
}

/// A variable that `env` sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetVariable {
    /// Its name.
    pub name: &'static str,
    /// Where it stands: `env.vars.NAME`, or `env.NAME` (refused from 2026.8 on).
    pub path: Path,
    /// How it is given.
    pub form: KeyForm,
}

impl GatewayConfig {
    pub(super) fn read_credentials(&mut self, reader: &mut Reader<'_>) {
        let profiles = Path::from(["auth", "profiles"]);
        for name in names(reader, &profiles) {
            let path = profiles.join(name.clone());
            if reader.object(&path).is_some() {
                let provider = reader.text(&path.join("provider"));
                let mode = reader.text(&path.join("mode"));
                self.profiles.push(AuthProfile { name, provider, mode });
            }
        }
        self.order = reader.texts(&["auth", "order", "anthropic"].into());
        self.read_secret_providers(reader);
        let anthropic = Path::from(["models", "providers", "anthropic"]);
        self.anthropic = ModelProvider {
            base_url: reader.text(&anthropic.join("baseUrl")),
            api_key: reader.key_form(&anthropic.join("apiKey")),
            headers: names(reader, &anthropic.join("headers")),
        };
        self.read_flat_variables(reader);
        for place in [Path::from(["env", "vars"]), Path::from(["env"])] {
            for name in VARIABLES {
                let path = place.join(name);
                if let Some(form) = reader.key_form(&path) {
                    self.variables_set.push(SetVariable { name, path, form });
                }
            }
        }
    }

    /// Every text in `env` is a variable, but for its two settings.
    fn read_flat_variables(&mut self, reader: &mut Reader<'_>) {
        let env = Path::from(["env"]);
        let members = reader.object(&env);
        let texts = members.into_iter().flatten().filter(|(_, value)| value.is_string());
        let names =
            texts.map(|(name, _)| name).filter(|name| *name != "vars" && *name != "shellEnv");
        self.flat_variables = names.map(|name| env.join(name.clone())).collect();
    }

    fn read_secret_providers(&mut self, reader: &mut Reader<'_>) {
        let providers = Path::from(["secrets", "providers"]);
        for name in names(reader, &providers) {
            let path = providers.join(name.clone());
            if reader.object(&path).is_some() {
                self.secret_providers.push(SecretProvider {
                    name,
                    source: reader.text(&path.join("source")),
                    command: reader.text(&path.join("command")),
                    args: reader.texts(&path.join("args")).unwrap_or_default(),
                    pass_env: reader.texts(&path.join("passEnv")).unwrap_or_default(),
                });
            }
        }
        let defaults = Path::from(["secrets", "defaults"]);
        for source in names(reader, &defaults) {
            if let Some(provider) = reader.text(&defaults.join(source.clone())) {
                self.secret_defaults.push((source, provider));
            }
        }
    }

    /// The auth profile of a name.
    pub fn profile(&self, name: &str) -> Option<&AuthProfile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// The secrets provider of a name.
    pub fn secret_provider(&self, name: &str) -> Option<&SecretProvider> {
        self.secret_providers.iter().find(|provider| provider.name == name)
    }
}

fn names(reader: &mut Reader<'_>, at: &Path) -> Vec<String> {
    reader.object(at).map(|members| members.keys().cloned().collect()).unwrap_or_default()
}
