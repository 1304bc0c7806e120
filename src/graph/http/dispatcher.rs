//! Sends requests to the service: few at a time, each with the token.
//!
//! Small requests that wait for their turn travel together in one `$batch`. It saves
//! time and nothing else: whatever is odd about a batch is asked for again alone.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, IF_NONE_MATCH};
use reqwest::{RequestBuilder, StatusCode, Url};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{Instant, timeout};

use crate::graph::auth::Credential;
use crate::graph::http::address::GraphUrl;
use crate::graph::http::answer::{Content, Failed, Reply, may_try_again, receive};
use crate::graph::http::batch::{self, Part};
use crate::graph::http::ids::fresh_id;
use crate::graph::http::retry::Again;
use crate::graph::http::throttle::Throttle;

const JSON: &str = "application/json";

/// How often the time for one silence fits into the time for one answer.
const SILENCES: u32 = 6;

/// How much is asked of the service at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// How many requests may be under way.
    pub parallel: NonZeroUsize,
    /// How many may travel in one `$batch`.
    pub together: NonZeroUsize,
    /// How large an answer, or a report from all its pages, may be, in bytes.
    pub most_bytes: usize,
}

impl Load {
    /// Returns how many requests may be answered at a time, in batches or alone.
    pub(in crate::graph) fn most(self) -> usize {
        self.parallel.get() * self.together.get().min(batch::MOST)
    }
}

/// A request.
#[derive(Clone, Debug)]
pub(in crate::graph) struct Ask {
    pub(in crate::graph) url: Url,
    /// How we call it.
    pub(in crate::graph) client_id: String,
    /// Nothing is to come while it still has this entity tag.
    pub(in crate::graph) etag: Option<String>,
    pub(in crate::graph) content: Content,
}

/// What became of a request, and when it was sent.
pub(in crate::graph) struct Sent {
    pub(in crate::graph) at: Instant,
    pub(in crate::graph) reply: Result<Reply, Failed>,
}

/// Sends requests, few at a time.
#[derive(Debug)]
pub(in crate::graph) struct Dispatcher {
    http: reqwest::Client,
    base: GraphUrl,
    credential: Credential,
    /// How long the next piece of an answer may take.
    silence: Duration,
    /// How large an answer may be.
    most_bytes: usize,
    throttle: Throttle,
    permits: Semaphore,
    /// How many requests travel in one at most.
    together: Cell<usize>,
    waiting: RefCell<VecDeque<QueuedRequest>>,
}

/// A request that waits to travel with others.
#[derive(Debug)]
struct QueuedRequest {
    ask: Ask,
    back: oneshot::Sender<Dispatched>,
}

/// What came of a queued request, and when it was sent; none where it is to go alone.
type Dispatched = Option<(Instant, Reply)>;

impl Dispatcher {
    pub(in crate::graph) fn new(
        http: reqwest::Client,
        base: GraphUrl,
        credential: Credential,
        (silence, busy): (Duration, Duration),
        load: Load,
    ) -> Self {
        Self {
            http,
            base,
            credential,
            silence,
            most_bytes: load.most_bytes,
            throttle: Throttle::new(busy),
            permits: Semaphore::new(load.parallel.get()),
            together: Cell::new(load.together.get().min(batch::MOST)),
            waiting: RefCell::default(),
        }
    }

    pub(in crate::graph) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(in crate::graph) fn base(&self) -> &GraphUrl {
        &self.base
    }

    pub(in crate::graph) fn credential(&self) -> &Credential {
        &self.credential
    }

    pub(in crate::graph) fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    /// Sends a request, with others where it may.
    pub(in crate::graph) async fn dispatch(&self, ask: &Ask) -> Sent {
        let may_share = ask.content == Content::Small
            && self.together.get() > 1
            && batch::below(&self.base, &ask.url).is_some();
        if may_share && let Some((sent, reply)) = self.post(ask).await {
            let reply = Ok(reply);
            return Sent { at: sent, reply };
        }
        self.send_alone(ask).await
    }

    /// Sends a request on its own.
    pub(in crate::graph) async fn send_alone(&self, ask: &Ask) -> Sent {
        let _permit = self.permits.acquire().await;
        self.throttle.until_wanted().await;
        let sent = Instant::now();
        let reply = self.send(ask).await;
        Sent { at: sent, reply }
    }

    /// Waits for its turn, and then sends what waits.
    async fn post(&self, ask: &Ask) -> Dispatched {
        let (back, mut answer) = oneshot::channel();
        let ask = ask.clone();
        self.waiting
            .borrow_mut()
            .push_back(QueuedRequest { ask, back });
        loop {
            let permit = match select(&mut answer, pin!(self.permits.acquire())).await {
                Either::Left((posted, _)) => return posted.ok().flatten(),
                Either::Right((permit, _)) => permit,
            };
            self.throttle.until_wanted().await;
            let queued = self.next_queued();
            if queued.is_empty() {
                // Ours is on its way with others'.
                drop(permit);
                return answer.await.ok().flatten();
            }
            self.deliver(queued).await;
        }
    }

