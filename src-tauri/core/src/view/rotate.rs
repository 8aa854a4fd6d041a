//! Replacing a secret: what it is about, what it would do, what it brought, and what is left to the
//! person.

use serde::{Deserialize, Serialize};

use super::{CredentialKind, Notice, Preview};

view! {
    /// What to replace.
    pub struct RotateRequest {
        /// The profile whose secret it is.
        pub profile: String,
        /// What the new one is.
        pub kind: CredentialKind,
        /// Whether to ask Anthropic about the new one first.
        pub check: bool,
        /// Whether the person agreed that OpenClaw keeps the new one in plaintext.
        pub accept_plaintext: bool,
    }

    /// A profile that has a secret.
    pub struct SecretUse {
        /// The profile.
        pub profile: String,
        /// The agents that have it from that secret.
        pub agents: Vec<String>,
    }

    /// A secret that can be replaced.
    pub struct Rotatable {
        /// The profile that was named.
        pub profile: String,
        /// What the secret is: a new one must be of the same kind.
        pub kind: CredentialKind,
        /// Its masked ends.
        pub masked: String,
        /// Everything in this home that signs in with it, the named profile first.
        pub uses: Vec<SecretUse>,
    }

    /// What replacing would do.
    pub struct RotatePlan {
        /// What is replaced.
        pub secret: Rotatable,
        /// The masked ends of the new secret.
        pub masked: String,
        /// All that would be done.
        pub preview: Preview,
    }

    /// A secret that was replaced, and that the person is to revoke at Anthropic.
    pub struct Revocation {
        /// By which it is known.
        pub id: String,
        /// The profiles that had it.
        pub profiles: Vec<String>,
        /// What it is.
        pub kind: CredentialKind,
        /// Its masked ends.
        pub masked: String,
        /// Since when another one serves in its place (ms since 1970).
        pub since_ms: u64,
        /// The page on which that is done.
        pub page: String,
        /// What to say about it.
        pub notice: Notice,
    }

    /// What replacing brought.
    pub struct Rotated {
        /// Everything that signs in with the new secret now, the named profile first.
        pub uses: Vec<SecretUse>,
        /// The masked ends of the new secret.
        pub masked: String,
        /// The old one, which is left to the person.
        pub revoke: Revocation,
        /// What to know.
        pub notices: Vec<Notice>,
    }
}
