//! What people call days, weeks, months and years, and how files are named after them.

use jiff::civil::Date;

use crate::language::Language;
use crate::language::format::iso_date;
use crate::language::words::fill;

pub use crate::views::over_time::Unit;

impl Unit {
    /// Returns the word for it.
    pub const fn name(self, language: Language) -> &'static str {
        let words = language.words();
        match self {
            Self::Day => words.by_day,
            Self::Week => words.by_week,
            Self::Month => words.by_month,
            Self::Year => words.by_year,
        }
    }

    /// Returns what people call the unit that begins on `first`.
    pub fn title(self, first: Date, language: Language) -> String {
        match self {
            Self::Day => language.plain_date(first),
            Self::Week => {
                let day = language.plain_date(first);
                fill(language.words().week_from, &[("day", &day)])
            }
            Self::Month => language.month(first),
            Self::Year => first.year().to_string(),
        }
    }

    /// Returns the unit that begins on `first` in digits, for a narrow place.
    pub fn label(self, first: Date, language: Language) -> String {
        match self {
            Self::Day | Self::Week => language.short_date(first),
            Self::Month => language.short_month(first),
            Self::Year => first.year().to_string(),
        }
    }

    /// Returns the name, in files, of the unit that begins on `first`.
    pub fn stem(self, first: Date) -> String {
        let day = iso_date(first);
        match self {
            Self::Day => day,
            Self::Week => format!("week-{day}"),
            Self::Month => day[..7].to_owned(),
            Self::Year => day[..4].to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn each_unit_has_a_first_day_and_a_next_one() {
        let thursday = date(2026, 10, 1);
        let firsts = Unit::ALL.map(|unit| iso_date(unit.start(thursday)));
        assert_eq!(
            firsts,
            ["2026-10-01", "2026-09-28", "2026-10-01", "2026-01-01"]
        );
        let nexts = Unit::ALL.map(|unit| iso_date(unit.next(unit.start(thursday)).unwrap()));
        assert_eq!(
            nexts,
            ["2026-10-02", "2026-10-05", "2026-11-01", "2027-01-01"]
        );
    }

    #[test]
    fn units_are_called_as_people_call_them() {
        let first = date(2026, 9, 28);
        let titles = Unit::ALL.map(|unit| unit.title(first, Language::German));
        assert_eq!(
            titles,
            [
                "28. September 2026",
                "Woche ab 28. September 2026",
                "September 2026",
                "2026"
            ]
        );
        let stems = Unit::ALL.map(|unit| unit.stem(first));
        assert_eq!(stems, ["2026-09-28", "week-2026-09-28", "2026-09", "2026"]);
    }
}
