//! Concurrency: how many people were in the meeting at the same time.

use crate::model::decimal::Decimal;
use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};

/// The comings and goings of a meeting, each in order.
///
/// Stays are half-open: somebody leaving at 10:00 and somebody joining at 10:00
/// were not in the meeting together, and an empty stay counts nobody.
#[derive(Clone, Debug, Default)]
pub struct Concurrency {
    joins: Vec<Instant>,
    leaves: Vec<Instant>,
}

/// From an instant on, how many people are present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When the number changes.
    pub at: Instant,
    /// How many people are present from then on.
    pub present: usize,
}

impl Concurrency {
    /// With room for so many stays.
    pub fn with_capacity(stays: usize) -> Self {
        Self {
            joins: Vec::with_capacity(stays),
            leaves: Vec::with_capacity(stays),
        }
    }

    /// Adds a person's united stays.
    pub fn add(&mut self, united: &[Stay]) {
        for stay in united.iter().filter(|stay| stay.length() > Span::ZERO) {
            self.joins.push(stay.join());
            self.leaves.push(stay.leave());
        }
    }

    /// Puts the comings and goings in order; call it once, after the last person.
    pub fn sort(&mut self) {
        self.joins.sort_unstable();
        self.leaves.sort_unstable();
    }

    /// Returns each change of the number of people present, in order of time.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        let (mut joined, mut left) = (0, 0);
        let mut last = 0;
        std::iter::from_fn(move || {
            loop {
                let at = match (self.joins.get(joined), self.leaves.get(left)) {
                    (Some(&join), Some(&leave)) => join.min(leave),
                    (None, Some(&leave)) => leave,
                    (_, None) => return None,
                };
                while self.leaves.get(left) == Some(&at) {
                    left += 1;
                }
                while self.joins.get(joined) == Some(&at) {
                    joined += 1;
                }
                let present = joined - left;
                if present != last {
                    last = present;
                    return Some(Step { at, present });
                }
            }
        })
    }

    /// Returns the largest number of people present at one instant, and when it was first
    /// reached.
    pub fn peak(&self) -> Option<Step> {
        // `max_by_key` would keep the last of equal peaks.
        self.steps().reduce(|peak, step| {
            if step.present > peak.present {
                step
            } else {
                peak
            }
        })
    }
}

/// Returns the mean concurrency: Σ presence inside the window ÷ length of the window, to 2 places.
pub fn mean(presence_inside: Span, length: Span) -> Option<Decimal> {
    Decimal::ratio(
        presence_inside.as_ticks().into(),
        length.as_ticks().into(),
        2,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::from_ticks(Span::minutes(minute).as_ticks())
    }

    fn of(people: &[(i64, i64)]) -> Concurrency {
        let mut concurrency = Concurrency::default();
        for &(join, leave) in people {
            concurrency.add(&[Stay::new(at(join), at(leave)).unwrap()]);
        }
        concurrency.sort();
        concurrency
    }

    #[test]
    fn leaving_and_joining_at_one_instant_do_not_meet() {
        let concurrency = of(&[(0, 10), (10, 20)]);
        assert_eq!(
            concurrency.peak(),
            Some(Step {
                at: at(0),
                present: 1
            })
        );
        let steps: Vec<_> = concurrency.steps().collect();
        assert_eq!(
            steps,
            [
                Step {
                    at: at(0),
                    present: 1
                },
                Step {
                    at: at(20),
                    present: 0
                }
            ]
        );
    }

    #[test]
    fn the_peak_is_named_when_first_reached() {
        let peak = of(&[(0, 30), (5, 15), (20, 30)]).peak();
        assert_eq!(
            peak,
            Some(Step {
                at: at(5),
                present: 2
            })
        );
    }

    #[test]
    fn an_empty_stay_counts_nobody() {
        assert_eq!(of(&[(5, 5)]).peak(), None);
    }

    #[test]
    fn mean_is_person_time_over_window() {
        let hour = Span::minutes(60);
        assert_eq!(mean(Span::minutes(90), hour).unwrap().to_string(), "1.50");
        assert_eq!(mean(Span::ZERO, Span::ZERO), None);
    }
}
