//! What other parts of Chela have found already, in their words: what would win over a sign-in
//! or be billed instead of it, what is left of an operation, what came of a change.

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::error::{Code, Error};
use crate::view::{Finding, Notice, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    let conflicts = facts.conflicts.iter().filter_map(conflict);
    facts.notices.iter().map(left).chain(conflicts).collect()
}

/// What an operation left: of a change that OpenClaw finds fault with, or cut off.
fn left(notice: &Notice) -> Finding {
    let after_change = notice.code == Code::ConfigProblemAfterChange.as_str();
    let found = match after_change {
        true => Found::problem(Case::ConfigProblemAfterChange).mended_by(RepairKind::UndoChange),
        false => Found::problem(Case::Interrupted).mended_by(RepairKind::SettleInterrupted),
    };
    found.in_the_words_of(notice)
}

fn conflict(error: &Error) -> Option<Finding> {
    let found = match error.code {
        Code::ProviderKeyWins => Found::attention(Case::ProviderKeyWins),
        Code::EnvironmentKey => {
            let name = error.params.get("name").cloned().unwrap_or_default();
            Found::attention(Case::EnvironmentKey).about(&name)
        }
        Code::ClaudeCliInUse => Found::attention(Case::ClaudeCliInUse),
        _ => return None,
    };
    Some(found.mended_by(RepairKind::OpenConfig).in_the_words_of(&error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::diagnose::finding::codes;

    #[test]
    fn what_is_known_keeps_its_words_and_gets_a_repair() {
        let mut facts = Facts::healthy();
        let key =
            |name: &str| Error::new(Code::EnvironmentKey).with("name", name).with("place", "x");
        let after = Error::new(Code::ConfigProblemAfterChange).with("detail", "odd");
        let interrupted =
            Error::new(Code::Interrupted).with("operation", "Connect").with("step", "x");
        facts.notices = vec![Notice::from(&interrupted), Notice::from(&after)];
        facts.conflicts = vec![
            Error::new(Code::ProviderKeyWins),
            key("ANTHROPIC_API_KEY"),
            key("ANTHROPIC_AUTH_TOKEN"),
            Error::new(Code::ClaudeCliInUse).with("places", "agents"),
        ];
        let found = look(&facts);
        assert_eq!(
            codes(&found),
            [
                "interrupted",
                "config-problem-after-change",
                "provider-key-wins",
                "environment-key",
                "environment-key",
                "claude-cli-in-use",
            ]
        );
        assert_ne!(found[3].id, found[4].id);
        assert_eq!(found[1].title, after.message());
        assert_eq!(found[1].repairs[0].kind, RepairKind::UndoChange);
    }
}
