use serde_json::json;

use super::*;
use crate::config::Edit;

fn read(value: Value) -> GatewayConfig {
    GatewayConfig::read(&value)
}

#[test]
fn a_whole_config_is_read() {
    let config = read(json!({
        "gateway": { "mode": "local", "port": 18789, "bind": "loopback", "reload": { "mode": "off" },
            "auth": { "mode": "token", "token": "${GATEWAY_TOKEN}" } },
        "agents": {
            "defaults": {
                "model": { "primary": "anthropic/a", "fallbacks": ["anthropic/b"] },
                "models": { "anthropic/a": { "agentRuntime": { "id": "claude-cli" } } },
                "agentRuntime": { "id": "claude-cli" },
            },
            "entries": {
                "Main": { "default": true, "model": "anthropic/c" },
                "work": { "agentDir": "~/w", "models": { "anthropic/*": { "agentRuntime": "auto" } } },
            },
        },
        "auth": {
            "profiles": { "anthropic:default": { "provider": "anthropic", "mode": "token" } },
            "order": { "anthropic": ["anthropic:default"] },
        },
        "secrets": {
            "providers": { "chela": { "source": "exec", "command": "/x", "args": ["--a"], "passEnv": ["HOME"] } },
            "defaults": { "exec": "chela" },
        },
        "models": { "providers": { "anthropic": {
            "baseUrl": "http://127.0.0.1:1", "headers": { "anthropic-beta": "x" },
            "apiKey": { "source": "exec", "provider": "chela", "id": "v1/x" },
            "models": [{ "id": "a", "agentRuntime": { "id": "openclaw" } }],
        } } },
        "env": { "vars": { "ANTHROPIC_API_KEY": "sk-ant-api03-filler" }, "ANTHROPIC_OAUTH_TOKEN": "$OTHER" },
        "meta": { "lastTouchedVersion": "2026.9.6" },
        "unknown": { "$": "$${NO} ${lower} ${OK_1} ${ ${A}${B" },
    }));
    assert_eq!(config.problems, []);
    assert!(config.gateway.is_set_up() && !config.gateway.is_remote());
    assert_eq!(config.gateway.port, Some(18789));
    assert_eq!(config.gateway.token, Some(KeyForm::Variable("GATEWAY_TOKEN".into())));
    assert_eq!(config.gateway.reload.as_deref(), Some("off"));
    let model = config.default_model.as_ref().unwrap();
    assert_eq!((model.plain, model.fallbacks.len()), (false, 1));
    assert_eq!(config.agent_ids(), ["main", "work"]);
    assert_eq!(config.agents[0].path, ["agents", "entries", "Main"].into());
    assert_eq!(config.default_agent.as_deref(), Some("main"));
    assert_eq!(config.agents[1].agent_dir.as_deref(), Some("~/w"));
    assert_eq!(config.listed_models, ["anthropic/a"]);
    assert_eq!(config.profile("anthropic:default").unwrap().mode.as_deref(), Some("token"));
    assert_eq!(config.order.as_deref(), Some(&["anthropic:default".to_owned()][..]));
    assert_eq!(config.secret_provider("chela").unwrap().pass_env, ["HOME"]);
    assert_eq!(config.secret_defaults, [("exec".to_owned(), "chela".to_owned())]);
    assert_eq!(config.anthropic.headers, ["anthropic-beta"]);
    assert!(matches!(config.anthropic.api_key, Some(KeyForm::Reference { .. })));
    let set: Vec<_> = config.variables_set.iter().map(|v| (v.path.to_string(), &v.form)).collect();
    assert_eq!(set[0], ("env.vars.ANTHROPIC_API_KEY".to_owned(), &KeyForm::Plaintext));
    assert_eq!(
        set[1],
        ("env.ANTHROPIC_OAUTH_TOKEN".to_owned(), &KeyForm::Variable("OTHER".into()))
    );
    assert_eq!(config.runtimes.len(), 4);
    let cli: Vec<_> = config.claude_cli().iter().map(ToString::to_string).collect();
    assert_eq!(cli, ["agents.defaults.models[\"anthropic/a\"].agentRuntime"]);
    assert_eq!(config.last_touched.as_deref(), Some("2026.9.6"));
    assert_eq!(config.variables, ["A", "GATEWAY_TOKEN", "OK_1"].map(String::from).into());
    assert!(!format!("{config:?}").contains("filler"));
}

