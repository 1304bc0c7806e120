//! One stretch from a join to a leave.

use super::time::{Instant, Span};

/// A half-open stretch of time, `join` included and `leave` not; never reversed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "(Instant, Instant)", try_from = "(Instant, Instant)")]
pub struct Stay {
    join: Instant,
    leave: Instant,
}

impl From<Stay> for (Instant, Instant) {
    fn from(stay: Stay) -> Self {
        (stay.join, stay.leave)
    }
}

impl TryFrom<(Instant, Instant)> for Stay {
    type Error = &'static str;

    fn try_from((join, leave): (Instant, Instant)) -> Result<Self, Self::Error> {
        Self::new(join, leave).ok_or("a stay leaves before it joins")
    }
}

impl Stay {
    /// `None` when `leave` is before `join`.
    pub fn new(join: Instant, leave: Instant) -> Option<Self> {
        (join <= leave).then_some(Self { join, leave })
    }

    /// Returns when it begins.
    pub const fn join(self) -> Instant {
        self.join
    }

    /// Returns when it ends; no longer part of it.
    pub const fn leave(self) -> Instant {
        self.leave
    }

    /// `leave − join`, never negative.
    pub fn length(self) -> Span {
        self.leave - self.join
    }

    /// Returns the part of this stay that lies inside `window`; empty when none does.
    pub fn inside(self, window: Self) -> Span {
        let join = self.join.max(window.join);
        let leave = self.leave.min(window.leave);
        if join < leave {
            leave - join
        } else {
            Span::ZERO
        }
    }
}

/// An `attendanceInterval` as the report gives it; every part may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttendanceInterval {
    /// `joinDateTime`.
    pub join: Option<Instant>,
    /// `leaveDateTime`.
    pub leave: Option<Instant>,
    /// `durationInSeconds`.
    pub reported_duration: Option<u32>,
}

impl AttendanceInterval {
    /// Returns the stay, when both times are known and in order.
    pub fn stay(&self) -> Option<Stay> {
        Stay::new(self.join?, self.leave?)
    }

    /// floor(leave − join) in seconds: the service's own rule, at ticks of 100 ns.
    pub fn measured_duration(&self) -> Option<i64> {
        self.stay().map(|stay| stay.length().whole_seconds())
    }

    /// Seconds that count in the interval sum: the reported ones, else the measured ones.
    pub fn counted_duration(&self) -> Option<i64> {
        self.reported_duration
            .map(i64::from)
            .or_else(|| self.measured_duration())
    }
}
