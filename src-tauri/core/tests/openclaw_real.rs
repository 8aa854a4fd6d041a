//! What `openclaw/` says about the real program, asked of the real program. It stands where
//! `CHELA_TEST_OPENCLAW` (its `openclaw.mjs`) and `CHELA_TEST_NODE` say; each test has a home of
//! its own.

// clippy.toml allows these in functions marked as tests, not in their helpers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use chela_core::openclaw::onboard::least_configuration;
use chela_core::openclaw::validate::new_issues;
use chela_core::openclaw::{Gateway, Home, OpenClaw, install};
use chela_core::view::GatewayState;
use chela_core::{Code, Environment};

/// A user with nothing in their folder.
struct User {
    folder: tempfile::TempDir,
    environment: Environment,
}

impl User {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let node = named("CHELA_TEST_NODE");
        let path = format!("{}:/usr/bin:/bin", node.parent().unwrap().display());
        let environment = [("HOME", folder.path().to_str().unwrap()), ("PATH", &path)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect();
        Self { folder, environment }
    }

    fn home(&self) -> Home {
        Home::current(&self.environment).unwrap()
    }

    async fn openclaw(&self) -> OpenClaw {
        let chosen = named("CHELA_TEST_OPENCLAW");
        OpenClaw::find(&self.environment, &self.home(), Some(&chosen)).await.unwrap()
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn named(variable: &str) -> PathBuf {
    let value = std::env::var_os(variable).unwrap_or_else(|| {
        panic!(
            "{variable} is not set. These tests run the real OpenClaw: set CHELA_TEST_OPENCLAW to \
             its openclaw.mjs and CHELA_TEST_NODE to a Node.js that it runs on."
        )
    });
    let path = PathBuf::from(value);
    assert!(path.is_file(), "{variable}={} is no file", path.display());
    path
}

/// A port that nobody uses at the moment.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test]
async fn it_is_found_with_its_version_and_node() {
    let user = User::new();
    let chosen = named("CHELA_TEST_OPENCLAW");
    let found = install::find(&user.environment, &user.home(), Some(&chosen)).await;
    let installation = found.usable().unwrap();
    let openclaw = OpenClaw::new(installation.clone(), &user.environment, &user.home());
    let said = openclaw.run(["--version"]).text().await.unwrap();
    assert!(said.contains(&installation.version), "{said}");
    assert!(openclaw.capabilities().references);
}

#[tokio::test]
async fn the_home_is_the_one_that_openclaw_takes() {
    let user = User::new();
    let openclaw = user.openclaw().await;
    let cases: &[&[(&str, &str)]] = &[
        &[],
        &[("OPENCLAW_PROFILE", "work")],
        &[("OPENCLAW_HOME", "~/else")],
        &[("OPENCLAW_STATE_DIR", "~/st")],
        &[("OPENCLAW_CONFIG_PATH", "~/c.json")],
    ];
    for variables in cases {
        let pairs = user.environment.iter().chain(variables.iter().copied());
        let environment: Environment = pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        // Asked without Chela's help: with the variables alone.
        let node = &openclaw.installation().node.path;
        let output = tokio::process::Command::new(node)
            .arg(openclaw.installation().entry())
            .args(["config", "file"])
            .env_clear()
            .envs(environment.iter())
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        // 2026.5.7 shows the home as a tilde.
        let last = said.lines().last().unwrap_or_default();
        let last = last.replace('~', &user.folder.path().display().to_string());
        let expected = Home::current(&environment).unwrap().config_path;
        assert_eq!(Path::new(&last), expected, "{variables:?}: {said}");
    }
}

#[tokio::test]
async fn a_candidate_is_checked_and_what_an_edit_added_is_told() {
    let user = User::new();
    let openclaw = user.openclaw().await;
    let before = user.write("before.json", "// mine\n{ gateway: { mode: 'local' }, odd: 1 }\n");
    let after = user.write("after.json", "{ gateway: { mode: 'nowhere' }, odd: 1 }");
    let before = openclaw.validate(&before).await.unwrap();
    let after = openclaw.validate(&after).await.unwrap();
    assert!(!before.valid && !after.valid);
    let added = new_issues(&before, &after);
    assert_eq!(added.len(), 1, "{added:?}");
    assert_eq!(added[0].path, "gateway.mode");
}

#[tokio::test]
async fn a_failure_says_what_openclaw_said() {
    let user = User::new();
    user.write(".openclaw/openclaw.json", "{ nonsense: 1 }");
    let openclaw = user.openclaw().await;
    let error = openclaw.run(["models", "auth", "list", "--json"]).text().await.unwrap_err();
    assert_eq!(error.code, Code::OpenClawFailed);
    assert!(error.params["detail"].contains("nonsense"), "{error:?}");
}

#[tokio::test]
async fn a_gateway_is_set_up_started_asked_and_stopped() {
    let user = User::new();
    let openclaw = user.openclaw().await;
    let home = user.home();
    let port = free_port();
    let environment: Environment = user
        .environment
        .iter()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .chain([("OPENCLAW_GATEWAY_PORT".to_owned(), port.to_string())])
        .collect();

    assert!(least_configuration(&openclaw, &environment).await.unwrap());
    let config = std::fs::read_to_string(&home.config_path).unwrap();
    assert!(config.contains(&format!("\"port\": {port}")) && config.contains("\"loopback\""));
    assert!(!least_configuration(&openclaw, &environment).await.unwrap());
    assert_eq!(std::fs::read_to_string(&home.config_path).unwrap(), config);

    let gateway =
        Gateway::new(openclaw.clone(), &environment, None, user.folder.path().join("own"));
    assert_eq!(gateway.port(), port);
    assert_eq!(gateway.state().await, GatewayState::Stopped);
    let error = gateway.reload_secrets().await.unwrap_err();
    assert_eq!(error.code, Code::GatewayStopped);

    gateway.start().await.unwrap();
    assert_eq!(gateway.state().await, GatewayState::Running);
    gateway.start().await.unwrap();
    assert_eq!(gateway.reload_secrets().await.unwrap(), 0);
    assert!(!gateway.log(None, 5).is_empty());
    // Another home sees a gateway on this port that is not its own.
    let other = Home::at(user.folder.path().join("other"));
    let seen = chela_core::openclaw::health::state(&other, port).await;
    assert_eq!(seen, GatewayState::Unclear);

    let agents = openclaw.agents().await.unwrap();
    assert_eq!(agents[0].id, "main");
    let status = openclaw.status(Some("main")).await.unwrap();
    assert!(status.default_model.is_some());
    assert_eq!(status.serving("anthropic"), None);
    let (turn, _) = openclaw.turn("main", "Hello").await.unwrap();
    assert!(!turn.ok, "nobody signed in: {turn:?}");
    assert!(turn.error.is_some_and(|error| !error.is_empty()));

    gateway.restart().await.unwrap();
    assert_eq!(gateway.state().await, GatewayState::Running);
    gateway.stop().await.unwrap();
    assert_eq!(gateway.state().await, GatewayState::Stopped);
}

#[tokio::test]
async fn a_gateway_that_gives_up_says_why() {
    let user = User::new();
    let openclaw = user.openclaw().await;
    user.write(".openclaw/openclaw.json", "{ gateway: { mode: 'nowhere' } }");
    let folder = user.folder.path().join("own");
    let gateway = Gateway::new(openclaw, &user.environment, Some(free_port()), folder);
    let error = gateway.start().await.unwrap_err();
    assert_eq!(error.code, Code::GatewayFailed);
    assert!(error.params["detail"].contains("gateway.mode"), "{error:?}");
    assert_eq!(gateway.state().await, GatewayState::Stopped);
}
