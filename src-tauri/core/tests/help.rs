//! The pages in `docs/` say what the window's help says, in each language.
//! To renew them: `CHELA_WRITE_GOLDEN=1 cargo test -p chela-core --test help`.
#![allow(clippy::unwrap_used, reason = "clippy knows helpers of unit tests only")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chela_core::help::{help, openclaw_page};
use chela_core::text::{Language, say};

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The words of the window's controls.
fn labels(language: Language) -> BTreeMap<String, String> {
    let file = format!("src-tauri/core/i18n/{}/window.json", language.tag());
    serde_json::from_str(&fs::read_to_string(repository(&file)).unwrap()).unwrap()
}

/// With the words of the controls in their places.
fn labelled(text: &str, labels: &BTreeMap<String, String>) -> String {
    let mut parts = text.split("{=");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (key, rest) = part.split_once('}').unwrap();
        out += &labels[key];
        out += rest;
    }
    out
}

fn guide(labels: &BTreeMap<String, String>) -> String {
    let help = help();
    let mut page = format!("# {}\n\n{}\n", said("guide"), said("guide.lead"));
    for guide in help.guides {
        write!(page, "\n## {}\n\n{}\n\n", guide.title, guide.when).unwrap();
        for (number, step) in guide.steps.iter().enumerate() {
            writeln!(page, "{}. {}", number + 1, labelled(step, labels)).unwrap();
        }
    }
    write!(page, "\n## {}\n\n", said("words")).unwrap();
    for word in help.words {
        writeln!(page, "- **{}**: {}", word.name, word.means).unwrap();
    }
    page
}

fn troubleshooting(labels: &BTreeMap<String, String>) -> String {
    let lead = labelled(&said("problems.lead"), labels);
    let mut page = format!("# {}\n\n{lead}\n", said("problems"));
    for problem in help().problems {
        let address = openclaw_page(&problem.code);
        let (code, title, meaning) = (&problem.code, &problem.title, &problem.meaning);
        let about = said("page");
        write!(page, "\n## {title}\n\n").unwrap();
        if meaning != title {
            write!(page, "{meaning}\n\n").unwrap();
        }
        writeln!(page, "`{code}` · [{about}]({address})").unwrap();
    }
    page
}

fn said(part: &str) -> String {
    say(&format!("help.docs.{part}"), &[])
}

#[test]
fn the_pages_say_what_the_window_says() {
    for language in Language::ALL {
        language.speak();
        let labels = labels(language);
        let pages = [("guide", guide(&labels)), ("troubleshooting", troubleshooting(&labels))];
        for (name, page) in pages {
            let file = repository(&format!("docs/{}/{name}.md", language.tag()));
            if std::env::var_os("CHELA_WRITE_GOLDEN").is_some() {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(&file, &page).unwrap();
            }
            assert_eq!(fs::read_to_string(&file).unwrap_or_default(), page, "{}", file.display());
        }
    }
}
