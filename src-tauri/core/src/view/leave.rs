//! Leaving Chela: what would become of each sign-in, and what is left.

use serde::{Deserialize, Serialize};

use super::{FileDiff, Notice, SecretPlace};

choice! {
    /// What becomes of the sign-ins that Chela keeps.
    LeaveWay {
        /// OpenClaw keeps them itself, in plaintext.
        HandBack,
        /// They are removed.
        SignOut,
    }
}

view! {
    /// How to leave.
    pub struct LeaveRequest {
        /// What becomes of the sign-ins.
        pub way: LeaveWay,
        /// Whether the person agreed that OpenClaw keeps them in plaintext.
        pub accept_plaintext: bool,
    }

    /// A sign-in of one agent that Chela keeps, or keeps a copy of.
    pub struct LeaveSignIn {
        /// The agent.
        pub agent: String,
        /// The profile.
        pub profile: String,
        /// Where its secret is now.
        pub place: SecretPlace,
    }

    /// What one way would do.
    pub struct LeaveWayPlan {
        /// Why it cannot be gone.
        pub refused: Option<Notice>,
        /// The agents that nothing would sign in to Claude any more.
        pub stranded: Vec<String>,
        /// The change of each config file.
        pub diffs: Vec<FileDiff>,
        /// The commands that will run, without secrets.
        pub commands: Vec<String>,
    }

    /// What leaving would do.
    pub struct LeavePlan {
        /// What Chela keeps for the agents.
        pub sign_ins: Vec<LeaveSignIn>,
        /// The settings of the config that get their secrets back from the keychain, in plaintext,
        /// whichever way is gone: the person agrees to that.
        pub settings: Vec<String>,
        /// The keychain entries that are removed, by name.
        pub keychain_entries: Vec<String>,
        /// The files of Chela's that are removed.
        pub files: Vec<String>,
        /// The other homes on this computer that sign in through Chela; they go on.
        pub other_homes: Vec<String>,
        /// Handing the sign-ins back.
        pub hand_back: LeaveWayPlan,
        /// Signing out.
        pub sign_out: LeaveWayPlan,
    }

    /// What leaving did.
    pub struct Left {
        /// What became of the sign-ins.
        pub way: LeaveWay,
        /// The sign-ins that were handed back, or removed.
        pub sign_ins: Vec<LeaveSignIn>,
        /// How many entries were removed from the keychain.
        pub removed_entries: u32,
        /// Chela's own folder. Without other homes nothing needs it any more.
        pub folder: String,
        /// The other homes on this computer that sign in through Chela.
        pub other_homes: Vec<String>,
        /// What to know.
        pub notices: Vec<Notice>,
    }
}
