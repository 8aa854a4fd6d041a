//! What front ends are told and what they may ask: plain data, the same for the page, the tray
//! and `chela --json`. The page's TypeScript is generated from these types (`ui/src/generated`).
//! No type here can hold a secret.

use serde::{Deserialize, Serialize};

use crate::Error;

macro_rules! view {
    ($($item:item)+) => { $(
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        $item
    )+ };
}

macro_rules! choice {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident,)+ })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }
    )+ };
}

choice! {
    /// How bad it is.
    Tone {
        /// It works.
        Ok,
        /// It works, and something wants a look.
        Attention,
        /// It does not work.
        Problem,
        /// Not known yet, or nothing is set up.
        Idle,
    }
    /// What a credential is.
    CredentialKind {
        /// A Claude setup-token (`sk-ant-oat01-…`), for a Claude plan.
        SetupToken,
        /// An Anthropic API key (`sk-ant-api03-…`), for API credit.
        ApiKey,
        /// An OAuth login that OpenClaw refreshes by itself.
        Oauth,
        /// A login of the Claude Code program that OpenClaw runs.
        ClaudeCli,
        /// Something that this version of Chela does not know.
        Unknown,
    }
    /// Where a credential is kept.
    SecretPlace {
        /// In the system keychain, by a reference of Chela's.
        Keychain,
        /// By a reference of somebody else's.
        OtherReference,
        /// In OpenClaw's own store, in plaintext.
        Plaintext,
        /// In `openclaw.json`, in plaintext.
        Config,
        /// In an environment variable.
        Environment,
        /// In the Claude Code program's login.
        ClaudeCli,
        /// Not known.
        Unknown,
    }
    /// Whether a sign-in can serve.
    SignInState {
        /// It can.
        Ok,
        /// Anthropic has not confirmed it.
        Unconfirmed,
        /// It expires soon.
        Expiring,
        /// It has expired.
        Expired,
        /// OpenClaw waits before it tries it again.
        Cooldown,
        /// OpenClaw has disabled it.
        Disabled,
        /// The config names it, and there is no credential.
        Missing,
        /// Something that this version of Chela does not know; `detail` holds OpenClaw's word.
        Other,
    }
    /// The gateway's state.
    GatewayState {
        /// It answers.
        Running,
        /// Nothing listens on its port.
        Stopped,
        /// It was started and does not answer yet.
        Starting,
        /// Something listens and does not answer as a gateway.
        Unclear,
    }
    /// The state of the config file.
    ConfigState {
        /// It parses.
        Ok,
        /// There is none.
        Missing,
        /// It has no content.
        Empty,
        /// It does not parse: it is shown where, and never overwritten.
        Broken,
    }
    /// The keychain's state.
    KeychainView {
        /// It can be used.
        Ready,
        /// It must be unlocked.
        Locked,
        /// There is none.
        Absent,
        /// It does not answer.
        Failing,
    }
    /// What a person can be offered to press. The front end knows the words.
    Action {
        /// Begin the first-run path.
        Connect,
        /// Unlock the keychain.
        UnlockKeychain,
        /// Start the gateway.
        StartGateway,
        /// Choose a model.
        ChooseModel,
        /// Install OpenClaw.
        InstallOpenclaw,
        /// Finish or take back an interrupted operation.
        SettleInterrupted,
        /// Undo the last change.
        Undo,
        /// Open the config file.
        OpenConfig,
        /// Send a test message.
        Test,
    }
    /// One step of an operation, in the order of connecting.
    Step {
        /// Install OpenClaw.
        Install,
        /// Write the least configuration with which the gateway starts.
        Prepare,
        /// Ask Anthropic about the credential.
        Check,
        /// Put the secret into the keychain.
        Store,
        /// Place the copy of the resolver and see it answer.
        Resolver,
        /// Edit `openclaw.json`.
        Config,
        /// Bind the profile to the reference (`openclaw secrets apply`).
        Bind,
        /// Put the profile first.
        Order,
        /// Tell the running gateway (`openclaw secrets reload`).
        Reload,
        /// Read back what serves now.
        ReadBack,
        /// Remove the profile's reference.
        Unbind,
        /// Let OpenClaw keep the secret itself, in the place of the reference.
        HandBack,
        /// Remove the secret from the keychain.
        Forget,
    }
    /// How a step stands.
    StepState {
        /// It runs.
        Running,
        /// It is done.
        Done,
        /// It was not needed.
        Skipped,
        /// It failed.
        Failed,
        /// What it did was put back.
        PutBack,
    }
    /// What to do with the gateway.
    GatewayAction {
        /// Start it.
        Start,
        /// Stop it.
        Stop,
        /// Restart it.
        Restart,
    }
    /// What a pasted text turned out to be.
    PastedKind {
        /// A setup-token.
        SetupToken,
        /// An API key.
        ApiKey,
        /// An Admin API key (`sk-ant-admin…`).
        AdminKey,
        /// An OAuth access token that is not a setup-token.
        OauthAccess,
        /// An OAuth refresh token (`sk-ant-ort…`).
        OauthRefresh,
        /// The key of another vendor.
        OtherVendor,
        /// The code that a browser shows during `claude setup-token`.
        AuthorizationCode,
        /// No credential.
        Nothing,
    }
}

