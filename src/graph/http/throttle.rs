//! Throttle between tries: the service's wish holds for all requests, and patience
//! with a service that gives no answer at all is counted over all of them.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::graph::http::retry::Again;

/// What all requests know of how busy the service is.
#[derive(Debug)]
pub(in crate::graph) struct Throttle {
    /// How long a service may stay busy or out of reach.
    patience: Duration,
    /// Nothing is sent before this moment: the service asked for a pause.
    not_before: Cell<Option<Instant>>,
    /// Since when the service has been busy or out of reach, without an answer in between.
    stalled_since: Cell<Option<Instant>>,
}

/// A next try is not worth its wait, if there is one.
pub(in crate::graph) struct GiveUp(pub(in crate::graph) Option<Duration>);

impl Throttle {
    pub(in crate::graph) fn new(patience: Duration) -> Self {
        Self {
            patience,
            not_before: Cell::new(None),
            stalled_since: Cell::new(None),
        }
    }

    /// An answer came, or a refusal, which is one too: the service is there.
    pub(in crate::graph) fn answered(&self) {
        self.stalled_since.set(None);
    }

    /// Waits while the service wants a pause.
    pub(in crate::graph) async fn until_wanted(&self) {
        while let Some(until) = self.pending() {
            sleep_until(until).await;
        }
    }

    fn pending(&self) -> Option<Instant> {
        let until = self.not_before.get();
        until.filter(|&until| until > Instant::now())
    }

    /// The service is busy: nothing is sent for so long.
    fn hold(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let until = self.not_before.get().unwrap_or(until).max(until);
        self.not_before.set(Some(until));
    }

    /// Returns how long to wait after a try that was sent at this moment.
    pub(in crate::graph) fn before_next(
        &self,
        again: Again,
        tried: u32,
        sent: Instant,
    ) -> Result<Duration, GiveUp> {
        if tried >= again.most_tries() {
            return Err(GiveUp(None));
        }
        let wait = again.wait(tried + 1);
        if again == Again::Mistake {
            // It is there, and the few tries of this request are bound enough.
            return Ok(wait);
        }
        let since = self.stalled_since.get().unwrap_or(sent);
        self.stalled_since.set(Some(since));
        if Instant::now() + wait > since + self.patience {
            return Err(GiveUp(Some(wait)));
        }
        if matches!(again, Again::Busy(_)) {
            self.hold(wait);
        }
        Ok(wait)
    }
}
