//! Every sentence of the document that Chela began with stands in `tests/seed.md`, with tests and
//! screens that exist.
#![allow(clippy::unwrap_used, reason = "clippy knows helpers of unit tests only")]

use std::fs;
use std::path::{Path, PathBuf};

/// What stands in place of a reference where nothing covers a sentence.
const UNCOVERED: &str = "nothing yet";

#[test]
fn every_sentence_is_covered() {
    let items = items(&fs::read_to_string(repository("tests/seed/anthropic.vi.md")).unwrap());
    let map = fs::read_to_string(repository("tests/seed.md")).unwrap();
    let rows: Vec<[&str; 3]> = map.lines().filter_map(row).collect();
    let mapped = |item: &String| rows.iter().any(|[sentence, ..]| sentence == item);

    let missing = items.iter().filter(|item| !mapped(item));
    let mut wrong: Vec<String> = missing.map(|item| format!("not mapped: {item}")).collect();
    for [sentence, _, covers] in &rows {
        if !items.iter().any(|item| item == sentence) {
            wrong.push(format!("not in the document: {sentence}"));
        }
        let references: Vec<&str> = covers.split('`').skip(1).step_by(2).collect();
        if references.is_empty() && *covers != UNCOVERED {
            wrong.push(format!("neither a reference nor \"{UNCOVERED}\": {sentence}"));
        }
        let broken = references.iter().filter(|reference| !exists(reference));
        wrong.extend(broken.map(|reference| format!("does not exist: {reference}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The sentences of a document, its list items and the rows of its tables. A block between fences
/// is one item, by its first line that says something. Headings are covered by what follows them.
fn items(document: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut paragraph = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if line.is_empty() || line.starts_with("- ") {
            items.extend(sentences(&paragraph.join(" ")));
            paragraph.clear();
        }
        if let Some(fence) = ["---", "```"].into_iter().find(|fence| line.starts_with(fence)) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            let telling = block.into_iter().map(str::trim).find(|line| says_something(line));
            items.extend(telling.map(|line| format!("`{line}`")));
        } else if let Some(row) = line.strip_prefix("| ") {
            if !row.starts_with("--") {
                let cells: Vec<&str> =
                    row.trim_end_matches('|').split('|').map(str::trim).collect();
                items.push(cells.join(r" \| "));
            }
        } else if !line.starts_with('#') {
            paragraph.push(line.trim_start_matches("- ").trim());
        }
    }
    items.extend(sentences(&paragraph.join(" ")));
    items
}

fn sentences(paragraph: &str) -> Vec<String> {
    let parts = paragraph.split_inclusive(". ").map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Neither a comment nor a bracket alone.
fn says_something(line: &str) -> bool {
    !line.starts_with(['#', '/']) && line.contains(char::is_alphanumeric)
}

/// The three cells of a row of the map: a sentence, what Chela makes of it, and what covers it.
fn row(line: &str) -> Option<[&str; 3]> {
    let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
    let cells: [&str; 3] = cells.try_into().ok()?;
    (!cells[0].starts_with("--") && cells[0] != "sentence").then_some(cells)
}

/// `file::name_of_test`, or `file::"title of a test or name of a screen"`.
fn exists(reference: &str) -> bool {
    let Some((file, name)) = reference.split_once("::") else { return false };
    let text = fs::read_to_string(repository(file)).unwrap_or_default();
    let quoted = name.starts_with('"');
    text.contains(&if quoted { name.to_owned() } else { format!("fn {name}(") })
}
