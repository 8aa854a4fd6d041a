//! The truth in a line: what the home screen and the tray open with.

use crate::text::say;
use crate::view::{
    Action, ConfigState, GatewayState, KeychainView, Overview, SecretPlace, Sentence, SignInState,
    SignInView, Tone,
};

/// Says in one sentence how things stand, worst first, with the one action that helps.
pub(super) fn sentence(o: &Overview, last_proven: Option<String>) -> Sentence {
    if let Some(problem) = &o.openclaw.problem {
        return problem_with(&problem.message, &problem.hint, Some(Action::InstallOpenclaw));
    }
    if let Some(elsewhere) = &o.gateway.elsewhere {
        return problem_with(&elsewhere.message, &elsewhere.hint, None);
    }
    if let Some(problem) =
        o.config.problem.as_ref().filter(|_| o.config.state == ConfigState::Broken)
    {
        return problem_with(&problem.message, &problem.hint, Some(Action::OpenConfig));
    }
    if let Some(left) = o.notices.iter().find(|n| n.code == "interrupted") {
        return problem_with(&left.message, &left.hint, Some(Action::SettleInterrupted));
    }
    let Some(serving) = o.sign_ins.iter().find(|s| s.serves) else {
        return none_serves(o);
    };
    if serving.place == SecretPlace::Keychain && o.keychain != KeychainView::Ready {
        let key = match o.keychain {
            KeychainView::Locked => "core.sentence.keychain-locked",
            _ => "core.sentence.keychain-failing",
        };
        return line(Tone::Problem, key, &[], Some(Action::UnlockKeychain));
    }
    if let Some(sentence) = of_sign_in(serving) {
        return sentence;
    }
    if let Some(after) = o.notices.iter().find(|n| n.code == "config-problem-after-change") {
        return problem_with(&after.message, &after.hint, Some(Action::Undo));
    }
    if o.gateway.state != GatewayState::Running {
        return line(
            Tone::Attention,
            "core.sentence.gateway-stopped",
            &[],
            Some(Action::StartGateway),
        );
    }
    let Some(model) = o.model.name.as_ref().or(o.model.primary.as_ref()) else {
        return line(Tone::Attention, "core.sentence.no-model", &[], Some(Action::ChooseModel));
    };
    let who: [(&str, &dyn ToString); 2] = [("model", model), ("profile", &serving.name())];
    if serving.state == SignInState::Unconfirmed {
        return line(Tone::Attention, "core.sentence.unconfirmed", &who, Some(Action::Test));
    }
    let mut sentence = line(Tone::Ok, "core.sentence.answers", &who, Some(Action::Test));
    sentence.detail = last_proven;
    sentence
}

/// What keeps the default agent's sign-in from serving; or that it has none.
fn none_serves(o: &Overview) -> Sentence {
    let its = |sign_in: &&SignInView| o.agents.first().is_some_and(|a| sign_in.agents.contains(a));
    o.sign_ins
        .iter()
        .filter(its)
        .find_map(of_sign_in)
        .unwrap_or_else(|| line(Tone::Idle, "core.sentence.no-sign-in", &[], Some(Action::Connect)))
}

fn of_sign_in(serving: &SignInView) -> Option<Sentence> {
    let (tone, key) = match serving.state {
        SignInState::Ok | SignInState::Unconfirmed | SignInState::Other => return None,
        SignInState::Expiring => (Tone::Attention, "core.sentence.expiring"),
        SignInState::Expired => (Tone::Problem, "core.sentence.expired"),
        SignInState::Cooldown => (Tone::Problem, "core.sentence.cooldown"),
        SignInState::Disabled => (Tone::Problem, "core.sentence.disabled"),
        SignInState::Missing => (Tone::Problem, "core.sentence.missing"),
    };
    let mut sentence = line(tone, key, &[("profile", &serving.name())], Some(Action::Connect));
    sentence.detail.clone_from(&serving.detail);
    Some(sentence)
}

fn problem_with(text: &str, detail: &str, action: Option<Action>) -> Sentence {
    Sentence { tone: Tone::Problem, text: text.to_owned(), detail: Some(detail.to_owned()), action }
}

