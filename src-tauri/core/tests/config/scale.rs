//! 10 MB, 5,000 agents, 20,000 comments: the same as with little. How long it takes `./dev bench` says.

use chela_core::config::reconcile::{comments, reconcile};
use chela_core::config::splice::{inverted, spliced, splices};
use chela_core::config::{Document, Edit, Path};
use serde_json::{Value, json};

use crate::large::{config, written_back};

const AGENTS: usize = 5_000;

fn set(agent: usize) -> Edit {
    let path = Path::from(["agents", "list"]).join(agent).join("model").join("primary");
    Edit::Set { path, value: json!("anthropic/claude-opus-4-6") }
}

#[test]
fn every_agent_is_edited_at_once() {
    let text = config(AGENTS);
    assert!(text.len() > 9_500_000, "{}", text.len());
    assert_eq!(comments(&text), 4 * AGENTS);
    let mut edits: Vec<Edit> = (0..AGENTS).map(set).collect();
    let list = Path::from(["agents", "list"]);
    edits.push(Edit::Remove { path: list.join(7) });
    edits.push(Edit::Set { path: list.join(AGENTS - 1), value: json!({ "id": "last" }) });
    let after = Document::parse(&text).unwrap().apply_all(&edits).unwrap();

    // A line each, the seven of the one that is gone without the comment above, the new one's.
    let there = splices(&text, after.text());
    assert!(there.len() <= AGENTS + 1, "{}", there.len());
    assert_eq!(spliced(&text, &there).as_deref(), Some(after.text()));
    assert_eq!(spliced(after.text(), &inverted(&there)).as_deref(), Some(text.as_str()));
    assert_eq!(comments(after.text()), 4 * AGENTS - 3);
    let list = after.get(&list).unwrap();
    assert!(list.as_array().unwrap()[..AGENTS - 1].iter().all(|agent| {
        agent.pointer("/model/primary") == Some(&Value::from("anthropic/claude-opus-4-6"))
    }));
}

#[test]
fn what_openclaw_wrote_is_put_back_together() {
    let text = config(AGENTS);
    let theirs = written_back(&text);
    let found = reconcile(&text, &theirs).unwrap();
    assert_eq!((found.kept, found.lost.len()), (4 * AGENTS - 3, 3));
    let value = Document::parse(&theirs).unwrap().value();
    assert_eq!(Document::parse(&found.text).unwrap().value(), value);
}

/// Nothing to hold on to: all lines of one are in the other, none in its place.
#[test]
fn texts_with_nothing_in_its_place_have_splices_too() {
    let text = config(AGENTS / 5);
    let reversed: String = text.split_inclusive('\n').rev().collect();
    for after in [reversed, written_back(&text)] {
        let there = splices(&text, &after);
        assert_eq!(spliced(&text, &there).as_ref(), Some(&after));
        assert_eq!(spliced(&after, &inverted(&there)).as_ref(), Some(&text));
    }
}

/// Everything on one line, as a program writes it.
#[test]
fn one_long_line_is_edited_too() {
    let value = Document::parse(&config(AGENTS / 5)).unwrap().value();
    let text = serde_json::to_string(&value).unwrap();
    let edits: Vec<Edit> = (0..AGENTS / 5)
        .map(set)
        .chain([Edit::Set { path: ["x"].into(), value: json!(1) }])
        .collect();
    let after = Document::parse(&text).unwrap().apply_all(&edits).unwrap();
    let expected = text.replace("claude-sonnet-4-5", "claude-opus-4-6");
    assert_eq!(after.text(), format!("{},\"x\":1}}", expected.strip_suffix('}').unwrap()));
}
