use super::*;

fn state(text: &str, primary: Option<&str>) -> MenuState {
    let choice = |reference: &str, name: &str| ModelChoice {
        reference: reference.to_owned(),
        name: name.to_owned(),
        ..models::choice("", None)
    };
    MenuState {
        sentence: Sentence { tone: Tone::Ok, text: text.to_owned(), detail: None, action: None },
        current: primary.map(str::to_owned),
        models: vec![
            choice("anthropic/claude-opus-4-6", "Opus 4.6"),
            choice("anthropic/claude-haiku-4-5", "Haiku 4.5"),
        ],
        switchable: true,
        sign_ins: vec![],
        mend: None,
    }
}

fn check(reference: &str, label: &str, checked: bool) -> Item {
    let id = format!("model:{reference}");
    Item::Choice { id, label: label.to_owned(), checked }
}

fn whole(line: &str, enabled: bool, items: Vec<Item>) -> Vec<Item> {
    let button =
        |id: &str, label: &str| Item::Button { id: id.to_owned(), label: label.to_owned() };
    vec![
        Item::Line { id: "status".to_owned(), label: line.to_owned() },
        Item::Separator,
        Item::Submenu {
            id: "models".to_owned(),
            label: "Default model".to_owned(),
            enabled,
            items,
        },
        button("paste", "Paste setup-token from clipboard…"),
        Item::Separator,
        button("open", "Open Chela"),
        button("quit", "Quit"),
    ]
}

#[test]
fn the_menu_of_a_working_gateway() {
    let state = state("Claude answers as Opus 4.6.", Some("anthropic/claude-opus-4-6"));
    let items = vec![
        check("anthropic/claude-opus-4-6", "Opus 4.6", true),
        check("anthropic/claude-haiku-4-5", "Haiku 4.5", false),
    ];
    assert_eq!(menu(&state), whole("Claude answers as Opus 4.6.", true, items));
}

#[test]
fn a_model_that_the_list_does_not_know_stands_first_and_is_the_checked_one() {
    let state = state("Claude answers.", Some("anthropic/claude-opus-5-1"));
    let items = vec![
        check("anthropic/claude-opus-5-1", "Opus 5.1", true),
        check("anthropic/claude-opus-4-6", "Opus 4.6", false),
        check("anthropic/claude-haiku-4-5", "Haiku 4.5", false),
    ];
    assert_eq!(menu(&state), whole("Claude answers.", true, items));
}

#[test]
fn before_anything_is_read_no_model_can_be_chosen() {
    let expected = whole("Looking at OpenClaw…", false, Vec::new());
    assert_eq!(menu(&MenuState::unread()), expected);
}

#[test]
fn a_failed_switch_is_said_in_the_first_line() {
    let error = Error::new(crate::Code::Busy);
    let state = state("Fine.", None).with_failure("tray.switch-failed", &error);
    let Some(Item::Line { label, .. }) = menu(&state).into_iter().next() else {
        panic!("the first item is no line");
    };
    assert!(label.starts_with("The model was not switched: Another Chela"), "{label}");
    assert!(label.ends_with('…') && label.chars().count() <= LINE + 1, "{label}");
}

#[test]
fn what_is_wrong_stands_first_with_what_mends_it() {
    let fine = MenuState { mend: None, ..state("Claude answers.", None) };
    let mended = MenuState { mend: Some("Start the gateway".into()), ..fine.clone() };
    let items = menu(&mended);
    assert_eq!(
        items[1],
        Item::Button { id: MEND.to_owned(), label: "Start the gateway".to_owned() }
    );
    assert_eq!(items.len(), menu(&fine).len() + 1);
}

#[test]
fn the_worst_finding_is_said_where_the_sentence_is_better() {
    let finding = |tone, title: &str| Finding {
        code: "x".into(),
        id: "x".into(),
        tone,
        title: title.into(),
        meaning: String::new(),
        evidence: vec![],
        profile: None,
        agents: vec![],
        until_ms: None,
        repairs: vec![],
    };
    let problem = finding(Tone::Problem, "It does not work.");
    let attention = finding(Tone::Attention, "Have a look.");
    assert_eq!(worst(&[problem.clone(), attention.clone()]), Some(&problem));
    assert_eq!(worst(&[finding(Tone::Idle, "Nothing.")]), None);

    for (sentence, findings, expected) in [
        (Tone::Ok, vec![problem.clone()], (Tone::Problem, "It does not work.")),
        (Tone::Attention, vec![problem.clone()], (Tone::Problem, "It does not work.")),
        (Tone::Problem, vec![problem], (Tone::Problem, "The sentence.")),
        (Tone::Ok, vec![attention], (Tone::Attention, "The sentence.")),
        (Tone::Ok, vec![], (Tone::Ok, "The sentence.")),
    ] {
        let said =
            Sentence { tone: sentence, text: "The sentence.".into(), detail: None, action: None };
        let shown = with_worst(said, worst(&findings));
        assert_eq!((shown.tone, shown.text.as_str()), expected);
    }
}

#[test]
fn a_sign_in_is_chosen_only_among_several() {
    let choice = |profile: &str, first| SignInChoice {
        profile: profile.into(),
        label: profile.into(),
        first,
    };
    let one = MenuState { sign_ins: vec![choice("anthropic:a", true)], ..state("x", None) };
    assert!(
        !menu(&one).iter().any(|item| matches!(item, Item::Submenu { id, .. } if id == SIGN_INS))
    );
    let two = MenuState {
        sign_ins: vec![choice("anthropic:a", true), choice("anthropic:b", false)],
        ..state("x", None)
    };
    let found = menu(&two).into_iter().find_map(|item| match item {
        Item::Submenu { id, items, .. } if id == SIGN_INS => Some(items),
        _ => None,
    });
    let found = found.unwrap();
    assert_eq!(found.len(), 2);
    assert!(matches!(&found[1], Item::Choice { id, checked: false, .. }
        if profile_of(id) == Some("anthropic:b")));
}

#[test]
fn only_other_items_make_another_structure() {
    let before = menu(&state("One.", Some("anthropic/claude-opus-4-6")));
    let switched = menu(&state("Two.", Some("anthropic/claude-haiku-4-5")));
    let with_new = menu(&state("Two.", Some("anthropic/claude-next")));
    assert!(same_structure(&before, &switched));
    assert!(!same_structure(&before, &with_new));
    assert!(!same_structure(&before, &before[1..]));
}

#[test]
fn an_item_tells_its_model() {
    assert_eq!(model_of("model:anthropic/claude-opus-4-6"), Some("anthropic/claude-opus-4-6"));
    assert_eq!(model_of(OPEN), None);
}
