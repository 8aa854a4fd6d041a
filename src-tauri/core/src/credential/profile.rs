//! The name of an auth profile, as a person gives it.

use crate::error::{Code, Error, Result};

/// What the names of Anthropic profiles begin with.
const PROVIDER: &str = "anthropic:";
/// The longest name (characters).
const LONGEST: usize = 128;

/// The full name: `work` means `anthropic:work`.
///
/// # Errors
/// `profile-malformed` for one that another provider's profile would have, or that does not fit
/// into a command, a path of a plan, or a line.
pub fn profile_name(text: &str) -> Result<String> {
    let own = text.strip_prefix(PROVIDER).unwrap_or(text);
    let good = |c: char| c.is_ascii_alphanumeric() || "._@+-".contains(c);
    let fits = own.starts_with(|c: char| c.is_ascii_alphanumeric()) && own.len() <= LONGEST;
    if fits && own.chars().all(good) {
        return Ok(format!("{PROVIDER}{own}"));
    }
    Err(Error::new(Code::ProfileMalformed).with("profile", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_completed_or_refused() {
        for (text, expected) in [
            ("work", Some("anthropic:work")),
            ("anthropic:ann@example.com", Some("anthropic:ann@example.com")),
            ("a.b_c+d-e", Some("anthropic:a.b_c+d-e")),
            ("", None),
            ("anthropic:", None),
            ("openai:default", None),
            ("-x", None),
            ("anthropic:-x", None),
            ("two words", None),
            ("a\nb", None),
            ("a/b", None),
            ("ä", None),
        ] {
            assert_eq!(profile_name(text).ok().as_deref(), expected, "{text:?}");
        }
        assert!(profile_name(&"x".repeat(129)).is_err());
    }
}
