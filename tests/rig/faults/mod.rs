//! Faults at every step: each operation of the program `chela` is killed, or one of its system calls
//! fails, at a random point, on the real file system and with a real keyring; and what it leaves is
//! looked at. `strace` does both on the program as it is shipped.
//!
//! What must hold afterwards: the config is the old or the new one byte for byte; no secret stands
//! outside the keychain; what is interrupted is named, and can be finished or taken back, to exactly
//! the new or the old state, keychain included; no temporary file stays; and the operation can be
//! done anew.

mod calls;
mod chance;
mod counts;
mod home;
mod operations;
mod state;

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::child::Finished;
use crate::{OpenClaw, programs};
use calls::{Call, Fault, faulty, meant, traced};
use chance::Chance;
pub use counts::Counts;
use home::{Home, error_of};
pub use operations::{Operation, all};
use state::{Snapshot, State};

/// How many faults are made in each operation, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How often it is killed.
    pub kills: usize,
    /// How often a call of it fails.
    pub errors: usize,
    /// What decides where.
    pub seed: u64,
    /// With the real OpenClaw instead of the double.
    pub real: bool,
}

/// How many faults are made with the same keyring. GNOME Keyring 42 has ended in the middle of such
/// runs, asked by clients that were killed or had not introduced themselves.
const IN_A_ROW: usize = 100;
/// What is said when the call was one of another thread that is neither on a file nor the bus, and
/// cannot fail so on a real system: of the loader, before there was a Chela, or Tokio's, which wakes
/// itself with an `eventfd`.
const NOT_MEANT: [&str; 2] = ["error while loading shared libraries", "failed to wake I/O driver"];
/// How often a call is drawn for a fault before it is given up that one comes.
const DRAWS: usize = 5;

/// What a step after the fault says on a machine that is too busy for it: the keychain was given
/// seconds, and a run tells nothing then.
const STARVED: [&str; 2] = ["keychain-timeout", "TIMEOUT"];

/// Makes faults in an operation and counts what came of them. What went wrong with one is said at
/// once, and counted.
///
/// # Errors
/// When the operation does not work without a fault.
pub fn make(operation: Operation, plan: Plan, say: &dyn Fn(&str)) -> Result<Counts> {
    let mut counts = Counts { name: operation.name, ..Counts::default() };
    let mut chance = Chance::new(plan.seed, operation.name);
    let numbers: Vec<usize> = (0..plan.kills + plan.errors).collect();
    for row in numbers.chunks(IN_A_ROW) {
        let field = Field::new(operation, plan.real).context(operation.name)?;
        counts.points = field.calls.len();
        for number in row {
            field.fault(*number, plan, &mut chance, &mut counts, say)?;
        }
    }
    Ok(counts)
}

/// An operation, ready to be done again and again.
struct Field {
    operation: Operation,
    home: Home,
    begin: Snapshot,
    old: State,
    /// Between its two halves, where it has two.
    between: Option<State>,
    new: State,
    calls: Vec<Call>,
}

impl Field {
    /// Prepares it, does it once without a fault, and notes its calls.
    fn new(operation: Operation, real: bool) -> Result<Self> {
        let version = operation.version;
        let home =
            Home::new(&operations::config(version), &["main", "work"], |session| match real {
                true => OpenClaw::of_version(version),
                false => OpenClaw::double(version, session.root()),
            })?;
        let mut between = None;
        let (old, new) = match operation.settles {
            None => {
                (operation.prepare)(&home)?;
                let (old, before) = (home.state()?, home.snapshot()?);
                if let Some(half) = operation.first_half {
                    home.does(half, operation.input)?;
                    between = Some(home.state()?);
                    home.restore(&before)?;
                }
                home.does(operation.arguments, operation.input)?;
                let new = home.state()?;
                home.restore(&before)?;
                (old, new)
            }
            Some(arguments) => {
                let (old, before) = (home.state()?, home.snapshot()?);
                home.does(arguments, operation.input)?;
                let new = home.state()?;
                home.restore(&before)?;
                (operation.prepare)(&home)?;
                (old, new)
            }
        };
        ensure!(old != new, "the operation changes nothing");
        comments_are_kept(&operations::config(version), &new.config)?;
        let begin = home.snapshot()?;
        let trace = home.session.log("trace");
        let mut once = traced(&programs::chela()?, home.session.environment(), &trace);
        once.args(operation.arguments).arg("--json");
        let done = home.run(once, operation.input)?;
        ensure!(error_of(&done)?.is_none(), "traced: {done}");
        let calls = meant(&std::fs::read_to_string(trace)?, &home.session.home());
        home.restore(&begin)?;
        Ok(Self { operation, home, begin, old, between, new, calls })
    }

