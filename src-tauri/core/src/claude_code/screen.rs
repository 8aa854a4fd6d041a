//! What `claude setup-token` asks for, read from the text of its screen. What is not recognised is
//! left out: the person can look at the screen itself.

use chela_vault::Secret;

use crate::config::redact::masked;
use crate::credential::paste;
use crate::view::{CredentialKind, GettingToken, GettingTokenAt};

/// What it prints where it wants the code that the page has shown.
const WANTS_CODE: &str = "Paste code here";
/// What it prints before the reason why it did not work.
const REASON: &str = "OAuth error:";
/// With these a line with a reason begins (2.1.332).
const MARKS: [char; 3] = ['✘', '✗', '✖'];
/// What it prints when it waits for Enter to try again; without that the code can be typed again.
const RETRY: &str = "to retry";
/// No address on a screen is longer.
const LONGEST_ADDRESS: usize = 4096;

/// What is on a screen; `typed` is not shown, should the program have shown it.
pub(super) fn read(text: &str, typed: Option<&Secret>) -> GettingToken {
    let address = address(text);
    let said = reason(text);
    let at = match (&said, &address) {
        (Some(_), _) if text.contains(RETRY) => GettingTokenAt::Refused,
        (_, Some(_)) => GettingTokenAt::SignIn,
        (_, None) => GettingTokenAt::Starting,
    };
    GettingToken {
        at,
        wants_code: at == GettingTokenAt::SignIn && text.contains(WANTS_CODE),
        address,
        said: said.map(|said| masked(&said)),
        screen: shown(text, typed),
    }
}

/// The token, once it is there.
pub(super) fn token(text: &str) -> Option<Secret> {
    let reading = paste::read(text);
    if reading.cut_short {
        return None;
    }
    let (kind, secret) = reading.credential().ok()?;
    (kind == CredentialKind::SetupToken).then_some(secret)
}

/// Why it did not work, in its words: the last line that says so, and those that belong to it.
fn reason(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let begins = |line: &&str| line.starts_with(MARKS) || line.starts_with(REASON);
    let first = lines.iter().rposition(begins)?;
    let words = lines[first].trim_start_matches(MARKS).trim().trim_start_matches(REASON).trim();
    let rest = lines[first + 1..].iter().take_while(|line| !line.is_empty());
    Some(std::iter::once(&words).chain(rest).copied().collect::<Vec<_>>().join(" "))
}

/// The address of the page to sign in on: Claude's own, and whole. A narrow terminal breaks it over
/// several lines.
fn address(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).skip_while(|line| !line.starts_with("https://"));
    let mut address = lines.next()?.to_owned();
    let is_part = |line: &str| !line.is_empty() && line.chars().all(|c| c.is_ascii_graphic());
    address.extend(lines.take_while(|line| is_part(line)));
    let is_plain = address.len() <= LONGEST_ADDRESS && is_part(&address);
    (is_plain && is_claudes(&address)).then_some(address)
}

/// Whether an address is one of Claude's or Anthropic's.
fn is_claudes(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    ["claude.ai", "claude.com", "anthropic.com"].iter().any(|known| {
        host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    }) && !host.contains(['@', ':', '\\'])
}

