//! Which of the places is the one that the default agent's next turn is sent with.
//!
//! Seen by sending turns to a stand-in with another credential in each place, on 2026.2.9, 2026.5.7
//! and 2026.9.6 alike, the first wins:
//! 1. `models.providers.anthropic.headers["x-api-key"]` of the config, which replaces what OpenClaw
//!    would send;
//! 2. the profile that serves;
//! 3. a variable, `ANTHROPIC_OAUTH_TOKEN` before `ANTHROPIC_API_KEY`: of the gateway's process (its
//!    service, or the shell that starts it), then the working folder's `.env` (2026.2.9 alone), then
//!    the state folder's, then `env` of the config;
//! 4. `models.providers.anthropic.apiKey` in plaintext. (A reference there comes before profiles.)
//!
//! Which of several profiles serves, and whether a variable does, is what OpenClaw itself says.

use std::path::{Path, PathBuf};

use super::found::is_live;
use super::{Live, Looked, Place, Source, real};
use crate::config::GatewayConfig;
use crate::openclaw::unit;
use crate::setup::Context;
use crate::setup::session::main_agent;
use crate::view::{PlaintextIn, PlaintextRole, SecretPlace, SignIns};

/// The index of the place that wins; none when what serves is not in plaintext, or nobody knows.
pub(super) fn of(
    context: &Context,
    config: &GatewayConfig,
    sign_ins: &SignIns,
    live: &[Live],
    looked: &Looked,
) -> Option<usize> {
    sign_ins.asked_ms?;
    let serving = sign_ins.profiles.iter().find(|sign_in| sign_in.serves);
    let unit = unit::of_home(&context.environment, &context.home);
    // What the gateway's process has: its service sets it, or else the shell that starts the gateway
    // as it started Chela.
    let in_process = |name: &str| match &unit {
        Some(unit) => unit.variables.get(name).map(String::as_str),
        None => context.environment.get(name),
    };
    let status = context.heard(main_agent(config)).status;
    let store = status.and_then(|status| status.store_path).map(PathBuf::from);
    let rank = |place: &Place| {
        let spot = &looked.spots[place.spot];
        let in_use = spot.role == PlaintextRole::InUse && !place.held.idle;
        let header = place.held.what.to_ascii_lowercase().ends_with(".x-api-key");
        if header && place.held.source == Source::Header && spot.kind == PlaintextIn::Config {
            return in_use.then_some(0);
        }
        let serving = serving?;
        match (&place.held.source, serving.place) {
            (Source::Profile(name), SecretPlace::Plaintext) => {
                let of_it = *name == serving.profile && is_live(live, &place.held);
                (of_it && store.as_deref().is_some_and(|store| is_part_of(&spot.path, store)))
                    .then_some(1)
            }
            (Source::Variable(name), SecretPlace::Environment) if *name == serving.profile => {
                let set = in_process(name);
                let by_process = set == Some(place.held.secret.expose());
                match spot.kind {
                    PlaintextIn::Service if in_use && by_process => Some(2),
                    PlaintextIn::Profile if unit.is_none() && by_process => Some(3),
                    PlaintextIn::EnvFile if in_use && set.is_none() => Some(4),
                    PlaintextIn::Config if in_use && set.is_none() => Some(5),
                    _ => None,
                }
            }
            (Source::ProviderKey, SecretPlace::Config) => {
                (in_use && config.anthropic.api_key.is_some()).then_some(6)
            }
            _ => None,
        }
    };
    let ranked = looked.places.iter().enumerate();
    ranked.filter_map(|(at, place)| Some((rank(place)?, at))).min().map(|(_, at)| at)
}

