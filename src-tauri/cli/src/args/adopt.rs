//! `chela adopt …`.

use clap::{Args, Subcommand};

use super::word;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Adopt {
    #[command(subcommand)]
    pub(crate) command: Option<AdoptCommand>,
    #[command(flatten)]
    pub(crate) credential: AdoptCredential,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AdoptCommand {
    #[command(about = word("program.adopt.setting.about"), long_about = word("program.adopt.setting.long"))]
    Setting(AdoptSetting),
}

#[derive(Debug, Args)]
pub(crate) struct AdoptCredential {
    #[arg(value_name = "ENDS", help = word("program.adopt.ends"))]
    pub(crate) ends: Option<String>,
    #[arg(
        long,
        required_unless_present_any = ["from", "keep"],
        conflicts_with_all = ["from", "keep"],
        help = word("program.adopt.everywhere"),
    )]
    pub(crate) everywhere: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "keep", help = word("program.adopt.from"))]
    pub(crate) from: Vec<String>,
    #[arg(long, help = word("program.adopt.keep"))]
    pub(crate) keep: bool,
    #[arg(long, value_name = "NAME", help = word("program.adopt.profile"))]
    pub(crate) profile: Option<String>,
    #[arg(long = "agent", value_name = "ID", help = word("program.adopt.agent"))]
    pub(crate) agents: Vec<String>,
    #[arg(long, help = word("program.adopt.accept-plaintext"))]
    pub(crate) accept_plaintext: bool,
    #[arg(long, help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AdoptSetting {
    #[arg(
        value_name = "PATH",
        required_unless_present = "all",
        help = word("program.adopt.setting.path"),
    )]
    pub(crate) settings: Vec<String>,
    #[arg(long, conflicts_with = "settings", help = word("program.adopt.setting.all"))]
    pub(crate) all: bool,
    #[arg(long, help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
}
