//! Takes a credential out of a text of lines that set variables: a `.env` file, a unit of systemd,
//! what a shell reads when it starts. The variable goes, with its line when nothing else is on it; in
//! a comment the credential is masked. A line that does more than setting variables is not touched,
//! and then the whole text is not: what a shell would make of it is not worked out.

use std::ops::Range;

use crate::config::redact;

/// The text without it; or the lines (from 1) in which it stands as something else.
pub(super) fn without(text: &str, secret: &str) -> Result<String, Vec<usize>> {
    let (mut out, mut stuck) = (String::with_capacity(text.len()), Vec::new());
    let mut goes_on = false;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_part = goes_on || line.trim_end().ends_with('\\');
        goes_on = line.trim_end().ends_with('\\');
        if !line.contains(secret) {
            out.push_str(line);
            continue;
        }
        if line.trim_start().starts_with(['#', ';']) {
            out.push_str(&line.replace(secret, &redact::mask(secret)));
            continue;
        }
        match without_variables(line, secret).filter(|_| !is_part) {
            Some(rest) => out.push_str(&rest),
            None => stuck.push(number + 1),
        }
    }
    if stuck.is_empty() { Ok(out) } else { Err(stuck) }
}

/// A line without the variables that hold it; empty when it did nothing else.
fn without_variables(line: &str, secret: &str) -> Option<String> {
    let (body, end) = line.split_at(line.trim_end_matches(['\n', '\r']).len());
    if is_one_assignment(body, secret) {
        return Some(String::new());
    }
    let words = words(body)?;
    let holds = |word: &&Range<usize>| is_assignment(&body[(**word).clone()], secret);
    let gone: Vec<_> = words.iter().filter(holds).collect();
    let mut rest = String::new();
    let mut at = 0;
    for word in &gone {
        // In a unit the first one follows `Environment=` without a blank.
        let start = word.start + directive(&body[(**word).clone()]).map_or(0, str::len);
        rest.push_str(&body[at..start]);
        at = word.end;
        let blank = body[at..].len() - body[at..].trim_start_matches([' ', '\t']).len();
        at += blank;
    }
    rest.push_str(&body[at..]);
    if gone.is_empty() || rest.contains(secret) {
        return None;
    }
    let rest = rest.trim_end();
    Some(match says_nothing(rest) {
        true => String::new(),
        false => format!("{rest}{end}"),
    })
}

/// `NAME = value`, `set -gx NAME value`, `setenv NAME value`, `NAME DEFAULT=value`, alone on its line.
fn is_one_assignment(line: &str, secret: &str) -> bool {
    let Some((before, after)) = line.split_once(secret) else { return false };
    let quote = before.chars().next_back().filter(|c| ['"', '\''].contains(c));
    let before = &before[..before.len() - quote.map_or(0, char::len_utf8)];
    let after = match quote {
        Some(quote) => after.strip_prefix(quote),
        None => Some(after),
    };
    let ends = |rest: &str| rest.is_empty() || rest.starts_with('#');
    if !after.is_some_and(|rest| ends(rest.trim())) {
        return false;
    }
    let before = before.trim();
    let mut parts = before.split_whitespace();
    match (parts.next(), parts.next_back()) {
        (Some("set" | "setenv"), Some(name)) => {
            is_name(name) && parts.all(|flag| flag.starts_with('-'))
        }
        (Some(name), Some("DEFAULT=" | "OVERRIDE=")) => is_name(name) && parts.next().is_none(),
        _ => {
            let name = before.strip_suffix('=').map(str::trim_end).unwrap_or_default();
            is_name(name.strip_prefix("export ").unwrap_or(name).trim_start())
        }
    }
}

