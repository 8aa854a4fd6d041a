//! OpenClaw's own store of sign-ins is read and edited as text.
//!
//! Choices: which edit (`0` plaintext, `1` a reference, `2` a removal, `3` failures forgotten), of
//! which profile (`0` a new one, else one of those that are there), and of which kind.

use chela_core::Code;
use chela_core::config::Path;
use chela_core::credential::auth_profiles::edits::{self, Held};
use chela_core::credential::auth_profiles::{Contents, Credential, Reference, Sheet};
use chela_core::view::CredentialKind;
use chela_vault::Secret;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::input::{Choices, TOKEN, borrows, tells};

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    if text.trim().is_empty() {
        return; // The writer begins such a file anew.
    }
    let mut sheet = match Sheet::parse(&text) {
        Ok(sheet) => sheet,
        Err(error) => {
            assert_eq!(error.code, Code::AuthStoreUnparsable);
            assert!(serde_json::from_str::<Value>(&text).is_err(), "OpenClaw would read it");
            return;
        }
    };
    assert_eq!(sheet.text().as_str(), text, "unchanged, to the byte");
    let before = Contents::of(&sheet);

    let known: Vec<&str> = before.profiles.iter().map(|profile| profile.id.as_str()).collect();
    let edit = choices.below(4);
    let chosen = choices.below(known.len() + 1).checked_sub(1).map(|index| known[index]);
    let profile = chosen.unwrap_or("anthropic:fresh");
    let done = match edit {
        0 | 1 => set(&mut sheet, profile, edit == 1, &mut choices),
        2 => sheet
            .remove(Path::from(["profiles", profile]))
            .and_then(|()| edits::forget(&mut sheet, profile)),
        _ => edits::forget_failures(&mut sheet, profile),
    };
    if let Err(error) = done {
        let expected = [Code::ProfileKindMismatch, Code::ConfigUnexpected];
        assert!(expected.contains(&error.code), "{error:?}");
        return;
    }
    let written = sheet.text();
    serde_json::from_str::<IgnoredAny>(&written).expect("what is written is JSON");
    let compared = sheet.value().to_string();
    assert!(!tells(&compared) || borrows(&text), "no secret where values are compared");
    let sheet = Sheet::parse(&written).unwrap();
    let after = Contents::of(&sheet);
    others_are_kept(&before, &after, profile);
    match edit {
        0 | 1 => has_it(&after, profile, edit == 1),
        2 => is_forgotten(&after, profile),
        _ => {
            assert!(after.usage.get(profile).is_none_or(|usage| usage.cooldown_until_ms.is_none()))
        }
    }
}

fn set(
    sheet: &mut Sheet,
    profile: &str,
    by_reference: bool,
    choices: &mut Choices<'_>,
) -> chela_core::Result<()> {
    let kind = *choices.pick(&[CredentialKind::SetupToken, CredentialKind::ApiKey]);
    let expires_ms = *choices.pick(&[None, Some(1_795_403_966_028)]);
    let credential = Credential { profile, provider: "anthropic", kind, expires_ms };
    let secret = Secret::new(TOKEN.to_owned());
    let reference = reference();
    let held = if by_reference { Held::Reference(&reference) } else { Held::Plaintext(&secret) };
    edits::set(sheet, &credential, &held)?;
    let once = sheet.text();
    edits::set(sheet, &credential, &held).expect("a second time");
    assert_eq!(*sheet.text(), *once, "what is so already is not written again");
    Ok(())
}

fn reference() -> Reference {
    Reference { source: "exec".into(), provider: "chela".into(), id: "v1/fuzz".into() }
}

fn has_it(after: &Contents, id: &str, by_reference: bool) {
    let profile = after.profile(id).expect("it was set");
    assert_eq!(profile.provider, "anthropic");
    if by_reference {
        assert_eq!(profile.reference, Some(reference()));
        assert_eq!(profile.plaintext, None, "no plaintext beside a reference");
    } else {
        assert_eq!(profile.reference, None);
        assert_eq!(profile.plaintext, Some(Secret::new(TOKEN.to_owned()).masked()));
    }
}

fn is_forgotten(after: &Contents, id: &str) {
    assert!(after.profile(id).is_none());
    assert!(after.order.values().flatten().all(|named| named != id));
    assert!(after.last_good.values().all(|named| named != id));
    assert!(!after.usage.contains_key(id));
}

fn others_are_kept(before: &Contents, after: &Contents, id: &str) {
    let others = |contents: &Contents| {
        let others = contents.profiles.iter().filter(|profile| profile.id != id);
        others.cloned().collect::<Vec<_>>()
    };
    assert_eq!(others(before), others(after));
}
