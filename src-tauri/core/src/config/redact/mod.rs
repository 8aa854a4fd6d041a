//! What must not be shown or kept: which stretches of a text look like a secret, and the text
//! with those masked. One judgement for diffs, history, log lines and what OpenClaw prints.
//!
//! It errs towards masking. It is a second line only: a credential that Chela handles never
//! comes here, it lives in [`crate::vault::Secret`].

mod comments;
mod keys;
mod shapes;

use std::ops::Range;

use serde_json::Value;

pub(crate) use self::shapes::names_a_secret;
use crate::vault::Secret;

/// A line of a log, or what a command printed, with everything masked that looks like a secret:
/// keys of Anthropic and other vendors, long opaque strings, `token=…`, passwords in addresses.
pub fn masked(text: &str) -> String {
    replaced(text, 0..text.len(), &merged(shapes::all(text)), mask)
}

/// The stretches of a configuration that look like a secret: what [`masked`] masks, the strings
/// whose key says so, and every string below `env` and `headers`. In order, without overlap.
pub fn secret_spans(config: &str) -> Vec<Range<usize>> {
    let mut spans = shapes::all(config);
    spans.extend(keys::named_spans(config));
    merged(spans)
}

/// The comments of a configuration, in order; neighbours are one.
pub(crate) fn comment_groups(config: &str) -> Vec<Range<usize>> {
    comments::groups(config)
}

/// Masks every vendor's key in the strings of a value, and in nothing else: names and
/// fingerprints stay readable.
pub(crate) fn mask_strings(value: &mut Value) {
    match value {
        Value::String(text) => {
            let spans = merged(shapes::vendor_shapes(text));
            if !spans.is_empty() {
                *text = replaced(text, 0..text.len(), &spans, mask);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask_strings),
        Value::Object(members) => members.values_mut().for_each(mask_strings),
        _ => {}
    }
}

/// `text[range]` with each of `spans` (of the whole text) replaced by what `with` makes of it.
pub(crate) fn replaced(
    text: &str,
    range: Range<usize>,
    spans: &[Range<usize>],
    mut with: impl FnMut(&str) -> String,
) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for span in overlapping(&range, spans) {
        out.push_str(&text[at..span.start]);
        out.push_str(&with(&text[span.clone()]));
        at = span.end;
    }
    out.push_str(&text[at..range.end]);
    out
}

/// The parts of `spans`, which are in order, that lie in `range`.
pub(crate) fn overlapping(
    range: &Range<usize>,
    spans: &[Range<usize>],
) -> impl Iterator<Item = Range<usize>> {
    let first = spans.partition_point(|span| span.end <= range.start);
    spans[first..]
        .iter()
        .take_while(|span| span.start < range.end)
        .map(|span| span.start.max(range.start)..span.end.min(range.end))
        .filter(|part| part.start < part.end)
}

/// A secret as people may see it: of an Anthropic one its kind and its ends.
pub(crate) fn mask(secret: &str) -> String {
    if secret.starts_with("sk-ant-") {
        Secret::new(secret.to_owned()).masked()
    } else {
        "…".into()
    }
}

