//! Comments that went when somebody else wrote the config, OpenClaw as a rule. Nothing waits for
//! them, so that whatever else wants a look comes first.

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::view::{Finding, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    if facts.removed_comments == 0 {
        return vec![];
    }
    let found = Found::attention(Case::CommentsRemoved).with("count", facts.removed_comments);
    vec![found.mended_by(RepairKind::PutCommentsBack).finding()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::diagnose::finding::codes;

    #[test]
    fn removed_comments_are_offered_back() {
        let mut facts = Facts::healthy();
        assert_eq!(codes(&look(&facts)), [""; 0]);
        facts.removed_comments = 14;
        let found = look(&facts);
        assert_eq!(codes(&found), ["comments-removed"]);
        assert!(found[0].title.contains("14"), "{}", found[0].title);
        assert!(found[0].repairs[0].automatic);
    }
}
