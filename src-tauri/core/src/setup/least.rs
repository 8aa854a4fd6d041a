//! The least configuration with which a gateway starts, where a config stands that says nothing
//! of how it runs. (Where there is no config at all, OpenClaw's own onboarding writes one.)

use serde_json::Value;

use crate::config::include::Files;
use crate::config::{Edit, Path};
use crate::vault::EntryId;

/// What says how a gateway runs: with any of it, it is the person's own to complete.
const SAYS_HOW: [&str; 3] = ["mode", "auth", "remote"];

/// Mode local and a generated gateway token, beside whatever else the gateway's section holds;
/// nothing where that says already how it runs.
pub(super) fn edits(files: &Files) -> Vec<Edit> {
    let at = Path::from(["gateway"]);
    let free = match at.find(files.value()) {
        None => true,
        Some(Value::Object(members)) => !SAYS_HOW.iter().any(|name| members.contains_key(*name)),
        Some(_) => false,
    };
    if !free {
        return vec![];
    }
    // As random as an entry's id: 130 bits. The gateway's own sign-in stands in the config in
    // plaintext, as OpenClaw's onboarding writes it.
    let random = EntryId::random();
    let token = random.as_str().trim_start_matches("v1/");
    let set = |path: Path, text: &str| Edit::Set { path, value: Value::from(text) };
    vec![
        set(at.join("mode"), "local"),
        set(at.join("auth").join("mode"), "token"),
        set(at.join("auth").join("token"), token),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Files {
        let main = std::path::Path::new("/h/openclaw.json");
        Files::load(main, &[], &mut |_| Ok(text.to_owned())).unwrap()
    }

    #[test]
    fn a_gateway_that_is_told_how_to_run_is_left_alone() {
        for text in [
            "{ gateway: { mode: 'local' } }",
            "{ gateway: { mode: 7 } }",
            "{ gateway: { auth: {} } }",
            "{ gateway: { remote: { url: 'wss://box' } } }",
            "{ gateway: null }",
        ] {
            assert_eq!(edits(&with(text)), [], "{text}");
        }
    }

    #[test]
    fn what_is_missing_is_added_and_the_rest_stays() {
        let files = with("{ gateway: { trustedProxies: ['10.0.0.1'], port: 19000 } }");
        let after = files.apply_all(&edits(&files)).unwrap();
        let gateway = &after.value()["gateway"];
        assert_eq!(gateway["trustedProxies"][0], "10.0.0.1");
        assert_eq!((&gateway["port"], &gateway["mode"]), (&19000.into(), &"local".into()));
        assert_eq!(gateway["auth"]["mode"], "token");
        assert!(gateway["auth"]["token"].as_str().is_some_and(|token| token.len() >= 20));
        assert_eq!(edits(&after), []);
        let none = with("{}");
        assert!(none.apply_all(&edits(&none)).is_ok());
    }
}
