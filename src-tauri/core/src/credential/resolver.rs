//! The copy of `chela-resolver` in the user's own folder, which the gateway runs.
//!
//! The gateway takes only a program that its own user owns, without a symbolic link and not
//! writable by others (2026.9.6; a package's program under /usr is owned by root). So Chela
//! keeps a copy, and sees that the gateway will take it and that it answers, before it writes
//! a reference to it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::error::{Code, Error, Result};
use crate::openclaw::Home;
use crate::openclaw::unit::{self, Unit};
use crate::place::Place;
use crate::text::say;
use crate::vault::EntryId;
use crate::{Environment, files};

const NAME: &str = "chela-resolver";

/// The variables that the gateway passes on: how to reach the session bus, nothing else.
const PASSED: [&str; 2] = ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"];

/// How long the copy may take for one answer; it gives up by itself after a second.
const LIMIT: Duration = Duration::from_secs(5);

/// The provider as it stands in `secrets.providers`.
pub fn provider_value(place: &Place) -> Value {
    json!({
        "source": "exec",
        "command": place.resolver().display().to_string(),
        "args": [],
        "passEnv": PASSED,
        "timeoutMs": 5000,
        "maxOutputBytes": 65536,
        "jsonOnly": true,
    })
}

/// Puts the copy where it belongs, unless the same one or a newer one is there which the gateway
/// will take. Answers whether it did.
///
/// # Errors
/// `resolver-unusable` when this installation of Chela has no resolver; `io`.
pub fn install(place: &Place, environment: &Environment) -> Result<bool> {
    let Some(program) = due(place, environment)? else { return Ok(false) };
    let copy = place.resolver();
    let folder = copy.parent().unwrap_or(place.path());
    files::own_folder(place.path())?;
    files::own_folder(folder)?;
    tidy(place);
    let fresh = files::Temporary::beside(&copy, "tmp", &program, 0o700)?;
    fresh.rename_to(&copy).map_err(|e| files::failed(&copy, "written", &e))?;
    files::sync_folder_of(&copy);
    Ok(true)
}

/// Removes what a killed Chela has left beside the copy.
pub(crate) fn tidy(place: &Place) {
    files::remove_abandoned(&place.resolver());
}

/// Whether [`install`] would put the copy there anew.
///
/// # Errors
/// As for [`install`], before it writes.
pub fn is_due(place: &Place, environment: &Environment) -> Result<bool> {
    due(place, environment).map(|program| program.is_some())
}

/// The program that is to be the copy, where that one is not as good.
fn due(place: &Place, environment: &Environment) -> Result<Option<Vec<u8>>> {
    let source = source(environment).ok_or_else(|| unusable(place, "missing", "reinstall"))?;
    let copy = place.resolver();
    let program = std::fs::read(&source).map_err(|e| Error::io(source.display(), "read", &e))?;
    // What others may have changed is replaced, whatever it calls itself.
    let is_good = is_private(&copy)
        && (std::fs::read(&copy).is_ok_and(|there| there == program) || is_newer(&copy, &source));
    Ok((!is_good).then_some(program))
}

