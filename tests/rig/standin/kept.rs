//! What the stand-in keeps of prompts, by the rules of Anthropic's prompt cache: a mark keeps all
//! that stands before it for five minutes or an hour, each use renews that, and what was kept is
//! found again up to twenty blocks before a mark. Four bytes are a token here.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// What is shorter is not kept (tokens).
const SHORTEST: u64 = 1024;
/// How many blocks before a mark are looked at.
const LOOKED_AT: usize = 20;
const SHORT: Duration = Duration::from_secs(300);
const LONG: Duration = Duration::from_secs(3600);

/// The prompts that are kept, and the clock by which they end.
#[derive(Debug)]
pub(super) struct Kept {
    started: Instant,
    /// How much later it is for the cache than for everybody else.
    ahead: Duration,
    beginnings: HashMap<u64, Beginning>,
    /// Each turn so far.
    counted: Vec<Counted>,
}

#[derive(Debug)]
struct Beginning {
    until: Duration,
    lives: Duration,
}

/// A prompt, counted (tokens).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// After the last mark.
    pub input: u64,
    /// Read from the cache.
    pub read: u64,
    /// Written for five minutes.
    pub short: u64,
    /// Written for an hour.
    pub long: u64,
}

/// One block of a prompt.
struct Block {
    /// Of everything up to its end.
    beginning: u64,
    /// Up to its end.
    tokens: u64,
    mark: Option<Duration>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            ahead: Duration::ZERO,
            beginnings: HashMap::new(),
            counted: Vec::new(),
        }
    }
}

impl Kept {
    pub(super) fn let_pass(&mut self, time: Duration) {
        self.ahead += time;
    }

    /// All turns so far, as they were counted.
    pub(super) fn counted(&self) -> &[Counted] {
        &self.counted
    }

    /// Counts the prompt of a turn, and keeps what it marks.
    pub(super) fn count(&mut self, body: &Value) -> Counted {
        let counted = self.counted_now(body);
        self.counted.push(counted);
        counted
    }

    fn counted_now(&mut self, body: &Value) -> Counted {
        let now = self.started.elapsed() + self.ahead;
        self.beginnings.retain(|_, kept| kept.until >= now);
        let blocks = blocks(body);
        let marked = blocks.iter().rposition(|block| block.mark.is_some());
        let all = blocks.last().map_or(0, |block| block.tokens);
        let Some(marked) = marked.filter(|&last| blocks[last].tokens >= SHORTEST) else {
            return Counted { input: all, ..Counted::default() };
        };
        let near = |at: usize| {
            (at..blocks.len().min(at + LOOKED_AT)).any(|later| blocks[later].mark.is_some())
        };
        let read = (0..=marked)
            .rev()
            .find(|&at| self.beginnings.contains_key(&blocks[at].beginning) && near(at));
        let mut done = read.map_or(0, |at| blocks[at].tokens);
        let mut counted =
            Counted { read: done, input: all - blocks[marked].tokens, ..Counted::default() };
        for (at, block) in blocks.iter().enumerate() {
            if read.is_some_and(|read| at <= read)
                && let Some(kept) = self.beginnings.get_mut(&block.beginning)
            {
                kept.until = now + kept.lives;
            }
            let Some(lives) = block.mark.filter(|_| read.is_none_or(|read| at > read)) else {
                continue;
            };
            let written = block.tokens - done;
            done = block.tokens;
            *(if lives == LONG { &mut counted.long } else { &mut counted.short }) += written;
            self.beginnings.insert(block.beginning, Beginning { until: now + lives, lives });
        }
        counted
    }
}

impl Counted {
    /// As Anthropic tells it (`usage`).
    pub(super) fn usage(self) -> Value {
        json!({
            "input_tokens": self.input,
            "output_tokens": 6,
            "cache_creation_input_tokens": self.short + self.long,
            "cache_read_input_tokens": self.read,
            "cache_creation": {
                "ephemeral_5m_input_tokens": self.short,
                "ephemeral_1h_input_tokens": self.long,
            },
        })
    }
}

