//! The check against a small server on the loopback address.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;

/// Answers one connection after the other with `answers`, and gives back the requests.
async fn server(answers: Vec<(u16, String)>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let mut requests = Vec::new();
        for (status, body) in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                if stream.read(&mut byte).await.unwrap() == 0 {
                    break;
                }
                request.push(byte[0]);
            }
            requests.push(String::from_utf8(request).unwrap().to_lowercase());
            let head = format!(
                "HTTP/1.1 {status} X\r\nlocation: http://127.0.0.1:1/elsewhere\r\n\
                 content-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all((head + &body).as_bytes()).await.unwrap();
        }
        requests
    });
    (base, served)
}

fn secret() -> Secret {
    Secret::new(format!("sk-ant-oat01-{}AA", "Filler0".repeat(14)[..93].to_owned()))
}

fn error(kind: &str, message: &str) -> String {
    serde_json::json!({ "type": "error", "error": { "type": kind, "message": message } })
        .to_string()
}

async fn verdict(kind: CredentialKind, status: u16, body: String) -> Verdict {
    let (base, _served) = server(vec![(status, body)]).await;
    check(&base, kind, &secret()).await
}

#[tokio::test]
async fn a_key_and_a_token_are_sent_as_anthropic_wants_them() {
    let list = r#"{"data":[{"id":"claude-opus-4-6","display_name":"Claude Opus 4.6","new":1}]}"#;
    for (kind, suffix) in [(CredentialKind::ApiKey, ""), (CredentialKind::SetupToken, "/v1/")] {
        let (base, served) = server(vec![(200, list.to_owned())]).await;
        let verdict = check(&format!("{base}{suffix}"), kind, &secret()).await;
        let Verdict::Confirmed { models } = verdict else { panic!("{verdict:?}") };
        assert_eq!(models[0].reference, "anthropic/claude-opus-4-6");
        assert_eq!(models[0].name, "Opus 4.6");
        let request = served.await.unwrap().remove(0);
        assert!(request.starts_with("get /v1/models?limit=1000 "), "{request}");
        assert!(request.contains("anthropic-version: 2023-06-01\r\n"));
        let token = secret().expose().to_lowercase();
        let key = kind == CredentialKind::ApiKey;
        assert_eq!(request.contains(&format!("x-api-key: {token}\r\n")), key);
        assert_eq!(request.contains(&format!("authorization: bearer {token}\r\n")), !key);
        assert_eq!(request.contains("anthropic-beta: oauth-2025-04-20\r\n"), !key);
    }
}

#[tokio::test]
async fn all_pages_are_read_best_first() {
    let (base, served) = server(vec![
        (200, r#"{"data":[{"id":"claude-haiku-4-5"}],"has_more":true,"last_id":"a&b"}"#.into()),
        (200, r#"{"data":[{"id":"claude-opus-5"}],"has_more":true,"last_id":"c"}"#.into()),
        (500, String::new()),
    ])
    .await;
    let verdict = check(&base, CredentialKind::ApiKey, &secret()).await;
    let Verdict::Confirmed { models } = verdict else { panic!("{verdict:?}") };
    let names: Vec<_> = models.into_iter().map(|model| model.name).collect();
    assert_eq!(names, ["Opus 5", "Haiku 4.5"]);
    assert!(served.await.unwrap()[1].contains("limit=1000&after_id=a%26b "));
}

#[tokio::test]
async fn only_an_explicit_answer_makes_it_invalid() {
    use CredentialKind::{ApiKey, SetupToken};
    let auth = "authentication_error";
    for (kind, status, body, code) in [
        (ApiKey, 401, error(auth, "invalid x-api-key"), Code::InvalidCredential),
        (SetupToken, 401, error(auth, "Invalid bearer token"), Code::InvalidCredential),
        (
            SetupToken,
            401,
            error(auth, "Invalid OAuth token. The provided token was not found or is malformed."),
            Code::InvalidCredential,
        ),
        (
            SetupToken,
            401,
            error(auth, "OAuth token has expired. Please obtain a new token."),
            Code::InvalidCredential,
        ),
        (
            SetupToken,
            403,
            error("permission_error", "OAuth token has been revoked. Please obtain a new token."),
            Code::InvalidCredential,
        ),
        (
            SetupToken,
            401,
            error(auth, "OAuth authentication is currently not supported."),
            Code::CredentialUnconfirmed,
        ),
        (
            ApiKey,
            401,
            error(auth, "OAuth authentication is currently not allowed for this organization."),
            Code::CredentialUnconfirmed,
        ),
        (SetupToken, 401, "<html>proxy sign-in</html>".into(), Code::CredentialUnconfirmed),
        (
            SetupToken,
            403,
            error("permission_error", "OAuth token does not meet scope requirement user:profile"),
            Code::CredentialUnconfirmed,
        ),
        (ApiKey, 404, String::new(), Code::CredentialUnconfirmed),
        (ApiKey, 302, String::new(), Code::CredentialUnconfirmed),
        (ApiKey, 200, "<html>".into(), Code::CredentialUnconfirmed),
        (ApiKey, 429, error("rate_limit_error", "slow down"), Code::AnthropicUnavailable),
        (ApiKey, 500, String::new(), Code::AnthropicUnavailable),
        (SetupToken, 529, error("overloaded_error", "Overloaded"), Code::AnthropicUnavailable),
    ] {
        let (Verdict::Invalid(error) | Verdict::Unconfirmed(error)) =
            verdict(kind, status, body.clone()).await
        else {
            panic!("confirmed by {status} {body}")
        };
        assert_eq!(error.code, code, "{status} {body}");
        assert!(!error.message().contains('{'), "{}", error.message());
    }
}

#[tokio::test]
async fn no_answer_is_not_a_verdict() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for base in [format!("http://{closed}"), "ftp://example.org".into(), "not an address".into()] {
        let verdict = check(&base, CredentialKind::ApiKey, &secret()).await;
        let Verdict::Unconfirmed(error) = verdict else { panic!("{verdict:?}") };
        assert_eq!(error.code, Code::AnthropicUnreachable, "{base}");
    }
}

#[tokio::test]
async fn an_echoed_secret_is_not_repeated() {
    let body = error("not_found_error", &format!("no such thing: {}\u{7}", secret().expose()));
    let verdict = verdict(CredentialKind::ApiKey, 404, body).await;
    let Verdict::Unconfirmed(error) = verdict else { panic!("{verdict:?}") };
    assert!(error.message().contains("no such thing: …"), "{}", error.message());
    assert!(!format!("{error:?}").contains("Filler"));
}

#[test]
fn the_address_comes_from_the_environment_then_the_config() {
    let none = Environment::default();
    let set: Environment =
        [("ANTHROPIC_BASE_URL".to_owned(), "http://localhost:1".to_owned())].into_iter().collect();
    assert_eq!(base_url(&none, None), DEFAULT_BASE);
    assert_eq!(base_url(&none, Some("http://b")), "http://b");
    assert_eq!(base_url(&set, Some("http://b")), "http://localhost:1");
    for (base, address) in [
        ("https://api.anthropic.com", "https://api.anthropic.com/v1/models"),
        (" http://h:1/v1/ ", "http://h:1/v1/models"),
        ("http://h/proxy//", "http://h/proxy/v1/models"),
    ] {
        assert_eq!(models_address(base).unwrap().as_str(), address);
    }
}
