//! The credentials in a text of lines that set variables: a `.env` file, a unit of systemd, what a
//! shell reads when it starts. Each is found by its look, or by the name of the variable. What a
//! shell would make of the lines, such as which of two counts, is not worked out.

use std::ops::Range;

use super::json::Lines;
use super::shape;
use super::{Held, Source};
use crate::config::gateway_config::credentials::VARIABLES;
use crate::vault::Secret;

/// Those in a text.
pub(super) fn found(text: &str) -> Vec<Held> {
    let lines = Lines::of(text);
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let idle = line.trim_start().starts_with(['#', ';']);
        let mut spans: Vec<(Range<usize>, String)> = Vec::new();
        for span in shape::credentials(line.as_bytes(), false) {
            let name = name_before(&line[..span.start]);
            spans.push((span, name));
        }
        for name in VARIABLES.iter().filter(|_| !idle) {
            let values = values_of(line, name).into_iter();
            let new = values.filter(|value| {
                shape::is_plaintext(&line[value.clone()])
                    && !spans
                        .iter()
                        .any(|(span, _)| span.start < value.end && value.start < span.end)
            });
            let new: Vec<_> = new.map(|value| (value, (*name).to_owned())).collect();
            spans.extend(new);
        }
        for (span, name) in spans {
            let source = match VARIABLES.contains(&name.as_str()) {
                true => Source::Variable(name.clone()),
                false => Source::Elsewhere,
            };
            found.push(Held {
                secret: Secret::new(line[span.clone()].to_owned()),
                line: Some(lines.at(start + span.start)),
                what: name,
                source,
                idle,
            });
        }
        start += line.len();
    }
    found
}

/// What `name` is set to in a line: `NAME=value`, with quotes or without; `set -gx NAME value` and
/// `setenv NAME value`; `NAME DEFAULT=value`.
fn values_of(line: &str, name: &str) -> Vec<Range<usize>> {
    let with_blank =
        ["set", "setenv"].contains(&line.split_whitespace().next().unwrap_or_default());
    let mut found = Vec::new();
    for (at, _) in line.match_indices(name) {
        let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| shape::is_part(*byte));
        let end = at + name.len();
        if is_part(line.as_bytes()[..at].last()) || is_part(line.as_bytes().get(end)) {
            continue;
        }
        let rest = &line[end..];
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let value = rest
            .strip_prefix('=')
            .or_else(|| {
                ["DEFAULT=", "OVERRIDE="].iter().find_map(|word| trimmed.strip_prefix(word))
            })
            .or_else(|| Some(trimmed).filter(|_| with_blank && trimmed.len() < rest.len()));
        let Some(value) = value else { continue };
        let quote = value.chars().next().filter(|c| ['"', '\''].contains(c));
        let value = &value[quote.map_or(0, char::len_utf8)..];
        let ends = |c: char| match quote {
            Some(quote) => c == quote || c == '\n',
            None => c.is_whitespace() || [';', '"', '\''].contains(&c),
        };
        let length = value.find(ends).unwrap_or(value.len());
        let start = line.len() - value.len();
        found.push(start..start + length);
    }
    found
}

/// The name to which a value is given: `NAME` of `export NAME="`; empty where none stands there.
fn name_before(before: &str) -> String {
    let before = before.trim_end_matches(['"', '\'']);
    let before = before.strip_suffix("Bearer ").unwrap_or(before);
    let before = before.trim_end_matches([' ', '\t', '=', ':', '"', '\'']);
    let before = before.trim_end_matches("DEFAULT").trim_end_matches("OVERRIDE").trim_end();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    before.rsplit(|c| !is_name(c)).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::audit::shape::tests::made_up;

    #[test]
    fn variables_are_found_in_the_manner_of_every_reader() {
        let key = made_up("api03", "one");
        let named = "ANTHROPIC_API_KEY";
        type Seen<'a> = (&'a str, u32, &'a str, bool);
        let table: Vec<(String, Vec<Seen<'_>>)> = vec![
            (format!("A=1\nexport {named}={key}\n"), vec![(named, 2, &key, false)]),
            (format!("{named}=\"{key}\" # mine\n"), vec![(named, 1, &key, false)]),
            (format!("# export {named}='{key}'"), vec![(named, 1, &key, true)]),
            (format!("set -gx {named} {key}"), vec![(named, 1, &key, false)]),
            (format!("{named} DEFAULT={key}"), vec![(named, 1, &key, false)]),
            (format!("Environment=X=1 \"{named}={key}\""), vec![(named, 1, &key, false)]),
            (format!("MY_KEY={key}"), vec![("MY_KEY", 1, &key, false)]),
            (format!("curl -H 'x-api-key: {key}'"), vec![("x-api-key", 1, &key, false)]),
            (format!("{named}=proxy-2f9a77c1; B=2"), vec![(named, 1, "proxy-2f9a77c1", false)]),
            (format!("set -x {named} 'proxy-2f9a77c1'"), vec![(named, 1, "proxy-2f9a77c1", false)]),
            // A token of Claude Code's stands in a line as well.
            (
                format!("A=1 {named}=proxy-2f9a77c1 ANTHROPIC_OAUTH_TOKEN={key}"),
                vec![
                    ("ANTHROPIC_OAUTH_TOKEN", 1, &key, false),
                    (named, 1, "proxy-2f9a77c1", false),
                ],
            ),
            (format!("{named}=${{OTHER}}\n{named}=$(op read x/y/z)\n{named}=`pass x`\n"), vec![]),
            (format!("# {named}=a-key-of-yours\n{named}=sk-ant-api03-your-key\n{named}="), vec![]),
            (
                format!(
                    "{named}_FILE=/run/secrets/key\nX_{named}=elsewhere1\nunset {named} somewhere\n"
                ),
                vec![],
            ),
            ("OPENAI_API_KEY=sk-proj-Ab123456789012345678901234567890".into(), vec![]),
        ];
        for (text, expected) in &table {
            let found = found(text);
            let seen: Vec<_> = found
                .iter()
                .map(|h| (h.what.as_str(), h.line.unwrap(), h.secret.expose(), h.idle))
                .collect();
            assert_eq!(seen, *expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "(set |ANTHROPIC_API_KEY|[='\" é\n#;a]){0,30}") {
            let _ = found(&text);
        }
    }
}
