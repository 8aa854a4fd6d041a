//! Oddly written configs before and after each change that Chela makes. To renew them:
//! `CHELA_WRITE_GOLDEN=1 cargo test -p chela-core --test config golden`, then read the diff.

use std::fs;
use std::path::{Path, PathBuf};

use chela_core::config::gateway_config::edits;
use chela_core::config::include::Files;
use chela_core::config::{Edit, GatewayConfig};
use serde_json::json;

const HANDS: [&str; 5] = ["hand", "crlf", "written", "oneline", "quotes"];

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/config").join(name)
}

fn load(hand: &str) -> Files {
    let main = golden(&format!("{hand}.before.json5"));
    Files::load(&main, &[], &mut |path| fs::read_to_string(path)).unwrap()
}

fn text(files: &Files) -> String {
    files.files()[0].document.text().to_owned()
}

fn check(hand: &str, change: &str, after: &str) {
    let file = golden(&format!("{hand}.{change}.json5"));
    if std::env::var_os("CHELA_WRITE_GOLDEN").is_some() {
        fs::write(&file, after).unwrap();
    }
    assert_eq!(after, fs::read_to_string(&file).unwrap_or_default(), "{}", file.display());
}

fn connecting(config: &GatewayConfig) -> Vec<Edit> {
    let provider = json!({
        "source": "exec",
        "command": "/home/x/.local/share/chela/bin/chela-resolver",
        "passEnv": ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"],
    });
    let mut edits = config.set_secret_provider("chela", &provider);
    edits.extend(config.set_profile("anthropic:default", "token"));
    edits.push(config.set_default_model("anthropic/claude-opus-4-6"));
    edits
}

#[test]
fn switching_the_default_model() {
    for hand in HANDS {
        let files = load(hand);
        let edit =
            GatewayConfig::read(files.value()).set_default_model("anthropic/claude-opus-4-6");
        check(hand, "default-model", &text(&files.apply_all(&[edit]).unwrap()));
    }
}

#[test]
fn giving_an_agent_its_own_model() {
    for hand in HANDS {
        let files = load(hand);
        let config = GatewayConfig::read(files.value());
        let agents = config.agent_ids();
        let edits: Vec<Edit> = agents
            .iter()
            .map(|agent| config.set_agent_model(agent, "anthropic/claude-haiku-4-6").unwrap())
            .collect();
        check(hand, "agent-models", &text(&files.apply_all(&edits).unwrap()));
    }
}

#[test]
fn connecting_twice_and_disconnecting() {
    for hand in HANDS {
        let files = load(hand);
        let edits = connecting(&GatewayConfig::read(files.value()));
        let connected = files.apply_all(&edits).unwrap();
        check(hand, "connected", &text(&connected));
        let again = connecting(&GatewayConfig::read(connected.value()));
        assert_eq!(text(&connected.apply_all(&again).unwrap()), text(&connected));

        let gone = edits::remove_secret_provider(&connected, "chela").unwrap();
        let left = connected.apply_all(&gone).unwrap();
        let gone = edits::remove_profile(&left, "anthropic:default").unwrap();
        let left = left.apply_all(&gone).unwrap();
        check(hand, "disconnected", &text(&left));
        // Only the model is left of it.
        let switch =
            GatewayConfig::read(files.value()).set_default_model("anthropic/claude-opus-4-6");
        assert_eq!(text(&left), text(&files.apply_all(&[switch]).unwrap()));
    }
}

#[test]
fn a_missing_config_is_begun() {
    let none = Files::load(&golden("absent.json5"), &[], &mut |path| fs::read_to_string(path));
    let files = none.unwrap();
    let edits = connecting(&GatewayConfig::read(files.value()));
    check("absent", "connected", &text(&files.apply_all(&edits).unwrap()));
}
