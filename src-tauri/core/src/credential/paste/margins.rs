//! Blanks what a listing, an editor or a language puts before and after each line of a text:
//! numbers, bullets, marks of a comment, quotes, the mark of a continued line. Each is known by
//! standing on several lines; columns stay as they are.

use super::runs::{in_alphabet, opens_line};

/// What stands before each line of a list or a comment.
const MARKS: [&str; 3] = ["- ", "// ", "-- "];

/// What a shell shows before the lines of an open quotation.
const PROMPTS: [&str; 3] = ["quote> ", "dquote> ", "bquote> "];

/// The quotes that may stand around each line.
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Blanks the margins of `text`, which is clean.
pub(super) fn blank(text: &mut [char]) {
    // What waits for the line that comes next: a number, a mark, a quoted line.
    let mut numbered: Option<Number> = None;
    let mut marked: Option<(&str, usize)> = None;
    let mut quoted: Option<(char, usize)> = None;
    let mut backticks = 0;
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].iter().position(|c| *c == '\n').map_or(text.len(), |n| start + n);
        blank_prompt(text, start, end);
        blank_continuation(text, start, end, &mut backticks);
        numbered = blank_number(text, start, end, numbered);
        marked = blank_mark(text, start, end, marked);
        quoted = blank_quotes(text, start, end, quoted);
        start = end + 1;
    }
}

/// The number of a line: its value, and where it stands while it is not blanked.
#[derive(Clone, Copy)]
struct Number {
    value: usize,
    at: usize,
    end: usize,
}

/// Blanks the number of a line that follows a line with the number before, and that one too.
fn blank_number(
    text: &mut [char],
    start: usize,
    end: usize,
    before: Option<Number>,
) -> Option<Number> {
    let number = number_of(text, start, end)?;
    if let Some(before) = before.filter(|before| before.value + 1 == number.value) {
        text[before.at..before.end].fill(' ');
        text[number.at..number.end].fill(' ');
        // For the next line only its value counts.
        return Some(Number { end: number.at, ..number });
    }
    Some(number)
}

/// The number with which a line begins, together with the mark after it.
fn number_of(text: &[char], start: usize, end: usize) -> Option<Number> {
    let at = content(text, start, end)?;
    let line = &text[at..end];
    let digits = line.iter().take(7).take_while(|c| c.is_ascii_digit()).count();
    let written: String = line[..digits].iter().collect();
    let value = written.parse().ok()?;
    let mark = match line.get(digits) {
        None | Some(' ') => 0,
        Some('.' | ':' | ')' | '|' | '│' | '→') => 1,
        Some(_) => return None,
    };
    Some(Number { value, at, end: at + digits + mark })
}

/// Blanks a mark that stands before two lines or more.
fn blank_mark(
    text: &mut [char],
    start: usize,
    end: usize,
    before: Option<(&'static str, usize)>,
) -> Option<(&'static str, usize)> {
    let at = content(text, start, end)?;
    let mark = *MARKS.iter().find(|mark| begins(&text[at..end], mark))?;
    if let Some((_, place)) = before.filter(|(same, _)| *same == mark) {
        // Again for a line that is blank already, which does no harm.
        for at in [place, at] {
            text[at..at + mark.len()].fill(' ');
        }
    }
    Some((mark, at))
}

/// Blanks the quotes between two lines that are quoted one by one. The first may have more
/// before its quote, as in `x = "…" +`.
fn blank_quotes(
    text: &mut [char],
    start: usize,
    end: usize,
    before: Option<(char, usize)>,
) -> Option<(char, usize)> {
    let line = &text[start..end];
    let last = line.iter().rposition(|c| !matches!(c, ' ' | '+' | '\\' | '.' | '&'))?;
    let quote = line[last];
    let opening = line[..last].iter().rposition(|c| *c == quote)?;
    if !QUOTES.contains(&quote) {
        return None;
    }
    let whole = content(text, start, end) == Some(start + opening);
    if let Some((_, closing)) = before.filter(|(same, _)| *same == quote && whole) {
        // From the closing quote to the line end, and the opening quote.
        let line_end = text[closing..].iter().position(|c| *c == '\n').unwrap_or(0);
        text[closing..closing + line_end].fill(' ');
        text[start + opening] = ' ';
    }
    Some((quote, start + last))
}

/// Blanks what a shell shows before a line of an open quotation.
fn blank_prompt(text: &mut [char], start: usize, end: usize) {
    let line = &mut text[start..end];
    if let Some(prompt) = PROMPTS.iter().find(|prompt| begins(line, prompt)) {
        line[..prompt.len()].fill(' ');
    }
}

/// Blanks what says at its end that a line goes on (PowerShell's backtick, `cmd`'s `^`) or ends
/// (`cat -A`). `backticks` counts those that are quotes.
fn blank_continuation(text: &mut [char], start: usize, end: usize, backticks: &mut usize) {
    let line = &mut text[start..end];
    let Some(last) = line.iter().rposition(|c| *c != ' ') else { return };
    let opened = *backticks + line[..last].iter().filter(|c| **c == '`').count();
    let after_word = last > 0 && (in_alphabet(line[last - 1]) || line[last - 1] == ' ');
    *backticks = opened;
    match line[last] {
        // One that closes a quotation is none.
        '`' if opened % 2 == 1 => *backticks += 1,
        '`' | '^' | '$' if after_word => line[last] = ' ',
        '`' => *backticks += 1,
        _ => {}
    }
}

/// Where the content of a line begins.
fn content(text: &[char], start: usize, end: usize) -> Option<usize> {
    text[start..end].iter().position(|c| !opens_line(*c)).map(|at| start + at)
}

fn begins(line: &[char], with: &str) -> bool {
    line.len() >= with.len() && with.chars().zip(line).all(|(a, b)| a == *b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_each_line_is_blanked() {
        for (text, expected) in [
            ("1. a\n2. b\n", "   a\n   b\n"),
            ("  9 │ a\n 10 │ b", "    │ a\n    │ b"),
            ("1) a\n2) b\n3) c", "   a\n   b\n   c"),
            ("7: a\n8:\n9: b", "   a\n  \n   b"),
            ("> 1|a\n> 2|b", ">   a\n>   b"),
            ("1. a\n3. b", "1. a\n3. b"),
            ("12ab\n13cd", "12ab\n13cd"),
            ("1. a", "1. a"),
            ("- a\n- b\n- c", "  a\n  b\n  c"),
            ("// a\n//  b", "   a\n    b"),
            ("- a\nb", "- a\nb"),
            ("\"a\"\n \"b\"\n\"c\"", "\"a \n  b \n c\""),
            ("x = 'a' +\n  'b';", "x = 'a' +\n  'b';"),
            ("x = 'a' +\n  'b' +\n  'c'", "x = 'a   \n   b   \n   c'"),
            ("\"a\",\n\"b\",", "\"a\",\n\"b\","),
            ("x=a`\nb `\nc^\nd$", "x=a \nb  \nc \nd "),
            ("`a\nb`", "`a\nb`"),
            ("```\na\n```", "```\na\n```"),
            ("quote> a", "       a"),
            ("99999999 a\n100000000 b", "99999999 a\n100000000 b"),
            ("", ""),
        ] {
            let mut chars: Vec<char> = text.chars().collect();
            blank(&mut chars);
            assert_eq!(chars.into_iter().collect::<String>(), expected, "{text:?}");
        }
    }
}
