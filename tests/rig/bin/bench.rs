//! `chela-bench`: how long the two things take that a user or the gateway waits for, as whole
//! processes, against a real Secret Service and a real config. Run by `./dev bench`.
//!
//! Exit codes: 0 both are within their limits, 1 one is not or could not be measured.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use chela_rig::child::{self, Environment};
use chela_rig::openclaw::{config, write_config};
use chela_rig::ports::Lease;
use chela_rig::{Context, OpenClaw, Result, Session, StandIn, credential, ensure, programs};

/// How often each is measured.
const RUNS: usize = 101;
/// Connecting, which comes before, takes this long at most.
const PREPARATION: Duration = Duration::from_secs(240);

fn main() -> ExitCode {
    match measured() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("The benchmark failed: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Measures both. Whether both are within their limits.
fn measured() -> Result<bool> {
    let openclaw = OpenClaw::find()?;
    let mut session = Session::headless()?;
    session.path_first(&openclaw.bin_folder(session.root())?);
    let standin = StandIn::start()?;
    let port = Lease::new()?;
    let environment = session.environment();
    let own_log = session.log("openclaw");
    write_config(environment, &config(port.port(), &standin.base_url(), &own_log))?;
    let key = credential::api_key();
    let mut connect = child::command(programs::chela()?, environment);
    connect.args(["connect", "--api-key", "--no-check", "--json"]);
    let connected = child::run(&mut connect, &key, PREPARATION)?.success()?.json()?;
    let id = connected["keychainId"].as_str().context("no keychain entry was named")?;

    let question = format!(r#"{{"protocolVersion":1,"provider":"chela","ids":["{id}"]}}"#);
    let resolver = median(|_| {
        let asked = timed(programs::resolver()?, &[], environment, &question)?;
        ensure!(
            asked.stdout.contains(&key),
            "the resolver answered {}",
            asked.stdout.replace(&key, "…")
        );
        Ok(asked.took)
    })?;
    let switch = median(|round| {
        let model = ["anthropic/claude-sonnet-4-6", "anthropic/claude-opus-4-6"][round % 2];
        let arguments = ["model", "set", model];
        Ok(timed(programs::chela()?, &arguments, environment, "")?.took)
    })?;
    Ok(report("chela-resolver, one secret", resolver, 15) & report("chela model set", switch, 50))
}

struct Timed {
    took: Duration,
    stdout: String,
}

/// Runs a program to its end, from its start to the last byte that it prints.
fn timed(
    program: PathBuf,
    arguments: &[&str],
    environment: &Environment,
    input: &str,
) -> Result<Timed> {
    let start = Instant::now();
    let mut process = Command::new(&program)
        .args(arguments)
        .env_clear()
        .envs(environment)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = process.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = process.wait_with_output()?;
    let took = start.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{} failed: {said}", program.display());
    Ok(Timed { took, stdout: String::from_utf8_lossy(&output.stdout).into_owned() })
}

fn median(mut run: impl FnMut(usize) -> Result<Duration>) -> Result<Duration> {
    let mut all = (0..RUNS).map(&mut run).collect::<Result<Vec<_>>>()?;
    all.sort();
    Ok(all[RUNS / 2])
}

/// Says the median and whether it is below the limit.
fn report(what: &str, median: Duration, limit: u64) -> bool {
    let good = median < Duration::from_millis(limit);
    let verdict = if good { "ok" } else { "TOO SLOW" };
    let median = median.as_secs_f64() * 1000.0;
    say(&format!("{what}: {median:.1} ms (median of {RUNS} runs; limit {limit} ms) {verdict}"));
    good
}

/// Says a line. Nobody listens any more when stdout is closed, which is no failure.
fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}
