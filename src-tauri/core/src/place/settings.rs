//! What Chela remembers between starts: a small file that is read with tolerance and written
//! whole. What this version does not know in it, it keeps.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Place;
use super::lock::Lock;
use crate::text::Language;
use crate::view::Theme;
use crate::{Result, files};

/// How long one writer waits for another: each takes an instant.
const WAIT: Duration = Duration::from_secs(5);

/// The settings as they were read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings(Map<String, Value>);

/// What OpenClaw's own check of a config found, after a quick change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastCheck {
    /// When (ms since 1970).
    pub at_ms: u64,
    /// The new problems, in OpenClaw's words.
    pub issues: Vec<String>,
    /// The change in the history that brought them, to offer its undo.
    #[serde(default)]
    pub change: Option<String>,
    /// The config that was checked ([`crate::config::store::Loaded::digest`]): once it is
    /// another one, nothing is known any more.
    #[serde(default)]
    pub config: String,
}

/// A test message that was served as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// When (ms since 1970).
    pub at_ms: u64,
    /// The profile that served, when it is known.
    pub profile: Option<String>,
    /// The model that served, `provider/model`.
    pub model: Option<String>,
}

/// The OpenClaw that was seen in a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenClawSeen {
    /// Its version.
    pub now: String,
    /// The version before it was changed, if that was seen.
    #[serde(default)]
    pub before: Option<String>,
}

/// A secret that was replaced, and that the person is to revoke where it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToRevoke {
    /// By which it is known.
    pub id: String,
    /// The profiles that had it.
    pub profiles: Vec<String>,
    /// What it is: `api-key` or `setup-token`.
    pub kind: String,
    /// Its masked ends, in the parts between the hyphens: journal and history take what begins as a
    /// credential does for one, and leave nothing of it.
    pub ends: Vec<String>,
    /// Since when another one serves in its place (ms since 1970).
    pub since_ms: u64,
}

impl ToRevoke {
    /// Masked ends in parts.
    pub fn parts(masked: &str) -> Vec<String> {
        masked.split('-').map(str::to_owned).collect()
    }

    /// The masked ends as people see them.
    pub fn masked(&self) -> String {
        self.ends.join("-")
    }
}

/// When a person says that a sign-in ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Expiry {
    /// When (ms since 1970); none means never.
    pub at_ms: Option<u64>,
    /// When they said so (ms since 1970): it is not about a secret that came later.
    pub said_ms: u64,
}

impl Settings {
    /// Reads the settings. A file that is missing or no JSON object counts as empty.
    pub fn load(place: &Place) -> Self {
        Self::read(&path(place)).unwrap_or_default()
    }

    fn read(path: &Path) -> Result<Self> {
        match files::small_text(path) {
            Ok(text) => Ok(Self(serde_json::from_str(&text).unwrap_or_default())),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(files::failed(path, "read", &e)),
        }
    }

