//! How sign-ins, agents and everything around them stand, and what can be repaired.

use serde::{Deserialize, Serialize};

use super::{CredentialKind, ModelView, Notice, SecretPlace, SignInState, Tone};

choice! {
    /// What a repair does. The words for the button are the core's ([`Repair::label`]).
    RepairKind {
        /// Finish or take back an interrupted operation.
        SettleInterrupted,
        /// Install OpenClaw.
        InstallOpenclaw,
        /// Open the config file at what is wrong.
        OpenConfig,
        /// Undo the change that brought the problem.
        UndoChange,
        /// Put comments back that somebody's write has removed.
        PutCommentsBack,
        /// Move `env.ANTHROPIC_…` to `env.vars`, where newer versions accept it.
        MoveEnv,
        /// Add the beta flag for keeping an hour to the headers of the config.
        AddCacheBeta,
        /// Take a metadata entry out of the config (`auth.profiles`, `auth.order`).
        RemoveMetadata,
        /// Place the copy of the resolver anew.
        PlaceResolver,
        /// Unlock the keychain.
        UnlockKeychain,
        /// Remove a reference whose secret is gone.
        RemoveReference,
        /// Move a plaintext sign-in to the keychain.
        MoveToKeychain,
        /// Sign in anew: paste a credential for the profile.
        Replace,
        /// Add another sign-in.
        AddSignIn,
        /// Give the default agent's sign-in to the agents.
        GiveToAgents,
        /// Put the profile first.
        PutFirst,
        /// Sign the profile out.
        Remove,
        /// Start the gateway.
        StartGateway,
        /// Restart the gateway.
        RestartGateway,
        /// Let the gateway fetch its secrets again.
        ReloadSecrets,
        /// Choose another model.
        ChooseModel,
        /// Let sessions follow the default model again.
        ReleaseSessions,
        /// Ask Anthropic, or send a test message.
        Test,
    }
}

