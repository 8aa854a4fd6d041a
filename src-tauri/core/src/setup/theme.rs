//! The colours of the window, for a person who wants others than the system's.

use super::Context;
use crate::error::Result;
use crate::place::Settings;
use crate::view::Theme;

/// The chosen one; none means the system's.
pub fn theme(context: &Context) -> Option<Theme> {
    Settings::load(&context.place).theme()
}

/// Chooses one, or the system's.
///
/// # Errors
/// `io` when the settings cannot be written.
pub fn set_theme(context: &Context, theme: Option<Theme>) -> Result<()> {
    Settings::update(&context.place, |settings| settings.set_theme(theme)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[test]
    fn a_theme_is_remembered_until_the_systems_is_wanted_again() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        for chosen in [None, Some(Theme::Dark), Some(Theme::Light), None] {
            set_theme(&context, chosen).unwrap();
            assert_eq!(theme(&context), chosen);
        }
    }
}
