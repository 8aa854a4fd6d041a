//! An input: a first line of choices, and a text. The choices stand in front so that a corpus can
//! be read and written by people.

use std::borrow::Cow;

/// Choices that an input makes: one byte each; without end, since those that are missing are 0.
pub(crate) struct Choices<'b>(&'b [u8]);

impl<'b> Choices<'b> {
    /// The choices of an input and its text: bytes that are no UTF-8 are replaced, as they are
    /// wherever Chela reads what may not be text.
    pub(crate) fn and_text(bytes: &'b [u8]) -> (Self, Cow<'b, str>) {
        let line = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
        let text = bytes.get(line + 1..).unwrap_or_default();
        (Self(&bytes[..line]), String::from_utf8_lossy(text))
    }

    /// A number below `bound`, which is not 0. The letters and digits of a line count from 0, so
    /// that `0` or `A` is the first.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        let base = if first.is_ascii_digit() { b'0' } else { b'A' };
        usize::from(first.wrapping_sub(base)) % bound
    }

    /// One of several.
    pub(crate) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    /// A place in `text` between two characters: how far into it, in 256th.
    pub(crate) fn place(&mut self, text: &str) -> usize {
        let mut at = text.len() * self.below(256) / 255;
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// The two texts of an input, parted by the first line that is `---`.
pub(crate) fn two_texts(text: &str) -> (&str, &str) {
    text.split_once("\n---\n").unwrap_or((text, ""))
}

/// A made-up credential of the real length and alphabet. Its characters in groups of seven are
/// found nowhere else.
pub(crate) const TOKEN: &str = "sk-ant-oat01-MadeUp-Zq1Xw2Vr3Ut4Sp5On6Mk7Lj8Hg9Fd0Ba-Qz1Wx2Rv3Tu4Ps5No6Km7Jl8Gh9Df0Ab_Yy1Cc2Ee3Ii4Pp5OoRroAA";

/// Whether `text` holds a part of [`TOKEN`] by which somebody could know it.
pub(crate) fn tells(text: &str) -> bool {
    const { assert!(TOKEN.len() == 108) };
    // Its kind and its ends may be seen.
    let hidden = &TOKEN.as_bytes()[16..TOKEN.len() - 3];
    hidden.chunks_exact(7).any(|part| text.contains(std::str::from_utf8(part).unwrap_or_default()))
}

/// Whether `text` has characters of [`TOKEN`] by itself, which a fuzzer learns from comparisons:
/// what is shown of them, or made of them by joining what stood apart, is no leak.
pub(crate) fn borrows(text: &str) -> bool {
    let mut parts = TOKEN.as_bytes()[16..TOKEN.len() - 3].windows(3);
    parts.any(|part| text.contains(std::str::from_utf8(part).unwrap_or_default()))
}

/// Whether all characters of `text` stand in `longer`, in their order.
pub(crate) fn is_kept_in(text: &str, longer: &str) -> bool {
    let mut longer = longer.chars();
    text.chars().all(|wanted| longer.any(|c| c == wanted))
}
