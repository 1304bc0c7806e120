//! What the index and the first sheet tell of a whole run, found once for both.

use super::front_view::FrontView;
use super::over_time::OverTime;
use super::run_view::RunView;
use super::to_look_at::ToLookAt;
use crate::executor::Executor;
use crate::zone::Zone;

/// What is told before any row.
#[derive(Clone, Debug, Default)]
pub struct FirstLook<'r> {
    /// The answers that come first, where they were asked for.
    pub front: Option<FrontView<'r>>,
    /// Attendance over time, by the day on which meetings began.
    pub over_time: OverTime,
    /// What to look at, the gravest first.
    pub to_look_at: Vec<ToLookAt<'r>>,
}

impl<'r> RunView<'r> {
    /// Returns what is told before any row, days by `zone`; `has_front` tells whether the
    /// answers that come first are among it.
    pub fn first_look(
        &self,
        zone: &Zone,
        has_front: bool,
        executor: &impl Executor,
    ) -> FirstLook<'r> {
        let front = || has_front.then(|| self.front());
        let beside = || (self.over_time(zone), self.to_look_at());
        let (front, (over_time, to_look_at)) = executor.join(front, beside);
        FirstLook {
            front,
            over_time,
            to_look_at,
        }
    }
}
