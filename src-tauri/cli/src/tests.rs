//! The program without its operations: arguments, exit codes, what is printed.

use chela_core::credential::paste;
use chela_core::text::Language;
use chela_core::view::{
    Action, AgentAfter, ConfigState, ConfigView, Connected, CredentialKind, DiffLine,
    DisconnectPlan, FileDiff, GatewayState, GatewayView, HomeView, KeychainChange, KeychainFate,
    KeychainView, LanguageView, ModelView, Notice, OpenClawView, Overview, Plan, Preview, Progress,
    Revocation, Rotated, SecretPlace, SecretUse, Sentence, SignInState, SignInView, Step,
    StepState, Switched, Tone,
};
use chela_core::{Code, models};
use clap::{CommandFactory, Parser};

use super::*;

fn ran(line: &[&str]) -> (u8, String, String) {
    let arguments: Vec<OsString> =
        std::iter::once("chela").chain(line.iter().copied()).map(OsString::from).collect();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = run(&arguments, Environment::default(), &mut stdout, &mut stderr);
    (code, String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn credential(prefix: &str) -> String {
    format!("{prefix}{}AA", &"Filler0".repeat(14)[..93])
}

#[test]
fn the_command_line_is_sound_and_has_its_words() {
    fn check(command: &clap::Command) {
        let text = command.clone().render_long_help().to_string();
        assert!(!text.contains("program."), "{text}");
        command.get_subcommands().for_each(check);
    }
    Arguments::command().debug_assert();
    check(&Arguments::command());
}

#[test]
fn wrong_usage_is_2_and_json_when_wanted() {
    for line in [
        &["connect"][..],
        &["connect", "--setup-token", "--api-key"],
        &["disconnect"],
        &["settle"],
        &["settle", "--finish", "--take-back"],
        &["leave"],
        &["leave", "--accept-plaintext"],
        &["leave", "--hand-back", "--accept-plaintext", "--sign-out"],
        &["undo"],
        &["rotate"],
        &["rotate", "work", "--revoked", "--dry-run"],
        &["model", "set"],
        &["doctor", "--dry-run"],
        &["status", "--dry-run"],
        &["audit", "--dry-run"],
        &["nonsense"],
        &["status", "--nonsense"],
        &[],
    ] {
        let (code, stdout, stderr) = ran(line);
        assert_eq!((code, stdout.as_str()), (2, ""), "{line:?}");
        assert!(!stderr.is_empty(), "{line:?}");

        let with_json: Vec<&str> = line.iter().copied().chain(["--json"]).collect();
        let (code, stdout, stderr) = ran(&with_json);
        assert_eq!((code, stderr.as_str()), (2, ""), "{line:?}");
        let read: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!(read["error"]["code"], "usage", "{stdout}");
        assert_ne!(read["error"]["message"], "", "{stdout}");
    }
}

#[test]
fn help_and_version_are_answers() {
    for line in [&["--version"][..], &["--help"], &["connect", "--help"], &["--version", "--json"]]
    {
        let (code, stdout, stderr) = ran(line);
        assert_eq!((code, stderr.as_str()), (0, ""), "{line:?}");
        assert!(!stdout.is_empty(), "{line:?}");
    }
    assert!(ran(&["--help"]).1.contains("Exit codes: 0 done, 1 failed, 2 wrong usage."));
    assert_eq!(ran(&["--version"]).1, format!("chela {}\n", env!("CARGO_PKG_VERSION")));
    assert!(!ran(&["--help"]).1.contains("check"));
}

#[test]
fn a_credential_as_an_argument_is_refused_and_not_repeated() {
    let token = credential("sk-ant-oat01-");
    for line in [&["connect", "--setup-token", &token][..], &["model", "set", &token, "--json"]] {
        let (code, stdout, stderr) = ran(line);
        assert_eq!(code, 2);
        assert!(!(stdout + &stderr).contains("Filler"));
    }
    let (_, stdout, _) = ran(&["--json", &token]);
    assert!(stdout.contains("\"secret-in-arguments\""), "{stdout}");
}

#[test]
fn the_flag_and_the_pasted_kind_must_agree() {
    use CredentialKind::{ApiKey, SetupToken};
    let (token, key) = (credential("sk-ant-oat01-"), credential("sk-ant-api03-"));
    assert!(act::connect::of_kind(SetupToken, paste::read(&token)).is_ok());
    assert!(act::connect::of_kind(ApiKey, paste::read(&key)).is_ok());
    let error = act::connect::of_kind(ApiKey, paste::read(&token)).unwrap_err();
    assert_eq!(error.code, Code::PastedKindMismatch);
    assert_eq!(error.message(), "What was pasted is a setup-token, not an API key.");
    assert_eq!(error.hint(), "Paste an API key, or run it again with --setup-token.");
    let error = act::connect::of_kind(SetupToken, paste::read("hello")).unwrap_err();
    assert_eq!(error.code, Code::NothingPasted);
}

#[test]
fn whatever_changes_something_can_be_asked_what_it_would_do() {
    for line in [
        &["connect", "--setup-token"][..],
        &["disconnect", "--profile", "work"],
        &["move-to-keychain", "--profile", "work"],
        &["rotate", "work"],
        &["profiles", "label", "work", "Work"],
        &["profiles", "expires", "work", "never"],
        &["profiles", "order", "--agent", "main", "work"],
        &["profiles", "first", "work"],
        &["profiles", "remove", "work"],
        &["profiles", "give", "work", "--agent", "mail"],
        &["model", "set", "opus"],
        &["model", "alias", "opus", "big"],
        &["model", "alias", "opus", "--remove"],
        &["model", "bring-along", "opus"],
        &["agents", "model", "mail", "opus"],
        &["agents", "model", "mail", "--default"],
        &["doctor", "--fix", "flat-env"],
    ] {
        let line = ["chela"].iter().chain(line).chain(&["--dry-run"]);
        let read = Arguments::try_parse_from(line.clone());
        assert!(read.is_ok(), "{line:?}: {read:?}");
    }
}

fn foreseen() -> Preview {
    let line =
        |sign: &str, text: &str| DiffLine { sign: sign.into(), text: text.into(), number: 1 };
    let entry = |change| KeychainChange {
        name: "Chela: Claude setup-token (anthropic:default)".into(),
        masked: "sk-ant-oat01-Zk3…mAA".into(),
        change,
    };
    Preview {
        diffs: vec![FileDiff {
            path: "/h/.openclaw/openclaw.json".into(),
            new: false,
            gone: false,
            lines: vec![
                line(" ", "\ta: {"),
                line("-", "\t\tb: 1"),
                line("+", "\t\tb: 2"),
                line("…", ""),
            ],
        }],
        keychain: vec![entry(KeychainFate::Added), entry(KeychainFate::Retired)],
        commands: vec!["openclaw secrets reload --json".into()],
        files: vec!["/h/.local/share/chela/bin/chela-resolver".into()],
        nothing_to_do: false,
        notices: vec![notice("It is stopped meanwhile.")],
    }
}

const FORESEEN: &str = "
/h/.openclaw/openclaw.json
        a: {
  -         b: 1
  +         b: 2
  …

In the keychain
  + Chela: Claude setup-token (anthropic:default) sk-ant-oat01-Zk3…mAA: would be added
  - Chela: Claude setup-token (anthropic:default) sk-ant-oat01-Zk3…mAA: would be removed after a grace period

Commands that would run
  openclaw secrets reload --json

Other files that would be written
  /h/.local/share/chela/bin/chela-resolver

! It is stopped meanwhile.
  Do this.
";

#[test]
fn what_would_be_done_for_people() {
    let would = format!("Nothing was changed. This would happen:\n{FORESEEN}");
    assert_eq!(render::preview(&foreseen()), would);
    let plan = Plan {
        profile: "anthropic:default".into(),
        agents: vec!["main".into(), "ops".into()],
        keychain_entry: None,
        preview: foreseen(),
    };
    let connect = format!("main, ops would sign in as anthropic:default.\n{would}");
    assert_eq!(render::connect_plan(&plan), connect);
    let after = AgentAfter { agent: "main".into(), next: None, stranded: true };
    let plan = DisconnectPlan {
        profile: "anthropic:default".into(),
        agents: vec!["main".into()],
        after: vec![after],
        irrevocable: false,
        preview: foreseen(),
    };
    let remove = "anthropic:default would be taken from main. Nothing was changed.\n\
                  main would have nothing to sign in to Claude with.\n";
    assert_eq!(render::disconnect_plan(&plan), format!("{remove}{FORESEEN}"));
    let nothing = Preview { nothing_to_do: true, ..Preview::default() };
    let text = "Nothing was changed, and nothing would be: it is so already.\n";
    assert_eq!(render::preview(&nothing), text);
}

struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let arguments = ["chela".into(), "--help".into()];
    assert_eq!(run(&arguments, Environment::default(), &mut Gone, &mut Gone), 0);
    let arguments = ["chela".into(), "nonsense".into()];
    assert_eq!(run(&arguments, Environment::default(), &mut Gone, &mut Gone), 2);
}

fn notice(message: &str) -> Notice {
    Notice { code: "x".into(), message: message.into(), hint: "Do this.".into() }
}

fn overview() -> Overview {
    let sign_in = |profile: &str, state, place, serves: bool| SignInView {
        profile: profile.into(),
        label: None,
        agents: vec!["main".into()],
        kind: CredentialKind::SetupToken,
        place,
        place_detail: None,
        masked: serves.then(|| "sk-ant-oat01-Zk3…mAA".into()),
        state,
        detail: None,
        until_ms: (!serves).then_some(1_025_000),
        expires_ms: None,
        expiry_assumed: false,
        last_used_ms: None,
        serves,
        managed: serves,
    };
    Overview {
        sentence: Sentence {
            tone: Tone::Attention,
            text: "Claude answers as Opus 4.6 through \"Work\".".into(),
            detail: Some("Something is left of an interrupted operation.".into()),
            action: Some(Action::SettleInterrupted),
        },
        homes: vec![
            HomeView {
                id: "a1".into(),
                label: "~/.openclaw".into(),
                state_dir: "/h/.openclaw".into(),
                config_path: "/h/.openclaw/openclaw.json".into(),
                chosen: true,
            },
            HomeView {
                id: "b2".into(),
                label: "work".into(),
                state_dir: "/h/.openclaw-work".into(),
                config_path: "/h/.openclaw-work/openclaw.json".into(),
                chosen: false,
            },
        ],
        openclaw: OpenClawView {
            version: Some("2026.9.6".into()),
            path: Some("/usr/bin/openclaw".into()),
            node: None,
            references: true,
            problem: None,
            install_command: "npm install -g openclaw@latest".into(),
        },
        config: ConfigView { state: ConfigState::Ok, problem: None, set_up: true, issues: vec![] },
        keychain: KeychainView::Ready,
        gateway: GatewayView {
            state: GatewayState::Running,
            port: 18789,
            service: true,
            before_login: false,
            elsewhere: Some(notice("It runs elsewhere.")),
        },
        model: ModelView {
            primary: Some("anthropic/claude-opus-4-6".into()),
            name: Some("Opus 4.6".into()),
            fallbacks: vec!["anthropic/claude-sonnet-5".into()],
        },
        agents: vec!["main".into(), "ops".into()],
        sign_ins: vec![
            sign_in("anthropic:default", SignInState::Ok, SecretPlace::Keychain, true),
            sign_in("anthropic:old", SignInState::Cooldown, SecretPlace::Plaintext, false),
        ],
        conflicts: vec![notice("A key in the config wins.")],
        revocations: vec![],
        notices: vec![notice("It runs elsewhere.")],
        claude: false,
        sandbox: None,
        autostart: false,
        notify: true,
        watch_clipboard: true,
        language: LanguageView {
            chosen: None,
            system: Language::English,
            spoken: Language::English,
        },
        theme: None,
        zoom: 100,
        can_try_sandbox: false,
        tray: false,
        read_ms: 1_000_000,
    }
}

#[test]
fn the_overview_for_people() {
    assert_eq!(
        render::overview(&overview()),
        "\
Claude answers as Opus 4.6 through \"Work\".
Something is left of an interrupted operation.
Next: chela settle --finish

OpenClaw  2026.9.6 (/usr/bin/openclaw)
Home      ~/.openclaw [a1]; choose with --home: a1, b2
Config    /h/.openclaw/openclaw.json (can be read)
Gateway   running (port 18789)
Keychain  ready
Model     Opus 4.6 (anthropic/claude-opus-4-6); if it fails: anthropic/claude-sonnet-5
Agents    main, ops

Sign-ins (* serves)
* anthropic:default  setup-token  in the keychain  sk-ant-oat01-Zk3…mAA  main  works
  anthropic:old      setup-token  in plaintext                           main  waits, tried again in 25 s

! It runs elsewhere.
  Do this.
! A key in the config wins.
  Do this.
"
    );
}

#[test]
fn one_agent_of_the_overview() {
    let mut view = overview();
    act::only_agent(&mut view, "ops").unwrap();
    assert!(view.sign_ins.is_empty());
    let error = act::only_agent(&mut view, "nobody").unwrap_err();
    assert_eq!(error.code, Code::AgentUnknown);
    assert!(error.hint().contains("main, ops"));
}

#[test]
fn outcomes_for_people() {
    let switched = |changed| Switched {
        before: None,
        now: "anthropic/claude-opus-4-6".into(),
        changed,
        change: changed.then(|| "c7".into()),
    };
    assert_eq!(
        render::switched(&switched(true)),
        "Claude now answers as Opus 4.6 (anthropic/claude-opus-4-6).\nTo undo it: chela undo c7\n"
    );
    assert!(render::switched(&switched(false)).contains("Nothing was changed."));
    let connected = Connected {
        profile: "anthropic:default".into(),
        agents: vec!["main".into(), "ops".into()],
        model: Some("anthropic/claude-opus-4-6".into()),
        changed: true,
        confirmed: false,
        keychain_id: None,
        notices: vec![notice("The gateway does not run.")],
    };
    assert_eq!(
        render::connected(&connected),
        "Signed in as anthropic:default for main, ops.\n\
         The default model is Opus 4.6 (anthropic/claude-opus-4-6).\n\
         Anthropic has not confirmed the credential; the first message will show whether it \
         works.\n! The gateway does not run.\n  Do this.\n"
    );
    let step = Progress { step: Step::ReadBack, state: StepState::PutBack, detail: None };
    assert_eq!(render::progress(&step), "put back  See what serves now\n");
    let none = ModelView { primary: None, name: None, fallbacks: vec![] };
    assert_eq!(render::model(&none), "No default model is set.\n");
    let list = render::model_list(&models::built_in(), Some("anthropic/claude-opus-4-6"));
    assert!(list.contains("\n* Opus 4.6    anthropic/claude-opus-4-6    For the hardest work.\n"));
    assert!(list.contains("built in (2026-09)"));
}

#[test]
fn what_was_replaced_and_what_is_left_to_the_person() {
    let used = |profile: &str, agents: &[&str]| SecretUse {
        profile: profile.into(),
        agents: agents.iter().map(|&agent| agent.to_owned()).collect(),
    };
    let done = Rotated {
        uses: vec![used("anthropic:default", &["main", "work"]), used("anthropic:two", &["main"])],
        masked: "sk-ant-oat01-New…wAA".into(),
        revoke: Revocation {
            id: "rotate-1".into(),
            profiles: vec!["anthropic:default".into(), "anthropic:two".into()],
            kind: CredentialKind::SetupToken,
            masked: "sk-ant-oat01-Old…dAA".into(),
            since_ms: 1,
            page: "https://claude.ai/settings/claude-code".into(),
            notice: notice("Revoke the old one."),
        },
        notices: vec![notice("It stands in a file.")],
    };
    assert_eq!(
        render::rotated(&done),
        "anthropic:default (main, work), anthropic:two (main): signed in with the new secret \
         sk-ant-oat01-New…wAA.\n\
         ! It stands in a file.\n  Do this.\n\
         ! Revoke the old one.\n  Do this.\n  \
         When that is done: chela rotate anthropic:default --revoked\n"
    );
    let overview = Overview { revocations: vec![done.revoke], ..overview() };
    assert!(render::overview(&overview).contains("! Revoke the old one.\n"));
}
