//! How the window looks, for a person who wants it otherwise than the system has it: its colours, and
//! how large everything in it is.

use super::Context;
use crate::error::Result;
use crate::place::Settings;
use crate::view::Theme;

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appearance {
    /// The colours; none means the system's.
    pub theme: Option<Theme>,
    /// How large everything is (percent, from 100 to 300).
    pub zoom: u16,
}

/// Reads it.
pub fn appearance(context: &Context) -> Appearance {
    of(&Settings::load(&context.place))
}

/// Chooses colours, or the system's.
///
/// # Errors
/// `io` when the settings cannot be written.
pub fn set_theme(context: &Context, theme: Option<Theme>) -> Result<Appearance> {
    Settings::update(&context.place, |settings| settings.set_theme(theme)).map(|now| of(&now))
}

/// Chooses how large everything is (percent); what is out of reach becomes the nearest that is not.
///
/// # Errors
/// `io` when the settings cannot be written.
pub fn set_zoom(context: &Context, percent: u16) -> Result<Appearance> {
    Settings::update(&context.place, |settings| settings.set_zoom(percent)).map(|now| of(&now))
}

fn of(settings: &Settings) -> Appearance {
    Appearance { theme: settings.theme(), zoom: settings.zoom() }
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
            assert_eq!(set_theme(&context, chosen).unwrap().theme, chosen);
            assert_eq!(appearance(&context).theme, chosen);
        }
    }

    #[test]
    fn the_size_is_remembered_and_never_out_of_reach() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        assert_eq!(appearance(&context).zoom, 100);
        for (chosen, expected) in [(200, 200), (0, 100), (u16::MAX, 300), (150, 150), (100, 100)] {
            assert_eq!(set_zoom(&context, chosen).unwrap().zoom, expected);
            assert_eq!(appearance(&context).zoom, expected);
        }
    }
}
