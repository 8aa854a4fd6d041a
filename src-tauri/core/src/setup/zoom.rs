//! How large everything in the window is, for a person who wants to read it larger.

use super::Context;
use crate::error::Result;
use crate::place::Settings;

/// In percent, from 100 to 300.
pub fn zoom(context: &Context) -> u16 {
    Settings::load(&context.place).zoom()
}

/// Chooses it.
///
/// # Errors
/// `io` when the settings cannot be written.
pub fn set_zoom(context: &Context, percent: u16) -> Result<()> {
    Settings::update(&context.place, |settings| settings.set_zoom(percent)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[test]
    fn it_is_remembered_and_never_out_of_reach() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        assert_eq!(zoom(&context), 100);
        for (chosen, expected) in [(200, 200), (0, 100), (u16::MAX, 300), (150, 150), (100, 100)] {
            set_zoom(&context, chosen).unwrap();
            assert_eq!(zoom(&context), expected);
        }
    }
}
