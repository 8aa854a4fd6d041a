//! What came of the faults in one operation, counted.

use std::fmt;

/// Counts of one operation.
#[derive(Debug, Default, Clone)]
pub struct Counts {
    /// Its name.
    pub(super) name: &'static str,
    /// At how many different calls a fault can be made.
    pub(super) points: usize,
    /// How often Chela was killed.
    pub(super) kills: usize,
    /// How often a call failed.
    pub(super) errors: usize,
    /// How often the drawn call did not come: threads take turns.
    pub(super) missed: usize,
    /// How often the machine was too busy for the steps after the fault.
    pub(super) starved: usize,
    /// How often the state before was found afterwards.
    pub(super) old: usize,
    /// How often the one that was asked for.
    pub(super) new: usize,
    /// How often Chela finished, by itself, what an error had hindered.
    pub(super) borne: usize,
    /// How often something was left that was finished then.
    pub(super) finished: usize,
    /// How often something was left that was taken back then.
    pub(super) taken_back: usize,
    /// How often what was left could only be taken back.
    pub(super) unfinishable: usize,
    /// How often what was found was not as it should be.
    pub failures: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settled = self.finished + self.taken_back;
        write!(
            f,
            "{}: {} kills, {} I/O errors at {} calls: {} old, {} new ({} in spite of the error), {} \
             settled ({} finished, {} taken back, of these {} could not be finished)",
            self.name,
            self.kills,
            self.errors,
            self.points,
            self.old,
            self.new,
            self.borne,
            settled,
            self.finished,
            self.taken_back,
            self.unfinishable,
        )?;
        if self.missed > 0 {
            write!(f, "; {} drawn calls did not come", self.missed)?;
        }
        if self.starved > 0 {
            write!(f, "; {} given up, the machine being too busy", self.starved)?;
        }
        match self.failures {
            0 => Ok(()),
            count => write!(f, "; {count} NOT AS IT SHOULD BE"),
        }
    }
}
