//! What the stand-in knows, and how it decides: from a request to an answer.

use std::collections::BTreeMap;

use serde_json::json;

use super::answer::Answer;
use super::kept::Kept;
use super::refusal::Refusal;
use super::request::{Request, Sent};

/// What Claude says unless a test wants something else.
pub const DEFAULT_REPLY: &str = "Hello from the stand-in.";

/// Without this flag Anthropic refuses an OAuth token.
const OAUTH_BETA: &str = "oauth-2025-04-20";

#[derive(Debug)]
pub(super) struct Rules {
    /// Each known credential, and how it is answered.
    credentials: BTreeMap<String, Treatment>,
    models: Vec<String>,
    refused_models: BTreeMap<String, u16>,
    reply: String,
    pub(super) kept: Kept,
}

/// How a credential is answered.
#[derive(Debug, Clone, Copy)]
enum Treatment {
    Accepted,
    Status(u16),
    Refused(Refusal),
}

impl Default for Rules {
    fn default() -> Self {
        let models = ["claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5"];
        Self {
            credentials: BTreeMap::new(),
            models: models.map(str::to_owned).to_vec(),
            refused_models: BTreeMap::new(),
            reply: DEFAULT_REPLY.to_owned(),
            kept: Kept::default(),
        }
    }
}

impl Rules {
    pub(super) fn accept(&mut self, credential: &str) {
        self.credentials.insert(credential.to_owned(), Treatment::Accepted);
    }

    pub(super) fn refuse(&mut self, credential: &str, status: u16) {
        self.credentials.insert(credential.to_owned(), Treatment::Status(status));
    }

    pub(super) fn refuse_for(&mut self, credential: &str, refusal: Refusal) {
        self.credentials.insert(credential.to_owned(), Treatment::Refused(refusal));
    }

    pub(super) fn offer(&mut self, models: &[&str]) {
        self.models = models.iter().map(|&model| model.to_owned()).collect();
    }

    pub(super) fn refuse_model(&mut self, model: &str, status: u16) {
        self.refused_models.insert(model.to_owned(), status);
    }

    pub(super) fn reply(&mut self, text: &str) {
        self.reply = text.to_owned();
    }

    pub(super) fn answer(&mut self, request: &Request) -> Answer {
        let route = (request.method.as_str(), request.path.as_str());
        let one_model = route.1.strip_prefix("/v1/models/").filter(|_| route.0 == "GET");
        let known = matches!(
            route,
            ("GET", "/v1/models") | ("POST", "/v1/messages" | "/v1/messages/count_tokens")
        );
        if !known && one_model.is_none() {
            return Answer::error(404, "Not found");
        }
        if let Err(refusal) = self.admit(request) {
            return refusal;
        }
        if request.header("anthropic-version").is_none() {
            return Answer::error(400, "anthropic-version: header is required");
        }
        if let Some(model) = one_model {
            return match self.models.iter().find(|known| *known == model) {
                Some(model) => Answer::model(model),
                None => Answer::error(404, &format!("model: {model}")),
            };
        }
        match route.1 {
            "/v1/models" => self.list(request),
            "/v1/messages" => self.turn(request),
            _ => Answer::Json(200, json!({ "input_tokens": 12 })),
        }
    }

    /// Whether the credential is good for this request.
    fn admit(&self, request: &Request) -> Result<(), Answer> {
        let (credential, unknown) = match request.credential() {
            None => return Err(Answer::error(401, "x-api-key header is required")),
            Some(Sent::ApiKey(key)) => (key, "invalid x-api-key"),
            // For turns OpenClaw sends the flag only to Anthropic's own address, so the
            // stand-in cannot ask for it there.
            Some(Sent::Bearer(_)) if request.method == "GET" && !request.has_beta(OAUTH_BETA) => {
                let words = "OAuth authentication is currently not supported.";
                return Err(Answer::error(401, words));
            }
            Some(Sent::Bearer(token)) => (token, "Invalid bearer token"),
        };
        match self.credentials.get(&credential) {
            Some(Treatment::Accepted) => Ok(()),
            Some(Treatment::Status(status)) => Err(Answer::error(*status, words_for(*status))),
            Some(Treatment::Refused(refusal)) => Err(refusal.answer()),
            None => Err(Answer::error(401, unknown)),
        }
    }

