//! `chela adopt …`.

use clap::{Args, Subcommand};

use super::word;

#[derive(Debug, Args)]
pub(crate) struct Adopt {
    #[command(subcommand)]
    pub(crate) command: AdoptCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AdoptCommand {
    #[command(about = word("program.adopt.setting.about"), long_about = word("program.adopt.setting.long"))]
    Setting(AdoptSetting),
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
