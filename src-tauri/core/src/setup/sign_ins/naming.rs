//! What a person says of a sign-in: how they call it, and when it ends. Kept in Chela's own
//! settings, per home; OpenClaw is not told.

use super::{Context, ask, now_ms, of};
use crate::credential::profile::profile_name;
use crate::error::{Code, Error, Result};
use crate::place::{Expiry, Settings};
use crate::view::{Expires, Preview, SecretPlace, SignInView};

/// The longest name (characters).
const LONGEST: usize = 40;

/// Names a sign-in, or with nothing takes its name away. Answers how it stands then.
///
/// # Errors
/// `label-malformed`, `profile-unknown`, `io`.
pub async fn set_label(
    context: &Context,
    profile: &str,
    label: Option<&str>,
) -> Result<SignInView> {
    let label = label.map(checked).transpose()?;
    let found = find(context, profile).await?;
    Settings::update(&context.place, called(context, &found.profile, label.as_deref()))?;
    find(context, &found.profile).await
}

/// What [`set_label`] would do: only Chela's own settings change.
///
/// # Errors
/// As for [`set_label`], but for `io`.
pub async fn plan_label(context: &Context, profile: &str, label: Option<&str>) -> Result<Preview> {
    let label = label.map(checked).transpose()?;
    let found = find(context, profile).await?;
    Ok(of_settings(context, called(context, &found.profile, label.as_deref())))
}

/// Says when a sign-in ends. Answers how it stands then.
///
/// # Errors
/// `profile-unknown`, `io`.
pub async fn set_expiry(context: &Context, profile: &str, expires: Expires) -> Result<SignInView> {
    let found = find(context, profile).await?;
    Settings::update(&context.place, ends(context, &found.profile, expires))?;
    find(context, &found.profile).await
}

/// What [`set_expiry`] would do: only Chela's own settings change.
///
/// # Errors
/// As for [`set_expiry`], but for `io`.
pub async fn plan_expiry(context: &Context, profile: &str, expires: Expires) -> Result<Preview> {
    let found = find(context, profile).await?;
    Ok(of_settings(context, ends(context, &found.profile, expires)))
}

fn called(context: &Context, profile: &str, label: Option<&str>) -> impl FnOnce(&mut Settings) {
    let home = context.home.id();
    move |settings| settings.set_label(&home, profile, label)
}

fn ends(context: &Context, profile: &str, expires: Expires) -> impl FnOnce(&mut Settings) {
    let home = context.home.id();
    let said = |at_ms| Expiry { at_ms, said_ms: now_ms() };
    let expiry = match expires {
        Expires::Default => None,
        Expires::Never => Some(said(None)),
        Expires::At(at_ms) => Some(said(Some(at_ms))),
    };
    move |settings| settings.set_expiry(&home, profile, expiry.as_ref())
}

fn of_settings(context: &Context, change: impl FnOnce(&mut Settings)) -> Preview {
    let mut preview = Preview::default();
    let file = Settings::would_write(&context.place, change);
    file.iter().for_each(|file| preview.writes(file));
    preview.complete()
}

/// The profile that is meant: by what the person calls it, by its name, or by its name in short
/// (`work` for `anthropic:work`). What OpenClaw's own commands have named otherwise is taken as it
/// is.
pub fn profile_called(context: &Context, text: &str) -> String {
    let labelled = Settings::load(&context.place).labelled(&context.home.id(), text);
    labelled.or_else(|| profile_name(text).ok()).unwrap_or_else(|| text.to_owned())
}

/// Forgets what was said of a sign-in that is gone: one that comes later is another.
pub(in crate::setup) fn forget(context: &Context, profile: &str) -> Result<()> {
    let home = context.home.id();
    Settings::update(&context.place, |settings| settings.forget_profile(&home, profile)).map(drop)
}

/// A profile that is there; OpenClaw is asked only about what Chela does not know itself.
async fn find(context: &Context, text: &str) -> Result<SignInView> {
    let profile = profile_called(context, text);
    let config = context.config().unwrap_or_default();
    let look = || {
        let all = of(context, &config, context.keychain_view()).profiles;
        all.into_iter().filter(is_profile).collect::<Vec<_>>()
    };
    let mut known = look();
    if !known.iter().any(|sign_in| sign_in.profile == profile) {
        ask(context, &config, false).await;
        known = look();
    }
    let names: Vec<String> = known.iter().map(|sign_in| sign_in.profile.clone()).collect();
    known.into_iter().find(|sign_in| sign_in.profile == profile).ok_or_else(|| {
        let names = if names.is_empty() { "—".to_owned() } else { names.join(", ") };
        Error::new(Code::ProfileUnknown).with("profile", text).with("known", names)
    })
}

fn is_profile(sign_in: &SignInView) -> bool {
    use SecretPlace::{ClaudeCli, Config, Environment};
    !matches!(sign_in.place, Config | Environment | ClaudeCli)
}

/// The name without blanks around it.
fn checked(label: &str) -> Result<String> {
    let label = label.trim();
    let fits = (1..=LONGEST).contains(&label.chars().count());
    match fits && !label.chars().any(char::is_control) {
        true => Ok(label.to_owned()),
        false => Err(Error::new(Code::LabelMalformed).with("longest", LONGEST)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_can_be_shown() {
        for (label, expected) in [
            (" Work ", Some("Work")),
            ("Công việc 🦀", Some("Công việc 🦀")),
            (&"x".repeat(40), Some(&*"x".repeat(40))),
            (&"x".repeat(41), None),
            ("", None),
            ("  ", None),
            ("a\nb", None),
            ("a\u{1b}[31mb", None),
        ] {
            assert_eq!(checked(label).ok().as_deref(), expected, "{label:?}");
        }
    }
}