    /// One page of the models, as `limit` and `after_id` ask for it.
    fn list(&self, request: &Request) -> Answer {
        let limit = request.parameter("limit").and_then(|text| text.parse().ok()).unwrap_or(20);
        let start = request
            .parameter("after_id")
            .and_then(|last| self.models.iter().position(|model| model == last))
            .map_or(0, |position| position + 1);
        let rest = &self.models[start..];
        Answer::models(&rest[..rest.len().min(limit)], rest.len() > limit)
    }

    fn turn(&mut self, request: &Request) -> Answer {
        let Some(model) = request.model() else {
            return Answer::error(400, "model: Field required");
        };
        if let Some(&status) = self.refused_models.get(model) {
            return Answer::error(status, words_for(status));
        }
        if !self.models.iter().any(|known| known == model) {
            return Answer::error(404, &format!("model: {model}"));
        }
        let usage = self.kept.count(&request.body).usage();
        Answer::message(model, &self.reply, &usage, request.body["stream"] == true)
    }
}

fn words_for(status: u16) -> &'static str {
    match status {
        401 => "Invalid authentication credentials",
        403 => "Your account does not have permission to use this resource.",
        404 => "The requested resource could not be found.",
        429 => "This request would exceed your account's rate limit. Please try again later.",
        529 => "Overloaded",
        _ => "Internal server error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, HeaderName, Method};

    fn request(method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Request {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        Request::new(&method, &path.parse().unwrap(), &map, body.as_bytes())
    }

    fn status(answer: &Answer) -> u16 {
        match answer {
            Answer::Json(status, _) => *status,
            Answer::Events(_) => 200,
        }
    }

    #[test]
    fn credentials_are_told_apart() {
        let mut rules = Rules::default();
        rules.accept("good");
        rules.refuse("limited", 429);
        rules.refuse_for("poor", Refusal::NoCredit);
        let version = ("anthropic-version", "2023-06-01");
        let beta = ("anthropic-beta", "x-1, oauth-2025-04-20");
        for (headers, expected) in [
            (vec![version], 401),
            (vec![version, ("x-api-key", "good")], 200),
            (vec![("x-api-key", "good")], 400),
            (vec![version, ("x-api-key", "unknown")], 401),
            (vec![version, ("x-api-key", "limited")], 429),
            (vec![version, ("x-api-key", "poor")], 400),
            (vec![version, ("authorization", "Bearer good")], 401),
            (vec![version, beta, ("authorization", "Bearer good")], 200),
            (vec![version, beta, ("authorization", "Bearer unknown")], 401),
        ] {
            let answer = rules.answer(&request(Method::GET, "/v1/models", &headers, ""));
            assert_eq!(status(&answer), expected, "{headers:?}");
        }
    }

    #[test]
    fn a_turn_needs_a_model_of_the_account() {
        let mut rules = Rules::default();
        rules.accept("good");
        rules.refuse_model("claude-sonnet-4-6", 529);
        for (model, expected) in
            [("claude-opus-4-6", 200), ("claude-sonnet-4-6", 529), ("claude-1", 404)]
        {
            let body = json!({ "model": model, "stream": true }).to_string();
            let headers = [("anthropic-version", "2023-06-01"), ("authorization", "Bearer good")];
            let answer = rules.answer(&request(Method::POST, "/v1/messages", &headers, &body));
            assert_eq!(status(&answer), expected, "{model}");
        }
    }

    #[test]
    fn one_model_can_be_asked_for() {
        let mut rules = Rules::default();
        rules.accept("good");
        let headers = [("anthropic-version", "2023-06-01"), ("x-api-key", "good")];
        for (model, expected) in [("claude-opus-4-6", 200), ("claude-1", 404)] {
            let path = format!("/v1/models/{model}");
            let answer = rules.answer(&request(Method::GET, &path, &headers, ""));
            assert_eq!(status(&answer), expected, "{model}");
        }
    }

    #[test]
    fn the_list_has_pages() {
        let mut rules = Rules::default();
        rules.accept("good");
        let headers = [("anthropic-version", "2023-06-01"), ("x-api-key", "good")];
        let path = "/v1/models?limit=2&after_id=claude-opus-4-6";
        let Answer::Json(200, page) = rules.answer(&request(Method::GET, path, &headers, ""))
        else {
            panic!("refused");
        };
        assert_eq!(page["data"][1]["id"], "claude-haiku-4-5");
        assert_eq!(page["has_more"], false);
    }
}