    fn next_queued(&self) -> Vec<QueuedRequest> {
        let mut waiting = self.waiting.borrow_mut();
        let count = waiting.len().min(self.together.get());
        waiting.drain(..count).collect()
    }

    /// Sends queued requests in one batch, and hands each what came of it.
    async fn deliver(&self, queued: Vec<QueuedRequest>) {
        let sent = Instant::now();
        let replies = match queued.as_slice() {
            // One needs no batch.
            [_] => Vec::new(),
            many => self.send_batch(many).await.unwrap_or_default(),
        };
        let mut replies = replies.into_iter();
        for request in queued {
            let reply = replies.next().flatten().filter(is_beyond_doubt);
            // Whoever asked may have gone.
            let _ = request.back.send(reply.map(|reply| (sent, reply)));
        }
    }

    /// Returns the replies in the order of the queued requests, with gaps; none where there is
    /// no answer.
    async fn send_batch(&self, queued: &[QueuedRequest]) -> Option<Vec<Option<Reply>>> {
        let parts: Vec<_> = queued.iter().map(|request| part(&request.ask)).collect();
        let request = self
            .http
            .post(batch::address(&self.base))
            .header(ACCEPT, JSON)
            .header(CONTENT_TYPE, JSON)
            .body(batch::encode(&self.base, &parts));
        let sent = self.send_signed(request, Content::Large, &fresh_id()).await;
        let whole = sent.ok()?;
        if !whole.status.is_success() {
            return self.take_refusal(&whole, queued);
        }
        let Some(answers) = batch::decode(&whole.body, queued.len()) else {
            self.together.set(1);
            return None;
        };
        let with_url = |(answer, request): (Option<batch::PartAnswer>, &QueuedRequest)| {
            answer.map(|answer| Reply {
                url: request.ask.url.clone(),
                status: answer.status,
                headers: answer.headers,
                body: answer.body,
                token: whole.token.clone(),
            })
        };
        Some(answers.into_iter().zip(queued).map(with_url).collect())
    }

    /// Returns a batch that was refused: the service is busy, which each request then learns
    /// and waits or gives up, or it knows no batches.
    fn take_refusal(
        &self,
        refused: &Reply,
        queued: &[QueuedRequest],
    ) -> Option<Vec<Option<Reply>>> {
        match may_try_again(refused.status, &refused.headers) {
            Some(Again::Busy(_)) => {
                let each = queued.iter().map(|request| {
                    let url = request.ask.url.clone();
                    Some(Reply {
                        url,
                        ..refused.clone()
                    })
                });
                return Some(each.collect());
            }
            Some(Again::Connection | Again::Mistake) => {}
            None if refused.status == StatusCode::UNAUTHORIZED => {}
            None => self.together.set(1),
        }
        None
    }

    async fn send(&self, ask: &Ask) -> Result<Reply, Failed> {
        let accept = match ask.content {
            Content::Small | Content::Large => JSON,
            Content::Link => "*/*",
        };
        let mut request = self.http.get(ask.url.clone()).header(ACCEPT, accept);
        if let Some(etag) = &ask.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        self.send_signed(request, ask.content, &ask.client_id).await
    }

    /// Sends a request with the token, and takes what comes, whole and in time.
    async fn send_signed(
        &self,
        request: RequestBuilder,
        content: Content,
        client_id: &str,
    ) -> Result<Reply, Failed> {
        let token = self.credential.token().await;
        let token = token.map_err(|error| Failed::for_good(error.into()))?;
        let mut request = request.header("client-request-id", client_id);
        if let Some(token) = token.header() {
            request = request.header(AUTHORIZATION, token);
        }
        let work = async {
            let response = request.send().await.map_err(Failed::connection)?;
            receive(response, content, token, self.most_bytes).await
        };
        let received = timeout(self.silence * SILENCES, work).await;
        received.unwrap_or_else(|_| Err(Failed::slow()))
    }
}

fn part(ask: &Ask) -> Part<'_> {
    Part {
        url: &ask.url,
        client_id: &ask.client_id,
        etag: ask.etag.as_deref(),
    }
}

/// Returns whether what came with others needs no try of its own: a batch may read an address
/// otherwise than a request, and content that is no JSON object is not shown as it is.
fn is_beyond_doubt(reply: &Reply) -> bool {
    let doubtful = [
        StatusCode::BAD_REQUEST,
        StatusCode::NOT_FOUND,
        StatusCode::METHOD_NOT_ALLOWED,
        StatusCode::NOT_IMPLEMENTED,
    ];
    let odd = reply.status.is_success() && !reply.body.starts_with(b"{");
    !odd && !doubtful.contains(&reply.status)
}
