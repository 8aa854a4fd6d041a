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
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
}

mod audit;
mod caching;
mod connect;
mod health;
mod help;
mod history;
mod leave;
mod models;
mod overview;
mod preview;
mod rotate;
mod sign_ins;

pub use audit::{
    AdoptRequest, Adopted, AdoptedSettings, Audit, FoundPlace, FoundSecret, OtherSecret,
    PlaintextIn, PlaintextRemoval, PlaintextRole,
};
pub use caching::{
    CacheChanged, CacheCosts, CacheHour, CacheIf, CacheLeftOut, CacheLevel, CachePrice,
    CacheReason, CacheScope, CacheSetting, CacheUsage, CacheView, Retention,
};
pub use connect::{
    ConnectRequest, Connected, CredentialKind, Disconnected, GettingToken, GettingTokenAt, Pasted,
    PastedKind, Progress, SecretPlace, Step, StepState,
};
pub use help::{Guide, Help, KnownProblem, Word};
pub use history::{CommentsPlan, History, HistoryEntry, Maker, UndoPlan, Undone};
pub use leave::{LeavePlan, LeaveRequest, LeaveSignIn, LeaveWay, LeaveWayPlan, Left};
pub use models::{
    AliasSet, BroughtAlong, FallbacksChange, FallbacksSet, ModelChoice, ModelList, ModelPrice,
    ModelUsers, ModelView, Switched,
};
pub use overview::{
    Action, ConfigState, ConfigView, GatewayAction, GatewayState, GatewayView, HomeView,
    KeychainView, LanguageView, OpenClawView, Overview, SignInState, TestTurn, Theme,
};
pub use preview::{DiffLine, FileDiff, KeychainChange, KeychainFate, Plan, Preview};
pub use rotate::{Revocation, Rotatable, RotatePlan, RotateRequest, Rotated, SecretUse};
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
    use crate::text::Language;
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
            ConfigView GatewayView ModelView SignInView Language LanguageView Theme Overview Pasted ModelChoice ModelList
            ConnectRequest DiffLine FileDiff KeychainFate KeychainChange Preview Plan Progress Connected Disconnected Switched
            TestTurn Maker HistoryEntry UndoPlan CommentsPlan Undone History CellView AgentView SignIns RepairKind Repair Finding Diagnosis
            Repaired Recognised Checked Expires AgentAfter DisconnectPlan Ordered
            FallbacksChange FallbacksSet AliasSet ModelPrice ModelUsers BroughtAlong Retention CacheLevel CacheReason CacheScope CacheSetting CacheCosts CacheView CacheChanged CachePrice CacheIf CacheHour CacheLeftOut CacheUsage
            GettingTokenAt GettingToken LeaveWay LeaveRequest LeaveSignIn LeaveWayPlan LeavePlan Left
            PlaintextIn PlaintextRole PlaintextRemoval FoundPlace FoundSecret OtherSecret AdoptedSettings Audit AdoptRequest Adopted
            Guide Word KnownProblem Help
            SecretUse RotateRequest Rotatable RotatePlan Revocation Rotated
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
