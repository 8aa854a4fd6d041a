//! A stand-in for the Anthropic API on loopback: a real HTTP server that knows credentials and
//! models, answers in the API's own shapes, and remembers every request. It is the only part of
//! the rig that is not the real thing.
//!
//! Leaves out: thinking, tools, batches; whatever a turn of OpenClaw does not
//! need.

mod answer;
mod kept;
mod refusal;
mod request;
mod rules;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use kept::Counted;
pub use refusal::Refusal;
pub use request::{Request, Sent};
pub use rules::DEFAULT_REPLY;

use crate::runtime::{block_on, runtime};
use rules::Rules;

/// A running stand-in; it stops when dropped.
#[derive(Debug)]
pub struct StandIn {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Shared {
    rules: Mutex<Rules>,
    requests: Mutex<Vec<Request>>,
}

impl StandIn {
    /// Starts one on a free port. It knows a few models and no credential.
    ///
    /// # Errors
    /// When it cannot listen.
    pub fn start() -> Result<Self> {
        let listener = block_on(async {
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("the stand-in cannot listen")
        })?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let app = Router::new().fallback(serve).with_state(Arc::clone(&shared));
        let server = runtime()?.spawn(async move {
            // It ends only by being aborted.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, shared, server })
    }

    /// What to write as `models.providers.anthropic.baseUrl`, or into `ANTHROPIC_BASE_URL`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on `credential` is valid.
    pub fn accept(&self, credential: &str) {
        lock(&self.shared.rules).accept(credential);
    }

    /// From now on `credential` is refused with `status` (401, 403, 429, 529 …).
    pub fn refuse(&self, credential: &str, status: u16) {
        lock(&self.shared.rules).refuse(credential, status);
    }

    /// From now on `credential` is refused for a reason that has words of its own.
    pub fn refuse_for(&self, credential: &str, refusal: Refusal) {
        lock(&self.shared.rules).refuse_for(credential, refusal);
    }

    /// From now on the account has these models and no others: a turn with another one is
    /// answered with 404.
    pub fn offer(&self, models: &[&str]) {
        lock(&self.shared.rules).offer(models);
    }

    /// From now on a turn with `model` (without `anthropic/`) is answered with `status`.
    pub fn refuse_model(&self, model: &str, status: u16) {
        lock(&self.shared.rules).refuse_model(model, status);
    }

    /// From now on Claude says this.
    pub fn reply(&self, text: &str) {
        lock(&self.shared.rules).reply(text);
    }

    /// For the prompts that are kept it is later by this much from now on.
    pub fn let_pass(&self, time: Duration) {
        lock(&self.shared.rules).kept.let_pass(time);
    }

    /// The prompt of each turn so far, counted.
    pub fn counted(&self) -> Vec<Counted> {
        lock(&self.shared.rules).kept.counted().to_vec()
    }

    /// All requests so far, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// The requests for a turn (`POST /v1/messages`) so far, oldest first.
    pub fn turns(&self) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| request.method == "POST" && request.path == "/v1/messages");
        requests
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        lock(&self.shared.requests).clear();
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = Request::new(&method, &uri, &headers, &body);
    let answer = lock(&shared.rules).answer(&request);
    lock(&shared.requests).push(request);
    answer.into()
}

/// What a panicking test left behind is still good enough to be looked at.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::status_of;

    #[test]
    fn it_listens_remembers_and_stops() {
        let standin = StandIn::start().unwrap();
        let url = format!("{}/v1/models?limit=3", standin.base_url());
        assert_eq!(status_of(&url), Some(401));
        let requests = standin.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(
            (requests[0].path.as_str(), requests[0].query.as_str()),
            ("/v1/models", "limit=3")
        );
        assert!(standin.turns().is_empty());
        drop(standin);
        crate::wait::until(std::time::Duration::from_secs(5), "its end", || {
            status_of(&url).is_none()
        })
        .unwrap();
    }
}
