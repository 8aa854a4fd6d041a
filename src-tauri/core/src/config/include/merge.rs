//! How OpenClaw 2026.9.6 lays one included value over another (`src/infra/deep-merge.ts`).

use serde_json::{Map, Value};

/// Objects by key, lists end to end, otherwise what comes later wins.
pub(super) fn merge(base: Value, over: Value) -> Value {
    match (base, over) {
        (Value::Array(mut base), Value::Array(over)) => {
            base.extend(over);
            Value::Array(base)
        }
        (Value::Object(base), Value::Object(over)) => {
            let mut merged = safe(base);
            for (name, value) in over {
                if is_blocked(&name) {
                    continue;
                }
                let value = match merged.get_mut(&name).map(Value::take) {
                    Some(current) => merge(current, value),
                    None => safe_value(value),
                };
                merged.insert(name, value);
            }
            Value::Object(merged)
        }
        (_, over) => safe_value(over),
    }
}

fn safe_value(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(safe(members)),
        other => other,
    }
}

fn safe(members: Map<String, Value>) -> Map<String, Value> {
    members
        .into_iter()
        .filter(|(name, _)| !is_blocked(name))
        .map(|(name, value)| (name, safe_value(value)))
        .collect()
}

fn is_blocked(name: &str) -> bool {
    matches!(name, "__proto__" | "prototype" | "constructor")
}
