//! How CSV is written for the spreadsheets of a country: what stands between cells, in
//! numbers and in dates.

use std::io::Write as _;

use jiff::tz::TimeZone;

use crate::views::value::Instant;
use crate::zone::Zone;

/// How cells are told apart, and what numbers and dates look like.
#[derive(Clone, Debug, Default)]
pub struct Dialect {
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// What stands in front of the places of a number.
    pub decimal: DecimalSign,
    /// What times look like.
    pub times: Times,
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Delimiter {
    /// A comma.
    #[default]
    Comma = b',',
    /// A semicolon.
    Semicolon = b';',
    /// A tab.
    Tab = b'\t',
    /// A vertical bar.
    Bar = b'|',
}

/// What stands in front of the places of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum DecimalSign {
    /// A point.
    #[default]
    Point = b'.',
    /// A comma.
    Comma = b',',
}

/// What times look like.
#[derive(Clone, Debug, Default)]
pub enum Times {
    /// ISO 8601 in UTC, with every digit.
    #[default]
    Utc,
    /// As the clocks of a zone show them, cut to whole seconds.
    Local(DateStyle, Zone),
}

/// In which order and between which signs a date is written; the time of day follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// `31.10.2026`.
    DayDots,
    /// `31/10/2026`.
    DaySlashes,
    /// `10/31/2026`.
    MonthSlashes,
    /// `2026/10/31`.
    YearSlashes,
    /// `2026-10-31`.
    YearDashes,
}

/// A dialect that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// Whose spreadsheets read it, in a few words.
    pub meaning: &'static str,
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// What stands in front of the places of a number.
    pub decimal: DecimalSign,
    /// What dates look like.
    pub dates: DateStyle,
}

const fn named(
    name: &'static str,
    meaning: &'static str,
    (delimiter, decimal): (Delimiter, DecimalSign),
    dates: DateStyle,
) -> Named {
    Named {
        name,
        meaning,
        delimiter,
        decimal,
        dates,
    }
}

const COMMAS: (Delimiter, DecimalSign) = (Delimiter::Comma, DecimalSign::Point);
const SEMICOLONS: (Delimiter, DecimalSign) = (Delimiter::Semicolon, DecimalSign::Comma);

/// The dialects that have a name.
pub static NAMED: [Named; 7] = [
    named(
        "excel-de",
        "Excel in German: 1,5; 31.10.2026",
        SEMICOLONS,
        DateStyle::DayDots,
    ),
    named(
        "excel-fr",
        "Excel in French: 1,5; 31/10/2026",
        SEMICOLONS,
        DateStyle::DaySlashes,
    ),
    named(
        "excel-es",
        "Excel in Spanish: 1,5; 31/10/2026",
        SEMICOLONS,
        DateStyle::DaySlashes,
    ),
    named(
        "excel-pt",
        "Excel in Portuguese: 1,5; 31/10/2026",
        SEMICOLONS,
        DateStyle::DaySlashes,
    ),
    named(
        "excel-ja",
        "Excel in Japanese: 1.5, 2026/10/31",
        COMMAS,
        DateStyle::YearSlashes,
    ),
    named(
        "excel-us",
        "Excel in the United States: 1.5, 10/31/2026",
        COMMAS,
        DateStyle::MonthSlashes,
    ),
    named(
        "excel-uk",
        "Excel in the United Kingdom: 1.5, 31/10/2026",
        COMMAS,
        DateStyle::DaySlashes,
    ),
];

impl Dialect {
    /// Returns whether a number would look like two cells.
    pub fn is_ambiguous(&self) -> bool {
        self.delimiter as u8 == self.decimal as u8
    }
}

impl DateStyle {
    /// Every style.
    pub const ALL: [Self; 5] = [
        Self::DayDots,
        Self::DaySlashes,
        Self::MonthSlashes,
        Self::YearSlashes,
        Self::YearDashes,
    ];

