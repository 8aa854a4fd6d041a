//! Removes from a text what a screen, an editor or a web page added to it: escape sequences,
//! invisible characters, odd spaces and line ends, full-width forms, characters that are spelled
//! out. What is left is plain lines; words and their order stay as they are.

use std::iter::Peekable;
use std::str::Chars;

use zeroize::Zeroizing;

use super::written;

/// How far one movement of the cursor goes, at most.
const WIDEST: usize = 256;

/// What movements of the cursor may add in any text.
const ROOM: usize = 4096;

/// The plain characters of `text`, with `\n` as the only line end and ` ` as the only space,
/// each in the column in which it was seen. At most twice as long as `text`, but for some room.
pub(super) fn clean(text: &str) -> Zeroizing<Vec<char>> {
    let mut page = Page::new(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => escape(&mut chars, &mut page),
            '\u{9b}' => control_sequence(&mut chars, &mut page),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut chars),
            '[' if written::drop_escape(&mut page.out) => control_sequence(&mut chars, &mut page),
            '[' if remnant_of_colour(&mut chars) => {}
            '\\' | '%' | '<' => match written::spelled(c, &mut chars) {
                Some('\n') => page.line_end(),
                Some('\t') => page.tab(),
                Some(spelled) => page.out.push(spelled),
                None => page.out.push(c),
            },
            '\r' => {
                while chars.next_if_eq(&'\r').is_some() {}
                chars.next_if_eq(&'\n');
                page.line_end();
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => page.line_end(),
            '\t' => page.tab(),
            '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{fe63}' => page.out.push('-'),
            '\u{ff01}'..='\u{ff5e}' => {
                page.out.extend(u32::from(c).checked_sub(0xfee0).and_then(char::from_u32));
            }
            // Two that are letters to Unicode and blank to the eye.
            '\u{2800}' | '\u{3164}' => page.out.push(' '),
            _ if c.is_whitespace() => page.out.push(' '),
            _ if invisible(c) => {}
            _ => page.out.push(c),
        }
    }
    straighten_hyphens(&mut page.out);
    page.out
}

/// The plain text as it grows.
struct Page {
    out: Zeroizing<Vec<char>>,
    /// Where the line begins that is being written.
    line: usize,
    /// How many characters may still be added that the text does not hold.
    spare: usize,
}

impl Page {
    fn new(length: usize) -> Self {
        // The capacity is final, so that no copy is left behind by a reallocation.
        let spare = length + ROOM;
        Self { out: Zeroizing::new(Vec::with_capacity(length + spare)), line: 0, spare }
    }

    fn line_end(&mut self) {
        self.out.push('\n');
        self.line = self.out.len();
    }

    fn tab(&mut self) {
        let column = self.out.len().saturating_sub(self.line);
        self.spaces(8 - column % 8);
    }

    /// Moves to a column, counted from 0; backwards only as a space.
    fn move_to(&mut self, column: usize) {
        let now = self.out.len().saturating_sub(self.line);
        if column != now {
            self.spaces(column.saturating_sub(now));
        }
    }

    /// At least one space, and no more than may be added.
    fn spaces(&mut self, count: usize) {
        self.out.push(' ');
        let more = count.clamp(1, WIDEST).saturating_sub(1).min(self.spare);
        self.spare -= more;
        self.out.extend(std::iter::repeat_n(' ', more));
    }
}

/// A word processor makes dashes of hyphens. In the beginning of a credential they are told.
fn straighten_hyphens(text: &mut [char]) {
    const DASH: char = '\u{2013}';
    let hyphen = |c: &char| *c == '-' || *c == DASH;
    for at in 0..text.len() {
        let [a, b, first, c, d, e, second, kind @ ..] = &mut text[at..] else { return };
        if [*a, *b] != ['s', 'k'] || [*c, *d, *e] != ['a', 'n', 't'] {
            continue;
        }
        if hyphen(first) && hyphen(second) {
            (*first, *second) = ('-', '-');
            let letters = kind.iter().take(8).take_while(|c| c.is_ascii_alphanumeric()).count();
            if let Some(third) = kind.get_mut(letters)
                && *third == DASH
            {
                *third = '-';
            }
        }
    }
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
fn escape(chars: &mut Peekable<Chars<'_>>, page: &mut Page) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            control_sequence(chars, page);
        }
        Some(']' | 'P' | 'X' | '^' | '_' | 'k') => {
            chars.next();
            skip_string(chars);
        }
        Some('D' | 'E' | 'M') => {
            chars.next();
            page.line_end();
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
fn control_sequence(chars: &mut Peekable<Chars<'_>>, page: &mut Page) {
    let mut number: Option<usize> = None;
    let mut first = true;
    while let Some(c) = chars.next_if(|c| ('\u{20}'..='\u{3f}').contains(c)) {
        match c.to_digit(10) {
            Some(digit) if first => {
                let digit = usize::try_from(digit).unwrap_or_default();
                number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            }
            _ => first = false,
        }
    }
    let number = number.unwrap_or(1).clamp(1, WIDEST);
    match chars.next_if(|c| ('\u{40}'..='\u{7e}').contains(c)) {
        Some('A' | 'B' | 'E' | 'F' | 'H' | 'd' | 'f') => page.line_end(),
        Some('C') => page.spaces(number),
        Some('G' | '`') => page.move_to(number - 1),
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
            ("a\u{1b}[3Cb\u{1b}[9Gc\u{1b}[2Gd", "a   b   c d"),
            ("\u{1b}ktitle\u{1b}\\x", "x"),
            ("\u{241b}[33mx\u{2190}[my\\e[Kz", "xyz"),
            ("a\tb\n\tc", "a       b\n        c"),
            ("a\\nb%20c<br>d%2De\\_f", "a\nb c\nd-e_f"),
            ("sk\u{2013}ant\u{2013}oat01\u{2013}a\u{2013}b", "sk-ant-oat01-a\u{2013}b"),
            ("a\u{3164}b\u{2800}c", "a b c"),
            ("\u{1b}(Bx\u{1b}=y", "xy"),
            ("[33mx[39m ^[[1my \\e[0;1mz \\033[0m", "x y z "),
            ("[not a colour", "[not a colour"),
            ("a\r\nb\r\r\nc\rd\u{2028}e", "a\nb\nc\nd\ne"),
            ("a\u{a0}b\u{2009}c\u{3000}d", "a b c d"),
            ("\u{feff}s\u{200b}k\u{ad}\u{2011}a\u{2060}n\u{fe0f}t", "sk-ant"),
            ("ｓｋ－ａｎｔ", "sk-ant"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
        ] {
            assert_eq!(clean(input).iter().collect::<String>(), expected, "{input:?}");
        }
    }
}
