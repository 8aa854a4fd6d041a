//! The Claude models that Chela knows by itself: a dated list for when Anthropic cannot be
//! asked, and names for people. It decides nothing about an account; a model that is not in the
//! list is as good as one that is.

use std::cmp::Reverse;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::{lookup, say};
use crate::view::{CacheCosts, ModelChoice, ModelList, ModelPrice};
use crate::{Code, Error, Result};

/// The provider that OpenClaw names in front of a Claude model.
pub const PROVIDER: &str = "anthropic";

/// Longer ones are no model's name.
const LONGEST: usize = 200;

#[derive(Debug, Default, Deserialize)]
struct Catalogue {
    dated: String,
    families: Vec<String>,
    models: Vec<Known>,
}

#[derive(Debug, Deserialize)]
struct Known {
    id: String,
    name: String,
    /// US dollars for a million tokens.
    input: Option<u32>,
    output: Option<u32>,
    /// The same for what is read from the cache.
    cache_read: Option<f64>,
    /// Thousands of tokens.
    context: Option<u32>,
    replaced_by: Option<String>,
}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        serde_json::from_str(include_str!("../data/models.json")).unwrap_or_default()
    })
}

/// The built-in list, best first.
pub fn built_in() -> ModelList {
    ModelList {
        models: catalogue().models.iter().map(|known| choice(&known.id, None)).collect(),
        live: false,
        dated: Some(catalogue().dated.clone()),
        notice: None,
    }
}

/// What Anthropic names, as a choice: `id` without the provider, `display_name` as Anthropic
/// gives it (`Claude Opus 4.6`).
pub fn choice(id: &str, display_name: Option<&str>) -> ModelChoice {
    let known = known(id);
    let given = display_name.map(|name| name.trim().trim_start_matches("Claude ").to_owned());
    ModelChoice {
        reference: format!("{PROVIDER}/{id}"),
        name: given.filter(|name| !name.is_empty()).unwrap_or_else(|| name_of(id)),
        note: note(id),
        family: Parts::of(id).and_then(|parts| Some(capitalised(parts.words.first()?))),
        context: known.and_then(|known| known.context),
        price: known
            .and_then(|known| Some(ModelPrice { input: known.input?, output: known.output? })),
        replaced_by: known.and_then(|known| known.replaced_by.as_deref()).map(name_of),
        in_account: None,
        alias: None,
        favourite: false,
    }
}

/// What people call a model: `Opus 4.6` for `anthropic/claude-opus-4-6`. A model of another
/// provider keeps its own name.
pub fn name_of(reference: &str) -> String {
    let id = reference.strip_prefix("anthropic/").unwrap_or(reference);
    if let Some(known) = known(id) {
        return known.name.clone();
    }
    let Some(parts) = Parts::of(id) else {
        return id.rsplit('/').next().unwrap_or(id).to_owned();
    };
    let words: Vec<String> = parts.words.iter().map(|word| capitalised(word)).collect();
    let version: Vec<String> = parts.version.iter().map(u32::to_string).collect();
    format!("{} {}", words.join(" "), version.join(".")).trim().to_owned()
}

/// What keeping costs with a model, as far as it is known; else Anthropic's usual factors: a quarter
/// more for five minutes, twice the price for an hour, a tenth for reading.
pub fn cache_costs(reference: &str) -> CacheCosts {
    let id = reference.strip_prefix("anthropic/").unwrap_or(reference);
    let read = known(id).and_then(|known| {
        let thousandths = known.cache_read? / f64::from(known.input?) * 1000.0;
        // Between 0 and 1000, as reading is never dearer than the input.
        Some(thousandths.round().clamp(0.0, 1000.0) as u32)
    });
    CacheCosts {
        short: 1250,
        long: 2000,
        read: read.unwrap_or(100),
        dated: read.map(|_| catalogue().dated.clone()),
    }
}

/// What input costs with a model, where that is known (US dollars for a million tokens, which are
/// millionths of one for a token).
pub fn input_price(reference: &str) -> Option<u32> {
    known(reference.strip_prefix("anthropic/").unwrap_or(reference))?.input
}

