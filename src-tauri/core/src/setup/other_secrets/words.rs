//! What a setting is, in words.

use crate::config::{Key, Path};
use crate::text::say;

/// What it is, where that is known; else empty.
pub(super) fn what(path: &Path) -> String {
    let names: Vec<&str> = path
        .0
        .iter()
        .filter_map(|key| match key {
            Key::Name(name) => Some(name.as_str()),
            Key::Index(_) => None,
        })
        .collect();
    let (key, name) = match names.as_slice() {
        ["gateway", "auth", "token"] => ("gateway-token", ""),
        ["gateway", "auth", "password"] => ("gateway-password", ""),
        ["gateway", "remote", ..] => ("gateway-remote", ""),
        ["channels", name, ..] => ("channel", *name),
        ["models", "providers", name, ..] => ("provider", *name),
        ["skills", "entries", name, ..] => ("skill", *name),
        ["plugins", "entries", name, ..] => ("plugin", *name),
        ["tools", "web", ..] => ("web", ""),
        ["cron", ..] => ("cron", ""),
        ["talk" | "tts" | "messages", ..] => ("speech", ""),
        _ if names.contains(&"tts") => ("speech", ""),
        _ if names.iter().any(|name| ["memory", "memorySearch"].contains(name)) => ("memory", ""),
        _ => return String::new(),
    };
    say(&format!("core.setting.{key}"), &[("name", &name)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_setting_has_words() {
        for path in [
            &["gateway", "auth", "token"][..],
            &["gateway", "auth", "password"],
            &["gateway", "remote", "token"],
            &["channels", "telegram", "accounts", "x", "botToken"],
            &["models", "providers", "openai", "apiKey"],
            &["skills", "entries", "x", "apiKey"],
            &["plugins", "entries", "x", "config", "apiKey"],
            &["tools", "web", "search", "apiKey"],
            &["cron", "webhookToken"],
            &["agents", "entries", "x", "tts", "providers", "y", "apiKey"],
            &["agents", "defaults", "memorySearch", "remote", "apiKey"],
        ] {
            let path = Path(path.iter().map(|&name| Key::from(name)).collect());
            let words = what(&path);
            assert!(!words.is_empty() && !words.starts_with("core.") && !words.contains('{'));
        }
        assert_eq!(what(&Path::from(["new"])), "");
    }
}
