//! `chela model …`.

use clap::{Args, Subcommand};

use super::word;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Model {
    #[command(flatten)]
    pub(crate) of: Of,
    #[command(subcommand)]
    pub(crate) command: Option<ModelCommand>,
}

/// The default model is meant where no agent is named.
#[derive(Debug, Args)]
pub(crate) struct Of {
    #[arg(long, value_name = "ID", help = word("program.model.agent"))]
    pub(crate) agent: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    #[command(about = word("program.model.list"))]
    List(Of),
    #[command(about = word("program.model.set"))]
    Set {
        #[arg(value_name = "REF", help = word("program.model.ref"))]
        model: String,
        #[command(flatten)]
        of: Of,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.fallbacks.about"))]
    Fallbacks(Fallbacks),
    #[command(about = word("program.alias.about"), long_about = word("program.alias.long"))]
    Alias {
        #[arg(value_name = "REF", help = word("program.model.ref"))]
        model: String,
        #[arg(required_unless_present = "remove", help = word("program.alias.name"))]
        name: Option<String>,
        #[arg(long, conflicts_with = "name", help = word("program.alias.remove"))]
        remove: bool,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.model.users"))]
    Users {
        #[arg(value_name = "REF", help = word("program.model.ref"))]
        model: String,
    },
    #[command(about = word("program.bring-along.about"), long_about = word("program.bring-along.long"))]
    BringAlong {
        #[arg(value_name = "REF", help = word("program.model.ref"))]
        model: String,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Fallbacks {
    #[arg(long, global = true, value_name = "ID", help = word("program.model.agent"))]
    pub(crate) agent: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<FallbacksCommand>,
    #[arg(long, global = true, help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FallbacksCommand {
    #[command(about = word("program.fallbacks.add"))]
    Add {
        #[arg(value_name = "REF", help = word("program.model.ref"))]
        model: String,
    },
    #[command(about = word("program.fallbacks.remove"))]
    Remove {
        #[arg(value_name = "REF", help = word("program.model.ref"))]
        model: String,
    },
    #[command(about = word("program.fallbacks.set"))]
    Set {
        #[arg(value_name = "REF", help = word("program.model.ref"))]
        models: Vec<String>,
    },
}
