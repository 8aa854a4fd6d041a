//! Whether a credential on the clipboard is noticed while one is asked for. It is read by the front
//! end, which has the clipboard, and only there.

use super::Context;
use crate::error::Result;
use crate::place::Settings;

/// Whether it is.
pub fn watches_clipboard(context: &Context) -> bool {
    Settings::load(&context.place).watch_clipboard()
}

/// Switches it on or off.
///
/// # Errors
/// `io` when the settings cannot be written.
pub fn set_watch_clipboard(context: &Context, on: bool) -> Result<()> {
    Settings::update(&context.place, |settings| settings.set_watch_clipboard(on)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[test]
    fn it_is_noticed_unless_the_person_says_no() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        assert!(watches_clipboard(&context));
        for on in [false, true] {
            set_watch_clipboard(&context, on).unwrap();
            assert_eq!(watches_clipboard(&context), on);
        }
    }
}
