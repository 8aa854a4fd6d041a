//! The operations that faults are made in. To add one: a line in [`all`].

use anyhow::{Context, Result};
use serde_json::json;

use super::calls::{Call, Fault, faulty};
use super::home::{Home, PROFILE};
use crate::openclaw::VERSION;
use crate::programs;

/// The older dialect, which keeps profiles in a file that Chela may edit.
const OLDER: &str = "2026.5.7";

/// One operation, from the state in which it begins.
#[derive(Clone, Copy)]
pub struct Operation {
    /// Its name in reports.
    pub name: &'static str,
    /// For which OpenClaw.
    pub(super) version: &'static str,
    /// The arguments of `chela`.
    pub(super) arguments: &'static [&'static str],
    /// Which of the secrets it gets on stdin.
    pub(super) input: Option<usize>,
    /// Makes the state in which it begins.
    pub(super) prepare: fn(&Home) -> Result<()>,
    /// Whether OpenClaw's own store may hold a secret before or after it.
    pub(super) plaintext: bool,
    /// What it settles, when it is about an interrupted operation: its arguments.
    pub(super) settles: Option<&'static [&'static str]>,
    /// Whether there is no way back from its last step on.
    pub(super) ends_without_return: bool,
    /// What does its first half alone, where it is two operations, one after the other. Secrets may
    /// stand anywhere until the second one is done.
    pub(super) first_half: Option<&'static [&'static str]>,
}

