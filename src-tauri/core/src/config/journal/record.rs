//! A journal as it is read: as much of it as can be understood. A torn line, an unknown one, or
//! data that this version cannot read are no error; the operation is interrupted all the same.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::StepId;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// An operation begins.
    Begin { operation: String, about: Value, at_ms: u64 },
    /// A step is about to act.
    Step { number: usize, name: String, data: Value },
    /// A step has ended.
    End { number: usize, end: StepEnd },
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepEnd {
    /// It has acted.
    Done,
    /// What it did was taken back.
    PutBack,
}

/// What is known of an operation: `A` is what it was asked to do, `S` the data of its steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<A, S> {
    /// Its name; empty when even that was not written whole.
    pub operation: String,
    /// What it was asked to do, when that can be read.
    pub about: Option<A>,
    /// When it began (ms since 1970; 0 when not known).
    pub at_ms: u64,
    /// Its steps, in order. One without an end may or may not have acted.
    pub steps: Vec<Recorded<S>>,
    pub(super) next_number: usize,
}

/// A step that was about to act.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<S> {
    /// By which it is ended in a resumed journal.
    pub id: StepId,
    /// Its name.
    pub name: String,
    /// What is needed to take it back, when that can be read.
    pub data: Option<S>,
    /// How it ended, when it did.
    pub end: Option<StepEnd>,
}

impl<A: DeserializeOwned, S: DeserializeOwned> Record<A, S> {
    /// What a journal's text says.
    pub fn parse(text: &str) -> Self {
        let mut record = Self {
            operation: String::new(),
            about: None,
            at_ms: 0,
            steps: Vec::new(),
            next_number: 0,
        };
        for line in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            record.take(line);
        }
        record
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Begin { operation, about, at_ms } => {
                self.operation = operation;
                self.about = A::deserialize(about).ok();
                self.at_ms = at_ms;
            }
            Line::Step { number, name, data } => {
                let data = S::deserialize(data).ok();
                self.steps.push(Recorded { id: StepId(number), name, data, end: None });
                self.next_number = self.next_number.max(number.saturating_add(1));
            }
            Line::End { number, end } => {
                let step = self.steps.iter_mut().rfind(|step| step.id == StepId(number));
                if let Some(step) = step {
                    step.end = Some(end);
                }
            }
        }
    }
}
