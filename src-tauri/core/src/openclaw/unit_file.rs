//! The syntax of systemd unit files, as far as a gateway's unit needs it: logical lines, words
//! with quotes and escapes, specifiers, and files of variables. See systemd.syntax(7),
//! systemd.unit(5) "Specifiers" and systemd.exec(5) `EnvironmentFile=`.

use std::path::PathBuf;

use crate::files;

/// What the specifiers of a unit stand for.
#[derive(Debug, Clone, Default)]
pub(super) struct Specifiers {
    /// `%h`: the home of the unit's user.
    pub(super) home: String,
    /// `%u`: the unit's user.
    pub(super) user: String,
    /// `%t`: the runtime folder.
    pub(super) runtime: String,
    /// `%n`: the unit's full name.
    pub(super) unit: String,
}

impl Specifiers {
    /// `text` with its specifiers replaced; unknown ones stay.
    pub(super) fn expand(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            match chars.next() {
                Some('%') => out.push('%'),
                Some('h') => out.push_str(&self.home),
                Some('u') => out.push_str(&self.user),
                Some('t') => out.push_str(&self.runtime),
                Some('n') => out.push_str(&self.unit),
                Some('N') => out.push_str(self.unit.trim_end_matches(".service")),
                Some('E') => out.push_str(&format!("{}/.config", self.home)),
                Some('S') => out.push_str(&format!("{}/.local/state", self.home)),
                Some(other) => {
                    out.push('%');
                    out.push(other);
                }
                None => out.push('%'),
            }
        }
        out
    }
}

/// The settings of a unit or drop-in, in order: section, name, value.
pub(super) fn settings(text: &str) -> Vec<(String, String, String)> {
    let mut section = String::new();
    let mut found = Vec::new();
    for line in logical_lines(text) {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
        } else if let Some((name, value)) = line.split_once('=') {
            found.push((section.clone(), name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    found
}

fn logical_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with(['#', ';']) {
            continue;
        }
        match line.strip_suffix('\\') {
            Some(part) => {
                open.push_str(part);
                open.push(' ');
            }
            None => lines.push(std::mem::take(&mut open) + line),
        }
    }
    if !open.is_empty() {
        lines.push(open);
    }
    lines
}

/// The words of a value: separated by blanks, quotes taken off, escapes decoded.
pub(super) fn words(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', _) => word.get_or_insert_default().push_str(&escape(&mut chars)),
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) if word.is_none() => {
                quote = Some(c);
                word = Some(String::new());
            }
            (c, None) if c.is_whitespace() => found.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    found.extend(word);
    found
}

fn escape(chars: &mut std::str::Chars<'_>) -> String {
    match chars.next() {
        Some('n') => "\n".into(),
        Some('t') => "\t".into(),
        Some('s') => " ".into(),
        Some('x') => {
            let digits: String = chars.clone().take(2).collect();
            match u8::from_str_radix(&digits, 16) {
                Ok(byte) if byte.is_ascii() && digits.len() == 2 => {
                    chars.nth(1);
                    char::from(byte).to_string()
                }
                _ => "\\x".into(),
            }
        }
        Some(c @ ('\\' | '"' | '\'')) => c.to_string(),
        Some(other) => format!("\\{other}"),
        None => "\\".into(),
    }
}

