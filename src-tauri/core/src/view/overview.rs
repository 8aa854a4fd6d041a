//! How everything is: what the first look at a home finds.

use serde::{Deserialize, Serialize};

use super::{ModelView, Notice, Revocation, Sentence, SignInView};
use crate::text::Language;

choice! {
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
    /// The colours of the window.
    Theme {
        /// Dark on light.
        Light,
        /// Light on dark.
        Dark,
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
    /// What to do with the gateway.
    GatewayAction {
        /// Start it.
        Start,
        /// Stop it.
        Stop,
        /// Restart it.
        Restart,
    }
}

view! {
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

    /// The language of the words.
    pub struct LanguageView {
        /// What the person chose; none means the system's.
        pub chosen: Option<Language>,
        /// The system's, or the one nearest to it.
        pub system: Language,
        /// The one that is spoken.
        pub spoken: Language,
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
        /// The secrets that were replaced and are still to be revoked, the oldest first.
        pub revocations: Vec<Revocation>,
        /// Whether Claude Code is installed.
        pub claude: bool,
        /// Whether this is the sandbox; then a made-up token to paste.
        pub sandbox: Option<String>,
        /// Whether Chela starts at login.
        pub autostart: bool,
        /// Whether the desktop reminds of sign-ins that end.
        pub notify: bool,
        /// Whether a credential on the clipboard is noticed while one is asked for.
        pub watch_clipboard: bool,
        /// The language of the words.
        pub language: LanguageView,
        /// The colours that the person chose; none means the system's.
        pub theme: Option<Theme>,
        /// How large everything in the window is (percent).
        pub zoom: u16,
        /// Whether there is a tray to live in.
        pub tray: bool,
        /// Whether the sandbox can be opened from here.
        pub can_try_sandbox: bool,
        /// When this was read (ms since 1970).
        pub read_ms: u64,
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
