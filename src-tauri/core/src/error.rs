//! What can go wrong, as codes with parameters. The words stand in the catalogue
//! (`i18n/en/errors.json`): for each code one text that says what happened and one that says what to
//! do. A test proves that none is missing.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::text;
use crate::vault::KeychainError;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure that a person will read. Its parameters never hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What happened.
    pub code: Code,
    /// What the texts of the code mention.
    pub params: BTreeMap<&'static str, String>,
}

impl Error {
    /// A failure without parameters.
    pub fn new(code: Code) -> Self {
        Self { code, params: BTreeMap::new() }
    }

    /// The same with one more parameter. The number in the system's own words is left out: it
    /// helps nobody who reads them.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, without_number(&value.to_string()));
        self
    }

    /// A file that could not be read, or written, or whatever `action` is called in the catalogue
    /// (`action.read`). The system's reason is put into words, without its number.
    pub fn io(path: impl ToString, action: &str, reason: &io::Error) -> Self {
        Self::unable(path, action, in_words(reason))
    }

    /// The same for a reason that is in words already.
    pub(crate) fn unable(path: impl ToString, action: &str, detail: impl ToString) -> Self {
        let action = text::say(&format!("action.{action}"), &[]);
        Self::new(Code::Io).with("path", path).with("action", action).with("detail", detail)
    }

    /// A change that cannot be taken back, because others changed its lines.
    pub(crate) fn undo_conflict() -> Self {
        Self::new(Code::UndoConflict).with("detail", text::say("core.undo.obstacle.text", &[]))
    }

    /// A config that is no text that can be read, and why (`empty`, `not-utf8`, `too-large`,
    /// `too-deep`, `no-file`: the reasons of the catalogue). The caller adds `path`.
    pub(crate) fn unreadable(reason: &str) -> Self {
        let words = |part| text::say(&format!("core.unreadable.{reason}{part}"), &[]);
        Self::new(Code::ConfigUnreadable).with("detail", words("")).with("advice", words(".advice"))
    }

    /// What happened, in words.
    pub fn message(&self) -> String {
        text::filled(&format!("error.{}.message", self.code.as_str()), &self.params)
    }

    /// What to do about it, in words.
    pub fn hint(&self) -> String {
        text::filled(&format!("error.{}.hint", self.code.as_str()), &self.params)
    }
}

/// The system's reason in our own words, or in its own where there are none for it.
fn in_words(reason: &io::Error) -> String {
    use io::ErrorKind;
    let key = match reason.kind() {
        ErrorKind::NotFound => "io.missing",
        ErrorKind::PermissionDenied => "io.denied",
        ErrorKind::AlreadyExists => "io.exists",
        ErrorKind::StorageFull => "io.disk-full",
        ErrorKind::QuotaExceeded => "io.quota",
        ErrorKind::ReadOnlyFilesystem => "io.read-only",
        ErrorKind::IsADirectory => "io.folder",
        ErrorKind::NotADirectory => "io.no-folder",
        // What is not the system's is worded as it should be, with names of files in it perhaps.
        _ if reason.get_ref().is_some() => return reason.to_string(),
        _ => return without_number(&reason.to_string()).to_lowercase(),
    };
    text::say(key, &[])
}

/// `Connection refused (os error 111)` without what is in parentheses.
fn without_number(text: &str) -> String {
    let Some((before, rest)) = text.split_once(" (os error ") else { return text.to_owned() };
    match rest.split_once(')') {
        Some((number, after))
            if number.bytes().all(|digit| digit.is_ascii_digit() || digit == b'-') =>
        {
            format!("{before}{}", without_number(after))
        }
        _ => text.to_owned(),
    }
}

