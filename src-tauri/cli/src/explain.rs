//! `doctor --explain`: what an error message on standard input is about.

use std::io::{self, Read};

use chela_core::Result;
use chela_core::setup::{self, Context, Depth};
use chela_core::text::say;
use chela_core::{Code, Error};
use zeroize::Zeroizing;

use crate::act::answer;
use crate::doctor;
use crate::output::Answer;
use crate::waiting::wait;

/// More than this is not read (bytes).
const LARGEST: u64 = 1024 * 1024;

/// Names the message, with the finding that goes with it. The message is not repeated: it may
/// hold a secret.
///
/// # Errors
/// `io` when nothing can be read.
pub(crate) fn explain(context: &Context, depth: Depth) -> Result<Answer> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(16 * 1024));
    io::stdin().lock().take(LARGEST).read_to_end(&mut bytes).map_err(|error| {
        Error::new(Code::Io)
            .with("path", say("program.standard-input", &[]))
            .with("action", say("program.action.read", &[]))
            .with("detail", error)
    })?;
    let text = Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
    let known = wait(setup::recognise(context, &text, depth))?;
    let mut out = format!("{}\n{}\n", known.title, known.meaning);
    if let Some(finding) = &known.finding {
        out += &format!("\n{}", doctor::render_finding(finding));
    }
    answer(out, &known)
}