/// Whether the gateway will take the copy.
///
/// # Errors
/// `resolver-unusable`, with what is wrong and what to do.
pub fn check(place: &Place) -> Result<()> {
    let copy = place.resolver();
    let there =
        std::fs::symlink_metadata(&copy).map_err(|_| unusable(place, "missing", "reinstall"))?;
    if !there.is_file() {
        return Err(unusable(place, "no-file", "remove"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if there.uid() != rustix::process::geteuid().as_raw() {
            return Err(unusable(place, "owner", "remove"));
        }
        if there.mode() & 0o022 != 0 {
            return Err(unusable(place, "mode", "remove"));
        }
    }
    match version(&copy) {
        Some(_) => Ok(()),
        None => Err(unusable(place, "noexec", "noexec")),
    }
}

/// Whether the copy answers for `id`, asked as the gateway of `home` asks: with hardly a
/// variable. The answer itself is not kept.
///
/// # Errors
/// `resolver-unusable`, with the code that it gave.
pub fn answers(place: &Place, environment: &Environment, home: &Home, id: &EntryId) -> Result<()> {
    let question = json!({ "protocolVersion": 1, "provider": "chela", "ids": [id.as_str()] });
    let passed = passed_on(environment, unit::in_charge(environment, home).as_ref());
    let mut command = Command::new(place.resolver());
    command.env_clear().envs(passed).env("OPENCLAW_CLI", "1").env("PWD", "/").current_dir("/");
    let said = run(command, question.to_string().as_bytes());
    let answer = said.ok_or_else(|| unusable(place, "silent", "again"))?;
    let answer = crate::vault::Secret::new(answer);
    let read: Value = serde_json::from_str(answer.expose()).unwrap_or_default();
    if read["values"][id.as_str()].is_string() {
        return Ok(());
    }
    let code = read["errors"][id.as_str()]["code"].as_str().unwrap_or("?").to_owned();
    Err(Error::new(Code::ResolverUnusable)
        .with("path", place.resolver().display())
        .with("detail", say("core.resolver.code", &[("code", &code)]))
        .with("advice", say("core.resolver.advice.again", &[])))
}

/// The variables that a gateway passes on: its unit's where it has one, which may lack what this
/// process has, else those of whoever starts it.
fn passed_on(environment: &Environment, unit: Option<&Unit>) -> Vec<(&'static str, String)> {
    let value = |name: &str| match unit {
        Some(unit) => unit.variables.get(name).map(String::as_str),
        None => environment.get(name),
    };
    PASSED.iter().filter_map(|name| Some((*name, value(name)?.to_owned()))).collect()
}

/// The resolver of this installation: named by `CHELA_RESOLVER`, beside the running program, or
/// where a package puts it.
fn source(environment: &Environment) -> Option<PathBuf> {
    if let Some(named) = environment.get("CHELA_RESOLVER") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let name = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    let folder = std::env::current_exe().ok()?.parent()?.to_owned();
    ["", "../lib/chela", "../libexec/chela", "../Resources"]
        .iter()
        .map(|beside| folder.join(beside).join(&name))
        .find(|path| path.is_file())
}

fn is_newer(copy: &Path, source: &Path) -> bool {
    match (version(copy), version(source)) {
        (Some(copy), Some(source)) => copy > source,
        _ => false,
    }
}

/// What `--version` says, if the program runs at all.
fn version(program: &Path) -> Option<semver::Version> {
    let mut command = Command::new(program);
    command.arg("--version").env_clear();
    run(command, b"")?.split_whitespace().find_map(|word| semver::Version::parse(word).ok())
}

/// Starts a program that may just have been written. A process that another thread starts at that
/// very moment holds the open file for an instant, and the system runs no file that is open for
/// writing: it is tried again.
fn started(command: &mut Command) -> std::io::Result<std::process::Child> {
    let begun = Instant::now();
    loop {
        match command.spawn() {
            Err(error)
                if error.kind() == ErrorKind::ExecutableFileBusy && begun.elapsed() < LIMIT =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            outcome => return outcome,
        }
    }
}

/// What a program prints within the limit.
fn run(mut command: Command, input: &[u8]) -> Option<String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = started(&mut command).ok()?;
    // A program that does not read its input is none of ours; its answer tells.
    let _unread = child.stdin.take()?.write_all(input);
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().ok()? {
            break status;
        }
        if begun.elapsed() > LIMIT {
            let _gone_already = child.kill();
            let _reaped = child.wait();
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    // The library's own way to wait for the output takes for granted that it can be read.
    let mut printed = String::new();
    child.stdout.take()?.read_to_string(&mut printed).ok()?;
    status.success().then_some(printed)
}

/// Whether the copy is as [`install`] leaves it: a file of the user's own that only the user can
/// change and run.
#[cfg(unix)]
fn is_private(copy: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::symlink_metadata(copy).is_ok_and(|there| {
        there.is_file()
            && there.uid() == rustix::process::geteuid().as_raw()
            && there.mode() & 0o7777 == 0o700
    })
}

#[cfg(not(unix))]
fn is_private(copy: &Path) -> bool {
    std::fs::symlink_metadata(copy).is_ok_and(|there| there.is_file())
}

fn unusable(place: &Place, detail: &str, advice: &str) -> Error {
    Error::new(Code::ResolverUnusable)
        .with("path", place.resolver().display())
        .with("detail", say(&format!("core.resolver.{detail}"), &[]))
        .with("advice", say(&format!("core.resolver.advice.{advice}"), &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_the_gateway_would_refuse_is_refused() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let dir = tempfile::tempdir().unwrap();
        let place = Place::at(dir.path());
        let copy = place.resolver();
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        let detail = || check(&place).unwrap_err().params["detail"].clone();
        let says = |key: &str| say(&format!("core.resolver.{key}"), &[]);
        assert_eq!(detail(), says("missing"));
        symlink("/bin/true", &copy).unwrap();
        assert_eq!(detail(), says("no-file"));
        std::fs::remove_file(&copy).unwrap();
        std::fs::write(&copy, "#!/bin/sh\necho chela-resolver 0.1.0\n").unwrap();
        let mode = |mode| std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(mode));
        mode(0o722).unwrap();
        assert_eq!(detail(), says("mode"));
        mode(0o600).unwrap();
        assert_eq!(detail(), says("noexec"));
        mode(0o700).unwrap();
        check(&place).unwrap();
    }

    #[test]
    fn a_copy_that_is_still_open_for_an_instant_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::at(dir.path().join("data"));
        install(&place, &installation(dir.path(), "0.2.0")).unwrap();
        let open = std::fs::OpenOptions::new().append(true).open(place.resolver()).unwrap();
        let checked = std::thread::spawn(move || check(&place));
        std::thread::sleep(Duration::from_millis(50));
        drop(open);
        checked.join().unwrap().unwrap();
    }

    /// An installation of Chela with a resolver that prints `version`.
    fn installation(dir: &Path, version: &str) -> Environment {
        use std::os::unix::fs::PermissionsExt as _;
        let source = dir.join("chela-resolver");
        std::fs::write(&source, format!("#!/bin/sh\necho chela-resolver {version}\n")).unwrap();
        std::fs::set_permissions(&source, std::fs::Permissions::from_mode(0o755)).unwrap();
        let variables = [("CHELA_RESOLVER", &source), ("HOME", &dir.to_owned())];
        variables
            .map(|(name, path)| (name.to_owned(), path.display().to_string()))
            .into_iter()
            .collect()
    }

    #[test]
    fn a_copy_that_is_not_as_it_should_be_is_replaced() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let dir = tempfile::tempdir().unwrap();
        let place = Place::at(dir.path().join("data"));
        let copy = place.resolver();
        let environment = installation(dir.path(), "0.2.0");
        let mode = |mode| std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(mode));
        assert!(install(&place, &environment).unwrap());
        assert!(!install(&place, &environment).unwrap());
        for wrong in [0o777, 0o600, 0o755, 0o500] {
            mode(wrong).unwrap();
            assert!(install(&place, &environment).unwrap(), "{wrong:o}");
            check(&place).unwrap();
        }
        std::fs::remove_file(&copy).unwrap();
        symlink(dir.path().join("chela-resolver"), &copy).unwrap();
        assert!(install(&place, &environment).unwrap());
        check(&place).unwrap();
        // Another one is replaced unless it is newer.
        for (there, replaced) in [("damaged", true), ("0.1.9", true), ("0.3.0", false)] {
            std::fs::write(&copy, format!("#!/bin/sh\necho chela-resolver {there}\n")).unwrap();
            assert_eq!(install(&place, &environment).unwrap(), replaced, "{there}");
        }
        let none = [("CHELA_RESOLVER".to_owned(), "/nonexistent".to_owned())].into_iter().collect();
        assert_eq!(install(&place, &none).unwrap_err().code, Code::ResolverUnusable);
    }

    #[test]
    fn the_copy_is_asked_with_what_the_gateway_has() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::at(dir.path().join(".openclaw"));
        let own = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/own"), ("XDG_RUNTIME_DIR", "/run/own")];
        let mut variables = own.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        variables.push(("HOME".to_owned(), dir.path().display().to_string()));
        let environment: Environment = variables.into_iter().collect();
        let passed = || passed_on(&environment, unit::of_home(&environment, &home).as_ref());
        assert_eq!(passed(), own.map(|(name, value)| (name, value.to_owned())));
        let units = dir.path().join(".config/systemd/user");
        std::fs::create_dir_all(&units).unwrap();
        let unit = "[Service]\nExecStart=/usr/bin/openclaw gateway\n";
        std::fs::write(units.join("openclaw-gateway.service"), unit).unwrap();
        assert_eq!(passed(), []);
        let more = format!("{unit}Environment=XDG_RUNTIME_DIR=/run/unit\n");
        std::fs::write(units.join("openclaw-gateway.service"), more).unwrap();
        assert_eq!(passed(), [("XDG_RUNTIME_DIR", "/run/unit".to_owned())]);
    }
}