    /// Reads, changes and writes the settings, one process at a time; no write when the change
    /// changes nothing. A file that could not be read is set aside as `settings.json.unreadable`.
    ///
    /// # Errors
    /// `busy` when another one does not end; `data-folder-unsafe`, `io`.
    pub fn update(place: &Place, change: impl FnOnce(&mut Self)) -> Result<Self> {
        files::own_folder(place.path())?;
        let _lock = Lock::take(&place.path().join("settings.lock"), WAIT)?;
        let path = path(place);
        set_aside_unreadable(&path)?;
        let before = Self::read(&path)?;
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            let mut text = serde_json::to_vec_pretty(&after.0).unwrap_or_default();
            text.push(b'\n');
            files::write_private(&path, &text)?;
        }
        Ok(after)
    }

    /// The file that [`Settings::update`] would write for this change, if any. Writes nothing.
    pub fn would_write(place: &Place, change: impl FnOnce(&mut Self)) -> Option<PathBuf> {
        let before = Self::load(place);
        let mut after = before.clone();
        change(&mut after);
        (after != before).then(|| path(place))
    }

    /// The id of the home that the user chose.
    pub fn home(&self) -> Option<&str> {
        self.0.get("home").and_then(Value::as_str)
    }

    /// Chooses a home, or none.
    pub fn set_home(&mut self, id: Option<&str>) {
        set(&mut self.0, "home", id.map(Value::from));
    }

    /// The OpenClaw program that the user chose.
    pub fn openclaw(&self) -> Option<PathBuf> {
        self.0.get("openclaw").and_then(Value::as_str).map(PathBuf::from)
    }

    /// Chooses the OpenClaw program, or lets Chela find it.
    pub fn set_openclaw(&mut self, path: Option<&Path>) {
        set(&mut self.0, "openclaw", path.map(|p| Value::from(p.to_string_lossy())));
    }

    /// The models that the person has marked, in that order.
    pub fn favourites(&self) -> Vec<String> {
        let listed = self.0.get("favourites").and_then(Value::as_array);
        let names = listed.into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_owned).collect()
    }

    /// Marks a model, or takes the mark away.
    pub fn set_favourite(&mut self, model: &str, marked: bool) {
        let mut all = self.favourites();
        all.retain(|other| other != model);
        if marked {
            all.push(model.to_owned());
        }
        set(&mut self.0, "favourites", (!all.is_empty()).then(|| Value::from(all)));
    }

    /// What the last check of a home's config found.
    pub fn last_check(&self, home: &str) -> Option<LastCheck> {
        let found = self.0.get("homes")?.get(home)?.get("lastCheck")?;
        LastCheck::deserialize(found).ok()
    }

    /// Remembers what a check found, or forgets it.
    pub fn set_last_check(&mut self, home: &str, check: Option<&LastCheck>) {
        self.set_of_home(home, "lastCheck", check);
    }

    /// The test message of a home that was served last.
    pub fn proof(&self, home: &str) -> Option<Proof> {
        Proof::deserialize(self.0.get("homes")?.get(home)?.get("proof")?).ok()
    }

    /// Remembers a served test message.
    pub fn set_proof(&mut self, home: &str, proof: &Proof) {
        self.set_of_home(home, "proof", Some(proof));
    }

    /// The language that the person chose; none means the system's.
    pub fn language(&self) -> Option<Language> {
        Language::deserialize(self.0.get("language")?).ok()
    }

    /// Chooses a language, or the system's.
    pub fn set_language(&mut self, language: Option<Language>) {
        set(&mut self.0, "language", language.and_then(|one| serde_json::to_value(one).ok()));
    }

    /// The colours that the person chose; none means the system's.
    pub fn theme(&self) -> Option<Theme> {
        Theme::deserialize(self.0.get("theme")?).ok()
    }

    /// Chooses colours, or the system's.
    pub fn set_theme(&mut self, theme: Option<Theme>) {
        set(&mut self.0, "theme", theme.and_then(|theme| serde_json::to_value(theme).ok()));
    }

    /// How large everything in the window is (percent): 100 unless the person wants it larger.
    pub fn zoom(&self) -> u16 {
        let zoom = self.0.get("zoom").and_then(|zoom| u16::deserialize(zoom).ok());
        zoom.unwrap_or_default().clamp(100, 300)
    }

    /// Chooses how large it is.
    pub fn set_zoom(&mut self, percent: u16) {
        set(&mut self.0, "zoom", (percent != 100).then(|| percent.into()));
    }

    /// Whether the person wants to be reminded by the desktop; unless they said no, they do.
    pub fn notify(&self) -> bool {
        self.0.get("notify").and_then(Value::as_bool).unwrap_or(true)
    }

    /// Switches reminders on or off.
    pub fn set_notify(&mut self, on: bool) {
        set(&mut self.0, "notify", (!on).then_some(Value::Bool(false)));
    }

    /// Whether a credential on the clipboard is noticed while one is asked for; unless the person
    /// said no, it is.
    pub fn watch_clipboard(&self) -> bool {
        self.0.get("watchClipboard").and_then(Value::as_bool).unwrap_or(true)
    }

    /// Switches that on or off.
    pub fn set_watch_clipboard(&mut self, on: bool) {
        set(&mut self.0, "watchClipboard", (!on).then_some(Value::Bool(false)));
    }

    /// The matters of a home of which the person was told, and since when each is gone (ms since
    /// 1970).
    pub fn told(&self, home: &str) -> BTreeMap<String, Option<u64>> {
        let told = self.0.get("homes").and_then(|homes| homes.get(home)?.get("told"));
        told.and_then(|told| BTreeMap::deserialize(told).ok()).unwrap_or_default()
    }

    /// Remembers them.
    pub fn set_told(&mut self, home: &str, told: &BTreeMap<String, Option<u64>>) {
        self.set_of_home(home, "told", Some(told).filter(|told| !told.is_empty()));
    }

    /// The secrets of a home that are to be revoked, the oldest first.
    pub fn to_revoke(&self, home: &str) -> Vec<ToRevoke> {
        let all = self.0.get("homes").and_then(|homes| homes.get(home)?.get("toRevoke"));
        all.and_then(|all| Vec::deserialize(all).ok()).unwrap_or_default()
    }

    /// Remembers them.
    pub fn set_to_revoke(&mut self, home: &str, all: &[ToRevoke]) {
        self.set_of_home(home, "toRevoke", Some(&all).filter(|all| !all.is_empty()));
    }

    /// The OpenClaw that was seen last in a home.
    pub fn openclaw_seen(&self, home: &str) -> Option<OpenClawSeen> {
        OpenClawSeen::deserialize(self.0.get("homes")?.get(home)?.get("openclaw")?).ok()
    }

    /// Remembers that an OpenClaw of this version was seen, and which one before it.
    pub fn see_openclaw(&mut self, home: &str, version: &str) {
        let before = self.openclaw_seen(home);
        if before.as_ref().is_some_and(|seen| seen.now == version) {
            return;
        }
        let seen = OpenClawSeen { now: version.to_owned(), before: before.map(|seen| seen.now) };
        self.set_of_home(home, "openclaw", Some(&seen));
    }

    /// What the person calls a sign-in of a home.
    pub fn label(&self, home: &str, profile: &str) -> Option<&str> {
        self.of_profile(home, profile, "label")?.as_str()
    }

    /// The sign-in of a home that the person calls so.
    pub fn labelled(&self, home: &str, label: &str) -> Option<String> {
        let profiles = self.0.get("homes")?.get(home)?.get("profiles")?.as_object()?;
        let called = |said: &Value| said.get("label").and_then(Value::as_str) == Some(label);
        profiles.iter().find(|(_, said)| called(said)).map(|(profile, _)| profile.clone())
    }

    /// Names a sign-in, or takes its name away.
    pub fn set_label(&mut self, home: &str, profile: &str, label: Option<&str>) {
        self.set_of_profile(home, profile, "label", label.map(Value::from));
    }

    /// When the person says that a sign-in of a home ends.
    pub fn expiry(&self, home: &str, profile: &str) -> Option<Expiry> {
        Expiry::deserialize(self.of_profile(home, profile, "expiry")?).ok()
    }

    /// The same for all sign-ins of a home.
    pub fn expiries(&self, home: &str) -> BTreeMap<String, Expiry> {
        let profiles = self.0.get("homes").and_then(|homes| homes.get(home)?.get("profiles"));
        let names = profiles.and_then(Value::as_object).into_iter().flat_map(Map::keys);
        names.filter_map(|name| Some((name.clone(), self.expiry(home, name)?))).collect()
    }

    /// Remembers when a sign-in ends, or forgets it.
    pub fn set_expiry(&mut self, home: &str, profile: &str, expiry: Option<&Expiry>) {
        let value = expiry.and_then(|expiry| serde_json::to_value(expiry).ok());
        self.set_of_profile(home, profile, "expiry", value);
    }

    /// Forgets everything about a sign-in that is gone.
    pub fn forget_profile(&mut self, home: &str, profile: &str) {
        let profiles =
            self.0.get_mut("homes").and_then(|homes| homes.get_mut(home)?.get_mut("profiles"));
        if let Some(profiles) = profiles.and_then(Value::as_object_mut) {
            profiles.shift_remove(profile);
        }
    }

    /// Forgets everything about a home, and that it was chosen.
    pub fn forget_home(&mut self, home: &str) {
        if self.home() == Some(home) {
            self.set_home(None);
        }
        if let Some(homes) = self.0.get_mut("homes").and_then(Value::as_object_mut) {
            homes.shift_remove(home);
        }
    }

    fn of_profile(&self, home: &str, profile: &str, name: &str) -> Option<&Value> {
        self.0.get("homes")?.get(home)?.get("profiles")?.get(profile)?.get(name)
    }

    fn set_of_profile(&mut self, home: &str, profile: &str, name: &str, value: Option<Value>) {
        if value.is_none() && self.of_profile(home, profile, name).is_none() {
            return;
        }
        let found = object(&mut self.0, "homes")
            .and_then(|homes| object(homes, home))
            .and_then(|home| object(home, "profiles"))
            .and_then(|profiles| object(profiles, profile));
        if let Some(found) = found {
            set(found, name, value);
        }
    }

    fn set_of_home(&mut self, home: &str, name: &str, value: Option<&impl Serialize>) {
        let value = value.and_then(|value| serde_json::to_value(value).ok());
        if let Some(found) = object(&mut self.0, "homes").and_then(|homes| object(homes, home)) {
            set(found, name, value);
        }
    }
}

