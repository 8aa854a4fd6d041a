//! The credentials in a JSON or JSON5 text: a config, a store of sign-ins, a list of models, or a
//! copy of one. Each is found by its look, or because it stands where OpenClaw reads one.

use std::collections::BTreeSet;
use std::ops::Range;

use zeroize::Zeroizing;

use super::members::{self, Member};
use super::shape;
use super::{Held, Source};
use crate::config::gateway_config::credentials::VARIABLES;
use crate::config::{Key, Path};
use crate::vault::Secret;

/// Where a profile holds its secret.
const FIELDS: [&str; 5] = ["token", "key", "apiKey", "access", "refresh"];
/// The headers that carry one.
const HEADERS: [&str; 2] = ["x-api-key", "authorization"];

/// What the merged config sets, for files that are included somewhere in it.
pub(super) type Merged = [(Path, Secret)];

/// Those in a text. `merged` tells what a setting of an included file is in the whole config.
pub(super) fn found(text: &str, merged: &Merged) -> Vec<Held> {
    let (strings, comments) = members::read(text);
    let lines = Lines::of(text);
    let mut found = Vec::new();
    let profiles = anthropics(text, &strings);
    let values: Vec<Range<usize>> = strings.iter().map(|string| string.inside.clone()).collect();
    for string in &strings {
        let value = decoded(text, string);
        let whole = merged.iter().find(|(path, secret)| {
            path.0.ends_with(&string.path.0) && secret.expose() == value.as_str()
        });
        let path = whole.map_or(&string.path, |(path, _)| path);
        let source = source(path, &profiles);
        let what = match &source {
            Source::Profile(name) => name.clone(),
            _ => path.to_string(),
        };
        let line = Some(lines.at(string.inside.start));
        let mut hold = |secret: &str| {
            let (secret, source) = (Secret::new(secret.to_owned()), source.clone());
            found.push(Held { secret, line, what: what.clone(), source, idle: false });
        };
        let seen = shape::credentials(value.as_bytes(), false);
        match seen.as_slice() {
            [] if source != Source::Elsewhere && shape::is_plaintext(without_scheme(&value)) => {
                hold(without_scheme(&value));
            }
            spans => spans.iter().for_each(|span| hold(&value[span.clone()])),
        }
    }
    // In comments, and wherever else a broken text has one.
    let covers = |ranges: &[Range<usize>], span: &Range<usize>| {
        let next = ranges.partition_point(|range| range.end < span.end);
        ranges.get(next).is_some_and(|range| range.start <= span.start)
    };
    for span in shape::credentials(text.as_bytes(), false) {
        if !covers(&values, &span) {
            found.push(Held {
                secret: Secret::new(text[span.clone()].to_owned()),
                line: Some(lines.at(span.start)),
                what: String::new(),
                source: Source::Elsewhere,
                idle: covers(&comments, &span),
            });
        }
    }
    found
}

/// The credentials that a merged config sets, with their paths.
pub(super) fn of_merged(value: &serde_json::Value) -> Vec<(Path, Secret)> {
    let anthropic = Path::from(["models", "providers", "anthropic"]);
    let headers = anthropic.join("headers");
    let names = headers.find(value).and_then(serde_json::Value::as_object);
    let mut paths = vec![anthropic.join("apiKey")];
    paths.extend(names.into_iter().flatten().map(|(name, _)| headers.join(name.clone())));
    for place in [Path::from(["env", "vars"]), Path::from(["env"])] {
        paths.extend(VARIABLES.map(|name| place.join(name)));
    }
    let held = |path: Path| {
        let text = path.find(value)?.as_str()?.to_owned();
        Some((path, Secret::new(text)))
    };
    paths.into_iter().filter_map(held).collect()
}

