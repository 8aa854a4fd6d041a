//! The copy of `chela-resolver` in the user's own folder, which the gateway runs.
//!
//! The gateway takes only a program that its own user owns, without a symbolic link and not
//! writable by others (2026.9.6; a package's program under /usr is owned by root). So Chela
//! keeps a copy, and sees that the gateway will take it and that it answers, before it writes
//! a reference to it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::error::{Code, Error, Result};
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

/// Puts the copy where it belongs, unless the same one or a newer one is there.
///
/// # Errors
/// `resolver-unusable` when this installation of Chela has no resolver; `io`.
pub fn install(place: &Place, environment: &Environment) -> Result<()> {
    let source = source(environment).ok_or_else(|| unusable(place, "missing", "reinstall"))?;
    let copy = place.resolver();
    let failed = |error: &std::io::Error| Error::io(copy.display(), "written", error);
    let program = std::fs::read(&source).map_err(|e| Error::io(source.display(), "read", &e))?;
    if std::fs::read(&copy).is_ok_and(|there| there == program) || is_newer(&copy, &source) {
        return Ok(());
    }
    let folder = copy.parent().unwrap_or(place.path());
    files::own_folder(place.path())?;
    files::own_folder(folder)?;
    let mut file =
        tempfile::Builder::new().prefix(".chela-").tempfile_in(folder).map_err(|e| failed(&e))?;
    file.write_all(&program).map_err(|e| failed(&e))?;
    executable(file.path()).map_err(|e| failed(&e))?;
    file.as_file().sync_all().map_err(|e| failed(&e))?;
    file.persist(&copy).map_err(|e| failed(&e.error))?;
    Ok(())
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

/// Whether the copy answers for `id`, asked as the gateway asks: with hardly a variable. The
/// answer itself is not kept.
///
/// # Errors
/// `resolver-unusable`, with the code that it gave.
pub fn answers(place: &Place, environment: &Environment, id: &EntryId) -> Result<()> {
    let question = json!({ "protocolVersion": 1, "provider": "chela", "ids": [id.as_str()] });
    let passed = PASSED.iter().filter_map(|name| Some((*name, environment.get(name)?)));
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

/// What a program prints within the limit.
fn run(mut command: Command, input: &[u8]) -> Option<String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    // A program that does not read its input is none of ours; its answer tells.
    let _unread = child.stdin.take()?.write_all(input);
    let begun = Instant::now();
    while child.try_wait().ok()?.is_none() {
        if begun.elapsed() > LIMIT {
            let _gone_already = child.kill();
            let _reaped = child.wait();
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok().filter(|_| output.status.success())
}

#[cfg(unix)]
fn executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn executable(_path: &Path) -> std::io::Result<()> {
    Ok(())
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
}
