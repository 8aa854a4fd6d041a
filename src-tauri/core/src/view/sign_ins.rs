//! What can be done with sign-ins: their order, their end, and what removing one would break.

use serde::{Deserialize, Serialize};

use super::{Notice, Preview};

/// When a sign-in ends, as the person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Expires {
    /// They do not say: a year after Chela stored it, for a setup-token.
    Default,
    /// It does not end.
    Never,
    /// Then (ms since 1970).
    At(u64),
}

view! {
    /// How an agent signs in once a profile is removed.
    pub struct AgentAfter {
        /// The agent.
        pub agent: String,
        /// What its next turn is served by: a profile, or the name of another place. None when
        /// nothing can, or when OpenClaw does not tell which of several it takes.
        pub next: Option<String>,
        /// Whether nothing is left that it could sign in to Anthropic with.
        pub stranded: bool,
    }

    /// What removing a profile would do, and break.
    pub struct DisconnectPlan {
        /// The profile.
        pub profile: String,
        /// The agents from which it is taken.
        pub agents: Vec<String>,
        /// Each agent that has it no longer then, those included that only inherit it.
        pub after: Vec<AgentAfter>,
        /// Whether OpenClaw keeps the only copy of the secret, so that nobody can put it back.
        pub irrevocable: bool,
        /// All that would be done; what it breaks is said in its notices.
        pub preview: Preview,
    }

    /// The order in which agents try their profiles.
    pub struct Ordered {
        /// The agents whose order was meant.
        pub agents: Vec<String>,
        /// The profile that each of them tries first now; none for OpenClaw's own order.
        pub first: Option<String>,
        /// Whether anything changed.
        pub changed: bool,
        /// What to know.
        pub notices: Vec<Notice>,
    }
}