impl From<KeychainError> for Error {
    fn from(error: KeychainError) -> Self {
        let failed = |detail| Self::new(Code::KeychainFailed).with("detail", detail);
        let odd = |key| failed(text::say(key, &[]));
        match error {
            KeychainError::NoService => Self::new(Code::KeychainAbsent),
            KeychainError::Locked => Self::new(Code::KeychainLocked),
            KeychainError::Refused => Self::new(Code::KeychainRefused),
            KeychainError::NotFound => Self::new(Code::KeychainMissing),
            KeychainError::TimedOut => Self::new(Code::KeychainTimeout),
            KeychainError::Exists => odd("keychain.exists"),
            KeychainError::NoText => odd("keychain.no-text"),
            KeychainError::BrokenOff => odd("keychain.broken-off"),
            KeychainError::Unreadable(why) => {
                failed(text::say("keychain.unreadable", &[("error", &why)]))
            }
            KeychainError::Other(words) => failed(words),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {}

impl Serialize for Error {
    /// `{"code","message","hint","params"}`: what the program prints and the page shows.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Error", 4)?;
        out.serialize_field("code", self.code.as_str())?;
        out.serialize_field("message", &self.message())?;
        out.serialize_field("hint", &self.hint())?;
        out.serialize_field("params", &self.params)?;
        out.end()
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// Every way to fail that a front end tells apart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// All of them.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// The code as front ends and scripts see it.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }
        }
    };
}

codes! {
    /// Anthropic did not answer at all.
    AnthropicUnreachable = "anthropic-unreachable",
    /// Anthropic answered with something other than the expected (429, 5xx, 529).
    AnthropicUnavailable = "anthropic-unavailable",
    /// OpenClaw holds the lock of its store of sign-ins.
    AuthStoreBusy = "auth-store-busy",
    /// OpenClaw's store of sign-ins does not parse.
    AuthStoreUnparsable = "auth-store-unparsable",
    /// Another Chela is at work on this home.
    Busy = "busy",
    /// The operation was cancelled by the person.
    Cancelled = "cancelled",
    /// Claude Code has ended without making a token.
    ClaudeEnded = "claude-ended",
    /// Claude Code cannot be started, or not be typed into.
    ClaudeFailed = "claude-failed",
    /// Claude Code is not installed, or not where Chela looks.
    ClaudeMissing = "claude-missing",
    /// What was copied is not the code of the page to sign in on.
    CodeMissing = "code-missing",
    /// The clipboard could not be read or written.
    ClipboardFailed = "clipboard-failed",
    /// The gateway runs in a container.
    ContainerGateway = "container-gateway",
    /// An edit would have touched more than it should: nothing was written.
    ConfigEditUnsafe = "config-edit-unsafe",
    /// The config is no text that can be read (encoding, size, nesting, no file at all).
    ConfigUnreadable = "config-unreadable",
    /// The config does not parse.
    ConfigUnparsable = "config-unparsable",
    /// A key could belong to more than one included file.
    ConfigAmbiguous = "config-ambiguous",
    /// A file that the config includes cannot be taken in, or not be changed.
    ConfigInclude = "config-include",
    /// `openclaw config validate` refused the change.
    ConfigRefused = "config-refused",
    /// The config has a second name (a hard link), which a replacement would cut off.
    ConfigHardLinked = "config-hard-linked",
    /// The config, or its folder, is read-only.
    ConfigReadOnly = "config-read-only",
    /// Somebody else keeps changing the config.
    ConfigContended = "config-contended",
    /// A value in the way is not of the expected kind.
    ConfigUnexpected = "config-unexpected",
    /// Anthropic did not say whether the credential is valid: a note, not a failure.
    CredentialUnconfirmed = "credential-unconfirmed",
    /// The credential is not one that can work.
    CredentialRefused = "credential-refused",
    /// A profile of this name holds another kind of credential.
    ProfileKindMismatch = "profile-kind-mismatch",
    /// What was given cannot be the name of a profile.
    ProfileMalformed = "profile-malformed",
    /// An agent has a profile only through the main agent.
    ProfileInherited = "profile-inherited",
    /// An agent has another profile of that name.
    ProfileTaken = "profile-taken",
    /// Chela did not make the profile, and so cannot give it to other agents.
    ProfileUnmanaged = "profile-unmanaged",
    /// There is no such profile.
    ProfileUnknown = "profile-unknown",
    /// There is no such agent.
    AgentUnknown = "agent-unknown",
    /// An agent has no model of its own, and so no fallbacks of its own.
    AgentWithoutModel = "agent-without-model",
    /// A model cannot be what is tried when it fails itself.
    FallbackIsItself = "fallback-is-itself",
    /// A short name for a model is none.
    AliasMalformed = "alias-malformed",
    /// Another model has that short name.
    AliasTaken = "alias-taken",
    /// Chela's own folder is not Chela's.
    DataFolderUnsafe = "data-folder-unsafe",
    /// A file or folder could not be read or written.
    Io = "io",
    /// Anthropic says that the credential is not valid.
    InvalidCredential = "invalid-credential",
    /// The keychain was asked and said no.
    KeychainRefused = "keychain-refused",
    /// The keychain is locked.
    KeychainLocked = "keychain-locked",
    /// There is no keychain service.
    KeychainAbsent = "keychain-absent",
    /// The keychain did not answer in time.
    KeychainTimeout = "keychain-timeout",
    /// The keychain failed in another way.
    KeychainFailed = "keychain-failed",
    /// The entry is not in the keychain.
    KeychainMissing = "keychain-missing",
    /// This OpenClaw cannot read references.
    ReferencesUnsupported = "references-unsupported",
    /// `gateway.mode` is `remote`.
    RemoteGateway = "remote-gateway",
    /// The gateway runs as another user.
    ForeignGateway = "foreign-gateway",
    /// The desktop could not open a page or a file.
    OpenFailed = "open-failed",
    /// OpenClaw was not found.
    OpenClawMissing = "openclaw-missing",
    /// OpenClaw is the empty placeholder package or otherwise not the program.
    OpenClawBroken = "openclaw-broken",
    /// No Node was found for OpenClaw.
    NodeMissing = "node-missing",
    /// The Node that was found is too old for OpenClaw.
    NodeTooOld = "node-too-old",
    /// An OpenClaw command failed.
    OpenClawFailed = "openclaw-failed",
    /// An OpenClaw command took too long.
    OpenClawTimeout = "openclaw-timeout",
    /// OpenClaw answered something that Chela cannot read.
    OpenClawUnreadable = "openclaw-unreadable",
    /// The model's name is not of the form `provider/model`.
    ModelMalformed = "model-malformed",
    /// The account does not have the model.
    ModelUnavailable = "model-unavailable",
    /// The gateway did not start.
    GatewayFailed = "gateway-failed",
    /// The gateway does not run.
    GatewayStopped = "gateway-stopped",
    /// The copy of the resolver cannot be used.
    ResolverUnusable = "resolver-unusable",
    /// The gateway could not fetch all of its secrets.
    SecretsIncomplete = "secrets-incomplete",
    /// The program of the sandbox is not there.
    SandboxMissing = "sandbox-missing",
    /// The sandbox ended as soon as it was started.
    SandboxFailed = "sandbox-failed",
    /// The turn was served by another model or profile.
    ServedByOther = "served-by-other",
    /// The turn failed.
    TurnFailed = "turn-failed",
    /// No plaintext credential with these ends was found.
    PlaintextUnknown = "plaintext-unknown",
    /// Several plaintext credentials could be meant.
    PlaintextAmbiguous = "plaintext-ambiguous",
    /// A credential does not stand in a file that was named.
    PlaintextNotThere = "plaintext-not-there",
    /// A credential could not be taken out of a place.
    PlaintextStays = "plaintext-stays",
    /// Whether a sign-in works could not be seen: no gateway runs, and Anthropic did not confirm it.
    NotProven = "not-proven",
    /// The gateway does not answer with a sign-in that is to count.
    NotServed = "not-served",
    /// Chela itself broke.
    Internal = "internal",
    /// Something is left of an operation that was interrupted.
    Interrupted = "interrupted",
    /// A repair needs a decision or a credential of the person's.
    RepairByHand = "repair-by-hand",
    /// There is no repair for what was found.
    RepairMissing = "repair-missing",
    /// What was to be repaired is not found any more.
    FindingUnknown = "finding-unknown",
    /// A change cannot be undone because its lines changed since.
    UndoConflict = "undo-conflict",
    /// What one change did was changed by later ones, which can be undone first.
    UndoLaterFirst = "undo-later-first",
    /// It was undone before.
    AlreadyUndone = "already-undone",
    /// A change cannot be undone because a secret of it could not be kept.
    UndoNotKept = "undo-not-kept",
    /// There is no such change.
    ChangeUnknown = "change-unknown",
    /// The system offers no way to follow files.
    WatchFailed = "watch-failed",
    /// The home does not exist or cannot be told from the others.
    HomeUnknown = "home-unknown",
    /// Nothing that looks like a credential was found.
    NothingPasted = "nothing-pasted",
    /// A name for a sign-in is empty, too long, or cannot be shown.
    LabelMalformed = "label-malformed",
    /// A text is no date.
    DateMalformed = "date-malformed",
    /// A note: profiles that are not in an agent's order are never tried.
    NotInOrder = "not-in-order",
    /// A note: an agent would have nothing left to sign in with.
    AgentStranded = "agent-stranded",
    /// A note: nobody can put back what is removed.
    CannotPutBack = "cannot-put-back",
    /// More than one credential was found, and they differ.
    PasteAmbiguous = "paste-ambiguous",
    /// What was pasted is too long to be read.
    PasteTooLong = "paste-too-long",
    /// What was pasted is of another kind than was asked for.
    PastedKindMismatch = "pasted-kind-mismatch",
    /// Starting at login could not be switched.
    AutostartFailed = "autostart-failed",
    /// An interrupted operation cannot be taken back by this Chela.
    CannotTakeBack = "cannot-take-back",
    /// A note: OpenClaw does not use the sign-in at present.
    SignInUnusable = "sign-in-unusable",
    /// A note: the gateway takes the change only when it is restarted.
    RestartNeeded = "restart-needed",
    /// A note: the gateway is stopped for the change, and started again.
    GatewayPauses = "gateway-pauses",
    /// This OpenClaw reads no caching settings there.
    CacheScopeUnsupported = "cache-scope-unsupported",
    /// A note: somewhere another caching setting counts than the one that was asked for.
    CacheNotEverywhere = "cache-not-everywhere",
    /// A note: moving the older settings changes what counts.
    CacheChanges = "cache-changes",
    /// A note: models were listed so that they stay allowed.
    ModelsListedToo = "models-listed-too",
    /// A note: a policy that allows all models was written, so that they stay allowed.
    ModelsStayAllowed = "models-stay-allowed",
    /// An interrupted operation had not come far enough to be finished.
    CannotFinish = "cannot-finish",
    /// A sign-in cannot be handed back to OpenClaw, as its secret is gone.
    CannotHandBack = "cannot-hand-back",
    /// Handing sign-ins back needs the person's consent to plaintext.
    PlaintextNotAccepted = "plaintext-not-accepted",
    /// The config itself refers to a secret of Chela's provider.
    ProviderInUse = "provider-in-use",
    /// OpenClaw does not say of a sign-in what it should after leaving.
    LeaveUnproven = "leave-unproven",
    /// A note: not all entries could be removed from the keychain.
    EntriesLeft = "entries-left",
    /// This OpenClaw has no command that signs out.
    SignOutUnsupported = "sign-out-unsupported",
    /// A note: the config had problems before Chela touched it.
    ConfigProblems = "config-problems",
    /// A note: OpenClaw's check found a new problem after a quick change.
    ConfigProblemAfterChange = "config-problem-after-change",
    /// A note: `models.providers.anthropic.apiKey` wins over every sign-in.
    ProviderKeyWins = "provider-key-wins",
    /// A note: a key in the environment is used, and billed, when no sign-in serves.
    EnvironmentKey = "environment-key",
    /// A note: agents run through the Claude Code program and its own login.
    ClaudeCliInUse = "claude-cli-in-use",
    /// A note: a sign-in in plaintext stands in OpenClaw's own store.
    PlaintextSignIn = "plaintext-sign-in",
    /// Chela cannot read the secret of a sign-in that is to go to the keychain.
    CannotMove = "cannot-move",
    /// Moving a sign-in changed another one.
    OtherChanged = "other-changed",
    /// A note: a sign-in in plaintext could be in the keychain since OpenClaw was updated.
    CanMoveToKeychain = "can-move-to-keychain",
    /// A note: the keychain keeps a copy of what OpenClaw holds in plaintext.
    KeychainCopy = "keychain-copy",
    /// A note: OpenClaw has left a plaintext in files that it no longer uses.
    PlaintextLeft = "plaintext-left",
    /// A note: the gateway starts before anybody logs in.
    StartsBeforeLogin = "starts-before-login",
    /// Chela cannot read the secret that is to be replaced.
    CannotRotate = "cannot-rotate",
    /// The new secret is of another kind than the one that it is to replace.
    RotateKindMismatch = "rotate-kind-mismatch",
    /// The new secret is the one that it is to replace.
    RotateSame = "rotate-same",
    /// A note: other homes use the secret that was replaced.
    SecretInOtherHomes = "secret-in-other-homes",
    /// A note: the secret that was replaced stands in plaintext in files.
    OldSecretInFiles = "old-secret-in-files",
    /// A note: an API key that was replaced is to be revoked.
    RevokeApiKey = "revoke-api-key",
    /// A note: a setup-token that was replaced is to be revoked.
    RevokeSetupToken = "revoke-setup-token",
    /// A note: a secret that was replaced serves again.
    OldSecretServes = "old-secret-serves",
    /// There is no reminder to revoke a secret.
    NothingToRevoke = "nothing-to-revoke",
    /// A note: OpenClaw was never set up, and Chela does that first.
    SetUpFirst = "set-up-first",
    /// There is no such secret that could be moved.
    SettingUnknown = "setting-unknown",
    /// The installed OpenClaw does not list the settings that may refer to a secret.
    SettingsUnlisted = "settings-unlisted",
    /// This OpenClaw keeps the reference of a setting in another one.
    SettingBeside = "setting-beside",
    /// The secret of a setting could not be kept out of what Chela shows and remembers.
    SettingUnmasked = "setting-unmasked",
    /// A setting is no longer what it was when it was about to be moved.
    SettingChanged = "setting-changed",
    /// A note: the gateway does not start while the keychain is locked.
    SettingNeedsKeychain = "setting-needs-keychain",
    /// A note: the secret of a setting stands in other files.
    SettingLeft = "setting-left",
    /// Leaving puts secrets of settings back, to which the person has not agreed.
    SettingsNotAccepted = "settings-not-accepted",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_numbers_are_left_out() {
        for (text, expected) in [
            ("Connection refused (os error 111)", "Connection refused"),
            ("a (os error 2), b (os error -3).", "a, b."),
            ("a (os error two)", "a (os error two)"),
            ("a (os error 2", "a (os error 2"),
            ("plain", "plain"),
        ] {
            let error = Error::new(Code::Io).with("detail", text);
            assert_eq!(error.params["detail"], expected);
        }
    }

    #[test]
    fn a_reason_is_in_words() {
        for (reason, expected) in [
            (io::ErrorKind::NotFound.into(), "it does not exist"),
            (io::ErrorKind::NotADirectory.into(), "not a directory"),
            (io::Error::other("Chela kept it as A.theirs"), "Chela kept it as A.theirs"),
        ] {
            let error = Error::io("/x", "read", &reason);
            assert_eq!(error.message(), format!("/x could not be read: {expected}."));
        }
        let error = Error::from(KeychainError::Unreadable("odd".to_owned()));
        assert!(error.message().ends_with("the keychain's answer cannot be read: odd"), "{error}");
    }

    #[test]
    fn every_code_has_its_texts() {
        for code in Code::ALL {
            for part in ["message", "hint"] {
                let key = format!("error.{}.{part}", code.as_str());
                assert!(text::lookup(&key).is_some_and(|t| !t.is_empty()), "no text for {key}");
            }
        }
    }

    #[test]
    fn what_cannot_be_read_has_an_advice_of_its_own() {
        let mut hints = std::collections::BTreeSet::new();
        for reason in ["not-utf8", "too-large", "too-deep", "no-file"] {
            let error = Error::unreadable(reason).with("path", "/x");
            let shown = format!("{error} {}", error.hint());
            assert!(!shown.contains("core.") && !shown.contains('{'), "{shown}");
            hints.insert(error.hint());
        }
        assert_eq!(hints.len(), 4);
    }
}
