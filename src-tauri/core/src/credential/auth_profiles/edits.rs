//! What an edit does to the text of the store. Knows no files and no lock.

use serde_json::{Map, Value, json};

use super::contents::word;
use super::sheet::Sheet;
use super::{Credential, Reference};
use crate::config::Path;
use crate::text::say;
use crate::vault::Secret;
use crate::view::CredentialKind;
use crate::{Code, Error, Result};

/// What a profile is to hold.
pub enum Held<'a> {
    /// The secret itself.
    Plaintext(&'a Secret),
    /// Where it is fetched from.
    Reference(&'a Reference),
}

/// Sets a profile. Of what it held, only what has to do with its secret goes.
///
/// # Errors
/// `profile-kind-mismatch`; those of [`Sheet::remove`].
pub fn set(sheet: &mut Sheet, credential: &Credential<'_>, held: &Held<'_>) -> Result<()> {
    let Credential { profile, provider, kind, expires_ms } = *credential;
    let (kind, field, name) = match kind {
        CredentialKind::ApiKey => ("api_key", "key", "api"),
        _ => ("token", "token", "token"),
    };
    let expires_ms = expires_ms.filter(|_| kind == "token");
    let by_reference = format!("{field}Ref");
    let at = Path::from(["profiles", profile]);
    let Some(present) = at.find(&sheet.value()).cloned() else {
        let mut entry = json!({ "type": kind, "provider": provider });
        match held {
            Held::Plaintext(secret) => entry[field] = sheet.hide(secret),
            Held::Reference(reference) => entry[by_reference] = reference.to_value(),
        }
        if let Some(ms) = expires_ms {
            entry["expires"] = json!(ms);
        }
        return sheet.set(at, entry);
    };
    if let Some(found) = word(&present).filter(|found| *found != kind) {
        return Err(Error::new(Code::ProfileKindMismatch)
            .with("profile", profile)
            .with("found", in_words(found))
            .with("suggestion", format!("{provider}:{name}")));
    }
    sheet.set(at.join("type"), kind)?;
    sheet.set(at.join("provider"), provider)?;
    // Another name for the plaintext, which OpenClaw reads too.
    sheet.remove(at.join("apiKey"))?;
    match held {
        Held::Plaintext(secret) => {
            sheet.remove(at.join(by_reference))?;
            sheet.set_secret(at.join(field), secret)?;
        }
        Held::Reference(reference) => {
            sheet.remove(at.join(field))?;
            sheet.set(at.join(by_reference), reference.to_value())?;
        }
    }
    match expires_ms {
        Some(ms) => sheet.set(at.join("expires"), ms),
        None if kind == "api_key" => Ok(()),
        None => sheet.remove(at.join("expires")),
    }
}

/// Removes a profile from everything that names it.
///
/// # Errors
/// Those of [`Sheet::remove`].
pub fn forget(sheet: &mut Sheet, profile: &str) -> Result<()> {
    let value = sheet.value();
    for (provider, list) in members(&value, "order") {
        let Some(list) = list.as_array().filter(|list| list.iter().any(|id| id == profile)) else {
            continue;
        };
        let rest: Vec<&Value> = list.iter().filter(|id| *id != profile).collect();
        if rest.is_empty() {
            clear(sheet, "order", provider)?;
        } else {
            sheet.set(["order", provider.as_str()].into(), json!(rest))?;
        }
    }
    for (provider, _) in members(&value, "lastGood").filter(|(_, id)| *id == profile) {
        clear(sheet, "lastGood", provider)?;
    }
    clear(sheet, "usageStats", profile)
}

/// Removes what says that a profile failed.
///
/// # Errors
/// Those of [`Sheet::remove`].
pub fn forget_failures(sheet: &mut Sheet, profile: &str) -> Result<()> {
    let at = Path::from(["usageStats", profile]);
    let value = sheet.value();
    let stats = at.find(&value).and_then(Value::as_object);
    for name in stats.into_iter().flat_map(Map::keys).filter(|name| *name != "lastUsed") {
        sheet.remove(at.join(name.as_str()))?;
    }
    Ok(())
}

/// Removes a member of a part, and the part when nothing else was in it, as OpenClaw does.
pub(super) fn clear(sheet: &mut Sheet, part: &str, name: &str) -> Result<()> {
    let value = sheet.value();
    if members(&value, part).all(|(member, _)| member != name) {
        return Ok(());
    }
    let alone = members(&value, part).count() == 1;
    sheet.remove(if alone { [part].into() } else { [part, name].into() })
}

fn members<'v>(value: &'v Value, part: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value[part].as_object().into_iter().flat_map(Map::iter)
}

fn in_words(kind: &str) -> String {
    let known = ["token", "api_key", "oauth"].contains(&kind);
    say(&format!("core.kind.{}", if known { kind } else { "other" }), &[])
}
