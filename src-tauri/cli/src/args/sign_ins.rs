//! `chela profiles …` and `chela agents …`.

use clap::{Args, Subcommand};

use super::word;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Profiles {
    #[arg(long, value_name = "ID", help = word("program.profiles.agent"))]
    pub(crate) agent: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<ProfilesCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProfilesCommand {
    #[command(about = word("program.profiles.label.about"))]
    Label {
        #[arg(help = word("program.profiles.profile"))]
        profile: String,
        #[arg(help = word("program.profiles.label.name"))]
        name: Option<String>,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.profiles.order.about"))]
    Order(Order),
    #[command(about = word("program.profiles.first.about"))]
    First {
        #[arg(help = word("program.profiles.profile"))]
        profile: String,
        #[arg(long = "agent", value_name = "ID", help = word("program.profiles.first.agent"))]
        agents: Vec<String>,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.profiles.expires.about"))]
    Expires {
        #[arg(help = word("program.profiles.profile"))]
        profile: String,
        #[arg(value_name = "DATE|never|default", help = word("program.profiles.expires.when"))]
        when: String,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.profiles.remove.about"))]
    Remove(Remove),
    #[command(about = word("program.profiles.give.about"))]
    Give {
        #[arg(help = word("program.profiles.profile"))]
        profile: String,
        #[arg(
            long = "agent",
            value_name = "ID",
            required = true,
            help = word("program.profiles.give.agent"),
        )]
        agents: Vec<String>,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Order {
    #[arg(long, value_name = "ID", help = word("program.profiles.order.agent"))]
    pub(crate) agent: String,
    #[arg(
        value_name = "PROFILE",
        required_unless_present = "default",
        help = word("program.profiles.order.profiles"),
    )]
    pub(crate) profiles: Vec<String>,
    #[arg(long, conflicts_with = "profiles", help = word("program.profiles.order.default"))]
    pub(crate) default: bool,
    #[arg(long, help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    #[arg(help = word("program.profiles.profile"))]
    pub(crate) profile: String,
    #[arg(long = "agent", value_name = "ID", help = word("program.disconnect.agent"))]
    pub(crate) agents: Vec<String>,
    #[arg(long, help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AgentsCommand {
    #[command(about = word("program.agents.model.about"))]
    Model(AgentModel),
}

#[derive(Debug, Args)]
pub(crate) struct AgentModel {
    #[arg(value_name = "ID", help = word("program.agents.model.agent"))]
    pub(crate) agent: String,
    #[arg(value_name = "MODEL", help = word("program.model.ref"))]
    pub(crate) model: Option<String>,
    #[arg(long, conflicts_with = "model", help = word("program.agents.model.default"))]
    pub(crate) default: bool,
    #[arg(long, help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
}
