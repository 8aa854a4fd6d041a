//! Keeps the copy of the resolver that the configs name as good as this installation's: an update
//! of Chela brings a new one, and without any OpenClaw takes the config for invalid.

use std::path::Path;

use super::Context;
use super::session::own_provider;
use crate::config::GatewayConfig;
use crate::credential::resolver;
use crate::error::Result;

/// Puts the copy back where the config of any home names it and it is missing, damaged or older.
/// Answers whether it did. Reads a few files when all is well.
///
/// # Errors
/// `resolver-unusable`; those of reading the chosen home's config, where no other one names it.
pub fn keep_resolver(context: &Context) -> Result<bool> {
    let mut unread = Ok(());
    let mut named = false;
    for home in context.of_all_homes() {
        match home.config() {
            Ok(config) => named |= names_copy(&config, &context.place.resolver()),
            Err(error) if home.home == context.home => unread = Err(error),
            // The other homes' own front ends say what is wrong with their configs.
            Err(_) => {}
        }
    }
    if !named {
        return unread.map(|()| false);
    }
    match resolver::install(&context.place, &context.environment) {
        Ok(false) => Ok(false),
        Ok(true) => resolver::check(&context.place).map(|()| true),
        // An installation without a resolver needs none while the copy serves.
        Err(error) => resolver::check(&context.place).map(|()| false).map_err(|_| error),
    }
}

/// Whether the config lets `copy` fetch secrets. One in another folder is that of another Chela.
pub(super) fn names_copy(config: &GatewayConfig, copy: &Path) -> bool {
    let provider = own_provider(config).and_then(|name| config.secret_provider(name));
    provider.and_then(|provider| provider.command.as_deref()).map(Path::new) == Some(copy)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::Arc;

    use super::*;
    use crate::config::history::Surface;
    use crate::openclaw::Home;
    use crate::place::Place;
    use crate::vault::MemoryKeychain;

    #[test]
    fn the_copy_is_renewed_where_the_config_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path().join(".openclaw"));
        std::fs::create_dir_all(&home.state_dir).unwrap();
        let place = Place::at(dir.path().join("data"));
        let copy = place.resolver();
        let source = dir.path().join("chela-resolver");
        let release = |version: &str| {
            let program = format!("#!/bin/sh\necho chela-resolver {version}\n");
            std::fs::write(&source, program).unwrap();
            std::fs::set_permissions(&source, std::fs::Permissions::from_mode(0o755)).unwrap();
        };
        let user = dir.path().display().to_string();
        let environment = [("CHELA_RESOLVER", source.display().to_string()), ("HOME", user)]
            .map(|(name, value)| (name.to_owned(), value))
            .into_iter()
            .collect();
        let keychain = Arc::new(MemoryKeychain::default());
        let context =
            Context::new(place.clone(), home.clone(), environment, keychain, Surface::Tray);
        let config = |command: &Path| {
            let provider = serde_json::json!({"source": "exec", "command": command});
            let text = serde_json::json!({"secrets": {"providers": {"chela": provider}}});
            std::fs::write(&home.config_path, text.to_string()).unwrap();
        };
        let is_current = || std::fs::read(&copy).ok() == std::fs::read(&source).ok();

        release("0.1.0");
        assert!(!keep_resolver(&context).unwrap(), "no config, nothing to keep");
        config(Path::new("/elsewhere/bin/chela-resolver"));
        assert!(!keep_resolver(&context).unwrap(), "another folder's");
        assert!(!copy.exists());

        config(&copy);
        assert!(keep_resolver(&context).unwrap(), "it was missing");
        assert!(is_current());
        assert!(!keep_resolver(&context).unwrap(), "all is well");
        release("0.2.0");
        assert!(keep_resolver(&context).unwrap(), "it was older");
        assert!(is_current());
        std::fs::write(&copy, "damaged").unwrap();
        assert!(keep_resolver(&context).unwrap(), "it was damaged");
        assert!(is_current());

        // Another home of this user's needs it as well, also when the chosen one cannot be read.
        config(Path::new("/elsewhere/bin/chela-resolver"));
        std::fs::remove_file(&copy).unwrap();
        assert!(!keep_resolver(&context).unwrap(), "none names it");
        let other = dir.path().join(".openclaw-work");
        std::fs::create_dir_all(&other).unwrap();
        let provider = serde_json::json!({"source": "exec", "command": copy});
        let text = serde_json::json!({"secrets": {"providers": {"chela": provider}}});
        std::fs::write(other.join("openclaw.json"), text.to_string()).unwrap();
        assert!(keep_resolver(&context).unwrap(), "another home names it");
        std::fs::remove_file(&copy).unwrap();
        std::fs::write(&home.config_path, "{ broken").unwrap();
        assert!(keep_resolver(&context).unwrap(), "another home names it");
        assert!(is_current());
        config(&copy);

        std::fs::remove_file(&source).unwrap();
        assert!(!keep_resolver(&context).unwrap(), "the copy serves");
        std::fs::remove_file(&copy).unwrap();
        let error = keep_resolver(&context).unwrap_err();
        assert_eq!(error.code, crate::Code::ResolverUnusable);
    }
}
