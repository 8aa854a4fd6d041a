//! The reader against what people copy: tables of texts, and properties over every wrap.

mod copies;
mod ends;

use proptest::prelude::*;

use super::*;

/// A made-up token with `prefix` and `length` characters; `seed` makes it differ.
fn made_up(prefix: &str, length: usize, seed: u64) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut token = prefix.to_owned();
    while token.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        token.push(char::from(ALPHABET[usize::try_from(state >> 58).unwrap()]));
    }
    token
}

fn setup_token() -> String {
    made_up("sk-ant-oat01-", 108, 7)
}

fn api_key() -> String {
    made_up("sk-ant-api03-", 108, 8)
}

fn secret(text: &str) -> Option<String> {
    read(text).secret.map(|secret| secret.expose().to_owned())
}

/// The same with the ending of real ones.
fn real(token: &str) -> String {
    format!("{}AA", &token[..106])
}

/// What is read: the secret and the code of the warning, if any.
fn read_as(text: &str) -> (Option<String>, Option<String>) {
    let reading = read(text);
    let warning = reading.warning.map(|warning| warning.code);
    assert_eq!(
        warning.as_deref() == Some("credential-joined"),
        warning.is_some() && reading.cut_short && reading.length == USUAL_LENGTH,
        "{text:?}"
    );
    (reading.secret.map(|secret| secret.expose().to_owned()), warning)
}

/// Breaks `text` as a terminal does, `width` characters a line, each behind `indent` spaces.
fn wrapped(text: &str, width: usize, indent: usize, line_end: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let lines: Vec<String> = chars
        .chunks(width)
        .map(|line| format!("{}{}", " ".repeat(indent), line.iter().collect::<String>()))
        .collect();
    lines.join(line_end)
}

/// What `claude setup-token` shows (Claude Code 2.1.197) in a terminal of `width` columns that
/// draws everything behind `indent` spaces.
fn screen(token: &str, width: usize, indent: usize, gap: &str, line_end: &str) -> String {
    let room = width.saturating_sub(indent).max(1);
    [
        "✓ Long-lived authentication token created successfully!",
        "Your OAuth token (valid for 1 year):",
        token,
        "Store this token securely. You won't be able to see it again.",
        "Use this token by setting: export CLAUDE_CODE_OAUTH_TOKEN=<token>",
    ]
    .map(|paragraph| wrapped(paragraph, room, indent, line_end))
    .join(&format!("{line_end}{gap}"))
}

