//! All screens at once, to look at: `index.html` with a picture of each in every language, in both
//! themes and two sizes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{SCENES, Scene, Stage, Theme, Words};

/// The smallest window and a usual one, in CSS pixels.
const SIZES: [(&str, u32, u32); 2] = [("small", 360, 560), ("usual", 760, 720)];

/// Takes the pictures into `folder`, of the screens that begin with one of `names` or, with none, of
/// all; `tell` hears of each round.
///
/// # Errors
/// When a screen cannot be reached, or a picture not be saved.
pub fn sheet(folder: &Path, names: &[String], tell: &dyn Fn(&str)) -> Result<()> {
    let wanted = |scene: &&Scene| {
        names.is_empty() || names.iter().any(|name| scene.name.starts_with(name.as_str()))
    };
    let scenes: Vec<&Scene> = SCENES.iter().filter(wanted).collect();
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let languages = Words::all()?;
    let mut rounds = Vec::new();
    for theme in Theme::ALL {
        let stage = Stage::open(theme)?;
        for (size, width, height) in SIZES {
            stage.resize(width, height)?;
            for words in &languages {
                let round = format!("{}-{size}-{}", theme.name(), words.tag);
                tell(&round);
                for scene in &scenes {
                    stage.show(scene, words)?;
                    let file = folder.join(format!("{round}-{}.png", scene.name));
                    stage.picture(width, height, &file)?;
                }
                rounds.push((round, width));
            }
        }
    }
    fs::write(folder.join("index.html"), index(&rounds, &scenes)).context("index.html")
}

/// A page with all pictures, a round in a row.
fn index(rounds: &[(String, u32)], scenes: &[&Scene]) -> String {
    let mut page = "<!doctype html><meta charset=utf-8><title>Screens</title><style>\
        body { font: 14px sans-serif; background: #888 }\
        section { display: flex; flex-wrap: wrap; gap: 12px; align-items: start }\
        figure { margin: 0 } img { display: block }</style>\n"
        .to_owned();
    for (round, width) in rounds {
        let _ = writeln!(page, "<h2 id={round}>{round}</h2><section>");
        for scene in scenes {
            let name = scene.name;
            let _ = writeln!(
                page,
                "<figure>{name}<img src={round}-{name}.png width={} loading=lazy></figure>",
                width / 2
            );
        }
        page.push_str("</section>\n");
    }
    page
}
