//! The arguments of `cache`.

use clap::{Args, Subcommand};

use super::word;

#[derive(Debug, Args)]
pub(crate) struct Cache {
    #[arg(long, global = true, value_name = "ID", help = word("program.cache.agent"))]
    pub(crate) agent: Option<String>,
    #[arg(long, global = true, value_name = "REF", help = word("program.cache.model"))]
    pub(crate) model: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<CacheCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CacheCommand {
    #[command(about = word("program.cache.show"))]
    Show,
}
