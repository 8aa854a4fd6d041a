//! Signing in and out: what was pasted, what is asked for, how far it is, what came of it.

use serde::{Deserialize, Serialize};

use super::Notice;

choice! {
    /// How far Claude Code is with making a setup-token.
    GettingTokenAt {
        /// It has not asked for anything yet, or for something that Chela does not know.
        Starting,
        /// It waits until the person has signed in in the browser.
        SignIn,
        /// It says that it did not work; Enter tries again.
        Refused,
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
        /// See a turn served by it.
        Prove,
        /// Take the plaintext out of the other places.
        Clean,
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
}

view! {
    /// What `claude setup-token` shows.
    pub struct GettingToken {
        /// How far it is.
        pub at: GettingTokenAt,
        /// The address of the page to sign in on.
        pub address: Option<String>,
        /// Whether it takes the code that the page shows.
        pub wants_code: bool,
        /// Why it did not work, in its words.
        pub said: Option<String>,
        /// Its screen, without what is secret.
        pub screen: String,
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
}