#[test]
fn wrong_kinds_are_named_and_count_as_absent() {
    let config = read(json!({
        "gateway": { "mode": 7, "port": 70000, "auth": { "token": true } },
        "agents": { "defaults": { "model": [], "models": "x" }, "list": [1, { "id": "a", "default": "yes" }] },
        "auth": { "profiles": { "x": 1 }, "order": { "anthropic": [1, "y"] } },
        "secrets": [],
        "models": { "providers": { "anthropic": { "headers": 1 } } },
    }));
    let found: Vec<_> = config.problems.iter().map(|p| format!("{} {}", p.path, p.words)).collect();
    assert_eq!(
        found,
        [
            "gateway.mode is a number, where a text was expected",
            "gateway.port is a number, where a port number was expected",
            "gateway.auth.token is true or false, where a text or a reference was expected",
            "agents.defaults.model is a list, where a model's name or an object was expected",
            "agents.defaults.models is a text, where an object was expected",
            "agents.list[0] is a number, where an object was expected",
            "agents.list[1].default is a text, where true or false was expected",
            "auth.profiles.x is a number, where an object was expected",
            "auth.order.anthropic[0] is a number, where a text was expected",
            "secrets is a list, where an object was expected",
            "models.providers.anthropic.headers is a number, where an object was expected",
        ]
    );
    assert_eq!(config.agent_ids(), ["a"]);
    assert_eq!(read(json!([])).problems.len(), 1);
}

#[test]
fn the_default_agent_is_the_one_that_openclaw_takes() {
    #[rustfmt::skip]
    let table = [
        (json!({}), Some("main")),
        (json!({ "entries": {} }), None),
        (json!({ "list": [{ "id": "One" }] }), Some("one")),
        (json!({ "list": [{ "id": "a" }, { "id": "b" }] }), None),
        (json!({ "list": [{ "id": "a" }, { "id": "b", "default": true }] }), Some("b")),
        (json!({ "entries": { "a": { "default": true }, "b": { "default": true } } }), None),
        (json!({ "defaults": { "systemAgent": { "agentId": "b" } }, "entries": { "a": {}, "b": {} } }), Some("b")),
        (json!({ "entries": { "x": {} }, "list": [{ "id": "y" }] }), Some("x")),
    ];
    for (agents, expected) in table {
        let config = read(json!({ "agents": agents.clone() }));
        assert_eq!(config.default_agent.as_deref(), expected, "{agents}");
    }
}

#[test]
fn ids_take_their_normal_form() {
    #[rustfmt::skip]
    let table = [
        ("main", "main"), (" Main ", "main"), ("", "main"), ("  ", "main"), ("a_b-c", "a_b-c"),
        ("My Agent!", "my-agent"), ("--x--", "x"), ("a--", "a--"), ("\u{e9}t\u{e9}", "t"), ("???", "main"),
        ("_x", "_x"), ("a  b", "a-b"), ("a \u{e9}-b", "a--b"),
    ];
    for (id, expected) in table {
        assert_eq!(agents::normalized_id(id), expected, "{id:?}");
    }
    assert_eq!(agents::normalized_id(&"x".repeat(80)).len(), 64);
}

#[test]
fn remote_gateways_have_a_host() {
    let config = read(
        json!({ "gateway": { "mode": "remote", "remote": { "url": "wss://u:p@box.lan:18789/x" } } }),
    );
    assert_eq!(config.gateway.remote_host.as_deref(), Some("box.lan"));
    assert_eq!(config.gateway.remote_url.as_deref(), Some("wss://box.lan:18789/x"));
    assert!(config.gateway.is_remote() && !config.gateway.is_set_up());
}

