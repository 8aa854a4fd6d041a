//! Whether what is set for prompt caching can have its effect.

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::caching::HOUR_BETA;
use crate::view::{Finding, RepairKind};

/// Headers that replace OpenClaw's own and lack the flag that keeping for an hour needs.
pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    let found = Found::attention(Case::CacheBetaMissing).with("flag", HOUR_BETA);
    let found = facts.without_hour_beta.iter().cloned().fold(found, Found::seen);
    let found = found.mended_by(RepairKind::AddCacheBeta).mended_by(RepairKind::OpenConfig);
    if facts.without_hour_beta.is_empty() { vec![] } else { vec![found.finding()] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::diagnose::finding::codes;
    use crate::view::Tone;

    #[test]
    fn headers_without_the_flag_are_told() {
        let mut facts = Facts::healthy();
        assert_eq!(look(&facts), []);
        facts.without_hour_beta = vec!["models.providers.anthropic.headers.anthropic-beta".into()];
        let found = look(&facts);
        assert_eq!(codes(&found), ["cache-beta-missing"]);
        assert_eq!(
            (found[0].tone, &found[0].evidence),
            (Tone::Attention, &facts.without_hour_beta)
        );
    }
}
