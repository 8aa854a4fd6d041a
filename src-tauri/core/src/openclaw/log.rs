//! The last lines of the gateway's log, plain and without secrets.
//!
//! OpenClaw 2026.9.6 writes `/tmp/openclaw/openclaw-YYYY-MM-DD.log`, `openclaw-<profile>-…` for a
//! profile, one JSON object to a line, or the file that `logging.file` names. Homes without a
//! profile share that file. Where `/tmp/openclaw` belongs to somebody else it is
//! `openclaw-<uid>` in the folder for temporary files. What a gateway that Chela started prints
//! stands in a file of Chela's.

use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;

use super::paths::{self, Home};
use super::said;
use crate::Environment;
use crate::config::redact;

/// How much of the end of a file is looked at.
const LOOKED_AT: u64 = 256 * 1024;

/// The last `lines` lines of the newest log of a home's gateway. `own` is the file of a gateway
/// that Chela started, `configured` is `logging.file`.
pub fn tail(
    environment: &Environment,
    home: &Home,
    own: &Path,
    configured: Option<&str>,
    lines: usize,
) -> Vec<String> {
    files(environment, home, own, configured)
        .iter()
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .max_by_key(|(changed, _): &(SystemTime, _)| *changed)
        .map(|(_, path)| last_lines(path, lines))
        .unwrap_or_default()
}

/// The logs of a home's gateway, whether they are there or not; with the arguments of [`tail`].
pub(crate) fn files(
    environment: &Environment,
    home: &Home,
    own: &Path,
    configured: Option<&str>,
) -> Vec<PathBuf> {
    let mut files = vec![own.to_owned()];
    match configured.filter(|path| !path.contains("YYYY-MM-DD")) {
        Some(path) => {
            let user = paths::user_folder(environment).unwrap_or_default();
            files.push(match path.strip_prefix("~/") {
                Some(rest) => user.join(rest),
                None => PathBuf::from(path),
            });
        }
        None => files.extend(rolling(environment, home)),
    }
    files
}

/// The last `lines` lines of one file, as people read them.
pub(super) fn last_lines(path: &Path, lines: usize) -> Vec<String> {
    let read = || -> std::io::Result<String> {
        let mut file = std::fs::File::open(path)?;
        let from = file.metadata()?.len().saturating_sub(LOOKED_AT);
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(LOOKED_AT).read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // The first line is most likely cut.
        Ok(if from == 0 { text } else { text.split_once('\n').unwrap_or_default().1.to_owned() })
    };
    let text = read().unwrap_or_default();
    let all: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    all[all.len().saturating_sub(lines)..].iter().map(|line| rendered(line)).collect()
}

/// The dated logs of a home's gateway.
fn rolling(environment: &Environment, home: &Home) -> Vec<PathBuf> {
    let stem = match &home.profile {
        Some(profile) => format!("openclaw-{}-", encoded(profile)),
        None => "openclaw-".to_owned(),
    };
    let mut folders = vec![PathBuf::from("/tmp/openclaw")];
    #[cfg(unix)]
    folders.push(
        Path::new(environment.get("TMPDIR").unwrap_or("/tmp"))
            .join(format!("openclaw-{}", rustix::process::getuid().as_raw())),
    );
    #[cfg(not(unix))]
    let _ = environment;
    folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.flatten())
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let date = name.strip_prefix(&stem).and_then(|rest| rest.strip_suffix(".log"));
            date.is_some_and(|date| {
                date.len() == 10 && date.chars().all(|c| c.is_ascii_digit() || c == '-')
            })
        })
        .map(|entry| entry.path())
        .collect()
}

/// A profile's name as it stands in a log's name (`resolveLogProfileSegment` of 2026.9.6).
fn encoded(profile: &str) -> String {
    profile
        .chars()
        .map(|c| match c {
            '-' => "--".to_owned(),
            '_' => "-0".to_owned(),
            c if c.is_ascii_uppercase() => format!("-1{}", c.to_ascii_lowercase()),
            c => c.to_string(),
        })
        .collect()
}

/// One line as people read it: a JSON line as time, level, part and message.
fn rendered(line: &str) -> String {
    let plain = || redact::masked(said::plain(line).trim_end());
    let Ok(Value::Object(entry)) = serde_json::from_str(line) else { return plain() };
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let meta = entry.get("_meta").unwrap_or(&Value::Null);
    let message = match text("message") {
        "" => match entry.get("1").or_else(|| entry.get("0")) {
            Some(Value::String(message)) => message.clone(),
            Some(other) => other.to_string(),
            None => return plain(),
        },
        message => message.to_owned(),
    };
    let time = match text("time") {
        "" => meta["date"].as_str().unwrap_or_default(),
        time => time,
    };
    let time = time.get(..19).unwrap_or(time);
    let level = meta["logLevelName"].as_str().unwrap_or_default();
    let part: Value = serde_json::from_str(text("0")).unwrap_or_default();
    let part = part["subsystem"].as_str().map(|part| format!("[{part}]")).unwrap_or_default();
    let words = [time, level, &part, &message];
    let shown: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    redact::masked(&said::plain(&shown.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As 2026.9.6 writes it.
    const LINE: &str = r#"{"0":"{\"subsystem\":\"agent/embedded\"}","1":"retry 5/8","_meta":{"runtime":"node","date":"2026-11-24T04:21:41.697Z","logLevelId":4,"logLevelName":"WARN"},"time":"2026-11-24T04:21:41.697+00:00","hostname":"vm","message":"retry 5/8"}"#;

    #[test]
    fn lines_are_rendered_for_people() {
        let token = format!("sk-ant-oat01-{}mAA", "Zk3x".repeat(23));
        let cases = [
            (LINE, "2026-11-24T04:21:41 WARN [agent/embedded] retry 5/8"),
            ("\u{1b}[32m[gateway] ready\u{1b}[0m", "[gateway] ready"),
            (r#"{"0":"{}","1":{"event":"x"}}"#, r#"{"event":"x"}"#),
            (r#"{"other":1}"#, r#"{"other":1}"#),
            ("[1]", "[1]"),
        ];
        for (line, expected) in cases {
            assert_eq!(rendered(line), expected);
        }
        let line = LINE.replace("retry 5/8", &format!("sent {token}"));
        assert!(!rendered(&line).contains(&token));
        assert!(rendered(&line).ends_with("sent sk-ant-oat01-Zk3…mAA"));
    }

    #[test]
    fn the_end_of_the_newest_file_is_shown() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("gateway.log");
        let many: String = (0..40_000).map(|n| format!("line {n}\n")).collect();
        std::fs::write(&own, many).unwrap();
        let home = Home { profile: Some("no such Profile_1".into()), ..Home::at(folder.path()) };
        let shown = tail(&Environment::default(), &home, &own, None, 2);
        assert_eq!(shown, ["line 39998", "line 39999"]);
        assert!(last_lines(&own, 1_000_000).iter().all(|line| line.starts_with("line ")));
        assert_eq!(last_lines(&folder.path().join("none"), 5), Vec::<String>::new());
        assert_eq!(encoded("My-lab_1"), "-1my--lab-01");
    }
}