view! {
    /// An error or a notice, with its words.
    pub struct Notice {
        /// Stable code.
        pub code: String,
        /// What happened.
        pub message: String,
        /// What to do.
        pub hint: String,
    }

    /// The truth in a line, and the one thing to press.
    pub struct Sentence {
        /// How bad.
        pub tone: Tone,
        /// In words.
        pub text: String,
        /// More words, when the line needs them.
        pub detail: Option<String>,
        /// What mends it.
        pub action: Option<Action>,
    }

    /// One OpenClaw home.
    pub struct HomeView {
        /// Short stable name.
        pub id: String,
        /// How people call it: `~/.openclaw`, or the profile's name.
        pub label: String,
        /// The state folder.
        pub state_dir: String,
        /// The config.
        pub config_path: String,
        /// Whether it is the chosen one.
        pub chosen: bool,
    }

    /// The OpenClaw program.
    pub struct OpenClawView {
        /// Its version, when it could be asked.
        pub version: Option<String>,
        /// Where it is.
        pub path: Option<String>,
        /// The Node that runs it.
        pub node: Option<String>,
        /// Whether it can read a secret by reference.
        pub references: bool,
        /// Why it cannot be used.
        pub problem: Option<Notice>,
        /// The command that installs it, to show.
        pub install_command: String,
    }

    /// `openclaw.json`.
    pub struct ConfigView {
        /// Its state.
        pub state: ConfigState,
        /// Why it is broken.
        pub problem: Option<Notice>,
        /// Whether a gateway could start with it (mode and gateway sign-in are set).
        pub set_up: bool,
        /// The settings that are not of the kind that Chela expects, by path and words.
        pub issues: Vec<String>,
    }

    /// The gateway.
    pub struct GatewayView {
        /// Its state.
        pub state: GatewayState,
        /// Its port.
        pub port: u16,
        /// Whether a service of the user's starts it (systemd user unit, launchd).
        pub service: bool,
        /// Whether it starts before anybody logs in (linger): the keychain is locked then.
        pub before_login: bool,
        /// Where it runs when that is not here, or why Chela does not touch it.
        pub elsewhere: Option<Notice>,
    }

    /// The default model.
    pub struct ModelView {
        /// `provider/model`, when the config names one.
        pub primary: Option<String>,
        /// How people call it (`Opus 4.6`).
        pub name: Option<String>,
        /// What is tried when it fails.
        pub fallbacks: Vec<String>,
    }

    /// Everything that the first screen and the home screen show.
    pub struct Overview {
        /// The truth in a line.
        pub sentence: Sentence,
        /// All homes on this machine.
        pub homes: Vec<HomeView>,
        /// The program.
        pub openclaw: OpenClawView,
        /// The config.
        pub config: ConfigView,
        /// The keychain.
        pub keychain: KeychainView,
        /// The gateway.
        pub gateway: GatewayView,
        /// The default model.
        pub model: ModelView,
        /// The agents, main first.
        pub agents: Vec<String>,
        /// The sign-ins.
        pub sign_ins: Vec<SignInView>,
        /// What would win over a new sign-in, or be billed instead of it.
        pub conflicts: Vec<Notice>,
        /// What went wrong or wants a look, worst first.
        pub notices: Vec<Notice>,
        /// Whether Claude Code is installed.
        pub claude: bool,
        /// Whether this is the sandbox; then a made-up token to paste.
        pub sandbox: Option<String>,
        /// Whether Chela starts at login.
        pub autostart: bool,
        /// Whether the desktop reminds of sign-ins that end.
        pub notify: bool,
        /// Whether there is a tray to live in.
        pub tray: bool,
        /// Whether the sandbox can be opened from here.
        pub can_try_sandbox: bool,
        /// When this was read (ms since 1970).
        pub read_ms: u64,
    }

    /// What was found in a pasted text. The secret stays in the backend.
    pub struct Pasted {
        /// What it is.
        pub kind: PastedKind,
        /// Whether Chela can sign in with it.
        pub usable: bool,
        /// Its characters.
        pub length: u32,
        /// Its masked ends.
        pub masked: Option<String>,
        /// Whether it looks cut short.
        pub cut_short: bool,
        /// What to say about it.
        pub notice: Option<Notice>,
    }

    /// One model to choose.
    pub struct ModelChoice {
        /// `anthropic/claude-…`.
        pub reference: String,
        /// Its name.
        pub name: String,
        /// What it is good for, in a few words.
        pub note: Option<String>,
    }

    /// The models to choose from.
    pub struct ModelList {
        /// The models, best first.
        pub models: Vec<ModelChoice>,
        /// Whether Anthropic named them just now; else the list is built in.
        pub live: bool,
        /// The date of the built-in list, `2026-11`.
        pub dated: Option<String>,
        /// What Anthropic said of the credential when it was asked.
        pub notice: Option<Notice>,
    }

    /// What to connect.
    pub struct ConnectRequest {
        /// What the credential is.
        pub kind: CredentialKind,
        /// The profile; by default `anthropic:default`, or `anthropic:api` for a key when
        /// `default` holds another kind.
        pub profile: Option<String>,
        /// The agents; by default the default agent.
        pub agents: Vec<String>,
        /// The default model to set.
        pub model: Option<String>,
        /// Whether to ask Anthropic first.
        pub check: bool,
        /// Whether the person agreed that OpenClaw keeps the credential in plaintext.
        pub accept_plaintext: bool,
    }

    /// One line of a diff.
    pub struct DiffLine {
        /// `+`, `-`, a space, or `…` for lines left out.
        pub sign: String,
        /// The line, secrets masked; of lines left out at the end, how many.
        pub text: String,
        /// Its number in the new text (in the old one when removed), from 1.
        pub number: u32,
    }

    /// The change of one file.
    pub struct FileDiff {
        /// The file.
        pub path: String,
        /// Whether the file is new.
        pub new: bool,
        /// The changed lines with two of context.
        pub lines: Vec<DiffLine>,
    }

    /// Progress of one step.
    pub struct Progress {
        /// Which.
        pub step: Step,
        /// How it stands.
        pub state: StepState,
        /// What it found, in words.
        pub detail: Option<String>,
    }

    /// What connecting brought.
    pub struct Connected {
        /// The profile.
        pub profile: String,
        /// The agents that have it now.
        pub agents: Vec<String>,
        /// The default model.
        pub model: Option<String>,
        /// Whether anything changed.
        pub changed: bool,
        /// Whether Anthropic confirmed the credential.
        pub confirmed: bool,
        /// The keychain entry's id, when the keychain holds the secret.
        pub keychain_id: Option<String>,
        /// What to know.
        pub notices: Vec<Notice>,
    }

    /// What disconnecting did.
    pub struct Disconnected {
        /// The profile.
        pub profile: String,
        /// The agents that no longer have it.
        pub agents: Vec<String>,
        /// Whether anything changed.
        pub changed: bool,
        /// What to know.
        pub notices: Vec<Notice>,
    }

    /// The outcome of switching the model.
    pub struct Switched {
        /// The model before.
        pub before: Option<String>,
        /// The model now.
        pub now: String,
        /// Whether anything changed.
        pub changed: bool,
        /// The change in the history, for undo.
        pub change: Option<String>,
    }

    /// A real turn through the gateway.
    pub struct TestTurn {
        /// Whether the intended profile and model served it.
        pub ok: bool,
        /// The answer's beginning.
        pub reply: Option<String>,
        /// The model that served it, `provider/model`.
        pub model: Option<String>,
        /// The profile that served it.
        pub profile: Option<String>,
        /// How long it took (ms).
        pub took_ms: u64,
        /// What went wrong.
        pub problem: Option<Notice>,
    }

}

