//! Secrets by the way they look, in any text.

use std::ops::Range;

/// How keys begin, and how many characters the shortest has.
const PREFIXES: &[(&str, usize)] = &[
    ("sk-", 20),
    ("xai-", 20),
    ("gsk_", 20),
    ("hf_", 20),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghs_", 20),
    ("ghu_", 20),
    ("github_pat_", 20),
    ("glpat-", 20),
    ("npm_", 20),
    ("xoxb-", 15),
    ("xoxp-", 15),
    ("xapp-", 15),
    ("AIza", 30),
    ("AKIA", 20),
    ("eyJ", 40),
];

/// Parts of a name that say that its value is secret.
const SECRET_WORDS: &[&str] = &[
    "token",
    "key",
    "secret",
    "passw",
    "passphrase",
    "pwd",
    "credential",
    "authorization",
    "cookie",
    "authtag",
    "serviceaccount",
];

/// What begins an address that lets whoever knows it post somewhere.
const WEBHOOKS: &[&str] = &[
    "hooks.slack.com/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    ".webhook.office.com/",
];

/// Whether a key's name says that its value is secret.
pub(crate) fn names_a_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // `pass` only at the end: `passEnv` lists names, and what else begins so is mostly harmless.
    let pass = name.ends_with("pass") && !name.ends_with("bypass") && !name.ends_with("compass");
    pass || SECRET_WORDS.iter().any(|word| name.contains(word))
}

/// Every stretch that looks like a secret; not ordered.
pub(super) fn all(text: &str) -> Vec<Range<usize>> {
    let mut spans = vendor_shapes(text);
    spans.extend(runs(text, is_word).filter(|run| is_opaque(&text[run.clone()])));
    spans.extend(runs(text, is_word).filter(|run| is_bot_token(text, run)));
    spans.extend(assigned(text));
    spans.extend(address_passwords(text));
    spans.extend(webhooks(text));
    spans.extend(private_keys(text));
    spans
}

/// The stretches with the look of a known vendor's key.
pub(super) fn vendor_shapes(text: &str) -> Vec<Range<usize>> {
    let mut ends = Ends::of(text, |rest| rest.bytes().position(|b| !is_word(b)));
    let anthropic = text.match_indices("sk-ant-").map(move |(start, _)| start..ends.behind(start));
    let others = runs(text, |b| is_word(b) || b == b'.').filter(|run| {
        let run = &text[run.clone()];
        PREFIXES.iter().any(|(prefix, least)| run.len() >= *least && run.starts_with(prefix))
    });
    anthropic.filter(|span| span.len() > "sk-ant-".len()).chain(others).collect()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// The longest stretches whose bytes, all ASCII, pass.
fn runs(text: &str, pass: impl Fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(|b| pass(*b))?;
        let length = bytes[start..].iter().position(|b| !pass(*b));
        at = length.map_or(bytes.len(), |length| start + length);
        Some(start..at)
    })
}

/// Finds where stretches end. Asked for one start behind the other, it goes through those that
/// end in the same place once: a text of nothing but starts takes no longer than another.
struct Ends<'t, F> {
    text: &'t str,
    find: F,
    last: usize,
}

impl<'t, F: Fn(&'t str) -> Option<usize>> Ends<'t, F> {
    /// `find` is given the rest of the text behind a start; without an end it is the text's.
    fn of(text: &'t str, find: F) -> Self {
        Self { text, find, last: 0 }
    }

    fn behind(&mut self, start: usize) -> usize {
        if start >= self.last {
            let rest = &self.text[start..];
            self.last = start + (self.find)(rest).unwrap_or(rest.len());
        }
        self.last
    }
}

/// Long, and of a mixture that no word or name has.
fn is_opaque(run: &str) -> bool {
    let has = |pass: fn(&u8) -> bool| run.bytes().any(|b| pass(&b));
    let hexadecimal = run.bytes().all(|b| b.is_ascii_hexdigit());
    run.len() >= 40
        && has(u8::is_ascii_digit)
        && (hexadecimal || has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase))
}

