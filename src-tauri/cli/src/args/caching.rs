//! `chela cache …`.

use chela_core::view::Retention;
use clap::{Args, Subcommand, ValueEnum};

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
    #[command(about = word("program.cache.set.about"))]
    Set {
        #[arg(value_name = "none|short|long|default", help = word("program.cache.set.retention"))]
        retention: Wanted,
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
    #[command(about = word("program.cache.usage.about"))]
    Usage,
    #[command(about = word("program.cache.migrate"))]
    Migrate {
        #[arg(long, help = word("program.help.dry-run"))]
        dry_run: bool,
    },
}

/// What is to stand there.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Wanted {
    None,
    Short,
    Long,
    Default,
}

impl Wanted {
    /// As the core knows it: nothing takes the setting away.
    pub(crate) fn retention(self) -> Option<Retention> {
        match self {
            Self::None => Some(Retention::None),
            Self::Short => Some(Retention::Short),
            Self::Long => Some(Retention::Long),
            Self::Default => None,
        }
    }
}
