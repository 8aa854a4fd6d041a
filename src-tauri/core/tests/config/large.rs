//! A config as large as one can get: a roster of agents, each with four comments and about 2 kB.

use std::fmt::Write;

use chela_core::config::Document;
use serde_json::{Value, json};

/// A config of `agents` agents. 5,000 make 10 MB with 20,000 comments.
pub(crate) fn config(agents: usize) -> String {
    let mut out = String::from("{\n  agents: {\n    list: [\n");
    for n in 0..agents {
        let words = format!("line {n} of what it is told, ").repeat(60);
        let _ = write!(
            out,
            "      // The agent number {n}.\n      {{\n        id: 'agent-{n}', // its name\n        \
             workspace: '~/agents/{n}',\n        /* cheap */ model: {{ primary: 'anthropic/claude-sonnet-4-5' }},\n        \
             tools: {{ deny: ['exec', 'browser'] }}, // careful\n        \
             told: '{words}',\n      }},\n",
        );
    }
    out.push_str("    ],\n  },\n}\n");
    out
}

/// What OpenClaw would write back: no comments, its own formatting, one agent's model changed, one
/// agent gone, one put in between, `meta` added.
pub(crate) fn written_back(config: &str) -> String {
    let mut value = Document::parse(config).map(|document| document.value()).unwrap_or_default();
    if let Some(Value::Array(list)) = value.pointer_mut("/agents/list") {
        list[1]["model"]["primary"] = json!("anthropic/claude-opus-4-6");
        list.remove(list.len() / 2);
        list.insert(list.len() / 3, json!({ "id": "new" }));
    }
    value["meta"] = json!({ "lastTouchedVersion": "2026.9.6" });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