    /// The fault of this number, counted.
    fn fault(
        &self,
        number: usize,
        plan: Plan,
        chance: &mut Chance,
        counts: &mut Counts,
        say: &dyn Fn(&str),
    ) -> Result<()> {
        let missed = counts.missed;
        let (call, fault, outcome) = loop {
            let (call, fault) = self.drawn(number < plan.kills, chance)?;
            let before = counts.missed;
            let outcome = self.once(&call, fault, number.is_multiple_of(2), counts);
            if counts.missed == before || counts.missed - missed == DRAWS {
                break (call, fault, outcome);
            }
        };
        let Err(error) = outcome else { return Ok(()) };
        let keyring = self.home.session.keyring()?;
        keyring.is_locked().with_context(|| format!("the keyring has ended: {}", keyring.log()))?;
        if STARVED.iter().any(|sign| format!("{error:#}").contains(sign)) {
            counts.starved += 1;
        } else {
            say(&format!("{}: {fault} at {call}: {error:#}", self.operation.name));
            counts.failures += 1;
        }
        Ok(())
    }

    /// A call by chance, and what happens at it.
    fn drawn(&self, kills: bool, chance: &mut Chance) -> Result<(Call, Fault)> {
        let fallible = || self.calls.iter().filter(|call| !call.errors().is_empty());
        let drawn = if kills {
            chance.pick(&self.calls).map(|call| (call.clone(), Fault::Kill))
        } else {
            chance.pick(&fallible().collect::<Vec<_>>()).and_then(|call| {
                let error = chance.pick(call.errors())?;
                Some(((*call).clone(), Fault::Error(error)))
            })
        };
        drawn.context("nothing can fail")
    }

    /// One fault, and a look at all that it leaves.
    fn once(&self, call: &Call, fault: Fault, finishes: bool, counts: &mut Counts) -> Result<()> {
        let (home, operation) = (&self.home, &self.operation);
        home.restore(&self.begin)?;
        let environment = home.session.environment();
        let mut program = faulty(&programs::chela()?, environment, call, fault);
        program.args(operation.arguments).arg("--json");
        let ended = home.run(program, operation.input)?;
        self.nothing_is_told(&ended)?;
        if NOT_MEANT.iter().any(|sign| ended.stderr.contains(sign)) {
            counts.missed += 1;
            return Ok(());
        }
        let failed = match (fault, ended.code) {
            (Fault::Kill, None) => {
                counts.kills += 1;
                true
            }
            (Fault::Kill, Some(_)) => {
                counts.missed += 1;
                return Ok(());
            }
            (Fault::Error(_), _) => {
                counts.errors += 1;
                error_of(&ended)?.is_some()
            }
        };

        let text = home.text()?;
        json5::from_str::<serde_json::Value>(&text).context("the config does not parse")?;
        let config = State::of(text.clone(), vec![], &home.entries()?).config;
        ensure!(
            self.states().any(|state| state.config == config),
            "the config is neither the old one nor the new one:\n{text}"
        );
        if self.between.is_none() {
            self.nothing_is_written()?;
        }
        if home.journal().is_some() {
            ensure!(failed, "it says that all is well, and left its journal: {ended}");
            self.settle(finishes, counts)?;
        }
        let now = home.state()?;
        if !failed {
            let wanted = if operation.takes_back() { &self.old } else { &self.new };
            ensure!(now == *wanted, "it says that all is well:\n{}", now.differences(wanted));
        }
        if tells_of_plaintext(&ended) {
            home.does(operation.arguments, operation.input)?;
        }
        self.can_be_done_anew(&now).with_context(|| format!("it had said: {ended}"))?;
        match now == self.new {
            true => counts.new += 1,
            false => counts.old += 1,
        }
        counts.borne += usize::from(!failed);
        Ok(())
    }