/// The screen as it may be shown. From where a credential begins on nothing is.
fn shown(text: &str, typed: Option<&Secret>) -> String {
    let end = text.find("sk-ant").unwrap_or(text.len());
    let lines: Vec<&str> = text[..end].lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    let text = text.trim_matches('\n');
    match typed.map(Secret::expose).filter(|typed| !typed.is_empty()) {
        Some(typed) => text.replace(typed, "…"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://claude.com/cai/oauth/authorize?code=true&client_id=9d1c250a\
                           &response_type=code&scope=user%3Ainference&state=8IhYbMJov_R5";

    fn waiting(width: usize) -> String {
        let address: Vec<&str> =
            ADDRESS.as_bytes().chunks(width).map(|part| str::from_utf8(part).unwrap()).collect();
        format!(
            "Welcome to Claude Code v2.1.197\n\n Browser didn't open? Use the url below to sign in \
             (c to copy)\n\n{}\n\n\n Paste code here if prompted >\n",
            address.join("\n")
        )
    }

    #[test]
    fn what_it_asks_for() {
        use GettingTokenAt::{Refused, SignIn, Starting};
        let refused = "  OAuth error: Invalid code. Please make sure the full code was copied\n\n  \
                       Press Enter to retry.\n";
        let invalid = Some("Invalid code. Please make sure the full code was copied");
        let only_address = format!("{ADDRESS}\n");
        let again = waiting(1000)
            + " ╭────╮\n │    │\n ╰────╯\n ✘ That doesn't look like the full code.\n   Copy all of it, \
               including the # in the middle.\n";
        let not_whole = Some(
            "That doesn't look like the full code. Copy all of it, including the # in the middle.",
        );
        let away = " ✘ OAuth error: Couldn't get an answer from the sign-in service\n   (ENOTFOUND).\n\n \
                    Press Enter to retry\n";
        let no_answer = Some("Couldn't get an answer from the sign-in service (ENOTFOUND).");
        for (text, at, wants_code, address, said) in [
            ("", Starting, false, None, None),
            (
                "Welcome to Claude Code\n\n * Opening browser to sign in…",
                Starting,
                false,
                None,
                None,
            ),
            (&only_address, SignIn, false, Some(ADDRESS), None),
            (&waiting(1000), SignIn, true, Some(ADDRESS), None),
            (&waiting(40), SignIn, true, Some(ADDRESS), None),
            (refused, Refused, false, None, invalid),
            (&(waiting(80) + refused), Refused, false, Some(ADDRESS), invalid),
            (&again, SignIn, true, Some(ADDRESS), not_whole),
            (away, Refused, false, None, no_answer),
        ] {
            let read = read(text, None);
            assert_eq!((read.at, read.wants_code), (at, wants_code), "{text}");
            assert_eq!((read.address.as_deref(), read.said.as_deref()), (address, said), "{text}");
        }
    }

    #[test]
    fn no_other_page_is_taken_for_the_one_to_sign_in_on() {
        for (address, is_one) in [
            ("https://claude.ai/oauth/authorize?code=true", true),
            ("https://platform.claude.com/oauth", true),
            ("https://console.anthropic.com/x", true),
            ("https://claude.ai.example/oauth", false),
            ("https://notclaude.ai/oauth", false),
            ("https://me@claude.ai/oauth", false),
            ("https://claude.ai:1/oauth", false),
            ("https://example.org/?https://claude.ai", false),
            ("http://claude.ai/oauth", false),
            ("https://claude.ai/\u{202e}", false),
        ] {
            assert_eq!(super::address(address).is_some(), is_one, "{address}");
        }
    }

    #[test]
    fn the_token_is_taken_and_never_shown() {
        let token = format!("sk-ant-oat01-{}AA", "Fill3r_x".repeat(12).split_off(3));
        assert_eq!(token.len(), 108);
        for width in [108, 79, 60, 40] {
            let wrapped: Vec<&str> =
                token.as_bytes().chunks(width).map(|part| str::from_utf8(part).unwrap()).collect();
            let text = format!(
                "✓ Long-lived authentication token created successfully!\n\nYour OAuth token (valid \
                 for 1 year):\n\n{}\n\nStore this token securely. You won't be able to see it \
                 again.\n\nUse this token by setting: export CLAUDE_CODE_OAUTH_TOKEN=<token>\n",
                wrapped.join("\n")
            );
            assert_eq!(super::token(&text).unwrap().expose(), token, "{width}");
            let half = &text[..text.find("sk-ant").unwrap() + 30];
            assert!(super::token(half).is_none());
            for text in [&text, half] {
                let shown = read(text, None).screen;
                assert!(shown.ends_with("Your OAuth token (valid for 1 year):"), "{shown}");
            }
        }
        let typed = Secret::new("abc#def".into());
        assert_eq!(read("Paste code here > abc#def", Some(&typed)).screen, "Paste code here > …");
        assert!(super::token(&format!("sk-ant-api03-{}AA", "x".repeat(93))).is_none());
    }
}
