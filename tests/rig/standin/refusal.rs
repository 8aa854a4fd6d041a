//! The reasons for which Anthropic refuses a credential that is no wrong one, in the words that
//! users have reported (openclaw/openclaw#97108, #82212, #54350; earendil-works/pi#3012).

use super::answer::Answer;

/// Why a credential does not serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The account has no credit.
    NoCredit,
    /// The same, as a billing error.
    Billing,
    /// The organization does not allow tokens of a plan.
    NoPlan,
    /// Third-party use is not part of the plan.
    ExtraUsage,
    /// The token is Claude Code's own.
    ClaudeCodeOnly,
    /// The token was revoked.
    Revoked,
}

impl Refusal {
    pub(super) fn answer(self) -> Answer {
        let (status, kind, message) = match self {
            Self::NoCredit => (
                400,
                "invalid_request_error",
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & \
                 Billing to upgrade or purchase credits.",
            ),
            Self::Billing => (
                402,
                "billing_error",
                "Your credit balance is too low to access the Anthropic API.",
            ),
            Self::NoPlan => (
                403,
                "permission_error",
                "OAuth authentication is currently not allowed for this organization.",
            ),
            Self::ExtraUsage => (
                400,
                "invalid_request_error",
                "Third-party apps now draw from your extra usage, not your plan limits. Add more \
                 at claude.ai/settings/usage and keep going.",
            ),
            Self::ClaudeCodeOnly => (
                400,
                "invalid_request_error",
                "This credential is only authorized for use with Claude Code and cannot be used \
                 for other API requests.",
            ),
            Self::Revoked => (
                401,
                "authentication_error",
                "OAuth token has been revoked. Please obtain a new token.",
            ),
        };
        Answer::error_of(status, kind, message)
    }
}
