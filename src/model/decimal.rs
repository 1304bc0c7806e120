//! Numbers with a fixed number of decimal places, rounded once and exactly.

use std::fmt;
use std::num::NonZeroU8;

/// A decimal number: `scaled ÷ 10^places`, so that every format prints the same digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    scaled: i64,
    places: Places,
}

/// A number of places in a form that is never zero, so that an `Option` of a number takes
/// no more room: a long report has one per record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Places(NonZeroU8);

impl Places {
    const fn new(places: u8) -> Self {
        Self(NonZeroU8::MIN.saturating_add(places))
    }

    const fn get(self) -> u8 {
        self.0.get() - 1
    }
}

impl Decimal {
    /// `numerator ÷ denominator` rounded half away from zero; `None` where it is undefined or too large.
    pub fn ratio(numerator: i128, denominator: i128, places: u8) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        if let Some(ratio) = Self::small_ratio(numerator, denominator, places) {
            return Some(ratio);
        }
        let numerator = numerator.checked_mul(10_i128.checked_pow(places.into())?)?;
        let (numerator, denominator) = if denominator < 0 {
            (-numerator, -denominator)
        } else {
            (numerator, denominator)
        };
        let doubled = 2 * numerator.abs() + denominator;
        let rounded = doubled / (2 * denominator) * numerator.signum();
        Some(Self {
            scaled: i64::try_from(rounded).ok()?,
            places: Places::new(places),
        })
    }

    /// Returns the same ratio of what fits into 64 bits, where division costs a tenth; nearly
    /// all do.
    fn small_ratio(numerator: i128, denominator: i128, places: u8) -> Option<Self> {
        let scale = 10_u64.checked_pow(places.into())?;
        let denominator = u64::try_from(denominator).ok()?;
        let doubled = u64::try_from(numerator).ok()?.checked_mul(2 * scale)?;
        let rounded = doubled.checked_add(denominator)? / denominator.checked_mul(2)?;
        Some(Self {
            scaled: i64::try_from(rounded).ok()?,
            places: Places::new(places),
        })
    }

    /// `scaled ÷ 10^places`.
    pub const fn new(scaled: i64, places: u8) -> Self {
        Self {
            scaled,
            places: Places::new(places),
        }
    }

    /// Returns a number in hundredths.
    pub const fn hundredths(scaled: i64) -> Self {
        Self::new(scaled, 2)
    }

    /// Returns the nearest floating-point number, for formats that know no other.
    pub fn as_f64(self) -> f64 {
        self.scaled as f64 / 10_f64.powi(self.places.get().into())
    }

    /// Writes the number into `buffer` and returns the text, which is ASCII; the `Display`
    /// that allocates nothing and checks nothing.
    ///
    /// # Panics
    /// With more than 10 decimal places, which no number here has.
    pub fn write(self, buffer: &mut [u8; 32]) -> &[u8] {
        // From the last digit to the first.
        let mut rest = self.scaled.unsigned_abs();
        let mut at = buffer.len();
        let places = usize::from(self.places.get());
        loop {
            let written = buffer.len() - at;
            if written == places && places > 0 {
                at -= 1;
                buffer[at] = b'.';
            }
            at -= 1;
            buffer[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 && written >= places {
                break;
            }
        }
        if self.scaled < 0 {
            at -= 1;
            buffer[at] = b'-';
        }
        &buffer[at..]
    }

    /// Returns the value in units of `10^-places`.
    pub const fn scaled(self) -> i64 {
        self.scaled
    }

    /// Returns the number of decimal places.
    pub const fn places(self) -> u8 {
        self.places.get()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 32];
        let text = std::str::from_utf8(self.write(&mut text));
        f.write_str(text.expect("only ASCII digits and signs are put"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ratios_round_half_away_from_zero() {
        let shown = |numerator, denominator| {
            Decimal::ratio(numerator, denominator, 2)
                .unwrap()
                .to_string()
        };
        assert_eq!(shown(1, 8), "0.13");
        assert_eq!(shown(-1, 8), "-0.13");
        assert_eq!(shown(1, -8), "-0.13");
        assert_eq!(shown(-1, -8), "0.13");
        assert_eq!(shown(2, 3), "0.67");
        assert_eq!(shown(5, 1), "5.00");
        assert_eq!(Decimal::ratio(1, 0, 2), None);
    }

    #[test]
    fn every_place_is_written_and_none_more() {
        let written = |scaled, places| Decimal::new(scaled, places).to_string();
        assert_eq!(written(0, 0), "0");
        assert_eq!(written(0, 2), "0.00");
        assert_eq!(written(-5, 2), "-0.05");
        assert_eq!(written(1250, 2), "12.50");
        assert_eq!(written(-12, 0), "-12");
        assert_eq!(written(10_000, 4), "1.0000");
        assert_eq!(written(i64::MIN, 4), "-922337203685477.5808");
    }

    proptest! {
        #[test]
        fn small_ratios_are_those_of_all_numbers(numerator in 0..i64::MAX, denominator in 1..i64::MAX) {
            let (numerator, denominator) = (i128::from(numerator >> 16), i128::from(denominator >> 8));
            prop_assume!(denominator > 0);
            let small = Decimal::small_ratio(numerator, denominator, 4);
            // Beyond 64 bits there is no short way: scaling both changes nothing but the size.
            let wide = Decimal::ratio(numerator << 40, denominator << 40, 4);
            prop_assert!(small.is_none() || small == wide);
        }
    }
}
