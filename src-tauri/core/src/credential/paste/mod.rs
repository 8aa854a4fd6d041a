//! The paste reader: which credential is in the text that a person copied?
//!
//! A terminal wraps the 108 characters of a token over several lines, a chat window adds
//! quotes, a screen its colours and borders, an input field swallows the line ends. [`read`]
//! finds the credential in all of that, says what it is, and refuses what cannot work with a
//! reason. It is a pure function: no clipboard, no network, and no guess that it hides.
//!
//! # How the end of a wrapped token is found
//! The alphabet of a token (`A–Z a–z 0–9 _ -`) is also that of words, so the text alone does
//! not say where a token ends. Four rules, the strongest first:
//!
//! 1. **Length.** Setup-tokens and API keys have 108 characters ([`USUAL_LENGTH`]). Lines that
//!    could be one wrapped token, and end with the 108th character, are one. Unless it ends in
//!    `AA`, as Anthropic's do, words must not have brought it there: a sentence is left out, and
//!    of what only might be words the reader says so.
//! 2. **Ending.** A token that runs on past its 108th character is cut there when it ends in
//!    `AA`, when prose follows on its line, or when no more than a word's length runs on: then
//!    the next word is glued.
//! 3. **Geometry.** A terminal fills every line but the last: the lines between the first and
//!    the last are equally long or end in the same column, and the last is no longer.
//! 4. **Prose.** A line that could be a word, or on which other words follow, belongs to a token
//!    only by rule 1.
//!
//! What has fewer characters is said to be cut short; from [`SHORTEST`] on it is usable with a
//! warning. Two different whole credentials in one text are refused as ambiguous: choosing one
//! could bill the wrong account.
//!
//! A border drawn with characters, a blank line, or a mark such as a quote ends a credential
//! too; over blank lines or spaces it goes on only by rule 1.
//!
//! The parts: `clean` (with `written`) removes what a screen adds, `margins` blanks what a listing
//! puts around each line, `runs` finds the words and how they may hang
//! together, `extent` applies the rules above, `kind` names what was found.

mod clean;
mod extent;
mod kind;
mod margins;
mod runs;
#[cfg(test)]
mod tests;
mod written;

use chela_vault::Secret;
use zeroize::Zeroizing;

use self::extent::End;
use self::kind::{Family, Surroundings};
use self::runs::Piece;
use crate::text::say;
use crate::view::{CredentialKind, Notice, Pasted, PastedKind};
use crate::{Code, Error, Result};

/// The length of Anthropic's setup-tokens and API keys, in characters.
pub const USUAL_LENGTH: usize = 108;

/// From this length on OpenClaw accepts a setup-token (2026.9.6,
/// `ANTHROPIC_SETUP_TOKEN_MIN_LENGTH`).
pub const SHORTEST: usize = 80;

/// So many characters tell what a credential is.
const BEGINNING: usize = 16;

/// No credential is longer: what is, is something else that begins like one.
const LONGEST: usize = 256;

/// The largest text that is read, in bytes.
pub const LARGEST_TEXT: usize = 1024 * 1024;

/// What a pasted text turned out to hold.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What it is.
    pub kind: PastedKind,
    /// The credential, when Chela can sign in with it.
    pub secret: Option<Secret>,
    /// Its characters.
    pub length: usize,
    /// Its masked ends.
    pub masked: Option<String>,
    /// Whether it looks cut short: it has too few characters, or its last ones look foreign.
    pub cut_short: bool,
    /// Why it cannot be used. There is either a secret or a refusal.
    pub refusal: Option<Error>,
    /// What to know about a usable one.
    pub warning: Option<Notice>,
}

impl Reading {
    /// The credential and its kind.
    ///
    /// # Errors
    /// The refusal.
    pub fn credential(self) -> Result<(CredentialKind, Secret)> {
        let kind = match self.kind {
            PastedKind::ApiKey => CredentialKind::ApiKey,
            _ => CredentialKind::SetupToken,
        };
        match self.secret {
            Some(secret) => Ok((kind, secret)),
            None => Err(self.refusal.unwrap_or_else(|| Error::new(Code::NothingPasted))),
        }
    }

    /// What a front end is told: everything but the secret.
    pub fn view(&self) -> Pasted {
        Pasted {
            kind: self.kind,
            usable: self.secret.is_some(),
            length: u32::try_from(self.length).unwrap_or(u32::MAX),
            masked: self.masked.clone(),
            cut_short: self.cut_short,
            notice: self.refusal.as_ref().map(Notice::from).or_else(|| self.warning.clone()),
        }
    }

    fn refused(kind: PastedKind, refusal: Error) -> Self {
        Self {
            kind,
            secret: None,
            length: 0,
            masked: None,
            cut_short: false,
            refusal: Some(refusal),
            warning: None,
        }
    }
}

/// Finds the credential in `text`. Takes time in proportion to the text, whatever it holds.
pub fn read(text: &str) -> Reading {
    if text.len() > LARGEST_TEXT {
        let error = Error::new(Code::PasteTooLong)
            .with("size", megabytes(text.len()))
            .with("limit", megabytes(LARGEST_TEXT));
        return Reading::refused(PastedKind::Nothing, error);
    }
    let mut clean = clean::clean(text);
    margins::blank(&mut clean);
    let found = find(&clean);
    choose(&found).unwrap_or_else(|| without_candidate(&clean))
}

/// What a credential is, told by how it begins; `None` for what is none of Anthropic's.
pub fn kind_of(credential: &str) -> Option<PastedKind> {
    Surroundings::of(&[]).family(credential, &[]).map(Family::pasted_kind)
}

/// A credential of Anthropic's, or the beginning of one.
struct Candidate {
    family: Family,
    text: Zeroizing<String>,
    end: End,
}

