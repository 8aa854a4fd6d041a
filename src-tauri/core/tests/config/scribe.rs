//! Writes random JSON5 in many hands: the inputs of the property tests.

use serde_json::{Map, Value};

/// A small generator of numbers, so that one seed gives one document.
pub(crate) struct Dice(pub u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    pub(crate) fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    pub(crate) fn scalar(&mut self) -> Value {
        match self.below(6) {
            0 => Value::Null,
            1 => Value::Bool(self.one_in(2)),
            2 => Value::from(self.below(100_000)),
            3 => Value::from(self.below(1000) as f64 + 0.125),
            _ => Value::from(self.pick(&[
                "",
                "plain",
                "it's",
                "say \"hi\"",
                "a\\b",
                "é\n",
                "/* */ //",
            ])),
        }
    }

    pub(crate) fn value(&mut self, depth: usize) -> Value {
        if depth == 0 || self.one_in(2) {
            return self.scalar();
        }
        if self.one_in(3) {
            return Value::Array((0..self.below(4)).map(|_| self.value(depth - 1)).collect());
        }
        let mut members = Map::new();
        for _ in 0..self.below(4) {
            let name = self.pick(&["a", "b", "c", "x-y", "d e", "$f", "class", "ü"]);
            members.insert(name.to_owned(), self.value(depth - 1));
        }
        Value::Object(members)
    }
}

/// One way of writing. Comments are numbered: `above1`, `end2`, `inside3`.
pub(crate) struct Scribe {
    pub dice: Dice,
    newline: &'static str,
    unit: &'static str,
    quote: char,
    bare: bool,
    trailing: bool,
    count: usize,
}

impl Scribe {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice(seed | 1);
        Self {
            newline: dice.pick(&["\n", "\n", "\r\n"]),
            unit: dice.pick(&["  ", "    ", "\t"]),
            quote: if dice.one_in(2) { '\'' } else { '"' },
            bare: dice.one_in(2),
            trailing: dice.one_in(2),
            count: 0,
            dice,
        }
    }

    /// A document with an object at its root.
    pub(crate) fn document(&mut self) -> String {
        let mut members = Map::new();
        for name in ["one", "two", "three"] {
            members.insert(name.to_owned(), self.dice.value(4));
        }
        let mark = if self.dice.one_in(5) { "\u{feff}" } else { "" };
        format!("{mark}{}{}", self.write(&Value::Object(members), 0, true), self.newline)
    }

    fn comment(&mut self, sort: &str) -> String {
        self.count += 1;
        format!("{sort}{}.", self.count)
    }

    fn string(&mut self, text: &str) -> String {
        let quote = if self.dice.one_in(8) { '"' } else { self.quote };
        let inner = text.replace('\\', "\\\\").replace('\n', "\\n");
        format!("{quote}{}{quote}", inner.replace(quote, &format!("\\{quote}")))
    }

    fn write(&mut self, value: &Value, depth: usize, lines: bool) -> String {
        match value {
            Value::String(text) => self.string(text),
            Value::Array(items) => {
                let items = items.iter().map(|item| (None, item)).collect::<Vec<_>>();
                self.items(&items, depth, lines, ['[', ']'])
            }
            Value::Object(members) => {
                let items =
                    members.iter().map(|(name, value)| (Some(name), value)).collect::<Vec<_>>();
                self.items(&items, depth, lines, ['{', '}'])
            }
            plain => plain.to_string(),
        }
    }

    fn items(
        &mut self,
        items: &[(Option<&String>, &Value)],
        depth: usize,
        lines: bool,
        [open, close]: [char; 2],
    ) -> String {
        let lines = lines && !items.is_empty() && (depth == 0 || !self.dice.one_in(3));
        let indent = self.unit.repeat(depth + 1);
        let mut out = String::from(open);
        for (index, (name, value)) in items.iter().enumerate() {
            if lines {
                if index > 0 && self.dice.one_in(5) {
                    out.push_str(self.newline);
                }
                out.push_str(self.newline);
                if self.dice.one_in(4) {
                    out.push_str(&format!("{indent}// {}{}", self.comment("above"), self.newline));
                }
                out.push_str(&indent);
            } else {
                out.push(' ');
            }
            if let Some(name) = name {
                let plain = name.chars().all(|c| c.is_ascii_alphanumeric());
                if plain && self.bare {
                    out.push_str(name)
                } else {
                    out.push_str(&self.string(name))
                }
                out.push_str(if self.dice.one_in(9) { " : " } else { ": " });
            }
            if self.dice.one_in(9) {
                out.push_str(&format!("/* {} */ ", self.comment("inside")));
            }
            out.push_str(&self.write(value, depth + 1, lines));
            if index + 1 < items.len() || (self.trailing && lines) {
                out.push(',');
            }
            if lines && self.dice.one_in(4) {
                out.push_str(&format!(" // {}", self.comment("end")));
            }
        }
        if lines {
            out.push_str(self.newline);
            out.push_str(&self.unit.repeat(depth));
        } else if !items.is_empty() {
            out.push(' ');
        }
        out.push(close);
        out
    }
}

/// The numbered comments of a text, in order.
pub(crate) fn comments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        let sort = word.trim_end_matches(|c: char| c == '.' || c.is_ascii_digit());
        if word.ends_with('.') && matches!(sort, "above" | "end" | "inside") {
            found.push(word.to_owned());
        }
    }
    found
}