/// The words of a line, as a shell and systemd part them; none where the line is more than words.
fn words(line: &str) -> Option<Vec<Range<usize>>> {
    let (mut found, mut start, mut quote) = (Vec::new(), None, None);
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some('"'), '$' | '`' | '\\') => return None,
            (Some(_), _) => {}
            (None, '"' | '\'') => {
                quote = Some(c);
                start.get_or_insert(at);
            }
            (None, ' ' | '\t') => found.extend(start.take().map(|start| start..at)),
            // What follows is a comment.
            (None, '#') if start.is_none() => return Some(found),
            (None, ';' | '&' | '|' | '(' | ')' | '<' | '>' | '$' | '`' | '\\') => return None,
            (None, _) => {
                start.get_or_insert(at);
            }
        }
    }
    found.extend(start.map(|start| start..line.len()));
    quote.is_none().then_some(found)
}

/// `NAME=secret`, with quotes anywhere.
fn is_assignment(word: &str, secret: &str) -> bool {
    let word = &word[directive(word).map_or(0, str::len)..];
    let bare: String = word.chars().filter(|c| !['"', '\''].contains(c)).collect();
    bare.split_once('=').is_some_and(|(name, value)| is_name(name) && value == secret)
}

/// `Environment=` of a unit, at the beginning of its first word.
fn directive(word: &str) -> Option<&str> {
    word.get(.."Environment=".len()).filter(|start| *start == "Environment=")
}

fn is_name(name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && name.chars().all(part) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether what is left of a line sets and runs nothing.
fn says_nothing(rest: &str) -> bool {
    let words = rest.split_whitespace();
    let mut words = words.take_while(|word| !word.starts_with('#'));
    match words.next() {
        None => !rest.contains('#'),
        Some("export" | "readonly" | "declare" | "typeset" | "local") => {
            words.all(|flag| flag.starts_with('-'))
        }
        Some("Environment=") => words.next().is_none(),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk-ant-api03-Zk3filler-filler-filler-mAA";

    fn cleaned(text: &str) -> Result<String, Vec<usize>> {
        without(&text.replace("KEY", KEY), KEY)
    }

    #[test]
    fn a_variable_goes_with_its_line_or_alone() {
        for (text, expected) in [
            ("A=1\nANTHROPIC_API_=KEY\nB=2\n", "A=1\nB=2\n"),
            ("X=KEY", ""),
            ("X = \"KEY\" # mine\nB=2", "B=2"),
            ("export X='KEY'\r\nB=2\r\n", "B=2\r\n"),
            ("export A=1 X=KEY B=\"2 3\"\n", "export A=1 B=\"2 3\"\n"),
            ("declare -x X=KEY\n", ""),
            ("X=KEY openclaw gateway\n", "openclaw gateway\n"),
            ("  X=KEY   openclaw \"X=KEY\"\n", "  openclaw\n"),
            ("set -gx X KEY\nset -Ux Y 'KEY'\nsetenv Z KEY\n", ""),
            ("X DEFAULT=KEY\n", ""),
            ("[Service]\nEnvironment=X=KEY\nExecStart=x\n", "[Service]\nExecStart=x\n"),
            ("Environment=A=1 \"X=KEY\" B=2\n", "Environment=A=1 B=2\n"),
            ("Environment=X=KEY A=1\n", "Environment=A=1\n"),
            ("Environment=\"X=KEY\"\n", ""),
            ("# X=KEY, old\n;X=KEY\n", "# X=sk-ant-api03-Zk3…mAA, old\n;X=sk-ant-api03-Zk3…mAA\n"),
            ("no key here\n", "no key here\n"),
        ] {
            assert_eq!(cleaned(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_does_more_is_left_with_all_else() {
        for (text, expected) in [
            ("alias c=\"X=KEY claude\"\n", vec![1]),
            ("A=1\nexport X=KEY; run\n", vec![2]),
            ("curl -H 'x-api-key: KEY'\nX=KEY\n", vec![1]),
            ("Environment=A=1 \\\n  X=KEY\n", vec![2]),
            ("X=$(echo KEY)\n", vec![1]),
            ("export X=KEYKEY\n", vec![1]),
            ("X=KEY \\\n", vec![1]),
        ] {
            assert_eq!(cleaned(text), Err(expected), "{text}");
        }
    }
}