/// The variables of an `Environment=` value.
pub(super) fn assignments(value: &str) -> Vec<(String, String)> {
    words(value)
        .iter()
        .filter_map(|word| word.split_once('='))
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The variables in the file that an `EnvironmentFile=` value names. One that cannot be read has
/// none: whether that matters is systemd's business when it starts the unit.
pub(super) fn environment_file(value: &str) -> Vec<(String, String)> {
    files::small_text(&environment_path(value)).map(|text| variables(&text)).unwrap_or_default()
}

/// The file that an `EnvironmentFile=` value names.
pub(super) fn environment_path(value: &str) -> PathBuf {
    // OpenClaw writes a literal path with its special characters each in brackets (`[*]`).
    let mut path = value.strip_prefix('-').unwrap_or(value).to_owned();
    for c in ['*', '?', '(', ')', '[', ']'] {
        path = path.replace(&format!("[{c}]"), &c.to_string());
    }
    path.into()
}

/// The variables in the text of such a file.
fn variables(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    while chars.peek().is_some() {
        let mut name = String::new();
        while let Some(c) = chars.next_if(|c| *c != '=' && *c != '\n') {
            name.push(c);
        }
        let comment = name.trim_start().starts_with(['#', ';']);
        if comment || chars.peek() != Some(&'=') {
            while chars.next_if(|c| *c != '\n').is_some() {}
            chars.next();
            continue;
        }
        chars.next();
        let value = file_value(&mut chars);
        let name = name.trim();
        if !name.is_empty() {
            found.push((name.to_owned(), value));
        }
    }
    found
}

/// One value up to the end of its line; a quoted part may hold line breaks. Quotes count only
/// where a part begins: `it's` keeps its own.
fn file_value(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut value = String::new();
    let mut kept = 0;
    let mut begins = true;
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\n', None) => break,
            ('"' | '\'', None) if begins => quote = Some(c),
            (c, None) if c.is_whitespace() => {
                if !begins {
                    value.push(c);
                }
                continue;
            }
            ('\\', None) => {
                begins = false;
                value.extend(chars.next().filter(|c| *c != '\n'));
            }
            (c, None) => {
                begins = false;
                value.push(c);
            }
            (c, Some(open)) if c == open => {
                begins = true;
                quote = None;
            }
            ('\\', Some('"')) => match chars.next() {
                Some('\n') | None => {}
                Some(c @ ('"' | '\\' | '`' | '$')) => value.push(c),
                Some(other) => value.extend(['\\', other]),
            },
            (c, Some(_)) => value.push(c),
        }
        kept = value.len();
    }
    value.truncate(kept);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_systemd_does() {
        let cases: &[(&str, &[&str])] = &[
            ("/usr/bin/node x gateway", &["/usr/bin/node", "x", "gateway"]),
            (r#""/home/a b/node" 'c d'  e"#, &["/home/a b/node", "c d", "e"]),
            (r#""X=50% \"q\" \\b""#, &[r#"X=50% "q" \b"#]),
            (r"a\x20b\sc\tq", &["a b c\tq"]),
            (r"a\q \x4", &["a\\q", "\\x4"]),
            (r#"A="b""#, &[r#"A="b""#]),
            ("\"open", &["open"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), *expected, "{text}");
        }
    }

    #[test]
    fn files_of_variables_are_read_as_systemd_does() {
        let text = "# c\n; d\nA=1\n B = two words  \nC=\"q \\\" \\$x \\n\"\nD='s \\ t'\n\
                    E=a\\\nb\nF=\"two\nlines\"\nnothing\n=x\nG=\nH=it's\n";
        let expected = [
            ("A", "1"),
            ("B", "two words"),
            ("C", "q \" $x \\n"),
            ("D", "s \\ t"),
            ("E", "ab"),
            ("F", "two\nlines"),
            ("G", ""),
            ("H", "it's"),
        ];
        let found = variables(text);
        let found: Vec<_> = found.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_continue_and_specifiers_expand() {
        let text = "[Service]\n# no\nExecStart=/a \\\n# still no\n  b\n";
        assert_eq!(
            settings(text),
            [("Service".to_owned(), "ExecStart".to_owned(), "/a    b".to_owned())]
        );
        let specifiers =
            Specifiers { home: "/h".into(), unit: "g.service".into(), ..<_>::default() };
        assert_eq!(specifiers.expand("%h/%%x/%N/%q%"), "/h/%x/g/%q%");
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_the_reader_panic(text in "(?s).{0,200}") {
            let _ = (settings(&text), words(&text), variables(&text));
        }
    }
}
