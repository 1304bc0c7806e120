//! What the index page and the first sheet of the workbook show above their rows, computed once
//! for both.

use super::front_view::FrontView;
use super::over_time::OverTime;
use super::run_view::RunView;
use super::to_look_at::ToLookAt;
use crate::executor::Executor;
use crate::zone::Zone;

/// The answers, the chart and the findings that stand above the rows.
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
    /// Computes what stands above the rows. Days are those of `zone`; the answers that come
    /// first are computed only where `has_front` says so.
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
