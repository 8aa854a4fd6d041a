//! A whole token in everything that shows or writes it on several lines.

use super::*;

/// `token` on lines of `width` characters, each made over by `line`, which gets its number.
fn listed(token: &str, width: usize, line: impl Fn(usize, &str) -> String) -> String {
    let lines = wrapped(token, width, 0, "\n");
    lines.lines().enumerate().map(|(index, text)| line(index + 8, text) + "\n").collect()
}

#[test]
fn numbers_and_marks_around_each_line_are_no_part_of_it() {
    for token in [setup_token(), api_key()] {
        for width in 20..=107 {
            let wide = wrapped(&token, width, 0, "\n").lines().count() > 1;
            assert!(wide);
            for text in [
                listed(&token, width, |n, l| format!("{n} {l}")),
                listed(&token, width, |n, l| format!("{n}. {l}")),
                listed(&token, width, |n, l| format!("{n}: {l}")),
                listed(&token, width, |n, l| format!("{n}) {l}")),
                listed(&token, width, |n, l| format!("{n} | {l}")),
                listed(&token, width, |n, l| format!("{n:4} │ {l}")),
                listed(&token, width, |n, l| format!("{n:6}\t{l}")),
                listed(&token, width, |n, l| format!("{n:6}→{l}")),
                listed(&token, width, |_, l| format!("- {l}")),
                listed(&token, width, |_, l| format!("// {l}")),
                listed(&token, width, |_, l| format!("# {l}")),
                listed(&token, width, |_, l| format!("* {l}")),
                listed(&token, width, |_, l| format!("  \"{l}\"")),
                listed(&token, width, |_, l| format!("'{l}' +")),
                listed(&token, width, |_, l| format!("`{l}`")),
                format!("x = {}", listed(&token, width, |_, l| format!("\"{l}\" \\"))),
                listed(&token, width, |_, l| format!("{l}$")),
                wrapped(&token, width, 0, "`\n"),
                wrapped(&token, width, 0, " `\n  "),
                wrapped(&token, width, 0, "^\n"),
                format!("export X=\"{}\"", wrapped(&token, width, 0, "\ndquote> ")),
            ] {
                assert_eq!(secret(&text).as_ref(), Some(&token), "width {width}:\n{text}");
            }
        }
    }
}

#[test]
fn line_ends_and_hyphens_that_are_spelled_out_are_read() {
    for token in [setup_token(), api_key()] {
        for width in 20..=107 {
            for text in [
                wrapped(&token, width, 0, "\\n"),
                wrapped(&token, width, 2, "\\r\\n"),
                wrapped(&token, width, 0, "%0A"),
                wrapped(&token, width, 0, "%0D%0A"),
                wrapped(&token, width, 0, "%20"),
                wrapped(&token, width, 0, "<br>"),
                wrapped(&token, width, 4, "<br />\n"),
            ] {
                assert_eq!(secret(&text).as_ref(), Some(&token), "width {width}:\n{text}");
            }
        }
        for text in [
            format!("{{\"token\":\"{token}\\nDone\"}}"),
            format!("?token={}&x=1", token.replace('-', "%2D").replace('_', "%5F")),
            token.replace('-', "\\u002d"),
            token.replace('-', "\\-").replace('_', "\\_"),
            token.replacen('-', "\u{2013}", 3),
        ] {
            assert_eq!(read_as(&text), (Some(token.clone()), None), "{text:?}");
        }
    }
}

#[test]
fn lines_are_compared_in_the_columns_in_which_they_were_seen() {
    for token in [setup_token(), api_key()] {
        let (first, rest) = token.split_at(29);
        let (second, third) = rest.split_at(45);
        for text in [
            format!("Token:       {first}\n\t{second}\n    {third}"),
            format!("   \t{first}\n\t{second}\n        {third}"),
            format!("\u{1b}[13C{first}\n\u{1b}[4C{second}\n{third}"),
            format!("\u{1b}[14G{first}\n\u{1b}[5G{second}\n\u{1b}[1G{third}"),
            format!("←[33m{first}\n␛[33m{second}\n\\e[1m{third}^[[K"),
            format!("\u{1b}ktitle\u{1b}\\{token}"),
            format!("\u{3164}{token}\u{2800}"),
        ] {
            assert_eq!(read_as(&text), (Some(token.clone()), None), "{text:?}");
        }
    }
}