view! {
    /// One sign-in, over all agents.
    pub struct SignInView {
        /// The auth profile, or the name of the place when it is none.
        pub profile: String,
        /// What the person calls it, when they gave it a name.
        pub label: Option<String>,
        /// The agents that have it.
        pub agents: Vec<String>,
        /// What it is.
        pub kind: CredentialKind,
        /// Where its secret is.
        pub place: SecretPlace,
        /// Which file, variable or reference that is, when it is known.
        pub place_detail: Option<String>,
        /// Its masked ends, when Chela knows them.
        pub masked: Option<String>,
        /// Whether it can serve: the worst state of its agents' that matters, the default
        /// agent's first.
        pub state: SignInState,
        /// More about the state, in words.
        pub detail: Option<String>,
        /// Until when the state lasts (ms since 1970).
        pub until_ms: Option<u64>,
        /// When the credential expires (ms since 1970).
        pub expires_ms: Option<u64>,
        /// Whether that is only taken to be so: a setup-token lasts a year by default, and
        /// neither it nor OpenClaw says when it ends.
        pub expiry_assumed: bool,
        /// When it was used last, where OpenClaw tells (ms since 1970).
        pub last_used_ms: Option<u64>,
        /// Whether it is the one that serves the default agent.
        pub serves: bool,
        /// Whether Chela made it.
        pub managed: bool,
    }

    /// One profile of one agent.
    pub struct CellView {
        /// The profile.
        pub profile: String,
        /// Whether the agent has it only through the default agent's store.
        pub inherited: bool,
        /// Whether it can serve this agent.
        pub state: SignInState,
        /// More about the state, in words.
        pub detail: Option<String>,
        /// Until when the state lasts, or when it expires (ms since 1970).
        pub until_ms: Option<u64>,
        /// When this agent used it last, where OpenClaw tells (ms since 1970).
        pub last_used_ms: Option<u64>,
        /// Whether it serves this agent's next turn.
        pub serves: bool,
    }

    /// One agent with its sign-ins.
    pub struct AgentView {
        /// Its id.
        pub id: String,
        /// Whether it is the one that OpenClaw takes when none is named.
        pub default: bool,
        /// Its model: its own, or the default one.
        pub model: ModelView,
        /// Whether the model is its own.
        pub own_model: bool,
        /// The profiles in the order in which they are tried, as far as OpenClaw tells.
        pub order: Vec<String>,
        /// Whether that order was set for it.
        pub own_order: bool,
        /// Its Anthropic profiles.
        pub cells: Vec<CellView>,
        /// Whether nothing signs it in to Anthropic.
        pub missing: bool,
        /// Why OpenClaw could not be asked about it.
        pub problem: Option<Notice>,
    }

    /// All sign-ins of a home: a matrix of agents and profiles.
    pub struct SignIns {
        /// The sign-ins, the serving one first.
        pub profiles: Vec<SignInView>,
        /// The agents, the default one first.
        pub agents: Vec<AgentView>,
        /// When OpenClaw was asked (ms since 1970); none when it was not.
        pub asked_ms: Option<u64>,
    }

    /// What mends a finding.
    pub struct Repair {
        /// What it does.
        pub kind: RepairKind,
        /// The words for the button, and for `chela doctor`.
        pub label: String,
        /// Whether Chela does it by itself; else it leads to where the person decides.
        pub automatic: bool,
        /// The profile that it is about.
        pub profile: Option<String>,
        /// The agents that it is about.
        pub agents: Vec<String>,
    }

    /// Something that does not work, or soon will not.
    pub struct Finding {
        /// Stable code, such as `token-rejected`.
        pub code: String,
        /// Unique in one diagnosis, and the same in the next one as long as it is the same
        /// matter: the code and what it is about.
        pub id: String,
        /// How bad.
        pub tone: Tone,
        /// What is the matter, in a line.
        pub title: String,
        /// What it means and what to do.
        pub meaning: String,
        /// What was seen, secrets masked.
        pub evidence: Vec<String>,
        /// The profile that it is about.
        pub profile: Option<String>,
        /// The agents that it is about.
        pub agents: Vec<String>,
        /// When it passes by itself (ms since 1970).
        pub until_ms: Option<u64>,
        /// What mends it, the best first.
        pub repairs: Vec<Repair>,
    }

    /// Everything that was found, worst first.
    pub struct Diagnosis {
        /// What was found.
        pub findings: Vec<Finding>,
        /// What could not be looked at, and why.
        pub unseen: Vec<Notice>,
        /// Whether Anthropic was asked about the credentials.
        pub asked_anthropic: bool,
        /// When it was looked at (ms since 1970).
        pub read_ms: u64,
    }

    /// What a repair did.
    pub struct Repaired {
        /// Whether anything changed.
        pub changed: bool,
        /// What was done, in words.
        pub done: String,
        /// The change in the history, for undo.
        pub change: Option<String>,
        /// What to know.
        pub notices: Vec<Notice>,
    }

    /// What an error message that somebody pasted is about. Nothing of the message is in it.
    pub struct Recognised {
        /// The code of the case, most of them those of findings; `unknown` when it is none.
        pub code: String,
        /// What it is, in a line.
        pub title: String,
        /// What it means and what to do.
        pub meaning: String,
        /// The finding that goes with it, when everything was looked at just now.
        pub finding: Option<Finding>,
    }

    /// What one sign-in is found to be worth, when Anthropic alone is asked.
    pub struct Checked {
        /// The profile.
        pub profile: String,
        /// Whether Anthropic confirmed it (true), refused it (false), or did not say (none).
        pub confirmed: Option<bool>,
        /// That, in words.
        pub text: String,
        /// Why it is not confirmed.
        pub problem: Option<Notice>,
        /// When it was asked (ms since 1970).
        pub at_ms: u64,
    }
}

impl SignInView {
    /// How people call it: by the name that they gave it, else by the profile's.
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.profile)
    }
}
