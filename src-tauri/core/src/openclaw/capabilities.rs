//! What an OpenClaw of some version can do. Everything else asks by name; no other module
//! compares versions. A newer version than any that was tried is taken to be like the newest.

use semver::Version;

/// What this OpenClaw can do. Versions observed: 2026.2.9, 2026.5.7, 2026.9.6;
/// at the boundaries also those that are named there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Reads secrets by reference (`secrets.providers`, `keyRef` and `tokenRef` of a profile):
    /// since 2026.2.26.
    pub references: bool,
    /// Its gateway reads the store of sign-ins anew for each turn, so that nobody need tell it of
    /// a change: seen on 2026.2.9. With references it keeps the secrets that it has fetched.
    pub rereads_profiles: bool,
    /// Makes a profile refer to a secret by `secrets apply --allow-exec`: in 2026.3.22, not in
    /// 2026.3.13. Before, the profile's file is edited instead.
    pub binds_by_command: bool,
    /// Keeps auth profiles in `auth-profiles.json`, which may be edited: in 2026.6.1, not in
    /// 2026.6.5. Since then they are in SQLite, which nobody else may write.
    pub json_store: bool,
    /// Locks that file by a file that names the holder, not by a folder: on 2026.2.17, not on
    /// 2026.2.12.
    pub auth_lock_file: bool,
    /// Keeps order, last use and cooldowns apart, in `auth-state.json`: on 2026.4.7, not on
    /// 2026.4.5.
    pub auth_state_apart: bool,
    /// Has `config validate --json`: in 2026.3.2, not in 2026.3.1.
    pub config_validate: bool,
    /// Keeps agents in `agents.entries` by id, not in `agents.list`: since 2026.8.
    pub agents_entries: bool,
    /// Refuses `env: { ANTHROPIC_API_KEY: … }`; only `env.vars` is left: since 2026.8.
    pub flat_env_refused: bool,
    /// Has `models auth logout`: in 2026.8.1, not in 2026.7.35. With SQLite and without it no
    /// profile can be removed.
    pub logout: bool,
    /// One entry in `agents.defaults.models` forbids all other models, whatever else the config says:
    /// before 2026.8, seen on 2026.2.9.
    pub allowlist_models: bool,
    /// Starts although a secret cannot be fetched, and fails each turn; before, it gives up.
    pub starts_with_failing_secrets: bool,
    /// Refuses two agents without `agents.ownership: "explicit"` or a default: seen on 2026.9.6.
    pub agents_ownership: bool,
    /// Lists the sessions of all agents at once: on 2026.5.7, not on 2026.2.9.
    pub sessions_of_all_agents: bool,
    /// Warns of a variable that the config names and that is not set (`config validate`): on
    /// 2026.9.6, not on 2026.5.7.
    pub warns_of_unset_variables: bool,
    /// Takes a profile for a session when it is made (`sessions.create`, `model@profile`): on
    /// 2026.9.6, not on 2026.5.7.
    pub session_profile: bool,
    /// Its gateway restarts within its process with the config that the process began with, and
    /// may write that over a newer one: seen on 2026.5.7, not on 2026.2.9 and 2026.9.6.
    pub restarts_with_old_config: bool,
    /// Leaves lock files with its process and port in the state folder: seen on 2026.9.6.
    pub state_locks: bool,
    /// Reads `agents.defaults.params`: in 2026.4.1, not in 2026.3.31.
    pub params_of_all: bool,
    /// Reads the `params` of an agent: in 2026.2.23, not in 2026.2.22.
    pub params_of_agents: bool,
    /// Reads the `params` of a model of an agent: in 2026.9.3, not in 2026.9.2.
    pub params_of_agent_models: bool,
    /// Asks for an hour only at an address with `api.anthropic.com` in it: its pi-ai does on
    /// 2026.4.20 (0.67), not on 2026.4.25 (0.70).
    pub long_only_at_anthropic: bool,
    /// Needs a beta flag to have something kept for an hour: its documentation names it on 2026.4.2,
    /// not on 2026.4.5.
    pub hour_needs_beta: bool,
    /// Adds caching to models that nobody names, where an API key signs in: in 2026.7.1, not in
    /// 2026.5.7.
    pub caches_more_models: bool,
    /// Has `secrets audit`: in 2026.2.26, not in 2026.2.25.
    pub secrets_audit: bool,
    /// Takes credentials from the `.env` file of the folder in which it is started: seen on
    /// 2026.2.9, not on 2026.5.7.
    pub env_of_working_folder: bool,
    /// Counts the usage of the default agent alone unless it is asked for all agents
    /// (`sessions.usage`, `agentScope`): in 2026.6.1, not in 2026.5.20.
    pub usage_of_all_agents: bool,
}

