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
    pub struct CacheCosts {
        /// Reading it the first time and keeping it for five minutes.
        pub short: u32,
        /// Reading it the first time and keeping it for an hour.
        pub long: u32,
        /// Reading it again as long as it is kept.
        pub read: u32,
        /// The month of the list that knows it of the model, `2026-09`; else it is what is usual.
        pub dated: Option<String>,
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
        /// Whether OpenClaw reads a setting for everything; else each model has its own.
        pub reads_everything: bool,
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

    /// What keeping was worth in the last days, worked out from what OpenClaw recorded. An estimate,
    /// but for [`CacheUsage::now`]. All counts are of tokens unless said.
    pub struct CacheUsage {
        /// Since when.
        pub since_ms: u64,
        /// How many turns are counted.
        pub turns: u32,
        /// Of how many conversations.
        pub conversations: u32,
        /// Whether that is enough to tell anything.
        pub enough: bool,
        /// What was not counted: turns, or whole conversations.
        pub left_out: CacheLeftOut,
        /// Input that was read from the cache.
        pub read: u64,
        /// Input that was written to it.
        pub written: u64,
        /// Input that it had no part in.
        pub plain: u64,
        /// How many turns sent again what an earlier one had sent, as it was not kept any more.
        pub misses: u32,
        /// What is set for all of them; none when not the same for each.
        pub retention: Option<Retention>,
        /// What the input cost as it is set now, by what was recorded.
        pub now: CachePrice,
        /// What it would have cost otherwise.
        pub others: Vec<CacheIf>,
        /// What would have cost clearly less than now, if anything.
        pub better: Option<Retention>,
        /// What was sent, hour by hour, those without a turn left out.
        pub hours: Vec<CacheHour>,
        /// Whether a subscription signs in, for which no token is paid.
        pub by_subscription: bool,
    }

    /// What was not counted.
    #[derive(Copy, Default)]
    pub struct CacheLeftOut {
        /// Turns of long conversations of which OpenClaw tells no more.
        pub turns: u64,
        /// Conversations that models of others than Anthropic answered in.
        pub mixed: u32,
        /// Conversations beyond the largest ones.
        pub small: u32,
    }

    /// What input cost.
    #[derive(Copy, Default)]
    pub struct CachePrice {
        /// As many tokens at the full price.
        pub tokens: u64,
        /// Millionths of a US dollar at the list price of an API key, where that is known.
        pub microdollars: Option<u64>,
    }

    /// What input would have cost.
    #[derive(Copy)]
    pub struct CacheIf {
        /// With this for all.
        pub retention: Retention,
        /// The cost.
        pub price: CachePrice,
    }

    /// What was sent in one hour.
    #[derive(Copy, Default)]
    pub struct CacheHour {
        /// When the hour begins (ms since 1970).
        pub at_ms: u64,
        /// Read from the cache.
        pub read: u64,
        /// Sent again, though an earlier turn had sent it.
        pub again: u64,
        /// Sent for the first time.
        pub new: u64,
    }
}
