//! The pages that Chela opens in the browser. The web view only names one: a page that was taken
//! over could otherwise carry something out in an address of its own.

use chela_core::setup;
use serde::Deserialize;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Link {
    /// Where an Anthropic API key is made and deleted.
    ApiKeys,
    /// Where a setup-token is revoked, as a login of Claude Code.
    ClaudeLogins,
    /// Claude's plans and what they cost.
    Plans,
    /// How OpenClaw is installed.
    OpenclawInstall,
    /// Where Node.js is had.
    Node,
}

impl Link {
    /// Its address.
    pub(crate) fn address(self) -> &'static str {
        match self {
            Self::ApiKeys => setup::KEYS_PAGE,
            Self::ClaudeLogins => setup::TOKENS_PAGE,
            Self::Plans => "https://claude.ai/pricing",
            Self::OpenclawInstall => "https://docs.openclaw.ai/install",
            Self::Node => "https://nodejs.org/en/download",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_and_an_address_refused() {
        let read = |text: &str| serde_json::from_value::<Link>(text.into()).ok();
        assert_eq!(read("api-keys"), Some(Link::ApiKeys));
        assert_eq!(read("claude-logins"), Some(Link::ClaudeLogins));
        assert_eq!(read("openclaw-install"), Some(Link::OpenclawInstall));
        assert_eq!(read("https://claude.ai/pricing"), None);
        assert_eq!(read("javascript:alert(1)"), None);
    }
}
