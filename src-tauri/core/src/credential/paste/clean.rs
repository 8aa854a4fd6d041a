//! Removes from a text what a screen, an editor or a web page added to it: escape sequences,
//! invisible characters, odd spaces and line ends, full-width forms. What is left is plain
//! lines; words and their order stay as they are.

use std::iter::Peekable;
use std::str::Chars;

use zeroize::Zeroizing;

/// The plain characters of `text`, with `\n` as the only line end and ` ` as the only space.
/// Never longer than `text`.
pub(super) fn clean(text: &str) -> Zeroizing<Vec<char>> {
    // The capacity is final, so that no copy is left behind by a reallocation.
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => escape(&mut chars, &mut out),
            '\u{9b}' => control_sequence(&mut chars, &mut out),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut chars),
            '[' if remnant_of_colour(&mut chars) => drop_written_escape(&mut out),
            '\r' => {
                while chars.next_if_eq(&'\r').is_some() {}
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{fe63}' => out.push('-'),
            '\u{ff01}'..='\u{ff5e}' => {
                out.extend(u32::from(c).checked_sub(0xfee0).and_then(char::from_u32));
            }
            _ if c.is_whitespace() => out.push(' '),
            _ if invisible(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// Control characters and the marks that take no room.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
            | '\u{e0000}'..='\u{e007f}')
}

/// After ESC.
fn escape(chars: &mut Peekable<Chars<'_>>, out: &mut Vec<char>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            control_sequence(chars, out);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            chars.next();
            skip_string(chars);
        }
        Some('D' | 'E' | 'M') => {
            chars.next();
            out.push('\n');
        }
        // Character sets: one more character belongs to it.
        Some('(' | ')' | '*' | '+' | '#' | '%') => {
            chars.next();
            chars.next_if(|c| *c != '\n');
        }
        Some('7' | '8' | '=' | '>' | 'c' | 'H' | 'N' | 'O' | 'Z' | '\\') => {
            chars.next();
        }
        _ => {}
    }
}

/// A control sequence (ECMA-48 CSI). A movement of the cursor stands for the space or the line
/// end that the program saved by it; all others only colour or erase.
fn control_sequence(chars: &mut Peekable<Chars<'_>>, out: &mut Vec<char>) {
    while chars.next_if(|c| ('\u{20}'..='\u{3f}').contains(c)).is_some() {}
    match chars.next_if(|c| ('\u{40}'..='\u{7e}').contains(c)) {
        Some('A' | 'B' | 'E' | 'F' | 'H' | 'd' | 'f') => out.push('\n'),
        Some('C' | 'G' | '`') => out.push(' '),
        _ => {}
    }
}

/// A string for the terminal, such as a hyperlink's address (OSC 8) or a title: up to BEL or
/// ST, and not beyond the line, should the end be missing.
fn skip_string(chars: &mut Peekable<Chars<'_>>) {
    while let Some(c) = chars.next_if(|c| *c != '\n') {
        match c {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                chars.next_if_eq(&'\\');
                return;
            }
            _ => {}
        }
    }
}

/// Whether `[` begins what is left of a colour when its ESC was lost (`[33m`); then it is
/// consumed.
fn remnant_of_colour(chars: &mut Peekable<Chars<'_>>) -> bool {
    let mut ahead = chars.clone();
    let mut digits = 0;
    while ahead.next_if(|c| c.is_ascii_digit() || *c == ';').is_some() {
        digits += 1;
        if digits > 16 {
            return false;
        }
    }
    let found = digits > 0 && ahead.next() == Some('m');
    if found {
        *chars = ahead;
    }
    found
}

/// Removes an ESC that was written out (`\e`, `\033`, `^[`) from the end.
fn drop_written_escape(out: &mut Vec<char>) {
    for written in ["^[", "\\e", "\\033", "\\x1b", "\\x1B", "\\u001b", "\\u001B"] {
        let written: Vec<char> = written.chars().collect();
        if out.ends_with(&written) {
            out.truncate(out.len() - written.len());
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_screen_adds_is_removed() {
        for (input, expected) in [
            ("a\u{1b}[1;33mb\u{1b}[0m", "ab"),
            ("a\u{9b}33mb", "ab"),
            ("\u{1b}]8;;https://example.org/x\u{1b}\\link\u{1b}]8;;\u{7}", "link"),
            ("\u{1b}]0;a title without an end\nnext", "\nnext"),
            ("Your\u{1b}[1Ctoken\u{1b}[3;1Hnext", "Your token\nnext"),
            ("\u{1b}(Bx\u{1b}=y", "xy"),
            ("[33mx[39m ^[[1my \\e[0;1mz \\033[0m", "x y z "),
            ("[not a colour", "[not a colour"),
            ("a\r\nb\r\r\nc\rd\u{2028}e", "a\nb\nc\nd\ne"),
            ("a\u{a0}b\u{2009}c\td\u{3000}e", "a b c d e"),
            ("\u{feff}s\u{200b}k\u{ad}\u{2011}a\u{2060}n\u{fe0f}t", "sk-ant"),
            ("ｓｋ－ａｎｔ", "sk-ant"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
        ] {
            assert_eq!(clean(input).iter().collect::<String>(), expected, "{input:?}");
        }
    }
}
