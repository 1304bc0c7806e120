//! Sums of what is known.

/// A number that is summed without overflowing.
pub trait Summed: Copy {
    /// Returns the sum, or the largest number where it is larger.
    fn plus(self, other: Self) -> Self;
}

impl Summed for i64 {
    fn plus(self, other: Self) -> Self {
        self.saturating_add(other)
    }
}

impl Summed for u64 {
    fn plus(self, other: Self) -> Self {
        self.saturating_add(other)
    }
}

/// Adds a value where it is known; a sum of nothing that is known stays unknown.
pub fn add_known<T: Summed>(sum: &mut Option<T>, value: Option<T>) {
    if let Some(value) = value {
        *sum = Some(sum.map_or(value, |sum| sum.plus(value)));
    }
}
