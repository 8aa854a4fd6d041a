//! Prompt caching: how long Anthropic keeps what an agent sends to a model, and what says so.

use serde::{Deserialize, Serialize};

use super::Notice;

choice! {
    /// How long Anthropic keeps what was sent, OpenClaw's `cacheRetention`.
    Retention {
        /// Not at all.
        None,
        /// Five minutes after its last use.
        Short,
        /// An hour after its last use.
        Long,
    }
    /// Where a caching setting stands; a later one wins.
    CacheLevel {
        /// For everything: `agents.defaults.params`.
        Everything,
        /// For a model: `agents.defaults.models.<model>.params`.
        Model,
        /// For a model of an agent: `agents.entries.<agent>.models.<model>.params`.
        AgentModel,
        /// For an agent: `agents.entries.<agent>.params`.
        Agent,
    }
    /// What decides.
    CacheReason {
        /// A setting in the config.
        Setting,
        /// OpenClaw's own for a model that an API key serves: it wins over what is set for everything.
        ApiKeyDefault,
        /// A setting in the config asks for an hour, which this OpenClaw asks for only at Anthropic's
        /// own address, and another one is set.
        OtherAddress,
        /// Nothing is set.
        Default,
    }
}

view! {
    /// What a setting is about: everything, a model, an agent, or a model of an agent.
    pub struct CacheScope {
        /// The agent; none for all.
        pub agent: Option<String>,
        /// `provider/model`; none for all.
        pub model: Option<String>,
    }

    /// One caching setting as it stands in the config.
    pub struct CacheSetting {
        /// For what.
        pub level: CacheLevel,
        /// Where, `agents.defaults.params.cacheRetention`.
        pub path: String,
        /// As it is written.
        pub written: String,
        /// What it means; none when OpenClaw takes it for nothing.
        pub retention: Option<Retention>,
        /// Whether it is `cacheControlTtl`, the older name.
        pub legacy: bool,
        /// Whether it is the one that decides.
        pub decides: bool,
    }

    /// What keeping costs, in thousandths of the price of input.
    #[derive(Copy)]
    pub struct CacheCosts {
        /// Reading it the first time and keeping it for five minutes.
        pub short: u32,
        /// Reading it the first time and keeping it for an hour.
        pub long: u32,
        /// Reading it again as long as it is kept.
        pub read: u32,
        /// Whether that is known of the model; else it is what is usual.
        pub known: bool,
    }

    /// What counts for one model of one agent.
    pub struct CacheView {
        /// The agent.
        pub agent: String,
        /// `provider/model`.
        pub model: String,
        /// How people call it (`Opus 4.6`).
        pub name: String,
        /// What OpenClaw asks Anthropic for.
        pub retention: Retention,
        /// Why.
        pub reason: CacheReason,
        /// What keeping costs with the model.
        pub costs: CacheCosts,
        /// Whether the config has OpenClaw sign in with a subscription alone, for which it does not
        /// document caching settings.
        pub by_subscription: bool,
        /// All settings that are about it, the weakest first.
        pub settings: Vec<CacheSetting>,
    }

    /// The outcome of changing caching settings.
    pub struct CacheChanged {
        /// What counts now where it may have changed.
        pub caching: Vec<CacheView>,
        /// Whether anything changed.
        pub changed: bool,
        /// The change in the history, for undo.
        pub change: Option<String>,
        /// What else there is to know.
        pub notices: Vec<Notice>,
    }
}