/// `123456789:` and 35 characters, as Telegram makes them.
fn is_bot_token(text: &str, run: &Range<usize>) -> bool {
    let Some(before) = text[..run.start].strip_suffix(':') else { return false };
    run.len() == 35 && before.bytes().rev().take_while(u8::is_ascii_digit).count() >= 8
}

/// Whether what follows on the line is a name and its value: `set -gx` of fish, `setenv` of csh.
fn sets_with_blank(before: &str) -> bool {
    // A line of a shell is short; one that is not says nothing.
    let start = before.len().saturating_sub(64);
    let near = before.get(start..).unwrap_or_default();
    let line = near.rsplit('\n').next().unwrap_or_default();
    let mut words = line.split_ascii_whitespace();
    let first = words.next();
    matches!(first, Some("set" | "setenv")) && words.all(|flag| flag.starts_with('-'))
}

/// The values in `set -gx name value`, `name=value`, `"name":"value"` and `Bearer value` where the name says secret.
fn assigned(text: &str) -> Vec<Range<usize>> {
    let delimiter = |b: u8| b.is_ascii_whitespace() || b"\"'`&,;)}]#".contains(&b);
    let quote = |b: u8| b == b'"' || b == b'\'' || b == b'\n';
    let mut plain_ends = Ends::of(text, |rest| rest.bytes().position(delimiter));
    let mut quoted_ends = Ends::of(text, |rest| rest.bytes().position(quote));
    let long_enough = |value: Range<usize>, least: usize| (value.len() >= least).then_some(value);
    let names = runs(text, is_word).filter_map(|name| {
        let rest = &text[name.end..];
        if &text[name.clone()] == "Bearer" && rest.starts_with(' ') {
            let start = name.end + 1;
            return long_enough(start..plain_ends.behind(start), 8);
        }
        if !names_a_secret(&text[name.clone()]) {
            return None;
        }
        if rest.starts_with(' ') && sets_with_blank(&text[..name.start]) {
            let start = name.end + 1;
            return long_enough(start..plain_ends.behind(start), 1);
        }
        if let Some(value) = rest.strip_prefix('=') {
            let quoted = value.starts_with(['"', '\'']);
            let start = name.end + 1 + usize::from(quoted);
            return long_enough(start..plain_ends.behind(start), 4);
        }
        let after = rest.strip_prefix(['"', '\''])?.trim_start().strip_prefix(':')?.trim_start();
        let value = after.strip_prefix(['"', '\''])?;
        let start = text.len() - value.len();
        long_enough(start..quoted_ends.behind(start), 1)
    });
    names.collect()
}

/// The password in `scheme://user:password@host`.
fn address_passwords(text: &str) -> Vec<Range<usize>> {
    let found = text.match_indices("://").filter_map(|(at, mark)| {
        let start = at + mark.len();
        let end = |c: char| c.is_whitespace() || "/\"'<>?#".contains(c);
        let authority = text[start..].split(end).next()?;
        let (sign_in, _) = authority.rsplit_once('@')?;
        let (user, password) = sign_in.split_once(':')?;
        let start = start + user.len() + 1;
        Some(start..start + password.len())
    });
    found.filter(|span| !span.is_empty()).collect()
}

/// What follows the host of a webhook's address.
fn webhooks(text: &str) -> impl Iterator<Item = Range<usize>> {
    let end = |c: char| c.is_whitespace() || "\"'`<>,;)}]".contains(c);
    let found = WEBHOOKS.iter().flat_map(move |mark| {
        let mut ends = Ends::of(text, move |rest| rest.find(end));
        text.match_indices(mark).map(move |(at, mark)| {
            let start = at + mark.len();
            start..ends.behind(start)
        })
    });
    found.filter(|span| !span.is_empty())
}

/// The inside of a private key in PEM; to the end of the text when it has no end.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    let mark = "PRIVATE KEY-----";
    let mut ends = Ends::of(text, |rest| rest.find("-----END"));
    let found = text.match_indices(mark).filter_map(|(at, _)| {
        let line = text[..at].rfind("-----")?;
        let start = at + mark.len();
        text[line..at].starts_with("-----BEGIN").then(|| start..ends.behind(start))
    });
    found.filter(|span| !span.is_empty()).collect()
}
