//! `chela-faults [--double|--real] [RUNS [SEED [NAME…]]]`: kills and I/O errors in each operation, and
//! five writers of one config, or only what is named (`writers`, and the operations by theirs); with
//! the double of OpenClaw for volume and, fewer, with the real one, or with one of them alone. Run by
//! `./dev faults`.
//!
//! Exit codes: 0 all is as it should be, 1 something is not, or could not be tried.

use std::io::{Write, stdout};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use chela_rig::faults::{self, Operation, Plan};
use chela_rig::{Result, together};

/// How often each operation is killed, and how often a call of it fails, unless it is said.
const RUNS: usize = 500;
/// The most of either with the real OpenClaw.
const REAL: usize = 10;
/// How many changes five writers make at the same time.
const CHANGES: usize = 1000;
/// By which the five writers are called.
const WRITERS: &str = "writers";
/// How many operations at a time: each keeps one core busy.
const AT_A_TIME: usize = 2;

fn main() -> ExitCode {
    match all_faults() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("The faults could not be made: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn all_faults() -> Result<bool> {
    faults::is_possible()?;
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let mut arguments = words.into_iter();
    let runs = arguments.next().map_or(Ok(RUNS), |runs| runs.parse())?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let seed = arguments.next().map_or(Ok(now), |seed| seed.parse())?;
    let names: Vec<String> = arguments.collect();
    let wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    say(&format!("The seed is {seed}."));
    let mut operations = faults::all();
    operations.retain(|one| wanted(one.name));
    let mut well = true;
    for real in [false, true] {
        if flags.iter().any(|flag| flag == if real { "--double" } else { "--real" }) {
            continue;
        }
        say(if real { "With the real OpenClaw:" } else { "With the double of OpenClaw:" });
        if wanted(WRITERS) {
            let tally = together::write(CHANGES.min(runs * 2), real)?;
            say(&tally.to_string());
            // The real one does not show whom it overruns.
            well &= real || tally.lost.is_empty();
        }
        let most = if real { REAL.min(runs) } else { runs };
        well &= each(&operations, Plan { kills: most, errors: most, seed, real })?;
    }
    Ok(well)
}

/// Makes faults in all operations, some at a time. Whether all was as it should be.
fn each(operations: &[Operation], plan: Plan) -> Result<bool> {
    let left = Mutex::new(operations.iter());
    let work = || -> Result<bool> {
        let mut well = true;
        loop {
            let next = left.lock().ok().and_then(|mut left| left.next().copied());
            let Some(operation) = next else { return Ok(well) };
            let counts = faults::make(operation, plan, &say)?;
            say(&counts.to_string());
            well &= counts.failures == 0;
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_A_TIME).map(|_| scope.spawn(work)).collect();
        let mut well = true;
        for worker in workers {
            well &= worker.join().unwrap_or(Ok(false))?;
        }
        Ok(well)
    })
}

/// Says a line. Nobody listens any more when stdout is closed, which is no failure.
fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}