fn line(
    tone: Tone,
    key: &str,
    params: &[(&'static str, &dyn ToString)],
    action: Option<Action>,
) -> Sentence {
    Sentence { tone, text: say(key, params), detail: None, action }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// All is well, but for what `change` says.
    fn overview(change: impl FnOnce(&mut Value)) -> Overview {
        let mut value = json!({
            "sentence": { "tone": "idle", "text": "", "detail": null, "action": null },
            "homes": [],
            "openclaw": { "version": "2026.9.6", "path": "/oc", "node": "/node",
                          "references": true, "problem": null, "installCommand": "" },
            "config": { "state": "ok", "problem": null, "setUp": true, "issues": [] },
            "keychain": "ready",
            "gateway": { "state": "running", "port": 18789, "service": false,
                         "beforeLogin": false, "elsewhere": null },
            "model": { "primary": "anthropic/claude-opus-4-6", "name": "Opus 4.6", "fallbacks": [] },
            "agents": ["main"],
            "signIns": [{ "profile": "Work", "label": null, "agents": ["main"],
                          "kind": "setup-token", "place": "keychain", "placeDetail": null,
                          "masked": null, "state": "ok", "detail": null, "untilMs": null,
                          "expiresMs": null, "expiryAssumed": false, "lastUsedMs": null,
                          "serves": true, "managed": true }],
            "conflicts": [], "notices": [], "revocations": [], "claude": false, "sandbox": null,
            "autostart": false, "notify": true, "watchClipboard": true, "tray": true, "canTrySandbox": false, "readMs": 0,
            "language": { "chosen": null, "system": "en", "spoken": "en" }, "theme": null, "zoom": 100
        });
        change(&mut value);
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn the_worst_is_said_first_with_what_mends_it() {
        let notice = |code: &str| json!({ "code": code, "message": code, "hint": "" });
        type Change = Box<dyn FnOnce(&mut Value)>;
        let cases: Vec<(Change, Tone, Option<Action>)> = vec![
            (Box::new(|_| {}), Tone::Ok, Some(Action::Test)),
            (
                Box::new(|v| v["signIns"][0]["state"] = json!("unconfirmed")),
                Tone::Attention,
                Some(Action::Test),
            ),
            (
                Box::new(|v| {
                    v["model"] = json!({ "primary": null, "name": null, "fallbacks": [] })
                }),
                Tone::Attention,
                Some(Action::ChooseModel),
            ),
            (
                Box::new(|v| v["gateway"]["state"] = json!("stopped")),
                Tone::Attention,
                Some(Action::StartGateway),
            ),
            (
                Box::new(move |v| v["notices"] = json!([notice("config-problem-after-change")])),
                Tone::Problem,
                Some(Action::Undo),
            ),
            (
                Box::new(|v| v["signIns"][0]["state"] = json!("expired")),
                Tone::Problem,
                Some(Action::Connect),
            ),
            (
                Box::new(|v| v["keychain"] = json!("locked")),
                Tone::Problem,
                Some(Action::UnlockKeychain),
            ),
            (
                Box::new(|v| {
                    v["signIns"][0]["serves"] = json!(false);
                    v["signIns"][0]["state"] = json!("cooldown");
                }),
                Tone::Problem,
                Some(Action::Connect),
            ),
            (
                Box::new(|v| {
                    v["signIns"][0]["serves"] = json!(false);
                    v["signIns"][0]["agents"] = json!(["mail"]);
                }),
                Tone::Idle,
                Some(Action::Connect),
            ),
            (Box::new(|v| v["signIns"] = json!([])), Tone::Idle, Some(Action::Connect)),
            (
                Box::new(move |v| v["notices"] = json!([notice("interrupted")])),
                Tone::Problem,
                Some(Action::SettleInterrupted),
            ),
            (
                Box::new(move |v| {
                    v["config"] = json!({ "state": "broken", "problem": notice("config-unparsable"),
                                          "setUp": false, "issues": [] });
                }),
                Tone::Problem,
                Some(Action::OpenConfig),
            ),
            (
                Box::new(move |v| v["gateway"]["elsewhere"] = notice("remote-gateway")),
                Tone::Problem,
                None,
            ),
            (
                Box::new(move |v| v["openclaw"]["problem"] = notice("openclaw-missing")),
                Tone::Problem,
                Some(Action::InstallOpenclaw),
            ),
        ];
        for (index, (change, tone, action)) in cases.into_iter().enumerate() {
            let said = sentence(&overview(change), None);
            assert_eq!((said.tone, said.action), (tone, action), "case {index}: {}", said.text);
            assert!(!said.text.is_empty() && !said.text.contains("core."), "{}", said.text);
        }
    }
}