impl Capabilities {
    /// Whether a profile can be removed: by OpenClaw's command, or in the file that it keeps.
    pub fn signs_out(&self) -> bool {
        self.logout || self.json_store
    }

    /// Those of a version, in any form in which OpenClaw names it. Unknown means the newest.
    pub fn of(version: &str) -> Self {
        let version = parse(version).map(|v| (v.major, v.minor, v.patch));
        let since = |y, m, d| version.is_none_or(|version| version >= (y, m, d));
        Self {
            references: since(2026, 2, 26),
            rereads_profiles: !since(2026, 2, 26),
            binds_by_command: since(2026, 3, 22),
            json_store: !since(2026, 6, 5),
            auth_lock_file: since(2026, 2, 17),
            auth_state_apart: since(2026, 4, 7),
            config_validate: since(2026, 3, 2),
            agents_entries: since(2026, 8, 0),
            flat_env_refused: since(2026, 8, 0),
            logout: since(2026, 8, 0),
            allowlist_models: !since(2026, 8, 0),
            starts_with_failing_secrets: since(2026, 8, 0),
            agents_ownership: since(2026, 8, 0),
            sessions_of_all_agents: since(2026, 5, 7),
            warns_of_unset_variables: since(2026, 8, 0),
            session_profile: since(2026, 8, 0),
            restarts_with_old_config: since(2026, 2, 26) && !since(2026, 8, 0),
            state_locks: since(2026, 8, 0),
            params_of_all: since(2026, 4, 1),
            params_of_agents: since(2026, 2, 23),
            params_of_agent_models: since(2026, 9, 3),
            long_only_at_anthropic: !since(2026, 4, 25),
            hour_needs_beta: !since(2026, 4, 5),
            caches_more_models: since(2026, 7, 0),
            secrets_audit: since(2026, 2, 26),
            env_of_working_folder: !since(2026, 5, 7),
            usage_of_all_agents: since(2026, 6, 0),
        }
    }
}

/// The version in a text such as `2026.2.9`, `v2026.2.26-beta.1` or
/// `OpenClaw 2026.9.6 (eb377ac)`.
pub fn parse(text: &str) -> Option<Version> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ','))
        .map(|word| word.strip_prefix('v').unwrap_or(word))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .find_map(|word| match word.matches('.').count() {
            1 => Version::parse(&format!("{word}.0")).ok(),
            _ => Version::parse(word).ok(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_in_every_form() {
        for (text, expected) in [
            ("2026.2.9\n", Some("2026.2.9")),
            ("OpenClaw 2026.9.6 (eb377ac)", Some("2026.9.6")),
            ("v2026.2.26-beta.1", Some("2026.2.26-beta.1")),
            ("🦞 OpenClaw 2026.10", Some("2026.10.0")),
            ("advice without a number", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(|v| v.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn each_dialect_has_what_was_seen() {
        let old = Capabilities::of("2026.2.9");
        assert!(
            !old.references
                && old.rereads_profiles
                && old.json_store
                && !old.config_validate
                && old.allowlist_models
        );
        let middle = Capabilities::of("OpenClaw 2026.5.7 (abc)");
        assert!(
            middle.references
                && !middle.rereads_profiles
                && middle.json_store
                && middle.config_validate
        );
        assert!(!middle.logout && !middle.agents_entries && !middle.starts_with_failing_secrets);
        let last_file = Capabilities::of("2026.6.1");
        assert!(last_file.json_store && last_file.signs_out());
        for between in ["2026.6.5", "2026.6.35", "2026.7.35"] {
            let can = Capabilities::of(between);
            assert!(can.binds_by_command && !can.json_store && !can.signs_out(), "{between}");
        }
        let new = Capabilities::of("OpenClaw 2026.9.6 (eb377ac)");
        assert!(new.references && !new.json_store && new.agents_entries && new.logout);
        assert!(Capabilities::of("2026.2.26-beta.1").references);
        for unknown in ["2031.1.1", "nightly", ""] {
            assert_eq!(Capabilities::of(unknown), new, "{unknown}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_version_makes_it_panic(text in ".{0,60}") {
            let _ = Capabilities::of(&text);
        }
    }
}