    /// Adds a time as the clocks of a zone show it; where they show it twice, or were
    /// changed, with how far they are ahead of UTC.
    #[cold]
    pub(super) fn push(self, bytes: &mut Vec<u8>, instant: Instant, zone: &Zone) {
        let local = zone.local(instant);
        let (year, month, day) = (local.year(), local.month(), local.day());
        // Memory takes everything.
        let _ = match self {
            Self::DayDots => write!(bytes, "{day:02}.{month:02}.{year:04}"),
            Self::DaySlashes => write!(bytes, "{day:02}/{month:02}/{year:04}"),
            Self::MonthSlashes => write!(bytes, "{month:02}/{day:02}/{year:04}"),
            Self::YearSlashes => write!(bytes, "{year:04}/{month:02}/{day:02}"),
            Self::YearDashes => write!(bytes, "{year:04}-{month:02}-{day:02}"),
        };
        let (hour, minute, second) = (local.hour(), local.minute(), local.second());
        let _ = write!(bytes, " {hour:02}:{minute:02}:{second:02}");
        if zone.is_doubtful(local) {
            let as_utc = TimeZone::UTC.to_timestamp(local).unwrap_or_default();
            let ahead = (as_utc.as_second() - instant.unix_seconds()) / 60;
            let sign = if ahead < 0 { '-' } else { '+' };
            let (hours, minutes) = (ahead.abs() / 60, ahead.abs() % 60);
            let _ = write!(bytes, " {sign}{hours:02}:{minutes:02}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::csv::{TextCells, kept_rows};
    use crate::formats::table_format::TextOptions;
    use crate::views::cell::{Cell, Rows};
    use crate::views::value::{Decimal, TICKS_PER_SECOND};
    use jiff::civil::DateTime;
    use jiff::fmt::strtime::BrokenDownTime;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// A value as it is put into a table.
    #[derive(Clone, Debug, PartialEq)]
    enum Value {
        Missing,
        Integer(i64),
        /// Scaled, and the places.
        Decimal(i64, u8),
        /// In ticks.
        Time(i64),
        Text(String),
    }

    impl Value {
        fn cell(&self) -> Cell<'_> {
            match self {
                Self::Missing => Cell::Missing,
                Self::Integer(number) => Cell::from(*number),
                Self::Decimal(scaled, places) => Cell::from(Decimal::new(*scaled, *places)),
                Self::Time(ticks) => Cell::from(Instant::from_ticks(*ticks)),
                Self::Text(text) => Cell::from(text.as_str()),
            }
        }

        /// Returns whether a cell that was read has this value, by the rules of the dialect.
        fn is(&self, read: &str, dialect: &Dialect) -> bool {
            match self {
                Self::Missing => read.is_empty(),
                Self::Integer(number) => read.parse() == Ok(*number),
                Self::Decimal(scaled, places) => {
                    let plain = match dialect.decimal {
                        DecimalSign::Point => read.to_owned(),
                        DecimalSign::Comma => read.replace(',', "."),
                    };
                    plain == Decimal::new(*scaled, *places).to_string()
                }
                Self::Time(ticks) => {
                    let seconds = ticks.div_euclid(TICKS_PER_SECOND);
                    seconds_of(read, &dialect.times) == Some(seconds)
                }
                Self::Text(text) => read == text,
            }
        }
    }

    /// Reads a time by the rules of the dialect, to seconds.
    fn seconds_of(read: &str, times: &Times) -> Option<i64> {
        let Times::Local(style, zone) = times else {
            return read
                .parse::<jiff::Timestamp>()
                .ok()
                .map(|at| at.as_nanosecond().div_euclid(1_000_000_000) as i64);
        };
        let date = match style {
            DateStyle::DayDots => "%d.%m.%Y",
            DateStyle::DaySlashes => "%d/%m/%Y",
            DateStyle::MonthSlashes => "%m/%d/%Y",
            DateStyle::YearSlashes => "%Y/%m/%d",
            DateStyle::YearDashes => "%Y-%m-%d",
        };
        if let Ok(read) = BrokenDownTime::parse(format!("{date} %H:%M:%S %:z"), read) {
            return Some(read.to_timestamp().ok()?.as_second());
        }
        let local = DateTime::strptime(format!("{date} %H:%M:%S"), read).ok()?;
        let instant = zone.instant(local.date(), local.time())?;
        Some(instant.unix_seconds())
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Missing),
            any::<i64>().prop_map(Value::Integer),
            (any::<i64>(), 0_u8..8).prop_map(|(scaled, places)| Value::Decimal(scaled, places)),
            // From 1970 to 2100, and the nights on which clocks are changed.
            (0..4_102_444_800 * TICKS_PER_SECOND).prop_map(Value::Time),
            (1_792_886_400_i64..1_792_897_200).prop_map(|at| Value::Time(at * TICKS_PER_SECOND)),
            ".*".prop_map(Value::Text),
        ]
    }