fn path(place: &Place) -> PathBuf {
    place.settings()
}

fn set(map: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(map.insert(name.to_owned(), value)),
        None => drop(map.shift_remove(name)),
    }
}

/// The object called `name`, put in the place of whatever else stands there.
fn object<'a>(map: &'a mut Map<String, Value>, name: &str) -> Option<&'a mut Map<String, Value>> {
    let slot = map.entry(name).or_insert(Value::Null);
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    slot.as_object_mut()
}

fn set_aside_unreadable(path: &Path) -> Result<()> {
    let unreadable = match files::small_text(path) {
        Ok(text) => serde_json::from_str::<Map<String, Value>>(&text).is_err(),
        Err(error) => matches!(error.kind(), ErrorKind::FileTooLarge | ErrorKind::InvalidData),
    };
    if !unreadable {
        return Ok(());
    }
    std::fs::rename(path, path.with_extension("json.unreadable"))
        .map_err(|e| files::failed(path, "renamed", &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_would_be_written_is_told_and_not_written() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::at(dir.path());
        let label = |settings: &mut Settings| settings.set_label("home", "a:b", Some("Work"));
        let forget = |settings: &mut Settings| settings.forget_profile("home", "a:b");
        let file = dir.path().join("settings.json");
        assert_eq!(Settings::would_write(&place, label), Some(file.clone()));
        assert_eq!(Settings::would_write(&place, forget), None);
        assert!(!file.exists());
        Settings::update(&place, label).unwrap();
        assert_eq!(Settings::would_write(&place, label), None);
        assert_eq!(Settings::would_write(&place, forget), Some(file));
    }

    fn place(text: Option<&str>) -> (tempfile::TempDir, Place) {
        let dir = tempfile::tempdir().unwrap();
        if let Some(text) = text {
            std::fs::write(dir.path().join("settings.json"), text).unwrap();
        }
        let place = Place::at(dir.path());
        (dir, place)
    }

    #[test]
    fn it_keeps_what_it_does_not_know() {
        let known = r#"{"later":{"a":[1]},"home":"h1","homes":{"h1":{"lastCheck":7,"x":1}}}"#;
        let (_dir, place) = place(Some(known));
        let settings = Settings::load(&place);
        assert_eq!(settings.home(), Some("h1"));
        assert_eq!(settings.last_check("h1"), None);
        let check =
            LastCheck { at_ms: 5, issues: vec!["no".into()], change: None, config: String::new() };
        Settings::update(&place, |s| {
            s.set_home(None);
            s.set_openclaw(Some(Path::new("/opt/openclaw")));
            s.set_last_check("h1", Some(&check));
        })
        .unwrap();
        let settings = Settings::load(&place);
        assert_eq!(settings.home(), None);
        assert_eq!(settings.openclaw(), Some("/opt/openclaw".into()));
        assert_eq!(settings.last_check("h1"), Some(check));
        assert_eq!(settings.0["later"], serde_json::json!({"a": [1]}));
        assert_eq!(settings.0["homes"]["h1"]["x"], 1);
    }

    #[test]
    fn an_update_of_openclaw_is_told_from_another_look() {
        let mut settings = Settings::default();
        assert_eq!(settings.openclaw_seen("h1"), None);
        for version in ["2026.2.9", "2026.2.9", "2026.9.6", "2026.9.6"] {
            settings.see_openclaw("h1", version);
        }
        let seen = settings.openclaw_seen("h1").unwrap();
        assert_eq!((seen.now.as_str(), seen.before.as_deref()), ("2026.9.6", Some("2026.2.9")));
        assert_eq!(settings.openclaw_seen("h2"), None);
    }

    #[test]
    fn what_is_said_of_a_sign_in_is_kept_apart_from_the_rest() {
        let known = r#"{"homes":{"h1":{"x":1,"profiles":{"a:b":{"label":7,"later":2}}}}}"#;
        let (_dir, place) = place(Some(known));
        assert_eq!(Settings::load(&place).label("h1", "a:b"), None, "a number is no name");
        let never = Expiry { at_ms: None, said_ms: 5 };
        Settings::update(&place, |s| {
            s.set_label("h1", "a:b", Some("Work"));
            s.set_expiry("h1", "a:b", Some(&never));
            s.set_label("h1", "other", None);
        })
        .unwrap();
        let settings = Settings::load(&place);
        assert_eq!(settings.label("h1", "a:b"), Some("Work"));
        assert_eq!(settings.expiry("h1", "a:b"), Some(never));
        assert_eq!(settings.label("h2", "a:b"), None);
        assert_eq!(settings.labelled("h1", "Work").as_deref(), Some("a:b"));
        assert_eq!(settings.labelled("h2", "Work"), None);
        let of_home = &settings.0["homes"]["h1"];
        assert_eq!((&of_home["x"], &of_home["profiles"]["a:b"]["later"]), (&1.into(), &2.into()));
        assert_eq!(of_home["profiles"].get("other"), None);
        Settings::update(&place, |s| s.forget_profile("h1", "a:b")).unwrap();
        assert_eq!(Settings::load(&place).expiry("h1", "a:b"), None);
    }

    #[test]
    fn a_home_is_forgotten_and_the_others_are_not() {
        for (text, left) in [
            (
                r#"{"home":"h1","notify":false,"homes":{"h1":{"x":1},"h2":{"x":2}}}"#,
                serde_json::json!({ "notify": false, "homes": { "h2": { "x": 2 } } }),
            ),
            (r#"{"home":"h2"}"#, serde_json::json!({ "home": "h2" })),
        ] {
            let (_dir, place) = place(Some(text));
            let settings = Settings::update(&place, |s| s.forget_home("h1")).unwrap();
            assert_eq!(Value::Object(settings.0), left);
        }
    }

    #[test]
    fn any_content_is_read_and_none_is_lost() {
        for text in ["", "{", "[1]", "null", "\u{0}", r#"{"home":7,"homes":[]}"#] {
            let (dir, place) = place(Some(text));
            assert_eq!(Settings::load(&place).home(), None);
            Settings::update(&place, |s| s.set_home(Some("h"))).unwrap();
            assert_eq!(Settings::load(&place).home(), Some("h"), "{text:?}");
            let aside = std::fs::read_to_string(dir.path().join("settings.json.unreadable"));
            assert_eq!(aside.ok().as_deref(), (!text.starts_with("{\"")).then_some(text));
        }
    }

    #[test]
    fn no_write_of_two_is_lost() {
        let (_dir, place) = place(None);
        std::thread::scope(|scope| {
            for n in 0..8 {
                let place = &place;
                let check =
                    LastCheck { at_ms: n, issues: Vec::new(), change: None, config: String::new() };
                scope.spawn(move || {
                    Settings::update(place, |s| s.set_last_check(&n.to_string(), Some(&check)))
                });
            }
        });
        let settings = Settings::load(&place);
        assert!((0..8).all(|n| settings.last_check(&n.to_string()).is_some()));
    }
}
