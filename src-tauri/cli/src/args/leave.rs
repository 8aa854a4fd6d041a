//! `chela leave …`.

use chela_core::view::LeaveWay;
use clap::Args;

use super::word;

#[derive(Debug, Args)]
pub(crate) struct Leave {
    #[arg(
        long,
        required_unless_present_any = ["sign_out", "dry_run"],
        help = word("program.leave.hand-back"),
    )]
    pub(crate) hand_back: bool,
    #[arg(long, conflicts_with = "hand_back", help = word("program.leave.sign-out"))]
    pub(crate) sign_out: bool,
    #[arg(long, help = word("program.leave.accept-plaintext"))]
    pub(crate) accept_plaintext: bool,
    #[arg(long, help = word("program.leave.dry-run"))]
    pub(crate) dry_run: bool,
}

impl Leave {
    /// The way that was chosen.
    pub(crate) fn way(&self) -> Option<LeaveWay> {
        match (self.hand_back, self.sign_out) {
            (true, _) => Some(LeaveWay::HandBack),
            (_, true) => Some(LeaveWay::SignOut),
            (false, false) => None,
        }
    }
}
