//! Which Anthropic credentials stand in plaintext, and where. Never what they are.

use serde::{Deserialize, Serialize};

use super::{Notice, PastedKind};

choice! {
    /// What a file is in which a credential stands.
    PlaintextIn {
        /// `openclaw.json`, or a file that it includes.
        Config,
        /// A copy of it: OpenClaw's own backups, an editor's.
        ConfigCopy,
        /// A `.env` file.
        EnvFile,
        /// The service that runs the gateway: its unit, a drop-in, a file that they name.
        Service,
        /// What a shell or the desktop session reads when it starts.
        Profile,
        /// OpenClaw's store of sign-ins, where that is a file.
        Store,
        /// A copy of it, or a store of an older OpenClaw.
        StoreCopy,
        /// The list of models that OpenClaw generates for an agent.
        ModelList,
        /// A database of OpenClaw's, or a file that belongs to one.
        Database,
        /// A log.
        Log,
        /// Another file in OpenClaw's folders.
        Other,
    }
    /// Whether something still reads it there.
    PlaintextRole {
        /// It is read.
        InUse,
        /// Nothing reads it any more.
        Leftover,
        /// That is not known.
        Unknown,
    }
    /// How it can be removed there.
    PlaintextRemoval {
        /// By editing the file; whatever else is in it stays.
        Edit,
        /// By a command of OpenClaw's.
        Openclaw,
        /// By deleting the file.
        Delete,
        /// Not at all: the installed OpenClaw signs in with it there.
        Stays,
    }
}

view! {
    /// One place in which a credential stands.
    pub struct FoundPlace {
        /// What the file is.
        pub kind: PlaintextIn,
        /// The file, with `~` for the home folder.
        pub file: String,
        /// The line (from 1); none in a database.
        pub line: Option<u32>,
        /// What it is there: a setting, a variable, a profile. Empty where nothing tells.
        pub what: String,
        /// Whether something reads it there.
        pub role: PlaintextRole,
        /// Why that is so, in words.
        pub why: String,
        /// Whether the default agent's next turn is sent with the one that stands here.
        pub wins: bool,
        /// Whether OpenClaw's own audit names the place, too.
        pub told: bool,
        /// The file's mode, in octal, when others than its owner may read it.
        pub mode_too_open: Option<String>,
        /// How it can be removed.
        pub removal: PlaintextRemoval,
    }

    /// One credential, and every place in which it stands.
    pub struct FoundSecret {
        /// What tells it from the others of this audit, and from nothing else: another audit gives
        /// it another one. None when OpenClaw names the place and Chela did not find it there.
        pub fingerprint: Option<String>,
        /// What it is, when its look tells.
        pub kind: Option<PastedKind>,
        /// Its masked ends.
        pub masked: String,
        /// Whether Chela keeps it in the keychain.
        pub in_keychain: bool,
        /// Where it stands: the place that wins first, then those in use.
        pub places: Vec<FoundPlace>,
    }

    /// What is to be moved into the keychain, and from where.
    pub struct AdoptRequest {
        /// The masked ends of the credential, or its last characters. None means the one that wins,
        /// or the only one.
        pub ends: Option<String>,
        /// The files from which it is removed afterwards, with `~` for the home folder; none means all
        /// in which it stands.
        pub from: Option<Vec<String>>,
        /// The profile that it becomes, when it does not serve from one already.
        pub profile: Option<String>,
        /// The agents of that; none means those that it served so far.
        pub agents: Vec<String>,
        /// Whether OpenClaw may keep it in its own store, where it cannot read the keychain.
        pub accept_plaintext: bool,
    }

    /// What was moved.
    pub struct Adopted {
        /// Its masked ends.
        pub masked: String,
        /// The profiles that it serves from now; none for one that served nobody.
        pub profiles: Vec<String>,
        /// The files that no longer hold it.
        pub files: Vec<String>,
        /// What still does, and why.
        pub left: Vec<Notice>,
        /// What else there is to know.
        pub notices: Vec<Notice>,
    }

    /// Another secret of the config that stands in plaintext, where OpenClaw accepts a reference.
    pub struct OtherSecret {
        /// The setting, `gateway.auth.token`.
        pub setting: String,
        /// What it is, in words; empty where that is not known.
        pub what: String,
        /// The file.
        pub file: String,
        /// The line, from 1, where it is known.
        pub line: Option<u32>,
        /// The masked ends.
        pub masked: String,
        /// Why it cannot be moved to the keychain; none when it can.
        pub problem: Option<Notice>,
    }

    /// What moving settings to the keychain did.
    pub struct AdoptedSettings {
        /// The settings that were moved.
        pub settings: Vec<String>,
        /// Whether anything changed.
        pub changed: bool,
        /// What to know.
        pub notices: Vec<Notice>,
    }

    /// What stands in plaintext.
    pub struct Audit {
        /// The credentials, the one that wins first.
        pub secrets: Vec<FoundSecret>,
        /// The other secrets of the config for which OpenClaw accepts references.
        pub other: Vec<OtherSecret>,
        /// Why none of them can be told of: the installed OpenClaw does not list its settings.
        pub other_problem: Option<Notice>,
        /// What could not be looked at, and why.
        pub unread: Vec<Notice>,
        /// Whether OpenClaw could be asked which one wins.
        pub asked_openclaw: bool,
        /// When it was looked at (ms since 1970).
        pub read_ms: u64,
    }
}
