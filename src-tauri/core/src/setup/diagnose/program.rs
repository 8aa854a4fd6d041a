//! Whether OpenClaw can be run at all.

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::view::{Finding, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    let Some(problem) = &facts.openclaw.problem else { return vec![] };
    let found = Found::problem(Case::OpenClawUnusable).mended_by(RepairKind::InstallOpenclaw);
    vec![found.in_the_words_of(problem)]
}
