//! Strings, numbers, words and names: where each ends and what it means. Knows no nesting.

use super::scan::{Fault, Scanner, Stand, continues_name, is_break, shown, starts_name};
use super::tree::Tree;

impl Scanner<'_> {
    /// A value that is neither object nor array.
    pub(super) fn scalar(&mut self) -> Result<Tree, Fault> {
        let start = self.at;
        let value = match self.peek() {
            None => return Fault::new(start, "parse.ends-at-value"),
            Some('"' | '\'') => return self.string().map(Tree::String),
            Some('n') if self.take_word("null") => Tree::Null,
            Some('t') if self.take_word("true") => Tree::Bool(true),
            Some('f') if self.take_word("false") => Tree::Bool(false),
            Some('+' | '-' | '.' | '0'..='9' | 'I' | 'N') => Tree::Number(self.number()?),
            Some(c) if starts_name(c) => {
                return Fault::new(start, "parse.unquoted");
            }
            Some(c) => return Fault::with(start, "parse.value-missing", ("found", &shown(c))),
        };
        match self.peek() {
            Some(c) if continues_name(c) => Fault::new(start, "parse.unquoted"),
            _ => Ok(value),
        }
    }

    fn number(&mut self) -> Result<f64, Fault> {
        let start = self.at;
        let negative = match self.peek() {
            Some('-') => self.next().is_some(),
            Some('+') => self.next().is_none(),
            _ => false,
        };
        let digits = self.at;
        let value = if self.take_word("Infinity") {
            f64::INFINITY
        } else if self.take_word("NaN") {
            f64::NAN
        } else if self.take_word("0x") || self.take_word("0X") {
            self.hexadecimal(start, digits)?
        } else {
            self.decimal(digits)?
        };
        Ok(if negative { -value } else { value })
    }

    fn digits(&mut self) -> usize {
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        self.at += len;
        len
    }

    fn decimal(&mut self, start: usize) -> Result<f64, Fault> {
        let whole = self.digits();
        if whole > 1 && self.text[start..].starts_with('0') {
            return Fault::new(start, "parse.leading-zero");
        }
        let fraction = if self.take('.') { self.digits() } else { 0 };
        if whole + fraction == 0 {
            return Fault::new(start, "parse.digits-missing");
        }
        if self.take('e') || self.take('E') {
            let _ = self.take('+') || self.take('-');
            if self.digits() == 0 {
                return Fault::new(self.at, "parse.digits-missing-after-e");
            }
        }
        match self.text[start..self.at].parse() {
            Ok(value) => Ok(value),
            Err(_) => Fault::new(start, "parse.no-number"),
        }
    }

    /// The digits after `0x`, of any length, rounded once. The second reader takes 128 bits.
    fn hexadecimal(&mut self, sign: usize, start: usize) -> Result<f64, Fault> {
        let from = self.at;
        let rest = &self.text[from..];
        let len = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        self.at += len;
        if len == 0 {
            return Fault::new(start, "parse.digits-missing-after-0x");
        }
        let digits = rest[..len].trim_start_matches('0');
        let (head, tail) = digits.split_at(digits.len().min(31));
        let mut exact = u128::from_str_radix(head, 16).unwrap_or(0);
        if tail.bytes().any(|digit| digit != b'0') {
            exact |= 1; // decides the rounding, as the digits left out would
        }
        let power = i32::try_from(tail.len()).unwrap_or(i32::MAX);
        #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
        let value = exact as f64 * 16f64.powi(power);
        if !tail.is_empty() {
            let minus = if self.text[sign..].starts_with('-') { "-" } else { "" };
            let text = if value.is_finite() {
                format!("{minus}{value:e}")
            } else {
                format!("{minus}Infinity")
            };
            self.stands.push(Stand { start: sign, end: self.at, text });
        }
        Ok(value)
    }

    /// A string in either kind of quotation marks.
    pub(super) fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let quote = self.next();
        let mut out = String::new();
        loop {
            let at = self.at;
            match self.next() {
                None => return Fault::new(start, "parse.string-open"),
                Some(c) if Some(c) == quote => return Ok(out),
                Some('\n' | '\r') => {
                    return Fault::new(at, "parse.line-break");
                }
                Some('\\') => self.escape(at, &mut out)?,
                Some(c) => out.push(c),
            }
        }
    }

    fn escape(&mut self, at: usize, out: &mut String) -> Result<(), Fault> {
        let simple = match self.next() {
            None => return Fault::new(at, "parse.ends-in-string"),
            Some('b') => '\u{8}',
            Some('t') => '\t',
            Some('n') => '\n',
            Some('v') => '\u{b}',
            Some('f') => '\u{c}',
            Some('r') => '\r',
            Some('0') if !self.peek().is_some_and(|c| c.is_ascii_digit()) => '\0',
            Some('0'..='9') => return Fault::new(at, "parse.backslash-before-digit"),
            Some('x') => {
                char::from_u32(self.hex_digits(at, 2)?).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            Some('u') => self.unicode_escape(at)?,
            Some('\r') => {
                self.take('\n');
                return Ok(());
            }
            Some(c) if is_break(c) => return Ok(()),
            Some(c) => c,
        };
        out.push(simple);
        Ok(())
    }

    /// What `\uXXXX` stands for, together with its second half where it has one. Half a
    /// character alone, which JavaScript allows, is read as U+FFFD.
    fn unicode_escape(&mut self, at: usize) -> Result<char, Fault> {
        let unit = self.hex_digits(at, 4)?;
        if let Some(c) = char::from_u32(unit) {
            return Ok(c);
        }
        let after = self.at;
        if (0xd800..0xdc00).contains(&unit) && self.take_word("\\u") {
            let low = self.hex_digits(after, 4)?;
            if (0xdc00..0xe000).contains(&low)
                && let Some(c) = char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
            {
                return Ok(c);
            }
            self.at = after;
        }
        self.stands.push(Stand { start: at, end: after, text: "\\ufffd".to_owned() });
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex_digits(&mut self, at: usize, count: usize) -> Result<u32, Fault> {
        let digits = self.text.get(self.at..self.at + count).unwrap_or_default();
        if digits.len() == count && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            self.at += count;
            return Ok(u32::from_str_radix(digits, 16).unwrap_or(0));
        }
        Fault::with(at, "parse.hexadecimal", ("count", &count))
    }

    /// The name of a member: quoted, or an identifier as in ECMAScript 5.1.
    pub(super) fn name(&mut self) -> Result<String, Fault> {
        let start = self.at;
        match self.peek() {
            None => return Fault::new(start, "parse.ends-in-object"),
            Some('"' | '\'') => return self.string(),
            _ => {}
        }
        let mut out = String::new();
        while let Some(c) = self.peek() {
            let at = self.at;
            let c = if c == '\\' {
                self.at += 1;
                if !self.take('u') {
                    return Fault::new(at, "parse.backslash-in-name");
                }
                let c = self.unicode_escape(at)?;
                if !(if out.is_empty() { starts_name(c) } else { continues_name(c) }) {
                    return Fault::new(at, "parse.not-in-name");
                }
                c
            } else if if out.is_empty() { starts_name(c) } else { continues_name(c) } {
                self.at += c.len_utf8();
                c
            } else {
                break;
            };
            out.push(c);
        }
        match self.peek() {
            Some(c) if out.is_empty() => {
                Fault::with(start, "parse.name-missing", ("found", &shown(c)))
            }
            _ => Ok(out),
        }
    }
}