#[test]
fn a_model_is_set_in_the_form_in_which_it_stands() {
    let at = |config: Value| read(config).set_default_model("x/y").path().to_string();
    assert_eq!(at(json!({})), "agents.defaults.model.primary");
    assert_eq!(at(json!({"agents": {"defaults": {"model": "a/b"}}})), "agents.defaults.model");
    let object = json!({"agents": {"defaults": {"model": {"fallbacks": []}}}});
    assert_eq!(at(object), "agents.defaults.model.primary");
    // What is of a wrong kind is replaced, so that it can be repaired.
    for wrong in [json!(null), json!(42), json!(["x"])] {
        let value = json!({"agents": {"defaults": {"model": wrong}, "list": [{"id": "a", "model": wrong}]}});
        let config = read(value.clone());
        let edits = [config.set_default_model("x/y"), config.set_agent_model("a", "x/y").unwrap()];
        let document = crate::config::Document::parse(&value.to_string()).unwrap();
        let after = read(document.apply_all(&edits).unwrap().value());
        assert_eq!(after.problems, []);
        assert_eq!(after.default_model.unwrap().primary.as_deref(), Some("x/y"), "{value}");
    }
    let config = read(json!({"agents": {"list": [
        {"id": "a"}, {"id": "B", "model": "p/q"}, {"id": "c", "model": {"primary": "p/q"}}]}}));
    let at = |agent: &str| config.set_agent_model(agent, "x/y").unwrap().path().to_string();
    assert_eq!(at("a"), "agents.list[0].model");
    assert_eq!(at("b"), "agents.list[1].model");
    assert_eq!(at("C"), "agents.list[2].model.primary");
    assert_eq!(config.set_agent_model("d", "x/y").unwrap_err().code, crate::Code::AgentUnknown);
}

#[test]
fn the_agent_that_is_not_configured_gets_an_entry_as_its_openclaw_keeps_them() {
    let entries = json!({"entries": {"main": {"model": "x/y"}}});
    #[rustfmt::skip]
    let table = [
        ("{}", &entries),
        ("{ meta: { lastTouchedVersion: '2026.9.6' } }", &entries),
        ("{ agents: { defaults: {} } }", &json!({"defaults": {}, "entries": {"main": {"model": "x/y"}}})),
        ("{ meta: { lastTouchedVersion: '2026.5.7' } }", &json!({"list": [{"id": "main", "model": "x/y"}]})),
    ];
    for (text, expected) in table {
        let document = crate::config::Document::parse(text).unwrap();
        let config = read(document.value());
        let after = document.apply(&config.set_agent_model("Main", "x/y").unwrap()).unwrap();
        assert_eq!(&after.value()["agents"], expected, "{text}");
        assert_eq!(read(after.value()).default_agent.as_deref(), Some("main"), "{text}");
        assert!(config.set_agent_model("other", "x/y").is_err());
    }
}

#[test]
fn what_a_person_added_to_the_provider_stays() {
    let provider = |command: &str| json!({"source": "exec", "command": command});
    let apply = |value: Value, edits: Vec<Edit>| {
        let document = crate::config::Document::parse(&value.to_string()).unwrap();
        document.apply_all(&edits).unwrap().value()["secrets"]["providers"]["chela"].clone()
    };
    let own = json!({"secrets": {"providers": {"chela": {
        "source": "exec", "command": "/old", "timeoutMs": 9000}}}});
    let edits = read(own.clone()).set_secret_provider("chela", &provider("/new"));
    let expected = json!({"source": "exec", "command": "/new", "timeoutMs": 9000});
    assert_eq!(apply(own, edits), expected);
    let edits = read(json!({})).set_secret_provider("chela", &provider("/new"));
    assert_eq!(apply(json!({}), edits), provider("/new"));
}