/// Tools, system and messages, in the order in which Anthropic reads them.
fn blocks(body: &Value) -> Vec<Block> {
    let parts = |value: &Value| match value {
        Value::Array(parts) => parts.clone(),
        Value::Null => Vec::new(),
        // The short form of a single block.
        text => vec![json!({ "type": "text", "text": text })],
    };
    let mut all = parts(&body["tools"]);
    all.extend(parts(&body["system"]));
    for message in parts(&body["messages"]) {
        all.extend(parts(&message["content"]));
    }
    let mut hasher = DefaultHasher::new();
    body["model"].as_str().hash(&mut hasher);
    let mut bytes = 0;
    all.into_iter()
        .map(|mut part| {
            let mark = part.as_object_mut().and_then(|part| part.remove("cache_control"));
            let text = part.to_string();
            text.hash(&mut hasher);
            bytes += text.len() as u64;
            let lives = mark.map(|mark| if mark["ttl"] == "1h" { LONG } else { SHORT });
            Block { beginning: hasher.finish(), tokens: bytes / 4, mark: lives }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A prompt with a long system text and these messages, the last one marked.
    fn prompt(messages: &[&str], ttl: Option<&str>) -> Value {
        let mark = match ttl {
            Some("1h") => json!({ "type": "ephemeral", "ttl": "1h" }),
            _ => json!({ "type": "ephemeral" }),
        };
        let mut content: Vec<Value> =
            messages.iter().map(|text| json!({ "type": "text", "text": text })).collect();
        let system = json!([{ "type": "text", "text": "s".repeat(8000) }]);
        if ttl.is_some() {
            content.last_mut().unwrap()["cache_control"] = mark;
        }
        // OpenClaw writes what is not marked in the short form.
        let short = |part: &Value| match part.get("cache_control") {
            Some(_) => json!([part]),
            None => part["text"].clone(),
        };
        let messages: Vec<Value> =
            content.iter().map(|part| json!({ "role": "user", "content": short(part) })).collect();
        json!({ "model": "claude", "system": system, "messages": messages })
    }

    #[test]
    fn a_beginning_is_written_read_renewed_and_lost() {
        let mut kept = Kept::default();
        let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
        // The system text is 2,006 tokens, a message 8, a short one 7.
        let first = kept.count(&prompt(&["01234567"], Some("5m")));
        assert_eq!(first, Counted { input: 0, read: 0, short: 2014, long: 0 });
        kept.let_pass(minutes(4));
        let second = kept.count(&prompt(&["01234567", "01234567"], Some("5m")));
        assert_eq!((second.read, second.short), (2014, 8));
        kept.let_pass(minutes(4));
        // The older beginning lives on: it was read.
        let other = kept.count(&prompt(&["01234567", "89"], Some("1h")));
        assert_eq!((other.read, other.short, other.long), (2014, 0, 7));
        kept.let_pass(minutes(6));
        let late = kept.count(&prompt(&["01234567", "01234567"], Some("5m")));
        assert_eq!((late.read, late.short), (0, 2022));
        let hour = kept.count(&prompt(&["01234567", "89"], Some("1h")));
        assert_eq!((hour.read, hour.short), (2021, 0));
    }

    #[test]
    fn what_is_not_marked_or_too_short_is_not_kept() {
        let mut kept = Kept::default();
        for _ in 0..2 {
            let plain = kept.count(&prompt(&["01234567"], None));
            assert_eq!(plain, Counted { input: 2014, ..Counted::default() });
        }
        let short = json!({ "messages": [{ "content": [
            { "type": "text", "text": "hi", "cache_control": { "type": "ephemeral" } }
        ] }] });
        assert_eq!(kept.count(&short).short, 0);
        assert_eq!(kept.count(&json!({})), Counted::default());
    }
}
