//! A running gateway, and a turn through it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use super::OpenClaw;
use crate::child::{Child, Environment, Finished, Output, command};
use crate::processes::{self, Process};
use crate::{http, wait};

/// How long a gateway may take to answer on a busy machine (20 s on an idle one).
const START: Duration = Duration::from_secs(240);
/// How long one may take to end.
const END: Duration = Duration::from_secs(20);

/// A gateway; it stops when dropped.
#[derive(Debug)]
pub struct Gateway {
    child: Child,
}

/// What a gateway says that did not get the processor for the 5 s that it gives itself (2026.9.6):
/// on a busy machine it is started again.
const STARVED: &str = "heartbeat did not become ready";
/// How often it is started at most.
const STARTS: usize = 3;

impl Gateway {
    /// Starts the gateway of the home in `environment`, whose config names `port`, and waits
    /// until it answers. What it prints goes into `log`.
    ///
    /// # Errors
    /// With its last words when it does not answer.
    pub fn start(
        openclaw: &OpenClaw,
        environment: &Environment,
        port: u16,
        log: &Path,
    ) -> Result<Self> {
        for _ in 1..STARTS {
            match Self::start_once(openclaw, environment, port, log) {
                Err(error) if format!("{error:#}").contains(STARVED) => {}
                started => return started,
            }
        }
        Self::start_once(openclaw, environment, port, log)
    }

    fn start_once(
        openclaw: &OpenClaw,
        environment: &Environment,
        port: u16,
        log: &Path,
    ) -> Result<Self> {
        let mut command = command(openclaw.node(), environment);
        command.arg(openclaw.program()).args(["gateway", "run"]);
        let child = Child::start("the gateway", &mut command, log, Output::Logged)?;
        let mut gateway = Self { child };
        let answers = || gateway.child.ended().is_some() || is_healthy(port);
        wait::until(START, "the gateway's answer", answers).with_context(|| gateway.child.log())?;
        match gateway.child.ended() {
            None => Ok(gateway),
            Some(status) => {
                anyhow::bail!("the gateway ended ({status}):\n{}", gateway.child.log())
            }
        }
    }

    /// What it has printed so far.
    pub fn log(&self) -> String {
        self.child.log()
    }

    /// Stops it, to look at what it leaves.
    pub fn stop(mut self) {
        self.end();
    }

    /// Stops it and keeps its log.
    pub(crate) fn end(&mut self) {
        self.child.stop();
    }
}

/// Whether a gateway says on `port` that it is there.
pub fn is_healthy(port: u16) -> bool {
    http::status_of(&format!("http://127.0.0.1:{port}/healthz")) == Some(200)
}

/// Ends the gateways of a user whose home folder is `home`, whoever started them: one that Chela
/// starts outlives it.
pub fn end_gateways(home: &Path) {
    let variable = format!("HOME={}", home.display()).into_bytes();
    let is_its = |process: &Process| {
        let environment = fs::read(format!("/proc/{}/environ", process.id)).unwrap_or_default();
        // `openclaw-gateway`; where another process waits for it, `openclaw` (2026.5.7).
        process.name.starts_with("openclaw")
            && environment.split(|byte| *byte == 0).any(|pair| pair == variable)
    };
    for gateway in processes::all().into_iter().filter(is_its) {
        gateway.end();
        let _ = wait::until(END, "the gateway's end", || !gateway.lives());
        gateway.kill();
    }
}

/// What came of a turn.
#[derive(Debug)]
pub struct Turn {
    /// Whether `openclaw agent` ended well.
    pub ok: bool,
    /// What the agent said.
    pub reply: String,
    /// Everything that `openclaw agent --json` printed.
    pub printed: Finished,
}

/// Sends a message to an agent through the running gateway: `openclaw agent --json`.
///
/// # Errors
/// When the command cannot be run; not when the turn fails.
pub fn send_turn(
    openclaw: &OpenClaw,
    environment: &Environment,
    agent: &str,
    message: &str,
) -> Result<Turn> {
    let arguments = ["agent", "--agent", agent, "--message", message, "--json"];
    let printed = openclaw.run(environment, &arguments)?;
    let answer = printed.json().unwrap_or(Value::Null);
    let texts = answer["result"]["payloads"].as_array().map(Vec::as_slice).unwrap_or_default();
    let reply: Vec<_> = texts.iter().filter_map(|payload| payload["text"].as_str()).collect();
    Ok(Turn { ok: printed.code == Some(0), reply: reply.join("\n"), printed })
}
