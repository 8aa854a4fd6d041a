//! The exec protocol of OpenClaw SecretRefs: one JSON object in, one out.
//!
//! In: `{"protocolVersion":1,"provider":"chela","ids":["v1/…"]}`. Out:
//! `{"protocolVersion":1,"values":{"v1/…":"secret"},"errors":{"v1/…":{"code":"NOT_FOUND"}}}`.
//! Unknown fields are ignored. Observed on OpenClaw 2026.5.7 and 2026.9.6: of the error codes
//! `NOT_FOUND` is shown to the person, another one only as "failed for id"; a request that is
//! refused as a whole is best answered by an exit code alone, which is shown
//! (`exited with code 3`).
//!
//! Leaves out reading, writing, time and the keychain: it is a function from bytes to bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{EntryId, KeychainError, Secret};

/// The protocol's version.
pub const VERSION: u64 = 1;

/// The longest request that is read: twice what OpenClaw sends at most (`maxBatchBytes` of
/// 2026.9.6 is 262,144).
pub const MAX_REQUEST: usize = 512 * 1024;

/// The most ids that one request may name, as for OpenClaw (`maxRefsPerProvider`, 2026.9.6).
pub const MAX_IDS: usize = 512;

/// Why a request is refused as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no request: not one JSON object with the fields of the protocol.
    Unreadable,
    /// It speaks another version of the protocol.
    Version,
    /// It is longer than [`MAX_REQUEST`] or names more than [`MAX_IDS`].
    TooLong,
}

/// What requests of every version have. It is read first: the rest may look different in each.
#[derive(Deserialize)]
struct Spoken {
    #[serde(rename = "protocolVersion")]
    version: serde_json::Number,
}

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    ids: Vec<std::borrow::Cow<'a, str>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(rename = "protocolVersion")]
    version: u64,
    values: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errors: BTreeMap<&'a str, Failure>,
}

#[derive(Serialize)]
struct Failure {
    code: &'static str,
}

/// Answers one request. `fetch` gets those of its ids that are Chela's own, each once, and
/// returns their secrets in the same order; it is not called when there are none.
///
/// # Errors
/// When the request cannot be answered id by id.
pub fn answer(
    request: &[u8],
    fetch: impl FnOnce(&[EntryId]) -> Vec<Result<Secret, KeychainError>>,
) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    if request.len() > MAX_REQUEST {
        return Err(Refusal::TooLong);
    }
    let spoken: Spoken = serde_json::from_slice(request).map_err(|_| Refusal::Unreadable)?;
    if spoken.version.as_u64() != Some(VERSION) {
        return Err(Refusal::Version);
    }
    let request: Request<'_> = serde_json::from_slice(request).map_err(|_| Refusal::Unreadable)?;
    let asked: BTreeSet<&str> = request.ids.iter().map(AsRef::as_ref).collect();
    if asked.len() > MAX_IDS {
        return Err(Refusal::TooLong);
    }

    let own: Vec<EntryId> = asked.iter().filter_map(|id| EntryId::parse(id)).collect();
    let fetched = if own.is_empty() { Vec::new() } else { fetch(&own) };
    let mut values = BTreeMap::new();
    let mut errors: BTreeMap<&str, Failure> =
        asked.iter().map(|id| (*id, Failure { code: "NOT_FOUND" })).collect();
    for (id, outcome) in own.iter().zip(&fetched) {
        match outcome {
            Ok(secret) => {
                errors.remove(id.as_str());
                values.insert(id.as_str(), secret.expose());
            }
            Err(error) => {
                errors.insert(id.as_str(), Failure { code: code(error) });
            }
        }
    }
    written(&Answer { version: VERSION, values, errors })
}

/// The code of one id's failure. OpenClaw 2026.9.6 shows the first only; the others serve who
/// runs the resolver by hand, and newer versions perhaps.
fn code(error: &KeychainError) -> &'static str {
    match error {
        KeychainError::NotFound => "NOT_FOUND",
        KeychainError::Locked => "LOCKED",
        KeychainError::NoService => "UNAVAILABLE",
        KeychainError::TimedOut => "TIMEOUT",
        KeychainError::Refused => "REFUSED",
        KeychainError::Exists
        | KeychainError::NoText
        | KeychainError::BrokenOff
        | KeychainError::Unreadable(_)
        | KeychainError::Other(_) => "FAILED",
    }
}

