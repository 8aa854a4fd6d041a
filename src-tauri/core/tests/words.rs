//! No word that a person reads stands in the code: they stand in the catalogue (`i18n/`), where each
//! language has its own. Found are what looks like a sentence, and a single word that an error is
//! given; a word that gets into a text in another way is not.

use std::path::{Path, PathBuf};

use chela_core::text::lookup;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What only looks like it: what people type, what others say, what only programmers see.
const NO_PROSE: [&str; 12] = [
    "$HOME",
    "Missing env var \\\"",
    "Paste code here",
    "Reconciled({} bytes, kept {}, {:?})",
    "chat.send",
    "chela",
    "chela model list",
    "chela rotate {profile} --revoked",
    "openclaw config validate --json",
    "openclaw gateway start",
    "openclaw secrets reload --json",
    "secrets are unavailable",
];
/// Files that recognise what others say: Anthropic's answers, and the messages that people paste.
const RECOGNISES: [&str; 2] = ["anthropic/answer.rs", "setup/diagnose/recognise.rs"];
/// How keys begin that are handed on before they are looked up.
const KEYS: [&str; 6] = ["edit.", "include.", "io.", "keychain.", "kind.", "parse."];

/// A text in the code, as it is written, and of which function it is which argument.
struct Literal {
    text: String,
    of: String,
    nth: usize,
}

/// The texts outside of attributes and of what only tests have.
fn literals(tokens: TokenStream, of: &str, found: &mut Vec<Literal>) {
    let (mut nth, mut of_tests) = (0, false);
    let mut last = [String::new(), String::new()];
    for token in tokens {
        let written = token.to_string();
        match token {
            TokenTree::Group(group) if last[1] == "#" || last == ["#", "!"] => {
                let text = group.stream().to_string();
                of_tests |= text.starts_with("cfg") && text.contains("test");
            }
            TokenTree::Group(group) if of_tests => of_tests = group.delimiter() != Delimiter::Brace,
            TokenTree::Group(group) => literals(group.stream(), &last[1], found),
            TokenTree::Punct(_) if written == "," => nth += 1,
            TokenTree::Punct(_) if written == ";" => of_tests = false,
            TokenTree::Literal(_) if !of_tests => {
                let text = written.trim_start_matches('r').trim_matches('#');
                if let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
                    found.push(Literal { text: text.to_owned(), of: of.to_owned(), nth });
                }
            }
            _ => {}
        }
        last = [std::mem::take(&mut last[1]), written];
    }
}

impl Literal {
    /// The key of the catalogue that it is, or stands for.
    fn key(&self) -> Option<String> {
        match (self.of.as_str(), self.nth) {
            ("failed" | "io" | "unable", 1) => Some(format!("action.{}", self.text)),
            ("say" | "lookup", 0) => Some(self.text.clone()),
            _ => KEYS.iter().any(|key| self.text.starts_with(key)).then(|| self.text.clone()),
        }
    }

    /// Whether three words follow each other, one of which may be put in later; or any is given to
    /// an error.
    fn is_prose(&self) -> bool {
        let is_word = |(at, word): (usize, &&str)| {
            let word = word.trim_matches(['.', ',', ';', ':', '(', ')', '"', '\\']);
            let rest = word.strip_prefix(|c: char| c.is_lowercase() || at == 0 && c.is_uppercase());
            rest.is_some_and(|rest| rest.chars().all(|c| c.is_lowercase() || c == '\''))
        };
        let is_put_in = |word: &&str| word.starts_with('{');
        let words: Vec<&str> = self.text.split_whitespace().filter(|word| *word != "\\").collect();
        let is_given = (self.of.as_str(), self.nth) == ("with", 1);
        (is_given && self.text.contains(char::is_alphabetic))
            || words.windows(3).any(|words| {
                words.iter().enumerate().all(|(at, word)| is_word((at, word)) || is_put_in(word))
                    && words.iter().filter(|word| is_put_in(word)).count() < 2
            })
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        match path.file_name().and_then(|name| name.to_str()) {
            Some("tests" | "tests.rs") => {}
            _ if path.is_dir() => sources(&path, found),
            _ => found.push(path),
        }
    }
}

#[test]
fn no_words_stand_in_code_and_what_is_looked_up_is_there() {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    ["core/src", "cli/src", "src"].iter().for_each(|part| sources(&all.join(part), &mut files));
    assert!(files.len() > 300, "{files:?}");
    let mut wrong = Vec::new();
    for file in files {
        let recognises = RECOGNISES.iter().any(|known| file.ends_with(known));
        let mut found = Vec::new();
        literals(std::fs::read_to_string(&file).unwrap().parse().unwrap(), "", &mut found);
        wrong.extend(found.into_iter().filter_map(|literal| match literal.key() {
            Some(key) => lookup(&key).is_none().then(|| format!("{}: {key}?", file.display())),
            None if recognises || NO_PROSE.contains(&literal.text.as_str()) => None,
            None => literal.is_prose().then(|| format!("{}: {}", file.display(), literal.text)),
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