impl Operation {
    /// Whether the state of before is what it is for.
    pub(super) fn takes_back(&self) -> bool {
        self.arguments.contains(&"--take-back")
    }
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const CONNECT: &[&str] = &[
    "connect",
    "--setup-token",
    "--no-check",
    "--model",
    "anthropic/claude-sonnet-4-6",
    "--agent",
    "main",
];

const PLAIN: Operation = Operation {
    name: "",
    version: VERSION,
    arguments: &[],
    input: None,
    prepare: |_| Ok(()),
    plaintext: false,
    settles: None,
    ends_without_return: false,
    first_half: None,
};

/// All of them.
pub fn all() -> Vec<Operation> {
    vec![
        Operation { name: "connect", arguments: CONNECT, input: Some(0), ..PLAIN },
        Operation {
            name: "connect anew",
            arguments: CONNECT,
            input: Some(1),
            prepare: connected,
            ..PLAIN
        },
        Operation {
            name: "disconnect",
            arguments: &["disconnect", "--profile", PROFILE],
            prepare: connected,
            ..PLAIN
        },
        Operation {
            name: "order",
            arguments: &["profiles", "order", "--agent", "main", "anthropic:other", PROFILE],
            prepare: connected_twice,
            ..PLAIN
        },
        Operation {
            name: "first",
            arguments: &["profiles", "first", "anthropic:other", "--agent", "main"],
            prepare: connected_twice,
            ..PLAIN
        },
        Operation {
            name: "give",
            arguments: &["profiles", "give", PROFILE, "--agent", "work"],
            prepare: connected,
            ..PLAIN
        },
        Operation {
            name: "rotate",
            arguments: &["rotate", PROFILE],
            input: Some(1),
            prepare: connected_alike,
            ..PLAIN
        },
        Operation {
            name: "model",
            arguments: &["model", "set", "anthropic/claude-sonnet-4-6"],
            ..PLAIN
        },
        Operation {
            name: "fallbacks",
            arguments: &["model", "fallbacks", "add", "anthropic/claude-haiku-4-5"],
            ..PLAIN
        },
        Operation { name: "cache", arguments: &["cache", "set", "long"], ..PLAIN },
        Operation {
            name: "undo",
            arguments: &["undo", "latest"],
            prepare: |home| home.does(&["model", "set", "anthropic/claude-sonnet-4-6"], None),
            ..PLAIN
        },
        Operation {
            name: "undo a connect",
            arguments: &["undo", "latest"],
            prepare: connected,
            ..PLAIN
        },
        Operation {
            name: "undo a disconnect",
            arguments: &["undo", "latest"],
            prepare: |home| {
                connected(home)?;
                home.does(&["disconnect", "--profile", PROFILE], None)
            },
            ..PLAIN
        },
        Operation {
            name: "move to keychain",
            version: OLDER,
            arguments: &["move-to-keychain", "--profile", PROFILE],
            prepare: kept_in_plaintext,
            plaintext: true,
            ..PLAIN
        },
        Operation {
            name: "adopt",
            arguments: &["adopt", "--everywhere"],
            prepare: plaintext_everywhere,
            first_half: Some(&["adopt", "--keep"]),
            ..PLAIN
        },
        Operation {
            name: "comments",
            arguments: &["comments", "--put-back"],
            prepare: without_comments,
            ..PLAIN
        },
        Operation {
            name: "repair",
            arguments: &["doctor", "--fix", "profile-without-credential", "--no-anthropic"],
            prepare: |home| home.write(&named_only()),
            ..PLAIN
        },
        Operation { name: "adopt settings", arguments: &["adopt", "setting", "--all"], ..PLAIN },
        Operation {
            name: "undo of adopted settings",
            arguments: &["undo", "latest"],
            prepare: |home| home.does(&["adopt", "setting", "--all"], None),
            ..PLAIN
        },
        Operation {
            name: "leave: hand back",
            arguments: &["leave", "--hand-back", "--accept-plaintext"],
            prepare: connected,
            plaintext: true,
            ends_without_return: true,
            ..PLAIN
        },
        Operation {
            name: "leave: sign out",
            arguments: &["leave", "--sign-out"],
            prepare: connected,
            ends_without_return: true,
            ..PLAIN
        },
        Operation {
            name: "settle: finish",
            arguments: &["settle", "--finish"],
            prepare: |home| interrupted(home, CONNECT, 0, "bound"),
            settles: Some(CONNECT),
            input: Some(0),
            ..PLAIN
        },
        Operation {
            name: "settle: take back",
            arguments: &["settle", "--take-back"],
            prepare: |home| interrupted(home, CONNECT, 0, "bound"),
            settles: Some(CONNECT),
            input: Some(0),
            ..PLAIN
        },
    ]
}

/// A hand-written config of two agents, as the version reads it.
pub(super) fn config(version: &str) -> String {
    let agents = match version {
        VERSION => "ownership: 'explicit', entries: { main: {}, /* for the office */ work: {}, },",
        _ => "list: [{ id: 'main', default: true }, /* for the office */ { id: 'work' }],",
    };
    format!(
        "// my claw, do not touch\n\
         {{\n\
         \t/* the gateway */ gateway: {{ mode: 'local', port: 18789, bind: 'loopback',\n\
         \t\tauth: {{ mode: 'token', token: 'for-the-gateway-only' }}, }},\n\
         \n\
         \t'agents': {{\n\
         \t\tdefaults: {{\n\
         \t\t\t// opus for work\n\
         \t\t\tmodel: {{ primary: 'anthropic/claude-opus-4-6', }}, // not sonnet\n\
         \t\t}}, /* six agents\n\
         \t\t   to come */\n\
         \t\t{agents}\n\
         \t}},\n\
         \t// the end\n\
         }}\n\
         // after the end\n"
    )
}

fn connected(home: &Home) -> Result<()> {
    home.does(CONNECT, Some(0))
}

fn connected_twice(home: &Home) -> Result<()> {
    connected(home)?;
    home.does(&[CONNECT, &["--profile", "other"]].concat(), Some(1))?;
    // The new one came first.
    home.does(&["profiles", "order", "--agent", "main", PROFILE, "anthropic:other"], None)
}

/// Two profiles with the same secret.
fn connected_alike(home: &Home) -> Result<()> {
    connected(home)?;
    home.does(&[CONNECT, &["--profile", "other"]].concat(), Some(0))
}

/// What OpenClaw makes of a config that Chela has seen.
fn without_comments(home: &Home) -> Result<()> {
    home.does(&["status"], None)?;
    home.openclaw(&["config", "set", "gateway.port", "18790"], None)?;
    home.does(&["status"], None)
}

/// A config that names a sign-in which no agent has.
fn named_only() -> String {
    let named =
        "auth: { profiles: { 'anthropic:old': { provider: 'anthropic', mode: 'token' } } },";
    config(VERSION).replace("\t// the end", &format!("\t{named}\n\t// the end"))
}

/// What 2026.5.7 itself wrote when a token was pasted.
fn kept_in_plaintext(home: &Home) -> Result<()> {
    let file = home.file(".openclaw/agents/main/agent/auth-profiles.json");
    std::fs::create_dir_all(file.parent().context("no folder")?)?;
    let profile = json!({ "type": "token", "provider": "anthropic", "token": home.secrets[0] });
    let store = json!({ "version": 1, "profiles": { PROFILE: profile } });
    Ok(std::fs::write(file, store.to_string())?)
}

/// A token in the config, in a comment, in a `.env` file and in a copy of the config.
fn plaintext_everywhere(home: &Home) -> Result<()> {
    let token = &home.secrets[0];
    let settings = format!(
        "models: {{ providers: {{ anthropic: {{ baseUrl: '{}', models: [] }} }} }},\n\
         \tenv: {{ vars: {{ ANTHROPIC_OAUTH_TOKEN: '{token}' }} }}, // the office's\n",
        home.standin.base_url()
    );
    let text = config(VERSION).replace("\t// the end", &format!("\t{settings}\t// the end"));
    home.write(&text)?;
    std::fs::write(home.file(".openclaw/openclaw.json.bak"), &text)?;
    let variables = format!("A=1\nANTHROPIC_OAUTH_TOKEN={token}\n");
    Ok(std::fs::write(home.file(".openclaw/.env"), variables)?)
}

/// An operation that was killed when its journal had just named `step`.
fn interrupted(home: &Home, arguments: &[&str], input: usize, step: &str) -> Result<()> {
    let before = home.snapshot()?;
    for nth in 1.. {
        home.restore(&before)?;
        let call = Call { name: "fdatasync".to_owned(), nth };
        let environment = home.session.environment();
        let mut killed = faulty(&programs::chela()?, environment, &call, Fault::Kill);
        killed.args(arguments).arg("--json");
        let finished = home.run(killed, Some(input))?;
        anyhow::ensure!(finished.code.is_none(), "it was not killed at {step}: {finished}");
        if home.journal().is_some_and(|journal| journal.contains(step)) {
            return Ok(());
        }
    }
    Ok(())
}