/// The answer as one line. The room for it is taken at once, so that growing leaves no copy of
/// a secret behind: JSON writes a byte as six at most.
fn written(answer: &Answer<'_>) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let room = |text: &str| 6 * text.len() + 32;
    let values: usize = answer.values.iter().map(|(id, value)| room(id) + room(value)).sum();
    let errors: usize = answer.errors.keys().map(|id| room(id) + 32).sum();
    let mut line = Zeroizing::new(Vec::with_capacity(128 + values + errors));
    serde_json::to_writer(&mut *line, answer).map_err(|_| Refusal::Unreadable)?;
    line.push(b'\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    const A: &str = "v1/aaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "v1/bbbbbbbbbbbbbbbbbbbbbbbbbb";
    const C: &str = "v1/cccccccccccccccccccccccccc";

    /// A keychain of one secret, `A`; `B` is locked, the rest unknown.
    fn fetch(ids: &[EntryId]) -> Vec<Result<Secret, KeychainError>> {
        ids.iter()
            .map(|id| match id.as_str() {
                A => Ok(Secret::new("sk-\"ant\"\u{1}".into())),
                B => Err(KeychainError::Locked),
                _ => Err(KeychainError::NotFound),
            })
            .collect()
    }

    fn ask(request: &str) -> Result<Value, Refusal> {
        answer(request.as_bytes(), fetch).map(|line| {
            assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
            serde_json::from_slice(&line).unwrap()
        })
    }

    #[test]
    fn transcripts() {
        let secret = "sk-\"ant\"\u{1}";
        for (request, expected) in [
            (
                json!({"protocolVersion": 1, "provider": "chela", "ids": [A]}),
                Ok(json!({"protocolVersion": 1, "values": {A: secret}})),
            ),
            (
                json!({"ids": [A, B, A, C, "other/id"], "protocolVersion": 1, "new": {"x": [1]}}),
                Ok(json!({"protocolVersion": 1, "values": {A: secret}, "errors": {
                    B: {"code": "LOCKED"},
                    C: {"code": "NOT_FOUND"},
                    "other/id": {"code": "NOT_FOUND"},
                }})),
            ),
            (
                json!({"protocolVersion": 1, "provider": "chela", "ids": []}),
                Ok(json!({"protocolVersion": 1, "values": {}})),
            ),
            (json!({"protocolVersion": 2, "want": [A]}), Err(Refusal::Version)),
            (json!({"protocolVersion": 0, "ids": [A]}), Err(Refusal::Version)),
            (json!({"protocolVersion": 2, "ids": [{"id": "x"}]}), Err(Refusal::Version)),
            (json!({"protocolVersion": -1, "ids": [A]}), Err(Refusal::Version)),
            (json!({"protocolVersion": 1.5, "ids": [A]}), Err(Refusal::Version)),
            (json!({"protocolVersion": 1, "ids": [{"id": "x"}]}), Err(Refusal::Unreadable)),
            (json!({"protocolVersion": "1", "ids": [A]}), Err(Refusal::Unreadable)),
            (json!({"protocolVersion": 1}), Err(Refusal::Unreadable)),
            (json!({"protocolVersion": 1, "ids": null}), Err(Refusal::Unreadable)),
            (json!({"protocolVersion": 1, "ids": [1]}), Err(Refusal::Unreadable)),
            (json!({"ids": [A]}), Err(Refusal::Unreadable)),
            (json!([1]), Err(Refusal::Unreadable)),
        ] {
            assert_eq!(ask(&request.to_string()), expected, "{request}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for request in ["", " ", "{", "null", "\u{feff}{}", "{\"protocolVersion\":1,\"ids\":[]} x"]
        {
            assert_eq!(ask(request), Err(Refusal::Unreadable), "{request:?}");
        }
        let long = vec![b' '; MAX_REQUEST + 1];
        assert_eq!(answer(&long, fetch).unwrap_err(), Refusal::TooLong);
        let ids: Vec<String> = (0..=MAX_IDS).map(|n| n.to_string()).collect();
        let many = json!({"protocolVersion": 1, "ids": ids}).to_string();
        assert_eq!(ask(&many), Err(Refusal::TooLong));
    }

    #[test]
    fn the_keychain_is_not_asked_for_what_it_cannot_have() {
        let request = json!({"protocolVersion": 1, "ids": ["value", "../x"]}).to_string();
        let never = |_: &[EntryId]| -> Vec<_> { panic!("asked") };
        assert!(answer(request.as_bytes(), never).is_ok());
    }

    #[test]
    fn a_keychain_that_answers_too_little_leaves_the_rest_not_found() {
        let request = json!({"protocolVersion": 1, "ids": [A, B]}).to_string();
        let line = answer(request.as_bytes(), |_| Vec::new()).unwrap();
        let read: Value = serde_json::from_slice(&line).unwrap();
        assert_eq!(read["errors"][A]["code"], "NOT_FOUND");
        assert_eq!(read["errors"][B]["code"], "NOT_FOUND");
    }

    /// Mutilated requests: near enough to a real one to pass the first checks now and then.
    fn request() -> impl Strategy<Value = Vec<u8>> {
        let id = prop_oneof![Just(A.to_owned()), Just(B.to_owned()), any::<String>()];
        let whole = (0u64..3, prop::collection::vec(id, 0..6), any::<String>()).prop_map(
            |(version, ids, field)| {
                json!({"protocolVersion": version, "ids": ids, "provider": field, field: 1})
                    .to_string()
                    .into_bytes()
            },
        );
        let cut = (whole, any::<prop::sample::Index>(), any::<Option<u8>>()).prop_map(
            |(mut bytes, at, put)| {
                if let Some(byte) = put {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                }
                bytes
            },
        );
        prop_oneof![cut, prop::collection::vec(any::<u8>(), 0..300)]
    }

    proptest! {
        #[test]
        fn any_bytes_give_one_valid_object_or_a_refusal(bytes in request()) {
            if let Ok(line) = answer(&bytes, fetch) {
                let read: Value = serde_json::from_slice(&line).unwrap();
                prop_assert_eq!(&read["protocolVersion"], 1);
                prop_assert!(read["values"].is_object());
                prop_assert!(line.len() <= line.capacity());
            }
        }
    }
}
