//! No rule of axe is broken on any screen, in the engine that draws the app's window: in every
//! language, in both themes, contrast included.

use std::path::Path;

use chela_rig::screens::{SCENES, Stage, Theme, Words};
use chela_rig::{Context, Result, bail};
use serde_json::{Value, json};

/// Which rules are broken, and by what.
const CHECK: &str = r"
    const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))),
        (error) => done([String(error)]));";

macro_rules! languages {
    ($($test:ident: $language:literal $theme:ident,)*) => {
        $(#[test]
        fn $test() -> Result<()> {
            accessible(Theme::$theme, $language)
        })*
    };
}

languages! {
    light_in_english: "en" Light,
    dark_in_english: "en" Dark,
    light_in_vietnamese: "vi" Light,
    dark_in_vietnamese: "vi" Dark,
    light_in_chinese: "zh-CN" Light,
    dark_in_chinese: "zh-CN" Dark,
}

fn accessible(theme: Theme, language: &str) -> Result<()> {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).context("axe-core is not installed: npm ci in ui/")?;
    let words = Words::all()?.into_iter().find(|words| words.tag == language);
    let words = words.context("no such language")?;
    let stage = Stage::open(theme)?;
    stage.resize(420, 720)?;
    let mut broken = Vec::new();
    for scene in SCENES {
        stage.show(scene, &words)?;
        stage.run(&axe, &[])?;
        let found = stage.run_async(CHECK)?;
        let found = found.as_array().context("axe does not answer")?;
        broken.extend(found.iter().map(|one| format!("{}: {}", scene.name, as_text(one))));
        let dark = stage.run("return matchMedia('(prefers-color-scheme: dark)').matches", &[])?;
        assert_eq!(dark, json!(theme == Theme::Dark), "the theme is another one");
    }
    if !broken.is_empty() {
        bail!("{}", broken.join("\n"));
    }
    Ok(())
}

fn as_text(one: &Value) -> &str {
    one.as_str().unwrap_or_default()
}