mod health;
mod history;
mod leave;
mod preview;
mod sign_ins;

pub use history::{CommentsPlan, History, HistoryEntry, Maker, UndoPlan, Undone};
pub use leave::{LeavePlan, LeaveRequest, LeaveSignIn, LeaveWay, LeaveWayPlan, Left};
pub use preview::{KeychainChange, KeychainFate, Plan, Preview};
pub use sign_ins::{AgentAfter, DisconnectPlan, Expires, Ordered};

pub use health::{
    AgentView, CellView, Checked, Diagnosis, Finding, Recognised, Repair, RepairKind, Repaired,
    SignInView, SignIns,
};

impl From<&Error> for Notice {
    fn from(error: &Error) -> Self {
        Self { code: error.code.as_str().to_owned(), message: error.message(), hint: error.hint() }
    }
}

impl From<Error> for Notice {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ts_rs::{Config, TS};

    /// The page's types, as they should stand in `ui/src/generated/view.ts`.
    fn bindings() -> String {
        let config = Config::new().with_large_int("number");
        let mut out = String::from(
            "// Generated from src-tauri/core/src/view.rs; do not edit.\n\
             // To renew it: CHELA_WRITE_BINDINGS=1 cargo test -p chela-core bindings\n",
        );
        macro_rules! declare {
            ($($name:ident)+) => { $(
                out.push_str("\nexport ");
                out.push_str(&$name::decl(&config));
                out.push('\n');
            )+ };
        }
        declare! {
            Tone CredentialKind SecretPlace SignInState GatewayState ConfigState KeychainView
            Action Step StepState GatewayAction PastedKind Notice Sentence HomeView OpenClawView
            ConfigView GatewayView ModelView SignInView Overview Pasted ModelChoice ModelList
            ConnectRequest DiffLine FileDiff KeychainFate KeychainChange Preview Plan Progress Connected Disconnected Switched
            TestTurn Maker HistoryEntry UndoPlan CommentsPlan Undone History CellView AgentView SignIns RepairKind Repair Finding Diagnosis
            Repaired Recognised Checked Expires AgentAfter DisconnectPlan Ordered
            LeaveWay LeaveRequest LeaveSignIn LeaveWayPlan LeavePlan Left
        }
        out
    }

    #[test]
    fn the_committed_bindings_are_current() {
        let file =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/generated/view.ts");
        if std::env::var_os("CHELA_WRITE_BINDINGS").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, bindings()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), bindings());
    }
}
