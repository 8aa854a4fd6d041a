//! The other secrets of the config: which stand in plaintext, and which were moved.

use chela_core::text::say;
use chela_core::view::{AdoptedSettings, Audit, OtherSecret};

use super::{notice, table};

/// The part of `audit` about them; nothing where there is nothing to say.
pub(super) fn part(audit: &Audit) -> String {
    if let Some(problem) = &audit.other_problem {
        return format!("\n{}\n{}", say("program.audit.other.unlisted", &[]), notice(problem));
    }
    if audit.other.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = audit.other.iter().map(row).collect();
    let mut out = format!("\n{}\n{}", say("program.audit.other", &[]), table(&rows));
    let problems = audit.other.iter().filter_map(|secret| secret.problem.as_ref());
    out.extend(problems.map(notice));
    if audit.other.iter().any(|secret| secret.problem.is_none()) {
        out += &format!("{}\n", say("program.audit.other.how", &[]));
    }
    out
}

/// `adopt setting`.
pub(crate) fn adopted_settings(done: &AdoptedSettings) -> String {
    let key = if done.changed { "moved" } else { "nothing" };
    let mut out = say(&format!("program.adopt.setting.{key}"), &[]) + "\n";
    let rows: Vec<Vec<String>> =
        done.settings.iter().map(|setting| vec![format!("  {setting}")]).collect();
    out += &table(&rows);
    out.extend(done.notices.iter().map(notice));
    out
}

fn row(secret: &OtherSecret) -> Vec<String> {
    let mark = if secret.problem.is_some() { "!" } else { " " };
    let line = secret.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = format!("{}{line}", secret.file);
    vec![format!("  {mark} {}", secret.setting), secret.masked.clone(), place, secret.what.clone()]
}

#[cfg(test)]
mod tests {
    use chela_core::view::Notice;

    use super::*;

    fn audit(other: Vec<OtherSecret>, other_problem: Option<Notice>) -> Audit {
        let (secrets, unread) = (vec![], vec![]);
        Audit { secrets, other, other_problem, unread, asked_openclaw: true, read_ms: 0 }
    }

    fn no() -> Notice {
        Notice { code: "x".into(), message: "No.".into(), hint: String::new() }
    }

    fn secret(setting: &str, problem: Option<Notice>) -> OtherSecret {
        OtherSecret {
            setting: setting.into(),
            what: "Token.".into(),
            file: "~/c".into(),
            line: problem.is_none().then_some(4),
            masked: "…".into(),
            problem,
        }
    }

    #[test]
    fn what_can_be_moved_and_what_cannot_is_told() {
        let all = audit(vec![secret("a.b", None), secret("c", Some(no()))], None);
        let expected = "\nOther secrets of the configuration, in plaintext:\n    \
            a.b  …  ~/c:4  Token.\n  ! c    …  ~/c    Token.\n! No.\n\
            To move them to the keychain: chela adopt setting --all, or by name.\n";
        assert_eq!(part(&all), expected);
        assert_eq!(part(&audit(vec![], None)), "");
        let unlisted = part(&audit(vec![], Some(no())));
        assert_eq!(unlisted, "\nOther secrets were not looked for:\n! No.\n");
    }
}
