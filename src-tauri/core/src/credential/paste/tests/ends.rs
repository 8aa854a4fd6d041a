//! Where a token ends: what follows it must neither complete nor lengthen it unseen.

use super::*;

#[test]
fn words_after_a_token_that_was_cut_short_do_not_complete_it() {
    let token = api_key();
    for (kept, after) in [
        (99, "\nStore this token securely."),
        (99, " Store this token securely."),
        (104, "\n\nDone"),
        (104, "\nDone now"),
        (104, " Done"),
        (101, "\nexport X=1"),
        (107, "\n- C"),
        (101, "\n  Restart the gateway"),
        // Nor do they make it longer.
        (80, "\nDone"),
        (80, "\nsetup-token"),
        (106, "\nDone"),
        (100, "\n  OK\n"),
        (90, "\nANTHROPIC_API_KEY=x"),
        (103, "\nquote> "),
    ] {
        let (text, kept) = (format!("{}{after}", &token[..kept]), &token[..kept]);
        let expected = (Some(kept.to_owned()), Some("credential-short".to_owned()));
        assert_eq!(read_as(&text), expected, "{text:?}");
        if after.starts_with('\n') {
            let lines = wrapped(kept, 41, 3, "\n") + after;
            assert_eq!(read_as(&lines), expected, "{lines:?}");
        }
    }
}

#[test]
fn what_may_be_a_word_or_the_end_of_a_token_is_taken_with_a_warning() {
    let token = api_key();
    for (kept, last) in [
        (104, "\nDone"),
        (106, "\nok"),
        (105, "\nEOF"),
        (104, "\nuser@host:~$ "),
        (101, "\nchela-3$"),
        (107, "\n2. C"),
        (106, " ok"),
    ] {
        let text = format!("{}{last}", &token[..kept]);
        let (secret, warning) = read_as(&text);
        assert_eq!(secret.map(|secret| secret.len()), Some(108), "{text:?}");
        assert_eq!(warning.as_deref(), Some("credential-joined"), "{text:?}");
    }
    // The ending of a real one dispels the doubt, and so does a second, whole copy.
    let token = real(&token);
    for text in [
        wrapped(&token, 40, 0, "\n\n"),
        wrapped(&token, 27, 2, " "),
        format!("{}\n{}", &token[..106], &token[106..]),
        format!("{}\n{} and more words", &token[..90], &token[90..]),
        format!("{}\nDone\n\n{token}", &token[..104]),
    ] {
        assert_eq!(read_as(&text), (Some(token.clone()), None), "{text:?}");
    }
}

#[test]
fn lines_of_any_length_are_joined_with_a_warning_unless_the_ending_speaks_for_them() {
    for (token, warning) in
        [(api_key(), Some("credential-joined".to_owned())), (real(&api_key()), None)]
    {
        let text =
            format!("{}\n{}\n {}\n{}", &token[..30], &token[30..71], &token[71..90], &token[90..]);
        assert_eq!(read_as(&text), (Some(token.clone()), warning), "{text:?}");
    }
}

#[test]
fn text_that_is_glued_to_a_token_is_cut_off() {
    let token = api_key();
    for text in [
        format!("{token}Done"),
        format!("{token}_old"),
        format!("{token}export CLAUDE_CODE_OAUTH_TOKEN=x"),
        format!("{token}root@host:~# "),
        format!("_{token}_"),
        format!("__{token}__"),
        format!("{token}Done\n"),
        wrapped(&format!("{token}Done"), 50, 2, "\n"),
        wrapped(&format!("_{token}_"), 80, 0, "\n"),
    ] {
        let expected = (Some(token.clone()), Some("credential-glued".to_owned()));
        assert_eq!(read_as(&text), expected, "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever text follows a token that was cut short, what is taken is never both another
    /// secret and free of a warning.
    #[test]
    fn a_token_that_was_cut_short_is_never_silently_completed(
        seed: u64,
        kept in 60usize..108,
        width in 20usize..=120,
        indent in 0usize..=4,
        between in "\n|\n\n| |\n  |\n- |\n> |\n2\\. |\\\\n|%0A|\"\n\"",
        after in "(([A-Z]?[a-z]{1,12}|[A-Z]{2,6}|[0-9]{1,4}|[a-z]{2,5}@[a-z]{2,5}:~\\$)[ \n.:]){1,6}",
    ) {
        let token = real(&made_up("sk-ant-oat01-", 108, seed));
        let text = wrapped(&token[..kept], width, indent, "\n") + &between + &after;
        let reading = read(&text);
        if let Some(secret) = reading.secret {
            prop_assert!(reading.warning.is_some(), "{}\n{}", text, secret.expose());
        }
    }
}
