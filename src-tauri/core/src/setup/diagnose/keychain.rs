//! Whether Chela and the gateway can read the keychain that the sign-ins are in.

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::error::{Code, Error};
use crate::view::{Finding, GatewayState, KeychainView, Notice, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    if !facts.uses_keychain() {
        return vec![];
    }
    of_chela(facts).into_iter().chain(of_gateway(facts)).collect()
}

/// As Chela sees it.
fn of_chela(facts: &Facts) -> Option<Finding> {
    Some(match facts.keychain {
        KeychainView::Ready => return None,
        KeychainView::Locked => {
            Found::problem(Case::KeychainLocked).mended_by(RepairKind::UnlockKeychain).finding()
        }
        KeychainView::Absent => Found::problem(Case::KeychainAbsent).finding(),
        KeychainView::Failing => Found::problem(Case::KeychainNotAnswering).finding(),
    })
}

/// As the gateway does: its resolver finds it through the session bus.
fn of_gateway(facts: &Facts) -> Option<Finding> {
    let runs = facts.gateway.state == GatewayState::Running;
    if runs && facts.running.seen.reaches_bus == Some(false) {
        let found = Found::problem(Case::GatewayWithoutBus);
        return Some(found.mended_by(RepairKind::RestartGateway).finding());
    }
    facts.gateway.before_login.then(|| {
        let words = Notice::from(Error::new(Code::StartsBeforeLogin));
        Found::attention(Case::StartsBeforeLogin).in_the_words_of(&words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::diagnose::finding::codes;

    #[test]
    fn it_matters_where_a_sign_in_is_in_it() {
        for (keychain, expected) in [
            (KeychainView::Ready, &[][..]),
            (KeychainView::Locked, &["keychain-locked"]),
            (KeychainView::Absent, &["keychain-absent"]),
            (KeychainView::Failing, &["keychain-not-answering"]),
        ] {
            let mut facts = Facts::healthy();
            facts.keychain = keychain;
            assert_eq!(codes(&look(&facts)), [""; 0], "{keychain:?}");
            let mut facts = facts.with_reference("anthropic:default", "main");
            assert_eq!(codes(&look(&facts)), expected, "{keychain:?}");
            facts.statuses.clear();
            facts.secrets.own = true;
            assert_eq!(codes(&look(&facts)), expected, "no agent could be asked");
        }
    }

    #[test]
    fn a_gateway_may_not_reach_what_chela_does() {
        let mut facts = Facts::healthy().with_reference("anthropic:default", "main");
        facts.gateway.before_login = true;
        assert_eq!(codes(&look(&facts)), ["starts-before-login"]);
        facts.running.seen.reaches_bus = Some(false);
        assert_eq!(codes(&look(&facts)), ["gateway-without-bus"]);
        facts.gateway.state = GatewayState::Stopped;
        facts.gateway.before_login = false;
        assert_eq!(codes(&look(&facts)), [""; 0]);
    }
}