impl Candidate {
    fn length(&self) -> usize {
        self.text.len()
    }

    fn usable(&self) -> bool {
        self.family.signs_in() && (SHORTEST..=LONGEST).contains(&self.length())
    }

    fn whole(&self) -> bool {
        self.usable() && !self.cut_short()
    }

    fn cut_short(&self) -> bool {
        self.length() < USUAL_LENGTH || self.end == End::Joined
    }
}

fn find(clean: &[char]) -> Vec<Candidate> {
    let words = runs::Runs::of(clean);
    let surroundings = Surroundings::of(clean);
    let starts = words.starts(kind::ANTHROPIC);
    let mut found = Vec::new();
    for (index, &start) in starts.iter().enumerate() {
        let pieces = words.pieces(start, starts.get(index + 1).copied(), LONGEST + 1);
        let before = &clean[..words.position(start)];
        let beginning = taken(&pieces, BEGINNING);
        let Some(family) = surroundings.family(&beginning, before) else { continue };
        let extent = extent::extent(&pieces, USUAL_LENGTH, family.signs_in());
        let whole = taken(&pieces, extent.length);
        // Joining lines can bring another beginning about: there this one has ended.
        let next = whole.get(1..).and_then(|rest| rest.find(kind::ANTHROPIC));
        let text = taken(&pieces, next.map_or(extent.length, |at| at + 1));
        // A word on the next line makes no credential of a mere prefix.
        if text.len() > kind::ANTHROPIC.len() {
            found.push(Candidate { family, text, end: extent.end });
        }
    }
    found
}

/// The first `length` characters.
fn taken(pieces: &[Piece<'_>], length: usize) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(length));
    text.extend(pieces.iter().flat_map(|piece| piece.chars).take(length));
    text
}

/// The one credential among those that were found; `None` when there is none at all.
fn choose(found: &[Candidate]) -> Option<Reading> {
    for suits in [Candidate::whole, Candidate::usable] {
        let mut suitable = found.iter().filter(|candidate| suits(candidate));
        let Some(first) = suitable.next() else { continue };
        return Some(match suitable.try_fold(first, fuller) {
            Some(one) => accepted(one),
            None => {
                let refusal = Error::new(Code::PasteAmbiguous);
                Reading::refused(first.family.pasted_kind(), refusal)
            }
        });
    }
    found.first().map(rejected)
}

/// Of two copies of the same credential the longer one, unless text was glued to it; `None` for
/// two different ones.
fn fuller<'a>(one: &'a Candidate, other: &'a Candidate) -> Option<&'a Candidate> {
    let (short, long) = if one.length() > other.length() { (other, one) } else { (one, other) };
    if !long.text.starts_with(short.text.as_str()) {
        return None;
    }
    Some(if long.length() <= USUAL_LENGTH || short.text == long.text { long } else { short })
}

fn accepted(candidate: &Candidate) -> Reading {
    let secret = Secret::new(candidate.text.to_string());
    let length = candidate.length();
    let warning = if length < USUAL_LENGTH {
        Some("short")
    } else if length > USUAL_LENGTH {
        Some("long")
    } else {
        match candidate.end {
            End::Plain => None,
            End::Glued => Some("glued"),
            End::Joined => Some("joined"),
        }
    };
    Reading {
        kind: candidate.family.pasted_kind(),
        masked: Some(secret.masked()),
        length,
        cut_short: candidate.cut_short(),
        secret: Some(secret),
        refusal: None,
        warning: warning.map(|name| {
            let what = candidate.family.words();
            let params: [(&str, &dyn ToString); 3] =
                [("what", &what), ("length", &length), ("usual", &USUAL_LENGTH)];
            Notice {
                code: format!("credential-{name}"),
                message: say(&format!("paste.{name}.message"), &params),
                hint: say(&format!("paste.{name}.hint"), &params),
            }
        }),
    }
}

fn rejected(candidate: &Candidate) -> Reading {
    let (length, family) = (candidate.length(), candidate.family);
    let cut_short = family.signs_in() && length < SHORTEST;
    let params: [(&str, &dyn ToString); 3] =
        [("what", &family.words()), ("length", &length), ("usual", &USUAL_LENGTH)];
    let (found, advice) = if cut_short {
        (say("paste.found.cut", &params), say("paste.advice.cut", &params))
    } else if family.signs_in() {
        (say("paste.found.overlong", &params), say("paste.advice.overlong", &params))
    } else {
        (family.words(), family.advice())
    };
    let refusal = Error::new(Code::CredentialRefused).with("found", found).with("advice", advice);
    Reading {
        length,
        masked: Some(Secret::new(candidate.text.to_string()).masked()),
        cut_short,
        ..Reading::refused(family.pasted_kind(), refusal)
    }
}

/// What else it could be, when nothing begins like a credential of Anthropic's.
fn without_candidate(clean: &[char]) -> Reading {
    let refuse = |kind, found: String, advice: String| {
        let refusal =
            Error::new(Code::CredentialRefused).with("found", found).with("advice", advice);
        Reading::refused(kind, refusal)
    };
    if let Some((vendor, length)) = kind::other_vendor(clean) {
        let found = say("paste.found.vendor", &[("vendor", &vendor)]);
        let advice = say("paste.advice.vendor", &[]);
        return Reading { length, ..refuse(PastedKind::OtherVendor, found, advice) };
    }
    if let Some(length) = kind::authorization_code(clean) {
        let (found, advice) = (say("paste.found.code", &[]), say("paste.advice.code", &[]));
        return Reading { length, ..refuse(PastedKind::AuthorizationCode, found, advice) };
    }
    Reading::refused(PastedKind::Nothing, Error::new(Code::NothingPasted))
}

/// A size for people, in megabytes with one decimal.
fn megabytes(bytes: usize) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