/// What OpenClaw would read from a path: of a config, a list of models, a store of any version.
fn source(path: &Path, profiles: &BTreeSet<String>) -> Source {
    let names: Vec<&str> = path.0.iter().filter_map(name).collect();
    let Some((&last, before)) = names.split_last() else { return Source::Elsewhere };
    if VARIABLES.contains(&last) {
        return Source::Variable(last.to_owned());
    }
    let of_anthropic = before.iter().find(|name| {
        **name == "anthropic" || name.starts_with("anthropic:") || profiles.contains(**name)
    });
    let Some(owner) = of_anthropic else { return Source::Elsewhere };
    let in_headers = before.last() == Some(&"headers");
    if in_headers && HEADERS.iter().any(|header| last.eq_ignore_ascii_case(header)) {
        return Source::Header;
    }
    if !FIELDS.contains(&last) {
        return Source::Elsewhere;
    }
    match before {
        [.., "providers", "anthropic"] => Source::ProviderKey,
        _ => Source::Profile((*owner).to_owned()),
    }
}

/// The profiles that say of themselves that they are Anthropic's.
fn anthropics(text: &str, strings: &[Member]) -> BTreeSet<String> {
    let of = |member: &Member| match member.path.0.as_slice() {
        [Key::Name(profiles), Key::Name(id), Key::Name(last)]
            if profiles == "profiles"
                && last == "provider"
                && &text[member.inside.clone()] == "anthropic" =>
        {
            Some(id.clone())
        }
        _ => None,
    };
    strings.iter().filter_map(of).collect()
}

fn name(key: &Key) -> Option<&str> {
    match key {
        Key::Name(name) => Some(name),
        Key::Index(_) => None,
    }
}

/// What a string stands for; as it is written, where that cannot be told.
fn decoded(text: &str, string: &Member) -> Zeroizing<String> {
    let raw = &text[string.inside.clone()];
    if !raw.contains('\\') {
        return Zeroizing::new(raw.to_owned());
    }
    let quoted = text.get(string.inside.start - 1..=string.inside.end).unwrap_or_default();
    Zeroizing::new(json5::from_str(quoted).unwrap_or_else(|_| raw.to_owned()))
}

/// `Bearer x` without its first word.
fn without_scheme(value: &str) -> &str {
    value.strip_prefix("Bearer ").unwrap_or(value)
}

/// Which line a byte stands on.
pub(in crate::setup) struct Lines(Vec<usize>);

