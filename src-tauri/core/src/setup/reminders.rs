//! What a person is told without having asked: that a sign-in expires soon or has expired, that none
//! is left that answers, and that a secret which was replaced is still to be revoked. Each matter
//! once.

use super::{Context, revoke};
use crate::error::Result;
use crate::place::Settings;
use crate::view::{Finding, Tone};

/// The findings that are told whenever they are there.
const ENDS: [&str; 2] = ["expires-soon", "expired"];
/// Those that are told when they are a problem: an agent has no other sign-in that answers.
const NONE_LEFT: [&str; 7] = [
    "all-cooling-down",
    "disabled",
    "no-credit",
    "no-plan",
    "claude-code-only",
    "oauth-refresh-failed",
    "token-rejected",
];
/// A matter that comes and goes (OpenClaw tries again after 30 s, then longer) is told again only
/// when it was gone for this long (ms).
const QUIET: u64 = 6 * 3_600_000;

/// How long a person has to revoke a secret before they are reminded (ms): where it was replaced
/// they were told already.
const TO_REVOKE: u64 = 24 * 3_600_000;

/// A desktop notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// What is the matter, in a line.
    pub title: String,
    /// What it means and what to do.
    pub body: String,
}

/// What is to be told now of `findings`, the newest ones; it is remembered as told. Nothing when
/// the person has switched that off.
///
/// # Errors
/// `io`, when it cannot be remembered: then nothing is told, rather than for ever.
pub fn reminders(context: &Context, findings: &[Finding], now_ms: u64) -> Result<Vec<Reminder>> {
    let found = findings.iter().filter(|finding| is_told(finding)).map(|finding| {
        let (title, body) = (finding.title.clone(), finding.meaning.clone());
        (matter(finding), Reminder { title, body })
    });
    let here: Vec<(String, Reminder)> = found.chain(to_revoke(context, now_ms)).collect();
    let home = context.home.id();
    let mut due = Vec::new();
    Settings::update(&context.place, |settings| {
        let before = settings.told(&home);
        let mut after = before.clone();
        for gone_ms in after.values_mut() {
            gone_ms.get_or_insert(now_ms);
        }
        after.retain(|_, gone_ms| gone_ms.is_none_or(|gone| now_ms.saturating_sub(gone) < QUIET));
        for (matter, reminder) in here {
            let known = after.insert(matter, None).is_some();
            if !known && settings.notify() {
                due.push(reminder);
            }
        }
        if after != before {
            settings.set_told(&home, &after);
        }
    })?;
    Ok(due)
}

/// The secrets that are still to be revoked a day after they were replaced.
fn to_revoke(context: &Context, now_ms: u64) -> impl Iterator<Item = (String, Reminder)> {
    let all = revoke::due(context).into_iter();
    all.filter(move |due| now_ms.saturating_sub(due.since_ms) >= TO_REVOKE).map(|due| {
        let (title, body) = (due.notice.message, due.notice.hint);
        (format!("revoke:{}", due.id), Reminder { title, body })
    })
}

fn is_told(finding: &Finding) -> bool {
    let code = finding.code.as_str();
    ENDS.contains(&code) || (finding.tone == Tone::Problem && NONE_LEFT.contains(&code))
}

/// What is told once. Why an agent gets no answer may change while it gets none: OpenClaw knows
/// more with each try.
fn matter(finding: &Finding) -> String {
    match NONE_LEFT.contains(&finding.code.as_str()) {
        true => format!("none-left:{}", finding.agents.join(",")),
        false => finding.id.clone(),
    }
}

/// When to look again although nothing has changed: the moment in which the first of `findings`
/// passes by itself, or gets worse. In ms since 1970.
pub fn next_moment(findings: &[Finding], now_ms: u64) -> Option<u64> {
    findings.iter().filter_map(|finding| finding.until_ms).filter(|at| *at > now_ms).min()
}

/// Whether reminders are shown, or no longer.
///
/// # Errors
/// `io`.
pub fn set_notify(context: &Context, on: bool) -> Result<()> {
    Settings::update(&context.place, |settings| settings.set_notify(on)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;
    use crate::view::Tone;

    fn finding(code: &str, until_ms: Option<u64>) -> Finding {
        Finding {
            code: code.into(),
            id: format!("{code}:anthropic:default"),
            tone: Tone::Problem,
            title: code.into(),
            meaning: "Do this.".into(),
            evidence: vec![],
            profile: None,
            agents: vec![],
            until_ms,
            repairs: vec![],
        }
    }

    #[test]
    fn each_matter_is_told_once_and_again_after_a_long_rest() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let cooling = [finding("all-cooling-down", None)];
        let told = |findings: &[Finding], now| {
            let all = reminders(&context, findings, now).unwrap();
            all.into_iter().map(|reminder| reminder.title).collect::<Vec<_>>()
        };
        let begin = 1_000_000_000;
        assert_eq!(told(&cooling, begin), ["all-cooling-down"]);
        assert!(told(&cooling, begin + 1).is_empty());
        assert!(told(&[], begin + 2).is_empty());
        assert!(told(&cooling, begin + 60_000).is_empty(), "it came and went");
        assert!(told(&cooling, begin + 9 * QUIET).is_empty(), "nobody saw it go");
        assert!(told(&[], begin + 10 * QUIET).is_empty());
        assert_eq!(told(&cooling, begin + 11 * QUIET), ["all-cooling-down"]);
        let both = [finding("expired", None), finding("flat-env", None)];
        assert_eq!(told(&both, begin), ["expired"], "of the others the window tells");
        let mut off = [finding("disabled", None)];
        off[0].tone = Tone::Attention;
        assert!(told(&off, begin).is_empty(), "another sign-in answers");
        off[0].tone = Tone::Problem;
        off[0].agents = vec!["mail".into()];
        assert_eq!(told(&off, begin), ["disabled"]);
        off[0].code = "no-credit".into();
        assert!(told(&off, begin).is_empty(), "the same matter, and a better word for it");
    }

    #[test]
    fn nothing_is_told_when_it_is_switched_off() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        set_notify(&context, false).unwrap();
        let expired = [finding("expired", None)];
        assert_eq!(reminders(&context, &expired, 5).unwrap(), []);
        set_notify(&context, true).unwrap();
        assert_eq!(reminders(&context, &expired, 6).unwrap(), [], "that one is old news");
    }

    #[test]
    fn of_a_secret_that_is_not_revoked_it_is_told_a_day_later() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let what = crate::place::ToRevoke {
            id: "rotate-5".into(),
            profiles: vec!["anthropic:default".into()],
            kind: "api-key".into(),
            ends: crate::place::ToRevoke::parts("sk-ant-api03-Zk3…mAA"),
            since_ms: 5,
        };
        revoke::remind(&context, &what, true).unwrap();
        assert_eq!(reminders(&context, &[], 4 + TO_REVOKE).unwrap(), []);
        let told = reminders(&context, &[], 5 + TO_REVOKE).unwrap();
        assert!(told[0].title.contains("sk-ant-api03-Zk3…mAA"), "{told:?}");
        assert_eq!(reminders(&context, &[], 6 + TO_REVOKE).unwrap(), []);
    }

    #[test]
    fn the_next_moment_is_the_first_that_is_to_come() {
        let findings = [Some(5), Some(90), Some(40), None].map(|at| finding("x", at));
        assert_eq!(next_moment(&findings, 10), Some(40));
        assert_eq!(next_moment(&findings, 100), None);
    }
}