/// A model as OpenClaw names it, from what a person typed: `provider/model`, a bare `claude-…`,
/// or the name of one in the built-in list (`Opus 4.6`).
///
/// # Errors
/// `model-malformed`.
pub fn reference(input: &str) -> Result<String> {
    let input = input.trim();
    let malformed = || {
        let shown: String = input.chars().filter(|c| !c.is_control()).take(80).collect();
        Error::new(Code::ModelMalformed).with("model", shown)
    };
    let named = |known: &&Known| same_name(&known.name, input) || same_name(&known.id, input);
    if let Some(known) = catalogue().models.iter().find(named) {
        return Ok(format!("{PROVIDER}/{}", known.id));
    }
    let full = if !input.contains('/') && input.starts_with("claude-") {
        format!("{PROVIDER}/{input}")
    } else {
        input.to_owned()
    };
    let (provider, model) = full.split_once('/').ok_or_else(malformed)?;
    let provider_is_one = provider.starts_with(|c: char| c.is_ascii_alphanumeric())
        && provider.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    // A model of another provider can hold more slashes, `@` and `:`.
    let model_is_one = model.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '@')
        && !model.ends_with('/')
        && model.chars().all(|c| c.is_ascii_graphic() && !"\"'`\\,;{}<>".contains(c));
    if provider_is_one && model_is_one && full.len() <= LONGEST {
        Ok(full)
    } else {
        Err(malformed())
    }
}

/// Sorts: the newest version first, and of one version the families in the built-in list's
/// order. Models that are not Claude's come last, in their own order.
pub fn sort(models: &mut [ModelChoice]) {
    models.sort_by_cached_key(|model| {
        let id = model.reference.strip_prefix("anthropic/").unwrap_or(&model.reference);
        let parts = Parts::of(id);
        let families = &catalogue().families;
        let family = parts.as_ref().and_then(|parts| {
            families.iter().position(|family| parts.words.contains(&family.as_str()))
        });
        let version = parts.as_ref().map(|parts| parts.version.clone());
        let date = parts.map_or(0, |parts| parts.date);
        (Reverse(version), family.unwrap_or(families.len()), Reverse(date))
    });
}

fn known(id: &str) -> Option<&'static Known> {
    catalogue().models.iter().find(|known| known.id == id)
}

fn same_name(name: &str, input: &str) -> bool {
    let plain = |text: &str| {
        text.trim_start_matches("Claude ").to_ascii_lowercase().replace(['.', ' '], "-")
    };
    plain(name) == plain(input)
}

/// What it is good for, where that is known of its family, and what it costs with an API key.
fn note(id: &str) -> Option<String> {
    let parts = Parts::of(id)?;
    let family = parts.words.first().and_then(|word| lookup(&format!("models.family.{word}")));
    let known = known(id);
    let price = known
        .and_then(|known| Some((known.input?, known.output?)))
        .map(|(input, output)| say("models.price", &[("input", &input), ("output", &output)]));
    let replaced = known
        .and_then(|known| known.replaced_by.as_deref())
        .map(|by| say("models.replaced", &[("by", &name_of(by))]));
    let words: Vec<String> =
        [family.map(str::to_owned), price, replaced].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The parts of a Claude model's id: `claude-opus-4-5-20251101`, `claude-3-5-sonnet-latest`.
struct Parts<'a> {
    words: Vec<&'a str>,
    version: Vec<u32>,
    /// `20251101`; 0 when there is none.
    date: u32,
}

