//! `chela rotate …`.

use clap::Args;

use super::word;

#[derive(Debug, Args)]
pub(crate) struct Rotate {
    #[arg(value_name = "PROFILE", help = word("program.rotate.profile"))]
    pub(crate) profile: String,
    #[arg(long, help = word("program.connect.no-check"))]
    pub(crate) no_check: bool,
    #[arg(long, help = word("program.connect.accept-plaintext"))]
    pub(crate) accept_plaintext: bool,
    #[arg(
        long,
        conflicts_with_all = ["no_check", "accept_plaintext", "dry_run"],
        help = word("program.rotate.revoked"),
    )]
    pub(crate) revoked: bool,
    #[arg(long, help = word("program.help.dry-run"))]
    pub(crate) dry_run: bool,
}
