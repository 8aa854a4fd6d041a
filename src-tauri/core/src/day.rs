//! A day as people write it: `2027-11-26`.

/// The first moment of a day (ms since 1970, UTC), from 1970 to 9999; `None` when the text is not
/// one that the calendar has.
pub fn parse(text: &str) -> Option<u64> {
    let mut parts = text.trim().split('-');
    let mut number = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u64>().ok()).flatten()
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    if parts.next().is_some() || year < 1970 || day < 1 || day > days_in(year, month)? {
        return None;
    }
    let years: u64 = (1970..year).map(|year| 365 + u64::from(is_leap(year))).sum();
    let months: u64 = (1..month).filter_map(|month| days_in(year, month)).sum();
    Some((years + months + day - 1) * 24 * 60 * 60 * 1000)
}

/// The day of a moment (ms since 1970), in UTC.
pub fn of(ms: u64) -> String {
    let mut days = ms / (24 * 60 * 60 * 1000);
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    while let Some(length) = days_in(year, month).filter(|length| days >= *length) {
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}

fn days_in(year: u64, month: u64) -> Option<u64> {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(28 + u64::from(is_leap(year))),
        _ => None,
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (text, days) in [
            ("1970-01-01", Some(0)),
            ("1972-03-01", Some(790)),
            ("2000-02-29", Some(11_016)),
            ("2026-11-26", Some(20_783)),
            (" 2027-11-26\n", Some(21_148)),
            ("2100-02-29", None),
            ("2027-13-01", None),
            ("2027-00-10", None),
            ("2027-11-31", None),
            ("2027-11-00", None),
            ("1969-12-31", None),
            ("26.11.2027", None),
            ("2027-11-26-1", None),
            ("2027-1-1", None),
            ("+027-11-26", None),
            ("", None),
        ] {
            let first = days.map(|days: u64| days * 86_400_000);
            assert_eq!(parse(text), first, "{text:?}");
            if let Some(first) = first {
                assert_eq!(of(first), text.trim());
                assert_eq!(of(first + 86_399_999), text.trim());
            }
        }
    }
}
