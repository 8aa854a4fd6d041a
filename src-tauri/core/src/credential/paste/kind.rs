//! What a credential is, told by how it begins and by the name that stands before it; and what
//! else people copy instead of one.

use zeroize::Zeroizing;

use super::runs::{in_alphabet, is_border, opens_line};
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

/// What tells a login: the names of what stands beside its access token, and a refresh token.
const SIGNS_OF_A_LOGIN: [&str; 9] = [
    "claudeAiOauth",
    "refreshToken",
    "refresh_token",
    "\"refresh\"",
    "sk-ant-ort",
    "expiresAt",
    "expires_at",
    "expires_in",
    "\"expires\"",
];

/// What a login calls its access token.
const ACCESS: [&str; 3] = ["accessToken", "access_token", "access"];

/// How far before a credential its name is looked for, in characters.
const NEAR: usize = 160;

/// What the whole text says about the credentials in it.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// Whether it is a login: an access token with what belongs to one beside it.
    login: bool,
}

impl Surroundings {
    /// Those in a clean text.
    pub(super) fn of(text: &[char]) -> Self {
        // A terminal that breaks the line breaks these names too.
        let texts = [plain(text), plain(&unbroken(text))];
        let login = SIGNS_OF_A_LOGIN.iter().any(|name| texts.iter().any(|t| t.contains(name)));
        Self { login }
    }

    /// The family of `credential`, with the text `before` it. `None` for a mere prefix, as in
    /// `sk-ant-...`.
    pub(super) fn family(&self, credential: &str, before: &[char]) -> Option<Family> {
        let rest = credential.strip_prefix(ANTHROPIC).filter(|rest| !rest.is_empty())?;
        let near = &before[before.len().saturating_sub(NEAR)..];
        // The name as it stands, and as it was before something broke the line.
        let names = [name_before(near), name_before(&unbroken(near))];
        Some(if rest.starts_with("oat") {
            // By their ends: without line ends, the line before may hang on to a name.
            let named = |ends: &[&str]| names.iter().any(|n| ends.iter().any(|e| n.ends_with(e)));
            if self.login && named(&ACCESS) {
                Family::Access
            } else if named(&["ENVIRONMENT_KEY"]) {
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

/// The name to which a value is given: `NAME` of `NAME="`, of `"NAME": "` and of `\"NAME\":\"`.
fn name_before(before: &[char]) -> String {
    let text: String = before.iter().collect();
    text.trim_end_matches([' ', '\n', '"', '\'', '`', ':', '=', '\\'])
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
    ("AQ.", "Google", 40),
    ("xai-", "xAI", 30),
    ("gsk_", "Groq", 30),
    ("ghp_", "GitHub", 30),
    ("gho_", "GitHub", 30),
    ("ghs_", "GitHub", 30),
    ("github_pat_", "GitHub", 40),
    ("hf_", "Hugging Face", 30),
    ("pplx-", "Perplexity", 30),
    ("nvapi-", "NVIDIA", 40),
    ("AKIA", "Amazon Web Services", 20),
    ("sk-", "OpenAI", 32),
];

/// How far one of their keys is followed, in characters.
const LONGEST_KEY: usize = 400;

/// The vendor of a key that is not Anthropic's, and the key's length: of one on a single line,
/// else of one that a terminal broke.
pub(super) fn other_vendor(text: &[char]) -> Option<(&'static str, usize)> {
    [false, true].into_iter().find_map(|broken| vendors_key(text, broken))
}

fn vendors_key(text: &[char], broken: bool) -> Option<(&'static str, usize)> {
    let begins = |at: &usize| in_alphabet(text[*at]) && (*at == 0 || !in_alphabet(text[at - 1]));
    (0..text.len()).filter(begins).find_map(|at| {
        let rest = &text[at..];
        let starts_with = |prefix: &str| {
            rest.len() >= prefix.len() && prefix.chars().zip(rest).all(|(a, b)| a == *b)
        };
        let (prefix, vendor, least) = VENDORS.iter().find(|(prefix, _, _)| starts_with(prefix))?;
        let length = prefix.len() + key_length(&rest[prefix.len()..], broken)?;
        (length >= *least && !starts_with(ANTHROPIC)).then_some((*vendor, length))
    })
}

/// How many characters of a key `text` begins with, also over line ends when it may be `broken`;
/// `None` for what has no digit, as keys do.
fn key_length(text: &[char], broken: bool) -> Option<usize> {
    let (mut length, mut digits, mut indentation) = (0, false, false);
    for c in &text[..text.len().min(LONGEST_KEY)] {
        match c {
            '\n' if broken => indentation = true,
            c if indentation && opens_line(*c) => {}
            c if in_alphabet(*c) => {
                length += 1;
                digits |= c.is_ascii_digit();
                indentation = false;
            }
            _ => break,
        }
    }
    digits.then_some(length)
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

/// The text without its line ends, and without what indents or pads the lines.
fn unbroken(text: &[char]) -> Zeroizing<Vec<char>> {
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    for line in text.split(|c| *c == '\n') {
        let from = line.iter().position(|c| !opens_line(*c)).unwrap_or(line.len());
        let to = line.iter().rposition(|c| *c != ' ' && !is_border(*c)).map_or(from, |at| at + 1);
        out.extend_from_slice(&line[from..to.max(from)]);
    }
    out
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
            (r#"{\"accessToken\":\""#, "accessToken"),
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