/// Whether a file is the store, or the journal of one that is a database.
fn is_part_of(file: &Path, store: &Path) -> bool {
    let (file, store) = (real(file), real(store));
    let journals = ["-wal", "-journal"].map(|ending| {
        let mut journal = store.clone().into_os_string();
        journal.push(ending);
        PathBuf::from(journal)
    });
    file == store || journals.contains(&file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::audit::places::{By, Spot};
    use crate::setup::audit::shape::tests::made_up;
    use crate::setup::audit::{Held, Secret};
    use crate::setup::context::test_context;
    use crate::view::{CredentialKind, SignInState, SignInView};

    const NAME: &str = "ANTHROPIC_API_KEY";
    const KEY: &str = "models.providers.anthropic.apiKey";
    const HEADER: &str = "models.providers.anthropic.headers.X-Api-Key";

    fn serving(place: SecretPlace, profile: &str) -> SignIns {
        let sign_in = SignInView {
            profile: profile.into(),
            label: None,
            agents: vec!["main".into()],
            kind: CredentialKind::ApiKey,
            place,
            place_detail: None,
            masked: None,
            state: SignInState::Ok,
            detail: None,
            until_ms: None,
            expires_ms: None,
            expiry_assumed: false,
            last_used_ms: None,
            serves: true,
            managed: false,
        };
        SignIns { profiles: vec![sign_in], agents: vec![], asked_ms: Some(1) }
    }

    fn add(looked: &mut Looked, kind: PlaintextIn, what: &str, source: Source) {
        let path = PathBuf::from(format!("/none/{}", looked.spots.len()));
        let role = PlaintextRole::InUse;
        looked.spots.push(Spot { path, kind, by: By::Lines, role, why: "unknown" });
        let secret = Secret::new(made_up("api03", what));
        let held = Held { secret, line: None, what: what.into(), source, idle: false };
        let spot = looked.spots.len() - 1;
        looked.places.push(Place { spot, held, open_to_others: None });
    }

    #[test]
    fn the_first_of_those_that_count_wins() {
        let folder = tempfile::tempdir().unwrap();
        let mut context = test_context(folder.path());
        let mut looked = Looked { spots: vec![], places: vec![], unread: vec![] };
        let variable = || Source::Variable(NAME.into());
        add(&mut looked, PlaintextIn::Config, KEY, Source::ProviderKey);
        add(&mut looked, PlaintextIn::Config, "env.vars.ANTHROPIC_API_KEY", variable());
        add(&mut looked, PlaintextIn::Profile, "profile", variable());
        add(&mut looked, PlaintextIn::EnvFile, "file", variable());
        let value =
            serde_json::json!({ "models": { "providers": { "anthropic": { "apiKey": "x" } } } });
        let config = GatewayConfig::read(&value);
        let wins = |context: &Context, looked: &Looked, sign_ins: &SignIns| {
            let at = of(context, &config, sign_ins, &[], looked)?;
            Some(looked.places[at].held.what.clone())
        };
        let by_key = serving(SecretPlace::Config, "Key in openclaw.json");
        assert_eq!(wins(&context, &looked, &by_key).as_deref(), Some(KEY));
        let by_variable = serving(SecretPlace::Environment, NAME);
        assert_eq!(wins(&context, &looked, &by_variable).as_deref(), Some("file"));
        let by_other = serving(SecretPlace::Environment, "ANTHROPIC_OAUTH_TOKEN");
        assert_eq!(wins(&context, &looked, &by_other), None);
        let by_reference = serving(SecretPlace::Keychain, "anthropic:default");
        assert_eq!(wins(&context, &looked, &by_reference), None);

        // What the shell has set comes before the file, whether it is in a file itself or not.
        for (set, expected) in [("profile", Some("profile")), ("elsewhere", None)] {
            let pair = (NAME.to_owned(), made_up("api03", set));
            context.environment = [pair].into_iter().collect();
            assert_eq!(wins(&context, &looked, &by_variable).as_deref(), expected);
        }

        add(&mut looked, PlaintextIn::Config, HEADER, Source::Header);
        assert_eq!(wins(&context, &looked, &by_reference).as_deref(), Some(HEADER));
        let unasked = SignIns { asked_ms: None, ..by_key };
        assert_eq!(wins(&context, &looked, &unasked), None);
    }

    #[test]
    fn a_journal_is_part_of_its_database() {
        let store = Path::new("/none/openclaw.sqlite");
        for (file, expected) in [
            ("openclaw.sqlite", true),
            ("openclaw.sqlite-wal", true),
            ("openclaw.sqlite.bak", false),
        ] {
            assert_eq!(is_part_of(&Path::new("/none").join(file), store), expected, "{file}");
        }
    }
}
