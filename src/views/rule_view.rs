//! The rule by which somebody was present, late or absent, for a proof that names it.

use super::run_view::RunView;
use crate::model::measure::{Need, shown_bound, time};

/// How long somebody must be there, such as `75 %` of the meeting or `45 min`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A share of the meeting, with its sign.
    Share(String),
    /// A length of time, with its unit.
    Time(String),
}

/// The rules of a run, each as a reader is told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleView {
    /// To have attended.
    pub present: Bound,
    /// Who was there for less was absent; `None` where the least is not asked for.
    pub partial: Option<Bound>,
    /// How late is not late; `None` where nobody is late.
    pub late: Option<String>,
    /// How early is not early; `None` where nobody leaves early.
    pub left_early: Option<String>,
    /// Whether only time inside the meeting counts.
    pub is_clipped: bool,
}

impl RunView<'_> {
    /// Returns the rules by which the answers were made.
    pub fn rule(&self) -> RuleView {
        let rules = self.run().status_rules();
        let bound = |need| match need {
            Need::Share(millionths) => Bound::Share(format!("{} %", shown_bound(millionths))),
            Need::Time(least) => Bound::Time(time(least)),
        };
        let is_judged = self.is_judged();
        let grace = |span: Option<_>| span.filter(|_| is_judged).map(time);
        RuleView {
            present: bound(rules.present),
            partial: rules.partial.map(bound),
            late: grace(rules.late),
            left_early: grace(rules.left_early),
            is_clipped: rules.clip,
        }
    }
}
