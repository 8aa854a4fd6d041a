//! Which credentials stand in plaintext, and where.

use chela_core::text::say;
use chela_core::view::{Audit, FoundPlace, FoundSecret, PlaintextRole};

use super::{choice, notice, other_secrets, table};

/// `audit`.
pub(crate) fn audit(audit: &Audit) -> String {
    let mut out = sentence(&audit.secrets) + "\n";
    let explained = audit.secrets.iter().any(|secret| secret.places.iter().any(|place| place.wins));
    for secret in &audit.secrets {
        out += &format!("\n{}", found(secret));
    }
    if explained {
        out += &format!("\n* {}\n", say("program.audit.wins", &[]));
    } else if !audit.asked_openclaw && !audit.secrets.is_empty() {
        out += &format!("\n{}\n", say("program.audit.not-asked", &[]));
    }
    out += &too_open(&audit.secrets);
    out += &other_secrets::part(audit);
    if !audit.unread.is_empty() {
        out += &format!("\n{}\n", say("program.audit.unread", &[]));
        out.extend(audit.unread.iter().map(notice));
    }
    out
}

fn sentence(secrets: &[FoundSecret]) -> String {
    let places: usize = secrets.iter().map(|secret| secret.places.len()).sum();
    let counts = [("secrets", &secrets.len() as _), ("places", &places as _)];
    let key = match (secrets.len(), places) {
        (0, _) => "none",
        (1, 1) => "one-in-one",
        (1, _) => "one",
        _ => "some",
    };
    say(&format!("program.audit.{key}"), &counts)
}

fn found(secret: &FoundSecret) -> String {
    let kind = match &secret.kind {
        Some(kind) => choice("audit.kind", kind),
        None if secret.fingerprint.is_none() => say("program.audit.kind.untold", &[]),
        None => say("program.audit.kind.unknown", &[]),
    };
    let short = secret.fingerprint.iter().map(|short| format!(" [{short}]")).collect::<String>();
    let mut out = format!("{}  {kind}{short}\n", secret.masked);
    if secret.in_keychain {
        out += &format!("  {}\n", say("program.audit.in-keychain", &[]));
    }
    for role in [PlaintextRole::InUse, PlaintextRole::Leftover, PlaintextRole::Unknown] {
        let places = secret.places.iter().filter(|place| place.role == role);
        let rows: Vec<Vec<String>> = places.map(row).collect();
        if !rows.is_empty() {
            out += &format!("  {}\n{}", choice("audit.role", &role), table(&rows));
        }
    }
    out
}

fn row(place: &FoundPlace) -> Vec<String> {
    let mark = if place.wins { "*" } else { " " };
    let line = place.line.map(|line| format!(":{line}")).unwrap_or_default();
    let what = match place.what.as_str() {
        "" => choice("audit.in", &place.kind),
        what => what.to_owned(),
    };
    vec![format!("  {mark} {}{line}", place.file), what, place.why.clone()]
}

/// The files that others than their owner may read, each once.
fn too_open(secrets: &[FoundSecret]) -> String {
    let places = secrets.iter().flat_map(|secret| &secret.places);
    let mut rows: Vec<Vec<String>> = places
        .filter_map(|place| {
            Some(vec![format!("  {}", place.mode_too_open.as_ref()?), place.file.clone()])
        })
        .collect();
    rows.sort();
    rows.dedup();
    match rows.is_empty() {
        true => String::new(),
        false => format!("\n{}\n{}", say("program.audit.too-open", &[]), table(&rows)),
    }
}

#[cfg(test)]
mod tests {
    use chela_core::view::{Notice, PastedKind, PlaintextIn, PlaintextRemoval};

    use super::*;

    fn place(file: &str, role: PlaintextRole, wins: bool) -> FoundPlace {
        FoundPlace {
            kind: PlaintextIn::EnvFile,
            file: file.into(),
            line: (role != PlaintextRole::Unknown).then_some(3),
            what: if role == PlaintextRole::Leftover { String::new() } else { "KEY".into() },
            role,
            why: "Because.".into(),
            wins,
            told: false,
            mode_too_open: (role == PlaintextRole::Leftover).then(|| "0644".into()),
            removal: PlaintextRemoval::Edit,
        }
    }

    fn secret(places: Vec<FoundPlace>) -> FoundSecret {
        FoundSecret {
            fingerprint: Some("1a2b3c4d".into()),
            kind: Some(PastedKind::ApiKey),
            masked: "sk-ant-api03-Mad…cAA".into(),
            in_keychain: true,
            places,
        }
    }

    #[test]
    fn a_map_is_read_from_top_to_bottom() {
        use PlaintextRole::{InUse, Leftover, Unknown};
        let places = vec![
            place("~/a", InUse, true),
            place("~/long/b", Leftover, false),
            place("~/c", Unknown, false),
        ];
        let unread = vec![Notice { code: "io".into(), message: "No.".into(), hint: String::new() }];
        let map = Audit {
            secrets: vec![secret(places)],
            other: vec![],
            other_problem: None,
            unread,
            asked_openclaw: true,
            read_ms: 0,
        };
        let expected = "One credential stands in plaintext in 3 places.\n\n\
            sk-ant-api03-Mad…cAA  an API key [1a2b3c4d]\n  \
            Chela keeps it in the keychain, too.\n  \
            In use\n  * ~/a:3  KEY  Because.\n  \
            Left over\n    ~/long/b:3  .env file  Because.\n  \
            Not known whether in use\n    ~/c  KEY  Because.\n\n\
            * This is what Claude is asked with when the default agent answers next.\n\n\
            Other users of this computer may read, where they can open the folder:\n  0644  ~/long/b\n\n\
            Not looked at:\n! No.\n";
        assert_eq!(audit(&map), expected);
    }

    #[test]
    fn the_first_sentence_counts() {
        let one = || secret(vec![place("~/a", PlaintextRole::InUse, false)]);
        for (secrets, expected) in [
            (vec![], "No plaintext credential of Anthropic's was found."),
            (vec![one()], "One credential stands in plaintext in one place."),
            (vec![one(), one()], "2 credentials stand in plaintext in 2 places."),
        ] {
            assert_eq!(sentence(&secrets), expected);
        }
    }
}
