//! A request of the exec protocol is answered.
//!
//! Choices: none; the first line belongs to the request, which is bytes and no text.

use std::collections::BTreeSet;

use chela_vault::protocol::{MAX_IDS, MAX_REQUEST, Refusal, answer};
use chela_vault::{EntryId, KeychainError, Secret};
use serde_json::Value;

use crate::input::{TOKEN, tells};

#[derive(serde::Deserialize)]
struct Request {
    ids: Vec<String>,
}

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let mut fetched = Vec::new();
    let answered = answer(bytes, |ids| {
        fetched = ids.iter().map(|id| id.as_str().to_owned()).collect();
        ids.iter().map(keychain).collect()
    });
    let line = match answered {
        Ok(line) => line,
        Err(refusal) => return refused(bytes, refusal),
    };
    let request: Request = serde_json::from_slice(bytes).expect("it was answered");
    let ids: BTreeSet<&str> = request.ids.iter().map(String::as_str).collect();
    assert!(ids.len() <= MAX_IDS);
    assert!(fetched.iter().all(|id| ids.contains(id.as_str())), "only what was asked for");
    assert!(fetched.windows(2).all(|pair| pair[0] < pair[1]), "each once");

    assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
    assert_eq!(line.last(), Some(&b'\n'));
    let response: Value = serde_json::from_slice(&line).unwrap();
    assert_eq!(response["protocolVersion"], 1);
    for id in &ids {
        let own = EntryId::parse(id);
        let expected = own.as_ref().map(keychain);
        let (value, code) = (&response["values"][id], &response["errors"][id]["code"]);
        match expected {
            Some(Ok(secret)) => assert!(value == secret.expose() && code.is_null()),
            Some(Err(_)) => assert!(value.is_null() && code.is_string()),
            None => assert!(value.is_null() && code == "NOT_FOUND", "another program's id"),
        }
    }
    let count = |part: &str| response[part].as_object().map_or(0, serde_json::Map::len);
    assert_eq!(count("values") + count("errors"), ids.len(), "nothing that was not asked for");
}

fn refused(bytes: &[u8], refusal: Refusal) {
    if let Refusal::TooLong = refusal {
        assert!(bytes.len() > MAX_REQUEST || bytes.len() > 2 * MAX_IDS);
    }
    assert!(!tells(&format!("{refusal:?}")));
}

/// A keychain whose answer depends on an id's last character.
fn keychain(id: &EntryId) -> Result<Secret, KeychainError> {
    match id.as_str().bytes().last().unwrap_or_default() % 4 {
        0 => Err(KeychainError::NotFound),
        1 => Err(KeychainError::Locked),
        2 => Ok(Secret::new("\"\\\u{0}\n\u{7f}é".to_owned())),
        _ => Ok(Secret::new(TOKEN.to_owned())),
    }
}
