//! The shapes in which the Anthropic API answers (API version 2023-06-01).

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

/// What the stand-in sends back.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    /// A JSON object with a status.
    Json(u16, Value),
    /// The events of a streamed message.
    Events(Vec<Value>),
}

impl Answer {
    /// An error in Anthropic's own form.
    pub(super) fn error(status: u16, message: &str) -> Self {
        let kind = match status {
            400 => "invalid_request_error",
            401 => "authentication_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            529 => "overloaded_error",
            _ => "api_error",
        };
        Self::error_of(status, kind, message)
    }

    /// An error of a kind that does not follow from the status.
    pub(super) fn error_of(status: u16, kind: &str, message: &str) -> Self {
        let error = json!({ "type": kind, "message": message });
        Self::Json(status, json!({ "type": "error", "error": error, "request_id": "req_standin" }))
    }

    /// A whole message, or the events that bring it, in the real order.
    pub(super) fn message(model: &str, text: &str, usage: &Value, stream: bool) -> Self {
        let message = |content: Value, stop: Value| {
            json!({ "id": "msg_standin", "type": "message", "role": "assistant", "model": model,
                "content": content, "stop_reason": stop, "stop_sequence": null, "usage": usage })
        };
        if !stream {
            return Self::Json(
                200,
                message(json!([{ "type": "text", "text": text }]), json!("end_turn")),
            );
        }
        let mut events = vec![
            json!({ "type": "message_start", "message": message(json!([]), Value::Null) }),
            json!({ "type": "content_block_start", "index": 0,
                "content_block": { "type": "text", "text": "" } }),
            json!({ "type": "ping" }),
        ];
        events.extend(text.split_inclusive(' ').map(|word| {
            json!({ "type": "content_block_delta", "index": 0,
                "delta": { "type": "text_delta", "text": word } })
        }));
        events.extend([
            json!({ "type": "content_block_stop", "index": 0 }),
            json!({ "type": "message_delta", "usage": { "output_tokens": usage["output_tokens"] },
                "delta": { "stop_reason": "end_turn", "stop_sequence": null } }),
            json!({ "type": "message_stop" }),
        ]);
        Self::Events(events)
    }

    /// A page of the list of models.
    pub(super) fn models(ids: &[String], more: bool) -> Self {
        let data: Vec<Value> = ids.iter().map(|id| model(id)).collect();
        Self::Json(
            200,
            json!({ "data": data, "has_more": more,
                "first_id": ids.first(), "last_id": ids.last() }),
        )
    }

    /// One model.
    pub(super) fn model(id: &str) -> Self {
        Self::Json(200, model(id))
    }
}

fn model(id: &str) -> Value {
    json!({ "type": "model", "id": id, "display_name": display_name(id),
        "created_at": "2026-02-05T00:00:00Z" })
}

/// `claude-opus-4-6` → `Claude Opus 4.6`; a date at the end is left out.
fn display_name(id: &str) -> String {
    let mut name = String::new();
    for part in id.split('-').filter(|part| part.len() < 8) {
        let number = part.starts_with(|c: char| c.is_ascii_digit());
        if number && name.ends_with(|c: char| c.is_ascii_digit()) {
            name.push('.');
        } else if !name.is_empty() {
            name.push(' ');
        }
        let (head, tail) = part.split_at(part.len().min(1));
        name.push_str(&head.to_uppercase());
        name.push_str(tail);
    }
    name
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let (status, kind, body) = match answer {
            Answer::Json(status, value) => (status, "application/json", value.to_string()),
            Answer::Events(events) => (200, "text/event-stream; charset=utf-8", lines(&events)),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
        response
    }
}

/// Server-sent events, each named by its type.
fn lines(events: &[Value]) -> String {
    events
        .iter()
        .map(|event| {
            format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap_or_default())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_has_the_real_order() {
        let Answer::Events(events) =
            Answer::message("claude-opus-4-6", "One two", &json!({}), true)
        else {
            panic!("no stream");
        };
        let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
        let expected = [
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop",
        ];
        assert_eq!(kinds, expected);
        assert!(
            lines(&events).starts_with("event: message_start\ndata: {\"type\":\"message_start\"")
        );
    }

    #[test]
    fn models_are_called_as_anthropic_calls_them() {
        for (id, name) in [
            ("claude-opus-4-6", "Claude Opus 4.6"),
            ("claude-haiku-4-5-20251001", "Claude Haiku 4.5"),
            ("claude-sonnet-5", "Claude Sonnet 5"),
        ] {
            assert_eq!(display_name(id), name);
        }
    }
}
