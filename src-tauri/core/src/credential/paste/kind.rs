//! What a credential is, told by how it begins and by the name that stands before it; and what
//! else people copy instead of one.

use zeroize::Zeroizing;

use crate::text::say;
use crate::view::PastedKind;

/// How all credentials of Anthropic's begin.
pub(super) const ANTHROPIC: &str = "sk-ant-";

/// The kinds of credentials of Anthropic's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    SetupToken,
    ApiKey,
    AdminKey,
    /// The access token of a login, which is valid for hours.
    Access,
    Refresh,
    /// The key of a self-hosted environment: it begins like a setup-token (Claude Code 2.1).
    Environment,
    /// The cookie of a browser.
    Session,
    Unknown,
}

impl Family {
    /// Whether Chela can sign in with it.
    pub(super) fn signs_in(self) -> bool {
        matches!(self, Self::SetupToken | Self::ApiKey)
    }

    /// The same for front ends.
    pub(super) fn pasted_kind(self) -> PastedKind {
        match self {
            Self::SetupToken => PastedKind::SetupToken,
            Self::ApiKey => PastedKind::ApiKey,
            Self::AdminKey => PastedKind::AdminKey,
            Self::Refresh => PastedKind::OauthRefresh,
            Self::Access | Self::Environment | Self::Session | Self::Unknown => {
                PastedKind::OauthAccess
            }
        }
    }

    /// What people call it, with its article.
    pub(super) fn words(self) -> String {
        say(&format!("paste.found.{}", self.key()), &[])
    }

    /// What to do instead of using it.
    pub(super) fn advice(self) -> String {
        say(&format!("paste.advice.{}", self.key()), &[])
    }

    fn key(self) -> &'static str {
        match self {
            Self::SetupToken => "setup-token",
            Self::ApiKey => "api-key",
            Self::AdminKey => "admin-key",
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Environment => "environment",
            Self::Session => "session",
            Self::Unknown => "unknown",
        }
    }
}

/// What the whole text says about the credentials in it.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// Whether it is a login: an access token with the refresh token beside it.
    login: bool,
}

impl Surroundings {
    /// Those in a clean text.
    pub(super) fn of(text: &[char]) -> Self {
        let text = plain(text);
        let login = ["claudeAiOauth", "refreshToken", "refresh_token", "\"refresh\"", "sk-ant-ort"]
            .iter()
            .any(|name| text.contains(name));
        Self { login }
    }

    /// The family of `credential`, with the text `before` it. `None` for a mere prefix, as in
    /// `sk-ant-...`.
    pub(super) fn family(&self, credential: &str, before: &[char]) -> Option<Family> {
        let rest = credential.strip_prefix(ANTHROPIC).filter(|rest| !rest.is_empty())?;
        let name = name_before(before);
        Some(if rest.starts_with("oat") {
            if self.login && ["accessToken", "access_token", "access"].contains(&name.as_str()) {
                Family::Access
            } else if name.ends_with("ENVIRONMENT_KEY") {
                Family::Environment
            } else {
                Family::SetupToken
            }
        } else if rest.starts_with("api") {
            Family::ApiKey
        } else if rest.starts_with("admin") {
            Family::AdminKey
        } else if rest.starts_with("ort") {
            Family::Refresh
        } else if rest.starts_with("sid") {
            Family::Session
        } else {
            Family::Unknown
        })
    }
}

/// The name to which a value is given: `NAME` of `NAME="` and of `"NAME": "`.
fn name_before(before: &[char]) -> String {
    let near = &before[before.len().saturating_sub(64)..];
    let text: String = near.iter().collect();
    text.trim_end_matches([' ', '\n', '"', '\'', '`', ':', '='])
        .rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// How the keys of others begin, and how long they are at least; the general form last.
const VENDORS: &[(&str, &str, usize)] = &[
    ("sk-proj-", "OpenAI", 40),
    ("sk-svcacct-", "OpenAI", 40),
    ("sk-or-", "OpenRouter", 30),
    ("AIza", "Google", 35),
    ("xai-", "xAI", 30),
    ("gsk_", "Groq", 30),
    ("ghp_", "GitHub", 30),
    ("gho_", "GitHub", 30),
    ("github_pat_", "GitHub", 40),
    ("hf_", "Hugging Face", 30),
    ("pplx-", "Perplexity", 30),
    ("nvapi-", "NVIDIA", 40),
    ("AKIA", "Amazon Web Services", 20),
    ("sk-", "OpenAI", 32),
];

/// The vendor of a key that is not Anthropic's, and the key's length.
pub(super) fn other_vendor(text: &[char]) -> Option<(&'static str, usize)> {
    let text = plain(text);
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        .filter(|word| word.contains(|c: char| c.is_ascii_digit()))
        .find_map(|word| {
            let (_, vendor, _) = VENDORS.iter().find(|(prefix, _, least)| {
                word.starts_with(prefix) && word.len() >= *least && !word.starts_with(ANTHROPIC)
            })?;
            Some((*vendor, word.len()))
        })
}

/// The length of the code that the browser shows during a sign-in (`code#state`), or of the
/// address that carries it.
pub(super) fn authorization_code(text: &[char]) -> Option<usize> {
    let text = plain(text);
    let code: Zeroizing<String> =
        Zeroizing::new(text.chars().filter(|c| !c.is_whitespace()).take(1000).collect());
    let in_alphabet = |part: &str| {
        part.len() >= 20 && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    let shown = code.split_once('#').is_some_and(|(a, b)| in_alphabet(a) && in_alphabet(b));
    let address =
        code.contains("oauth/code/callback") && code.contains("code=") && code.contains("state=");
    (shown || address).then_some(code.len())
}

fn plain(text: &[char]) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.iter().map(|c| c.len_utf8()).sum()));
    out.extend(text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_before_a_value() {
        for (before, name) in [
            ("export CLAUDE_CODE_OAUTH_TOKEN=", "CLAUDE_CODE_OAUTH_TOKEN"),
            ("{\"accessToken\": \"", "accessToken"),
            ("access_token: '", "access_token"),
            ("", ""),
        ] {
            let chars: Vec<char> = before.chars().collect();
            assert_eq!(name_before(&chars), name, "{before:?}");
        }
    }

    #[test]
    fn every_family_has_its_words() {
        for family in [
            Family::SetupToken,
            Family::ApiKey,
            Family::AdminKey,
            Family::Access,
            Family::Refresh,
            Family::Environment,
            Family::Session,
            Family::Unknown,
        ] {
            assert!(!family.words().starts_with("paste."), "{family:?}");
            assert!(family.signs_in() || !family.advice().starts_with("paste."), "{family:?}");
        }
    }
}
