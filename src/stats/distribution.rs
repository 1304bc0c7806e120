//! How values spread: mean, quartiles, deviation, all exact.
//!
//! Values are whole seconds, so that a reader can redo each figure from the
//! records table.

use std::collections::BTreeMap;

use crate::model::decimal::Decimal;

/// The spread of a set of values in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// How many values there are; at least one.
    pub count: u64,
    /// Their sum.
    pub sum: i64,
    /// The smallest.
    pub minimum: i64,
    /// First quartile: linear interpolation between order statistics (R-7, Excel's QUARTILE.INC).
    pub first_quartile: Decimal,
    /// Median, by the same rule.
    pub median: Decimal,
    /// Third quartile, by the same rule.
    pub third_quartile: Decimal,
    /// The largest.
    pub maximum: i64,
    /// Arithmetic mean.
    pub mean: Decimal,
    /// Standard deviation of the whole population (divided by n, Excel's STDEV.P).
    pub deviation: Decimal,
}

/// A set of values that knows its order statistics.
trait Ordered {
    fn count(&self) -> u64;
    fn sum(&self) -> i64;
    fn sum_of_squares(&self) -> u128;
    /// Returns the value at this rank, from 0; the rank is below `count`.
    fn ranked(&self, rank: u64) -> i64;
}

impl Distribution {
    /// Returns the spread of values that are sorted and not negative; `None` for none.
    pub fn of_sorted(values: &[u32]) -> Option<Self> {
        Self::of(&values)
    }

    fn of(values: &impl Ordered) -> Option<Self> {
        let count = values.count();
        let last = count.checked_sub(1)?;
        let quartile = |quarter: u64| {
            let position = last * quarter;
            let (low, remainder) = (values.ranked(position / 4), (position % 4) as i64);
            let high = values.ranked((position / 4 + 1).min(last));
            Decimal::hundredths(100 * low + 25 * remainder * (high - low))
        };
        Some(Self {
            count,
            sum: values.sum(),
            minimum: values.ranked(0),
            first_quartile: quartile(1),
            median: quartile(2),
            third_quartile: quartile(3),
            maximum: values.ranked(last),
            mean: Decimal::ratio(values.sum().into(), count.into(), 2)?,
            deviation: deviation(count, values.sum(), values.sum_of_squares())?,
        })
    }
}

/// sqrt(n·Σx² − (Σx)²) ÷ n, in hundredths; integers until the root.
fn deviation(count: u64, sum: i64, sum_of_squares: u128) -> Option<Decimal> {
    let squared_sum = u128::from(sum.unsigned_abs()).pow(2);
    let numerator = u128::from(count)
        .checked_mul(sum_of_squares)?
        .saturating_sub(squared_sum);
    let root_in_thousandths = numerator.checked_mul(1_000_000)?.isqrt();
    Decimal::ratio(
        i128::try_from(root_in_thousandths).ok()?,
        i128::from(count) * 1000,
        2,
    )
}

impl Ordered for &[u32] {
    fn count(&self) -> u64 {
        self.len() as u64
    }

    fn sum(&self) -> i64 {
        self.iter().map(|&value| i64::from(value)).sum()
    }

    fn sum_of_squares(&self) -> u128 {
        self.iter()
            .map(|&value| u128::from(value) * u128::from(value))
            .sum()
    }

    fn ranked(&self, rank: u64) -> i64 {
        self[rank as usize].into()
    }
}

/// Counts how often each value occurs: as exact as a list, in memory that does
/// not grow with the number of values.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    /// Values of up to a day, by value.
    short: Vec<u64>,
    /// Longer ones.
    long: BTreeMap<u32, u64>,
    count: u64,
    sum: i64,
    sum_of_squares: u128,
}

impl Histogram {
    const LONGEST_SHORT: u32 = 86_400;

    /// Adds one value.
    pub fn add(&mut self, value: u32) {
        if value <= Self::LONGEST_SHORT {
            let index = value as usize;
            if self.short.len() <= index {
                self.short.resize(index + 1, 0);
            }
            self.short[index] += 1;
        } else {
            *self.long.entry(value).or_default() += 1;
        }
        self.count += 1;
        self.sum += i64::from(value);
        self.sum_of_squares += u128::from(value) * u128::from(value);
    }

    /// Returns the spread of all values added; `None` before the first.
    pub fn distribution(&self) -> Option<Distribution> {
        Distribution::of(self)
    }
}

impl Ordered for Histogram {
    fn count(&self) -> u64 {
        self.count
    }

    fn sum(&self) -> i64 {
        self.sum
    }

    fn sum_of_squares(&self) -> u128 {
        self.sum_of_squares
    }

    fn ranked(&self, rank: u64) -> i64 {
        let short = self
            .short
            .iter()
            .enumerate()
            .map(|(value, &count)| (value as i64, count));
        let long = self
            .long
            .iter()
            .map(|(&value, &count)| (i64::from(value), count));
        let mut below = 0;
        short
            .chain(long)
            .find(|&(_, count)| {
                below += count;
                below > rank
            })
            .map_or(0, |(value, _)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_of_four_values_worked_by_hand() {
        // 2, 4, 4, 10: mean 5; deviations 9+1+1+25 = 36, 36/4 = 9, sd 3;
        // R-7 quartiles at positions 0.75, 1.5, 2.25: 3.5, 4, 5.5.
        let spread = Distribution::of_sorted(&[2, 4, 4, 10]).unwrap();
        assert_eq!(
            (spread.count, spread.sum, spread.minimum, spread.maximum),
            (4, 20, 2, 10)
        );
        let shown = [
            spread.mean,
            spread.deviation,
            spread.first_quartile,
            spread.median,
            spread.third_quartile,
        ]
        .map(|number| number.to_string());
        assert_eq!(shown, ["5.00", "3.00", "3.50", "4.00", "5.50"]);
    }

    #[test]
    fn one_value_is_all_its_quartiles_and_does_not_deviate() {
        let spread = Distribution::of_sorted(&[7]).unwrap();
        assert_eq!(spread.median, Decimal::hundredths(700));
        assert_eq!(spread.deviation, Decimal::hundredths(0));
    }

    #[test]
    fn no_values_have_no_distribution() {
        assert_eq!(Distribution::of_sorted(&[]), None);
        assert_eq!(Histogram::default().distribution(), None);
    }

    proptest! {
        #[test]
        fn a_histogram_is_as_exact_as_the_list(mut values in prop::collection::vec(0_u32..200_000, 0..60)) {
            let mut histogram = Histogram::default();
            for &value in &values {
                histogram.add(value);
            }
            values.sort_unstable();
            prop_assert_eq!(histogram.distribution(), Distribution::of_sorted(&values));
        }

        #[test]
        fn quartiles_are_ordered_between_the_extremes(mut values in prop::collection::vec(0_u32..5000, 1..60)) {
            values.sort_unstable();
            let spread = Distribution::of_sorted(&values).unwrap();
            let order = [100 * spread.minimum, spread.first_quartile.scaled(), spread.median.scaled(),
                spread.third_quartile.scaled(), 100 * spread.maximum];
            prop_assert!(order.is_sorted());
        }
    }
}