fn merged(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token() -> String {
        format!("sk-ant-oat01-{}mAA", "Zk3x".repeat(23))
    }

    #[test]
    fn log_lines_are_masked() {
        let token = token();
        let table = [
            (format!("got {token}, ok"), "got sk-ant-oat01-Zk3…mAA, ok"),
            (format!("OPT={token}"), "OPT=sk-ant-oat01-Zk3…mAA"),
            ("sk-ant-api03-short".into(), "…"),
            (
                "open http://127.0.0.1:18789/?token=0a1b2c3d4e".into(),
                "open http://127.0.0.1:18789/?token=…",
            ),
            ("to https://me:hunter2@example.org/x".into(), "to https://me:…@example.org/x"),
            (
                r#"{"apiKey":"hunter22","model":"claude"}"#.into(),
                r#"{"apiKey":"…","model":"claude"}"#,
            ),
            ("Authorization: Bearer abcdefgh12345".into(), "Authorization: Bearer …"),
            ("key ghp_abcdefghijklmnopqrstuvwx01".into(), "key …"),
            (
                "/bot123456789:AAEabcdefghijklmnopqrstuvwxyz-01234/send".into(),
                "/bot123456789:…/send",
            ),
            // What is no secret stays.
            ("Unrecognized key: \"secrets\"".into(), "Unrecognized key: \"secrets\""),
            (
                "anthropic:default=token:ref(exec:v1/abcdefghijklmnopqrstuvwxyz)".into(),
                "anthropic:default=token:ref(exec:v1/abcdefghijklmnopqrstuvwxyz)",
            ),
            (
                "run 123e4567-e89b-12d3-a456-426614174000 done".into(),
                "run 123e4567-e89b-12d3-a456-426614174000 done",
            ),
            ("anthropic/claude-opus-4-6 é".into(), "anthropic/claude-opus-4-6 é"),
        ];
        for (text, expected) in table {
            assert_eq!(masked(&text), expected);
        }
    }

    #[test]
    fn a_configuration_is_masked_by_its_keys() {
        let text = r#"{
  // token: "hunter1"
  gateway: { auth: { mode: 'token', token: 'hunter2' }, port: 18789 },
  env: { vars: { HOME_PAGE: "x", OTHER: "${KEPT}" } },
  keyRef: { source: "exec", id: "v1/abc" },
  tokens: ["one", "two"], "pass\u0077ord": "three", hotel: "stays",
}"#;
        let spans = secret_spans(text);
        let found: Vec<&str> = spans.iter().map(|span| &text[span.clone()]).collect();
        assert_eq!(found, ["hunter1", "hunter2", "x", "one", "two", "three"]);
    }

    #[test]
    fn what_is_commented_out_is_masked_and_a_comment_ends_where_readers_end_it() {
        #[rustfmt::skip]
        let table: &[(&str, &[&str])] = &[
            ("{ // token: 'a1',\r  token: 'a2' }", &["a1", "a2"]),
            ("{ // c\u{2028}token: 'a' }", &["a"]),
            ("{ // c\u{2029}token: 'a' }", &["a"]),
            ("{ /* password: \"a\" */ model: 'm' }", &["a"]),
            ("{\n  // env: {\n  //   ANY: 'a',\n  // },\n  model: 'm',\n}", &["a"]),
            ("{ // don't use: token: 'a', it's old\n model: 'm' }", &["a"]),
            ("{ // as \"was: secret: 'a'\n // apiKey: \"b\" }", &["b"]),
            ("{ // the token 'm' of before\n }", &[]),
            ("{ model: '// token: \"m\"', x: 1 }", &[]),
            ("{ smtp: { pass: 'a', PWD: 'b', SMTP_PASS: 'c' }, passEnv: ['m'], bypass: 'm' }", &["a", "b", "c"]),
            ("{ to: 'https://hooks.slack.com/services/T0/B0/abc', b: 1 }", &["services/T0/B0/abc"]),
        ];
        for (text, expected) in table {
            let found = secret_spans(text);
            let found: Vec<&str> = found.iter().map(|span| &text[span.clone()]).collect();
            assert_eq!(found, *expected, "{text:?}");
        }
    }

    #[test]
    fn variables_of_a_shell_are_masked_by_their_names() {
        for (text, expected) in [
            ("A=1\nDB_PASSWORD=hunter2\nX=2\n", &["hunter2"][..]),
            ("export ANTHROPIC_API_KEY='proxy-2f9a77c1'\n", &["proxy-2f9a77c1"]),
            ("set -gx BOT_TOKEN one-two\n", &["one-two"]),
            ("Environment=\"SMTP_SECRET=x1y2\" A=1\n", &["x1y2"]),
        ] {
            let spans = secret_spans(text);
            let found: Vec<&str> = spans.iter().map(|span| &text[span.clone()]).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_comment_is_survived(text in "[/*'\":a\\\\ \n\r\u{2028}\u{e9}{},]{0,40}") {
            secret_spans(&text);
        }

        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            secret_spans(&text);
            masked(&text);
        }

        #[test]
        fn a_token_is_found_in_any_text(before in "[ -~\n]{0,30}", after in "[ \n\"',}].{0,30}") {
            let token = token();
            let text = format!("{before}{token}{after}");
            prop_assert!(!masked(&text).contains(&token));
            let spans = secret_spans(&text);
            let start = before.len();
            prop_assert!(spans.iter().any(|s| s.start <= start && s.end >= start + token.len()));
        }
    }
}