#[test]
fn every_width_and_indentation_is_recovered() {
    for token in [setup_token(), api_key()] {
        for width in 20..=120 {
            for indent in 0..=8 {
                let room = width - indent;
                for text in [
                    wrapped(&token, width, indent, "\n"),
                    wrapped(&token, room, indent, "\n"),
                    wrapped(&token, room, indent, "\r\n"),
                    // The first line stands elsewhere.
                    format!("    {}", wrapped(&token, room, indent, "\n").trim_start()),
                    // Spaces up to the edge.
                    wrapped(&token, room, indent, "   \n") + "   ",
                    screen(&token, width, indent, "\n", "\n"),
                    screen(&token, width, indent, "", "\n"),
                    screen(&token, width, indent, "\r\n", "\r\n"),
                ] {
                    assert_eq!(
                        secret(&text).as_ref(),
                        Some(&token),
                        "width {width}, indent {indent}:\n{text}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_width_is_recovered_from_what_stands_around_it() {
    let token = setup_token();
    for width in 20..=120 {
        for indent in 0..=8 {
            let room = width - indent;
            let boxed: String = wrapped(&token, room, 0, "\n")
                .lines()
                .map(|line| format!("│{}{line:room$}{} ┃\n", " ".repeat(indent), " "))
                .collect();
            let rule = "─".repeat(room);
            let texts = [
                format!("╭{rule}╮\n{boxed}╰{rule}╯\nDone"),
                boxed.replace(['│', '┃'], "|"),
                format!("+{0}+\n{1}+{0}+\nDone", "-".repeat(room), boxed.replace(['│', '┃'], "|")),
                wrapped(&format!("export CLAUDE_CODE_OAUTH_TOKEN={token}"), room, indent, "\n"),
                wrapped(&format!("export X='{token}' && openclaw"), room, indent, "\n"),
                wrapped(&format!("{{\"token\": \"{token}\", \"b\": 1}}"), room, indent, "\n"),
                wrapped(&format!("Authorization: Bearer {token}"), room, indent, "\n"),
                wrapped(&format!("Your token:{token}"), room, indent, "\n"),
                wrapped(&format!("“{token}”"), room, indent, "\n") + "\nthanks",
                wrapped(&format!("`{token}`"), room, indent, "\n"),
                // Colours at each line, and the way in which newer programs write spaces.
                wrapped(&token, room, indent, "\u{1b}[0m\n\u{1b}[33m"),
                wrapped(&token, room, 0, "\u{1b}[0m\r\n\u{1b}[4C\u{1b}[33m") + "\u{1b}[39m",
                format!(
                    "\u{1b}[3;1H{}\u{1b}[9;1HStore it",
                    wrapped(&token, room, 0, "\u{1b}[4;1H")
                ),
                // A quotation of a mail, a continued line of a shell.
                wrapped(&token, room, 0, "\n").lines().map(|l| format!("> {l}\n")).collect(),
                wrapped(&token, room, indent, "\\\n"),
                // An input field makes spaces of line ends, or nothing.
                screen(&token, width, indent, "\n", "\n").replace('\n', " "),
                wrapped(&token, room, indent, "\n").replace('\n', ""),
            ];
            for text in texts {
                assert_eq!(
                    secret(&text).as_ref(),
                    Some(&token),
                    "width {width}, indent {indent}:\n{text}"
                );
            }
        }
    }
}

#[test]
fn one_line_in_whatever_stands_around_it() {
    let (token, key) = (setup_token(), api_key());
    for text in [
        format!("export ANTHROPIC_API_KEY=\"{key}\"\n"),
        format!("ANTHROPIC_API_KEY={key} openclaw gateway run"),
        format!("$env:ANTHROPIC_API_KEY = '{key}'"),
        format!("curl -H \"x-api-key: {key}\" \\\n  -H \"anthropic-version: 2023-06-01\""),
        format!("x-api-key: {key}\r\ncontent-type: application/json\r\n"),
        format!("key: {key}\nother: value"),
        format!("- key: >-\n    {key}\n- other"),
        format!("{{\"key\":\"{key}\\n\"}}"),
        format!("<code>{key}</code>"),
        format!("My key ({key}), keep it safe."),
        format!("\u{feff}{key}\u{200b}"),
        format!("{}\u{ad}{}", &key[..40], &key[40..]),
        format!("{}\u{a0}{}", &key[..40], &key[40..]),
        format!("token{key}"),
        format!("{key}\n{key}\n"),
        format!("{key}{key}"),
        format!("{key} (was {}...)", &key[..20]),
        format!("\u{1b}]8;;https://example.org\u{1b}\\{key}\u{1b}]8;;\u{1b}\\"),
        key.replace('-', "\u{2011}"),
        key.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect(),
    ] {
        let reading = read(&text);
        assert_eq!(reading.kind, PastedKind::ApiKey, "{text:?}");
        assert_eq!(reading.warning, None, "{text:?}");
        assert_eq!(reading.secret.unwrap().expose(), key, "{text:?}");
    }
    // An input field drops the line ends of a whole screen.
    let text = screen(&token, 200, 0, "\n", "\n").replace('\n', "");
    let reading = read(&text);
    assert_eq!(reading.secret.unwrap().expose(), token);
    assert_eq!(reading.warning.unwrap().code, "credential-glued");
}

#[test]
fn what_cannot_work_is_named_and_refused() {
    use PastedKind::*;
    let token = setup_token();
    let refresh = made_up("sk-ant-ort01-", 108, 3);
    let login = format!(
        "{{\"claudeAiOauth\":{{\"accessToken\":\"{token}\",\"refreshToken\":\"{refresh}\",\
         \"expiresAt\":1795403966028,\"scopes\":[\"user:inference\"]}}}}"
    );
    let code = format!("{}#{}", made_up("", 44, 1), made_up("", 43, 2));
    for (text, kind, length, cut_short, says) in [
        (String::new(), Nothing, 0, false, "no Claude credential"),
        ("Hello, sk-ant-... is a prefix".to_owned(), Nothing, 0, false, "no Claude credential"),
        (made_up("sk-ant-admin01-", 110, 1), AdminKey, 110, false, "an Admin API key"),
        (login, OauthAccess, 108, false, "access token of a Claude Code login"),
        (refresh, OauthRefresh, 108, false, "refresh token"),
        (made_up("sk-ant-sid01-", 120, 1), OauthAccess, 120, false, "session key"),
        (made_up("sk-ant-new01-", 108, 1), OauthAccess, 108, false, "does not know"),
        (format!("ANTHROPIC_ENVIRONMENT_KEY={token}"), OauthAccess, 108, false, "environment key"),
        (token[..79].to_owned(), SetupToken, 79, true, "79 of 108 characters"),
        ("sk-ant-oat01-...".to_owned(), SetupToken, 13, true, "13 of 108 characters"),
        (made_up("sk-ant-api03-", 300, 1), ApiKey, 300, false, "too long"),
        (made_up("sk-proj-", 164, 1), OtherVendor, 164, false, "a key for OpenAI"),
        (made_up("sk-", 51, 1), OtherVendor, 51, false, "a key for OpenAI"),
        (made_up("sk-or-v1-", 73, 1), OtherVendor, 73, false, "OpenRouter"),
        (made_up("AIza", 39, 1), OtherVendor, 39, false, "Google"),
        (made_up("xai-", 84, 1), OtherVendor, 84, false, "xAI"),
        (made_up("gsk_", 56, 1), OtherVendor, 56, false, "Groq"),
        (made_up("ghp_", 40, 1), OtherVendor, 40, false, "GitHub"),
        (made_up("ghs_", 40, 1), OtherVendor, 40, false, "GitHub"),
        (made_up("AQ.", 53, 1), OtherVendor, 53, false, "Google"),
        (wrapped(&made_up("sk-proj-", 164, 1), 36, 2, "\n"), OtherVendor, 164, false, "OpenAI"),
        (
            format!("AIza:\n{}\n", wrapped(&made_up("AIza", 39, 1), 20, 4, "\r\n")),
            OtherVendor,
            39,
            false,
            "Google",
        ),
        (format!("{}\nDone", made_up("AIza", 39, 1)), OtherVendor, 39, false, "Google"),
        (format!("  {code}\n"), AuthorizationCode, 88, false, "browser shows"),
        (
            format!("https://platform.claude.com/oauth/code/callback?code={}&state=x", &code[..44]),
            AuthorizationCode,
            105,
            false,
            "browser shows",
        ),
    ] {
        let reading = read(&text);
        assert_eq!((reading.kind, reading.length), (kind, length), "{text:?}");
        assert_eq!(reading.cut_short, cut_short, "{text:?}");
        let view = reading.view();
        assert!(!view.usable && reading.secret.is_none(), "{text:?}");
        assert!(view.notice.unwrap().message.contains(says), "{text:?}: {:?}", reading.refusal);
    }
}

#[test]
fn the_access_token_of_a_login_is_known_however_its_file_was_copied() {
    let (token, refresh) = (setup_token(), made_up("sk-ant-ort01-", 108, 3));
    let file = format!(
        "{{\"claudeAiOauth\":{{\"accessToken\":\"{token}\",\"refreshToken\":\"{refresh}\",\
         \"expiresAt\":1795403966028,\"scopes\":[\"user:inference\"]}}}}"
    );
    let texts = [
        file.clone(),
        file.replace("\":\"", "\": \""),
        file.replace('"', "\\\""),
        format!("{{\"accessToken\":\"{token}\",\"expiresAt\":1795403966028}}"),
        format!("{{\"token_type\":\"Bearer\",\"access_token\":\"{token}\",\"expires_in\":28800}}"),
        format!("access_token: {token}\nexpires_at: 1795403966"),
        format!("refresh_token\naccess_token={token}"),
        format!("{{\"type\":\"oauth\",\"access\":\"{token}\",\"expires\":1795403966028}}"),
        format!("export ANTHROPIC_ENVIRONMENT_KEY={token}"),
    ];
    for text in texts {
        for width in 20..=120 {
            for indent in 0..=4 {
                let text = wrapped(&text, width - indent, indent, "\n");
                let reading = read(&text);
                assert_eq!(reading.kind, PastedKind::OauthAccess, "{width}, {indent}:\n{text}");
                assert!(reading.secret.is_none(), "{width}, {indent}:\n{text}");
            }
        }
    }
}

#[test]
fn what_is_shorter_or_longer_than_usual_is_usable_with_a_warning() {
    let long = made_up("sk-ant-oat01-", 130, 5);
    for (text, length, code) in [
        (setup_token()[..80].to_owned(), 80, "credential-short"),
        (setup_token()[..107].to_owned(), 107, "credential-short"),
        (format!("{}\n\nStore this", &setup_token()[..100]), 100, "credential-short"),
        (format!("{}\nStore this token", &setup_token()[..100]), 100, "credential-short"),
        (wrapped(&setup_token()[..100], 40, 2, "\n") + "\n  more words", 100, "credential-short"),
        (long.clone(), 130, "credential-long"),
        (wrapped(&long, 60, 2, "\n") + "\n\nprose", 130, "credential-long"),
    ] {
        let reading = read(&text);
        assert_eq!(reading.length, length, "{text:?}");
        assert_eq!(reading.cut_short, length < USUAL_LENGTH);
        assert_eq!(reading.warning.as_ref().unwrap().code, code, "{text:?}");
        assert_eq!(reading.credential().unwrap().1.expose().len(), length);
    }
}

#[test]
fn two_different_credentials_are_not_guessed_between() {
    let (token, key) = (setup_token(), api_key());
    let other = made_up("sk-ant-oat01-", 108, 99);
    for text in [format!("{token}\n{key}"), format!("{token}{other}"), format!("a={key} b={token}")]
    {
        let reading = read(&text);
        assert!(reading.secret.is_none());
        assert_eq!(reading.refusal.unwrap().code, Code::PasteAmbiguous, "{text:?}");
    }
    // The beginning of one is no other.
    for text in [
        format!("{}\n\n{}", &token[..95], &token[..100]),
        format!("{}\n\n{}", &token[..100], &token[..95]),
    ] {
        assert_eq!(secret(&text).as_deref(), Some(&token[..100]), "{text:?}");
    }
    let long = format!("{token}{}", &other[13..43]);
    for text in [format!("{token} {token}Done"), format!("{long}\n\n{token}")] {
        assert_eq!(secret(&text).as_ref(), Some(&token), "{text:?}");
    }
    assert_eq!(secret(&format!("{token}\n\n{long}\n\n{key}")), None);
    // One that cannot work does not stand in the way of one that can.
    let admin = made_up("sk-ant-admin01-", 110, 1);
    assert_eq!(secret(&format!("{admin}\n{token}")), Some(token.clone()));
    assert_eq!(secret(&format!("{}\n\n{token}", &other[..90])), Some(token));
}

#[test]
fn hostile_texts_come_to_an_end() {
    // With time that grows by the square of the text it would be hours.
    let mib = LARGEST_TEXT;
    for pattern in [
        "sk-ant-oat01-",
        "s",
        "sk-ant-\n",
        "\u{1b}[",
        "\u{1b}]8;;",
        " ",
        "s\n",
        "s ",
        "[1",
        "#",
        "│",
        "\t",
        "\u{1b}[250C",
        "\\n",
        "^[[",
        "1 \n",
        "- \"s\"\n",
        "`\n",
        "sk-\n",
    ] {
        read(&pattern.repeat(mib / pattern.len()));
    }
    let refusal = read(&"x".repeat(mib + 1)).refusal.unwrap();
    assert_eq!(refusal.code, Code::PasteTooLong);
    assert!(refusal.message().contains("1.0 MB"), "{}", refusal.message());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Any token, wrapped at any width with any indentation, under any label.
    #[test]
    fn any_token_is_recovered(
        seed: u64,
        key: bool,
        width in 20usize..=120,
        indent in 0usize..=8,
        label in "[a-zA-Z ]{0,30}[:= \"'(]",
        after in "(\n\n|\n|\")[A-Z][a-z]{1,9} [a-z ]{3,30}\\.",
    ) {
        let token = made_up(if key { "sk-ant-api03-" } else { "sk-ant-oat01-" }, 108, seed);
        let text = wrapped(&format!("{label}{token}"), width - indent, indent, "\n") + &after;
        prop_assert_eq!(secret(&text), Some(token), "{}", text);
    }

    /// No text makes it panic, and nothing is both usable and refused.
    #[test]
    fn anything_can_be_read(text in "(?s)(sk-ant-|oat01-|[A-Za-z0-9_-]{1,60}|[ \n\r\t│|>\"\u{1b}\\[;m#]|.){0,60}") {
        let reading = read(&text);
        prop_assert!(reading.secret.is_some() != reading.refusal.is_some());
    }
}