    /// What is left is named, and goes either way.
    fn settle(&self, finishes: bool, counts: &mut Counts) -> Result<()> {
        let notices = self.home.notices()?;
        ensure!(notices.iter().any(|code| code == "interrupted"), "not named: {notices:?}");
        let mut finishes = finishes;
        if finishes {
            let done = self.home.chela(&["settle", "--finish"], None)?;
            self.nothing_is_told(&done)?;
            match error_of(&done)?.as_deref() {
                None => counts.finished += 1,
                // There was no secret yet, and nobody can ask for it again.
                Some("cannot-finish") => {
                    counts.unfinishable += 1;
                    finishes = false;
                }
                Some(_) => bail!("it could not be finished: {done}"),
            }
        }
        if !finishes {
            self.home.does(&["settle", "--take-back"], None)?;
            counts.taken_back += 1;
        }
        ensure!(self.home.journal().is_none(), "the journal is still there");
        let now = self.home.state()?;
        let is_past = self.operation.ends_without_return && now == self.new;
        let wanted = if finishes || is_past { &self.new } else { &self.old };
        // One half was settled, and the other is done or not begun.
        let is_half = self.between.as_ref() == Some(&now);
        ensure!(
            is_half || now == *wanted,
            "settled (finish: {finishes}):\n{}",
            now.differences(wanted)
        );
        Ok(())
    }

    /// The state is one of the two, and from the old one the operation leads to the new one.
    fn can_be_done_anew(&self, now: &State) -> Result<()> {
        if *now == self.old || self.between.as_ref() == Some(now) {
            let arguments = self.operation.settles.unwrap_or(self.operation.arguments);
            let again = self.home.does(arguments, self.operation.input);
            again.context("it cannot be done anew")?;
            let now = self.home.state()?;
            ensure!(now == self.new, "done anew:\n{}", now.differences(&self.new));
        } else {
            ensure!(*now == self.new, "neither old nor new:\n{}", now.differences(&self.new));
            // The next start.
            self.home.notices()?;
        }
        let left = self.home.left_over()?;
        ensure!(left.is_empty(), "left over after the next start: {left:?}");
        self.nothing_is_written()
    }

    fn states(&self) -> impl Iterator<Item = &State> {
        [&self.old, &self.new].into_iter().chain(&self.between)
    }

    fn nothing_is_told(&self, ended: &Finished) -> Result<()> {
        let told = |secret: &String| ended.stdout.contains(secret) || ended.stderr.contains(secret);
        ensure!(!self.home.secrets.iter().any(told), "it printed a secret");
        Ok(())
    }

    fn nothing_is_written(&self) -> Result<()> {
        let found = self.home.files_with_secrets(self.operation.plaintext)?;
        ensure!(found.is_empty(), "a secret stands in {found:?}");
        Ok(())
    }
}

/// Whether it said of a file that a secret still stands in it. That is taken out when it is done anew.
fn tells_of_plaintext(ended: &Finished) -> bool {
    let said = ended.json().unwrap_or_default();
    said["left"].as_array().is_some_and(|left| !left.is_empty())
}

/// Whether every comment of a text stands in another one too.
fn comments_are_kept(before: &str, after: &str) -> Result<()> {
    for comment in before.lines().filter_map(comment_of) {
        ensure!(after.contains(comment), "the comment {comment:?} is lost");
    }
    Ok(())
}

/// What a line has of a comment.
fn comment_of(line: &str) -> Option<&str> {
    if let Some(at) = line.find("//") {
        return Some(&line[at..]);
    }
    let at = line.find("/*")?;
    let end = line.find("*/").map_or(line.len(), |end| end + "*/".len());
    Some(&line[at..end])
}

/// Whether `strace` is there and may do what is asked of it.
///
/// # Errors
/// With what to install.
pub fn is_possible() -> Result<()> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there = std::env::split_paths(&path).any(|folder| folder.join("strace").is_file());
    ensure!(there || Path::new("/usr/bin/strace").is_file(), "strace is missing: ./dev setup");
    Ok(())
}