impl<'a> Parts<'a> {
    fn of(id: &'a str) -> Option<Self> {
        let mut parts = Self { words: Vec::new(), version: Vec::new(), date: 0 };
        for part in id.strip_prefix("claude-")?.split('-') {
            match part.parse::<u32>() {
                Ok(number) if part.len() == 8 => parts.date = number,
                Ok(number) => parts.version.push(number),
                Err(_) if part == "latest" || part.is_empty() => {}
                Err(_) => parts.words.push(part),
            }
        }
        Some(parts)
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeping_costs_is_known_of_some_models() {
        for (reference, read, known) in [
            ("anthropic/claude-opus-5-5", 50, true),
            ("anthropic/claude-fable-5-1", 25, true),
            ("anthropic/claude-fable-5", 100, true),
            ("anthropic/claude-opus-4-6", 100, false),
            ("anthropic/claude-later-9", 100, false),
        ] {
            let costs = cache_costs(reference);
            assert_eq!((costs.short, costs.long), (1250, 2000));
            assert_eq!((costs.read, costs.dated.is_some()), (read, known), "{reference}");
        }
    }

    #[test]
    fn the_built_in_list_is_whole_and_best_first() {
        let list = built_in();
        assert_eq!(list.models.len(), 11);
        assert_eq!(list.dated.as_deref(), Some("2026-09"));
        assert!(!list.live);
        let mut sorted = list.models.clone();
        sort(&mut sorted);
        assert_eq!(sorted, list.models);
        for model in &list.models {
            assert_eq!(reference(&model.reference).unwrap(), model.reference);
        }
        assert_eq!(
            list.models[0].note.as_deref(),
            Some("For the hardest work. With an API key $4 in and $20 out per million tokens.")
        );
    }

    #[test]
    fn names_for_people() {
        for (reference, name) in [
            ("anthropic/claude-opus-4-6", "Opus 4.6"),
            ("claude-haiku-4-5", "Haiku 4.5"),
            ("anthropic/claude-opus-4-5-20251101", "Opus 4.5"),
            ("anthropic/claude-3-5-sonnet-latest", "Sonnet 3.5"),
            ("anthropic/claude-3-haiku-20240307", "Haiku 3"),
            ("anthropic/claude-mythos-preview", "Mythos Preview"),
            ("openai/gpt-5.2", "gpt-5.2"),
            ("openrouter/anthropic/claude-x", "claude-x"),
            ("anthropic/claude-", ""),
            ("", ""),
        ] {
            assert_eq!(name_of(reference), name, "{reference}");
        }
    }

    #[test]
    fn references_from_what_is_typed() {
        for (input, expected) in [
            ("anthropic/claude-opus-4-6", Some("anthropic/claude-opus-4-6")),
            ("  claude-opus-4-6\n", Some("anthropic/claude-opus-4-6")),
            ("claude-future-9", Some("anthropic/claude-future-9")),
            ("Opus 4.6", Some("anthropic/claude-opus-4-6")),
            ("opus-4.6", Some("anthropic/claude-opus-4-6")),
            ("Claude Sonnet 5", Some("anthropic/claude-sonnet-5")),
            (
                "openrouter/anthropic/claude-opus-4.6:beta",
                Some("openrouter/anthropic/claude-opus-4.6:beta"),
            ),
            ("claude-cli/claude-opus-5", Some("claude-cli/claude-opus-5")),
            ("anthropic/claude-opus-5[1m]", Some("anthropic/claude-opus-5[1m]")),
            ("", None),
            ("opus", None),
            ("anthropic/", None),
            ("/claude-opus-4-6", None),
            ("anthropic/claude opus", None),
            ("anthropic/claude\u{7}", None),
            ("anthropic/a\"b", None),
            ("anthropic/a/", None),
        ] {
            assert_eq!(reference(input).ok().as_deref(), expected, "{input:?}");
        }
        assert!(reference(&format!("a/{}", "x".repeat(300))).is_err());
    }

    #[test]
    fn the_newest_is_first() {
        let mut models: Vec<ModelChoice> = [
            "claude-3-haiku-20240307",
            "claude-opus-4-5-20251101",
            "claude-haiku-4-5-20251001",
            "claude-sonnet-6",
            "claude-opus-4-6",
            "claude-opus-5",
        ]
        .map(|id| choice(id, None))
        .into();
        sort(&mut models);
        let names: Vec<_> = models.iter().map(|model| model.name.as_str()).collect();
        assert_eq!(names, ["Sonnet 6", "Opus 5", "Opus 4.6", "Opus 4.5", "Haiku 4.5", "Haiku 3"]);
    }
}