    /// Returns every way of writing that can be read back.
    fn dialects() -> Vec<Dialect> {
        let delimiters = [
            Delimiter::Comma,
            Delimiter::Semicolon,
            Delimiter::Tab,
            Delimiter::Bar,
        ];
        let zones = [
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
        ];
        let zones = zones.map(|name| Zone::named(name).unwrap());
        let local = DateStyle::ALL.into_iter().flat_map(|style| {
            let zones = zones.clone();
            zones.map(|zone| Times::Local(style, zone))
        });
        let all: Vec<_> = std::iter::once(Times::Utc).chain(local).collect();
        let mut dialects = Vec::new();
        for times in all {
            for delimiter in delimiters {
                for decimal in [DecimalSign::Point, DecimalSign::Comma] {
                    let times = times.clone();
                    dialects.push(Dialect {
                        delimiter,
                        decimal,
                        times,
                    });
                }
            }
        }
        dialects.retain(|dialect| !dialect.is_ambiguous());
        dialects
    }

    proptest! {
        #[test]
        fn each_dialect_reads_back_by_its_own_rules(values in prop::collection::vec(value(), 1..6)) {
            for dialect in dialects() {
                let mut rows = Rows::default();
                rows.push(&values.iter().map(Value::cell).collect::<Vec<_>>());
                let delimiter = dialect.delimiter as u8;
                let options = TextOptions {
                    text: TextCells::Raw,
                    dialect,
                    ..TextOptions::default()
                };
                let written = kept_rows(&rows, &options);
                let mut reader = csv::ReaderBuilder::new();
                let reader = reader.has_headers(false).delimiter(delimiter);
                let mut reader = reader.from_reader(written.as_slice());
                let read: Vec<_> = reader.records().map(Result::unwrap).collect();
                prop_assert_eq!(read.len(), 1);
                prop_assert_eq!(read[0].len(), values.len());
                for (value, read) in values.iter().zip(&read[0]) {
                    prop_assert!(value.is(read, &options.dialect), "{:?}: {} ({:?})", value, read, options.dialect);
                }
            }
        }
    }

    #[test]
    fn each_named_dialect_has_a_name_of_its_own_and_can_be_read() {
        let names: BTreeSet<_> = NAMED.iter().map(|one| one.name).collect();
        assert_eq!(names.len(), NAMED.len());
        for one in NAMED {
            let dialect = Dialect {
                delimiter: one.delimiter,
                decimal: one.decimal,
                times: Times::default(),
            };
            assert!(!dialect.is_ambiguous(), "{}", one.name);
        }
    }

    #[test]
    fn a_german_line_is_as_a_german_excel_writes_it() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let options = TextOptions {
            dialect: Dialect {
                delimiter: Delimiter::Semicolon,
                decimal: DecimalSign::Comma,
                times: Times::Local(DateStyle::DayDots, berlin),
            },
            ..TextOptions::default()
        };
        let mut rows = Rows::default();
        let at = |seconds: i64| Cell::from(Instant::from_ticks(seconds * TICKS_PER_SECOND + 7));
        // 2026-10-25 00:30 and 01:30 UTC are both 02:30 in Berlin.
        let times = [at(1_792_857_600), at(1_792_888_200), at(1_792_891_800)];
        rows.push(&[
            Cell::from("Lee; Ann"),
            Cell::from(Decimal::hundredths(-1250)),
            Cell::Missing,
        ]);
        rows.push(&times);
        assert_eq!(
            String::from_utf8(kept_rows(&rows, &options)).unwrap(),
            "\"Lee; Ann\";-12,50;\r\n24.10.2026 18:00:00;25.10.2026 02:30:00 +02:00;25.10.2026 02:30:00 +01:00\r\n"
        );
    }
}
