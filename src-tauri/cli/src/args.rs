//! The command line, and nothing of what it does.

mod adopt;
mod caching;
mod leave;
mod localised;
mod models;
mod rotate;
mod sign_ins;

use std::path::PathBuf;

use chela_core::setup::Depth;
use chela_core::text::lookup;
use clap::{Args, Parser, Subcommand};

pub(crate) use adopt::{Adopt, AdoptCommand, AdoptCredential, AdoptSetting};
pub(crate) use caching::{Cache, CacheCommand};
pub(crate) use leave::Leave;
pub(crate) use localised::localised;
pub(crate) use models::{Fallbacks, FallbacksCommand, Model, ModelCommand};
pub(crate) use rotate::Rotate;
pub(crate) use sign_ins::{AgentModel, AgentsCommand, Order, Profiles, ProfilesCommand, Remove};

/// The text of `key`, or the key where there is none.
fn word(key: &'static str) -> &'static str {
    lookup(key).unwrap_or(key)
}

#[derive(Debug, Parser)]
#[command(
    name = "chela",
    version,
    about = word("program.about"),
    after_help = word("program.exit-codes"),
    arg_required_else_help = true,
)]
pub(crate) struct Arguments {
    #[arg(long, global = true, help = word("program.help.json"))]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "ID", help = word("program.help.home"))]
    pub(crate) home: Option<String>,
    #[arg(long, global = true, value_name = "PATH", help = word("program.help.openclaw"))]
    pub(crate) openclaw: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(about = word("program.status.about"))]
    Status {
        #[arg(long, value_name = "ID", help = word("program.status.agent"))]
        agent: Option<String>,
    },
    #[command(about = word("program.connect.about"), long_about = word("program.connect.long"))]
    Connect(Connect),
    #[command(about = word("program.setup-token.about"), long_about = word("program.setup-token.long"))]
    SetupToken(How),
    #[command(about = word("program.disconnect.about"))]
    Disconnect {
        #[arg(long, value_name = "NAME", help = word("program.disconnect.profile"))]
        profile: String,
        #[arg(long = "agent", value_name = "ID", help = word("program.disconnect.agent"))]
        agents: Vec<String>,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.rotate.about"), long_about = word("program.rotate.long"))]
    Rotate(Rotate),
    #[command(about = word("program.move.about"), long_about = word("program.move.long"))]
    MoveToKeychain {
        #[arg(long, value_name = "NAME", help = word("program.move.profile"))]
        profile: String,
        #[arg(long = "agent", value_name = "ID", help = word("program.move.agent"))]
        agents: Vec<String>,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.profiles.about"))]
    Profiles(Profiles),
    #[command(about = word("program.agents.about"))]
    Agents {
        #[command(subcommand)]
        command: Option<AgentsCommand>,
    },
    #[command(about = word("program.model.about"))]
    Model(Model),
    #[command(about = word("program.cache.about"))]
    Cache(Cache),
    #[command(about = word("program.history.about"))]
    History {
        #[arg(help = word("program.history.entry"))]
        entry: Option<String>,
    },
    #[command(about = word("program.undo.about"))]
    Undo {
        #[arg(help = word("program.undo.change"))]
        change: String,
        #[arg(long, help = word("program.undo.with-later"))]
        with_later: bool,
        #[arg(long, help = word("program.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.comments.about"))]
    Comments {
        #[arg(long, conflicts_with = "leave", help = word("program.comments.put-back"))]
        put_back: bool,
        #[arg(long, help = word("program.comments.leave"))]
        leave: bool,
    },
    #[command(about = word("program.settle.about"))]
    Settle(Settle),
    #[command(about = word("program.leave.about"), long_about = word("program.leave.long"))]
    Leave(Leave),
    #[command(about = word("program.audit.about"), long_about = word("program.audit.long"))]
    Audit,
    #[command(about = word("program.adopt.about"), long_about = word("program.adopt.long"))]
    Adopt(Adopt),
    #[command(about = word("program.doctor.about"), long_about = word("program.doctor.long"))]
    Doctor(Doctor),
    #[command(about = word("program.test.about"))]
    Test(Test),
    /// What `model set` leaves to a process of its own.
    #[command(hide = true)]
    Check,
    /// What an operation that stops the gateway has a process of its own wait for.
    #[command(hide = true)]
    Guard,
}

#[derive(Debug, Args)]
pub(crate) struct Connect {
    #[command(flatten)]
    pub(crate) kind: Kind,
    #[command(flatten)]
    pub(crate) how: How,
    #[arg(long, help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
}

/// How a credential is connected.
#[derive(Debug, Args)]
pub(crate) struct How {
    #[arg(long, value_name = "NAME", help = word("program.connect.profile"))]
    pub(crate) profile: Option<String>,
    #[arg(long = "agent", value_name = "ID", help = word("program.connect.agent"))]
    pub(crate) agents: Vec<String>,
    #[arg(long, value_name = "REF", help = word("program.connect.model"))]
    pub(crate) model: Option<String>,
    #[arg(long, help = word("program.connect.no-check"))]
    pub(crate) no_check: bool,
    #[arg(long, help = word("program.connect.accept-plaintext"))]
    pub(crate) accept_plaintext: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Kind {
    #[arg(long, help = word("program.connect.setup-token"))]
    pub(crate) setup_token: bool,
    #[arg(long, help = word("program.connect.api-key"))]
    pub(crate) api_key: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[arg(long, value_name = "CODE", conflicts_with = "report", help = word("program.doctor.fix"))]
    pub(crate) fix: Option<String>,
    #[arg(long, requires = "fix", help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
    #[arg(long, help = word("program.doctor.no-anthropic"))]
    pub(crate) no_anthropic: bool,
    #[arg(long, help = word("program.doctor.report"))]
    pub(crate) report: bool,
    #[arg(long, conflicts_with_all = ["fix", "report"], help = word("program.doctor.explain"))]
    pub(crate) explain: bool,
}

impl Doctor {
    pub(crate) fn depth(&self) -> Depth {
        if self.no_anthropic { Depth::Whole } else { Depth::WithAnthropic }
    }
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Settle {
    #[arg(long, help = word("program.settle.finish"))]
    pub(crate) finish: bool,
    #[arg(long, help = word("program.settle.take-back"))]
    pub(crate) take_back: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Test {
    #[arg(value_name = "PROFILE", help = word("program.test.profile"))]
    pub(crate) profile: String,
    #[arg(long, help = word("program.test.turn"))]
    pub(crate) turn: bool,
    #[arg(long = "agent", value_name = "ID", help = word("program.test.agent"))]
    pub(crate) agents: Vec<String>,
}
