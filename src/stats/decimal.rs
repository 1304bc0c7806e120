//! Numbers with a fixed number of decimal places, rounded once and exactly.

use std::fmt;

/// A decimal number: `scaled ÷ 10^places`, so that every format prints the same digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    scaled: i64,
    places: u8,
}

impl Decimal {
    /// `numerator ÷ denominator` rounded half away from zero; `None` where it is undefined or too large.
    pub fn ratio(numerator: i128, denominator: i128, places: u8) -> Option<Self> {
        if denominator == 0 {
            return None;
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
            places,
        })
    }

    /// `scaled ÷ 10^places`.
    pub const fn new(scaled: i64, places: u8) -> Self {
        Self { scaled, places }
    }

    /// A number in hundredths.
    pub const fn hundredths(scaled: i64) -> Self {
        Self { scaled, places: 2 }
    }

    /// The nearest floating-point number, for formats that know no other.
    pub fn as_f64(self) -> f64 {
        self.scaled as f64 / 10_f64.powi(self.places.into())
    }

    /// The value in units of `10^-places`.
    pub const fn scaled(self) -> i64 {
        self.scaled
    }

    /// The number of decimal places.
    pub const fn places(self) -> u8 {
        self.places
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(self.places.into());
        let size = self.scaled.unsigned_abs();
        if self.scaled < 0 {
            f.write_str("-")?;
        }
        write!(f, "{}", size / unit)?;
        if self.places > 0 {
            write!(
                f,
                ".{:0width$}",
                size % unit,
                width = usize::from(self.places)
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_round_half_away_from_zero() {
        let shown = |numerator, denominator| {
            Decimal::ratio(numerator, denominator, 2)
                .unwrap()
                .to_string()
        };
        assert_eq!(shown(1, 8), "0.13");
        assert_eq!(shown(-1, 8), "-0.13");
        assert_eq!(shown(2, 3), "0.67");
        assert_eq!(shown(5, 1), "5.00");
        assert_eq!(Decimal::ratio(1, 0, 2), None);
    }
}
