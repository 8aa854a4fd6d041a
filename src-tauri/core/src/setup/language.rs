//! The language that Chela speaks: the one that the person chose, else the system's.

use super::Context;
use crate::Environment;
use crate::error::Result;
use crate::place::{Place, Settings};
use crate::text::Language;
use crate::view::LanguageView;

/// Has this process speak it from now on: each [`super::overview`] does, since another process may
/// have chosen one.
pub(super) fn speak(settings: &Settings, environment: &Environment) {
    settings.language().unwrap_or_else(|| Language::of_system(environment)).speak();
}

/// Chooses one; none means the system's.
///
/// # Errors
/// `io` when the settings cannot be written.
pub fn set_language(context: &Context, language: Option<Language>) -> Result<()> {
    let settings = Settings::update(&context.place, |settings| settings.set_language(language))?;
    speak(&settings, &context.environment);
    Ok(())
}

/// The same at the start of a process, before anything is looked for or made.
pub fn speak_at_start(environment: &Environment) {
    let settings = Place::expected(environment).map(|place| Settings::load(&place));
    speak(&settings.unwrap_or_default(), environment);
}

pub(super) fn view(settings: &Settings, environment: &Environment) -> LanguageView {
    LanguageView {
        chosen: settings.language(),
        system: Language::of_system(environment),
        spoken: Language::spoken(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[test]
    fn the_chosen_language_comes_before_the_systems() {
        let dir = tempfile::tempdir().unwrap();
        let mut context = test_context(dir.path());
        let variables = [("LANG".to_owned(), "zh_CN.UTF-8".to_owned())];
        context.environment = variables.into_iter().collect();
        for (chosen, expected) in [
            (None, Language::Chinese),
            (Some(Language::Vietnamese), Language::Vietnamese),
            (Some(Language::English), Language::English),
            (None, Language::Chinese),
        ] {
            set_language(&context, chosen).unwrap();
            let view = view(&Settings::load(&context.place), &context.environment);
            assert_eq!((view.chosen, view.spoken), (chosen, expected));
        }
        Language::English.speak();
    }
}
