//! What keeping was worth.

use chela_core::text::say;
use chela_core::view::{CacheLeftOut, CachePrice, CacheUsage, Retention};

use super::choice;

/// What was sent, what it cost, and what it would have cost otherwise.
pub(crate) fn cache_usage(usage: &CacheUsage) -> String {
    let turns = say(
        "program.usage.turns",
        &[("turns", &usage.turns), ("conversations", &usage.conversations)],
    );
    let mut lines = vec![turns];
    if usage.turns > 0 {
        let [read, written, plain] = [usage.read, usage.written, usage.plain].map(grouped);
        let tokens = [("read", &read as _), ("written", &written as _), ("plain", &plain as _)];
        lines.push(say("program.usage.tokens", &tokens));
        lines.push(say("program.usage.misses", &[("misses", &usage.misses)]));
    }
    if usage.enough {
        lines.push(String::new());
        lines.push(say("program.usage.cost", &[]));
        lines.push(cost(usage.retention, true, usage.now));
        lines.extend(
            usage.others.iter().map(|other| cost(Some(other.retention), false, other.price)),
        );
        lines.push(String::new());
        lines.push(advice(usage));
    } else {
        lines.push(say("program.usage.too-little", &[]));
    }
    lines.extend(left_out(&usage.left_out));
    if usage.enough {
        lines.push(say("program.usage.assumptions", &[]));
    }
    if usage.by_subscription {
        lines.push(say("program.usage.by-subscription", &[]));
    }
    lines.join("\n") + "\n"
}

fn cost(retention: Option<Retention>, now: bool, price: CachePrice) -> String {
    let name = match retention {
        Some(retention) => choice("retention", &retention),
        None => say("program.usage.as-set", &[]),
    };
    let name = if now { say("program.usage.now", &[("setting", &name)]) } else { name };
    let dollars = price.microdollars.map(|millionths| {
        let cents = (millionths + 5_000) / 10_000;
        format!("  ${}.{:02}", cents / 100, cents % 100)
    });
    format!("  {name:<34}{:>16}{}", grouped(price.tokens), dollars.unwrap_or_default())
}

fn advice(usage: &CacheUsage) -> String {
    let Some(better) = usage.better else {
        return say("program.usage.good", &[]);
    };
    let price = usage.others.iter().find(|other| other.retention == better);
    let tokens = price.map_or(usage.now.tokens, |other| other.price.tokens);
    let percent = 100 - tokens * 100 / usage.now.tokens.max(1);
    let better = choice("retention", &better);
    say("program.usage.better", &[("setting", &better), ("percent", &percent)])
}

fn left_out(left_out: &CacheLeftOut) -> Vec<String> {
    let counts = [
        ("program.usage.untold", left_out.turns),
        ("program.usage.mixed", left_out.mixed.into()),
        ("program.usage.small", left_out.small.into()),
    ];
    let some = counts.into_iter().filter(|(_, count)| *count > 0);
    some.map(|(key, count)| say(key, &[("count", &count)])).collect()
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_groups() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), expected);
        }
    }
}