impl Lines {
    pub(in crate::setup) fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// From 1.
    pub(in crate::setup) fn at(&self, byte: usize) -> u32 {
        u32::try_from(self.0.partition_point(|end| *end < byte) + 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::audit::shape::tests::made_up;

    fn seen(text: &str, merged: &Merged) -> Vec<(String, u32, Source, bool)> {
        let found = found(text, merged);
        found.into_iter().map(|h| (h.what, h.line.unwrap(), h.source, h.idle)).collect()
    }

    fn one(what: &str, line: u32, source: Source) -> (String, u32, Source, bool) {
        (what.into(), line, source, false)
    }

    #[test]
    fn a_config_is_read_by_place_and_by_look() {
        let key = made_up("api03", "one");
        let text = format!(
            "{{ // was: ANTHROPIC_API_KEY: '{key}'\n\
             env: {{ vars: {{ ANTHROPIC_API_KEY: '{key}', OPENAI_API_KEY: 'sk-proj-Ab1234567890' }} }},\n\
             models: {{ providers: {{ anthropic: {{ apiKey: 'proxy-2f9a77c1',\n\
             headers: {{ 'X-Api-Key': '{key}', 'anthropic-beta': 'some-long-value-1' }} }},\n\
             mine: {{ apiKey: '{key}' }}, other: {{ apiKey: 'proxy-2f9a77c1' }} }} }},\n\
             channels: {{ x: {{ apiKey: '${{ANTHROPIC_API_KEY}}' }} }} }}"
        );
        let expected = [
            one("env.vars.ANTHROPIC_API_KEY", 2, Source::Variable("ANTHROPIC_API_KEY".into())),
            one("models.providers.anthropic.apiKey", 3, Source::ProviderKey),
            one("models.providers.anthropic.headers.X-Api-Key", 4, Source::Header),
            one("models.providers.mine.apiKey", 5, Source::Elsewhere),
            (String::new(), 1, Source::Elsewhere, true),
        ];
        assert_eq!(seen(&text, &[]), expected);
    }

    #[test]
    fn what_is_not_in_plaintext_is_not_found() {
        for value in
            ["${ANTHROPIC_API_KEY}", "secretref-managed", "sk-ant-api03-…", "your-key-here"]
        {
            let text = format!(
                "{{ env: {{ vars: {{ ANTHROPIC_API_KEY: '{value}' }} }}, models: {{ providers: {{ \
                 anthropic: {{ apiKey: {{ source: 'exec', provider: 'keychain', id: 'v1/abcdefghij' }} }} }} }}, \
                 auth: {{ profiles: {{ 'anthropic:default': {{ provider: 'anthropic', mode: 'token' }} }} }} }}"
            );
            assert_eq!(seen(&text, &[]), [], "{value}");
        }
    }

    #[test]
    fn an_included_file_has_the_paths_of_the_whole() {
        let merged = serde_json::json!({ "models": { "providers": { "anthropic": { "apiKey": "proxy-2f9a77c1" } } } });
        assert_eq!(
            seen("{ apiKey: 'proxy-2f9a77c1' }", &of_merged(&merged)),
            [one("models.providers.anthropic.apiKey", 1, Source::ProviderKey)]
        );
        assert_eq!(seen("{ apiKey: 'proxy-2f9a77c1' }", &[]), []);
    }

    #[test]
    fn stores_of_any_version_are_read() {
        let (key, token) = (made_up("api03", "one"), made_up("oat01", "two"));
        let profile = |name: &str| Source::Profile(name.into());
        let text = format!(
            "{{\"version\":1,\"profiles\":{{\n\"anthropic:a\":{{\"type\":\"token\",\"token\":\"{token}\"}},\n\
             \"work\":{{\"provider\":\"anthropic\",\"key\":\"proxy-2f9a77c1\"}},\n\
             \"anthropic:b\":{{\"tokenRef\":{{\"source\":\"exec\",\"id\":\"v1/abcdefgh\"}}}},\n\
             \"openai:c\":{{\"provider\":\"openai\",\"key\":\"sk-proj-Ab1234567890\"}}}}}}"
        );
        let expected =
            [one("anthropic:a", 2, profile("anthropic:a")), one("work", 3, profile("work"))];
        assert_eq!(seen(&text, &[]), expected);
        for (text, what, source) in [
            (
                format!("{{\"anthropic\":{{\"type\":\"api_key\",\"key\":\"{key}\"}}}}"),
                "anthropic",
                profile("anthropic"),
            ),
            (
                format!("{{\"anthropic\":{{\"access\":\"{token}\"}}}}"),
                "anthropic",
                profile("anthropic"),
            ),
            (
                format!("{{\"providers\":{{\"anthropic\":{{\"apiKey\":\"{key}\"}}}}}}"),
                "providers.anthropic.apiKey",
                Source::ProviderKey,
            ),
        ] {
            assert_eq!(seen(&text, &[]), [one(what, 1, source)]);
        }
    }

    #[test]
    fn a_broken_text_hides_none() {
        let key = made_up("api03", "one");
        let elsewhere = |what: &str| one(what, 1, Source::Elsewhere);
        for (text, expected) in [
            (format!("{{ a: 'x' '{key}', b: {key}"), vec![elsewhere("a"), elsewhere("")]),
            (format!("{{ '{key}': 1 }}"), vec![elsewhere("")]),
            (format!("apiKey: {key}\n'"), vec![elsewhere("")]),
        ] {
            assert_eq!(seen(&text, &[]), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_with_escapes_is_what_it_stands_for() {
        let key = made_up("api03", "one");
        let text = format!("{{ env: {{ ANTHROPIC_API_KEY: '\\u0073{}' }} }}", &key[1..]);
        assert_eq!(found(&text, &[])[0].secret.expose(), key);
    }
}
