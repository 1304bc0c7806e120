//! What may be typed about CSV files.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use rollbook::formats::dialect::{DateStyle, DecimalSign, Delimiter, Dialect, NAMED, Named, Times};
use rollbook::zone::Zone;

use super::choices::word;

/// How CSV files are written.
#[derive(Debug, Args)]
#[command(next_help_heading = "CSV files")]
pub struct DialectArgs {
    /// Write CSV as the spreadsheets of a country read it, with local times
    #[arg(long, value_enum, value_name = "DIALECT")]
    pub csv_dialect: Option<DialectChoice>,

    /// Put this between cells [default: comma]
    #[arg(long, value_enum, value_name = "SIGN")]
    pub delimiter: Option<DelimiterArg>,

    /// Put this in front of the places of numbers [default: point]
    #[arg(long, value_enum, value_name = "SIGN")]
    pub decimal: Option<DecimalArg>,

    /// Write times so; all but iso are local in the time zone, and cut to seconds [default: iso]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub date_format: Option<DateFormatArg>,
}

impl DialectArgs {
    /// Returns how CSV files are written where people look at this zone: what is said
    /// alone comes before the dialect of a name.
    pub fn plan(&self, zone: Zone) -> Dialect {
        let named = self.csv_dialect.map(|choice| choice.0);
        let dates = match self.date_format {
            Some(typed) => typed.style(),
            None => named.map(|named| named.dates),
        };
        let delimiter = self.delimiter.map(Delimiter::from);
        let decimal = self.decimal.map(DecimalSign::from);
        Dialect {
            delimiter: (delimiter.or(named.map(|named| named.delimiter))).unwrap_or_default(),
            decimal: (decimal.or(named.map(|named| named.decimal))).unwrap_or_default(),
            times: dates.map_or(Times::Utc, |style| Times::Local(style, zone)),
        }
    }

    /// Returns the options that were typed, with their words.
    pub fn in_force(&self) -> [(&'static str, Option<String>); 4] {
        [
            ("csv-dialect", self.csv_dialect.as_ref().and_then(word)),
            ("delimiter", self.delimiter.as_ref().and_then(word)),
            ("decimal", self.decimal.as_ref().and_then(word)),
            ("date-format", self.date_format.as_ref().and_then(word)),
        ]
    }
}

/// A dialect that has a name: one of [`NAMED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DialectChoice(&'static Named);

const DIALECTS: [DialectChoice; NAMED.len()] = {
    let mut choices = [DialectChoice(&NAMED[0]); NAMED.len()];
    let mut at = 0;
    while at < choices.len() {
        choices[at] = DialectChoice(&NAMED[at]);
        at += 1;
    }
    choices
};

impl ValueEnum for DialectChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &DIALECTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name).help(self.0.meaning))
    }
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DelimiterArg {
    /// ,
    #[value(alias = ",")]
    Comma,
    /// ;
    #[value(alias = ";")]
    Semicolon,
    /// A tab
    Tab,
    /// |
    #[value(alias = "|")]
    Bar,
}

impl From<DelimiterArg> for Delimiter {
    fn from(argument: DelimiterArg) -> Self {
        match argument {
            DelimiterArg::Comma => Self::Comma,
            DelimiterArg::Semicolon => Self::Semicolon,
            DelimiterArg::Tab => Self::Tab,
            DelimiterArg::Bar => Self::Bar,
        }
    }
}

/// What stands in front of the places of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecimalArg {
    /// 1.5
    #[value(alias = ".")]
    Point,
    /// 1,5
    #[value(alias = ",")]
    Comma,
}

impl From<DecimalArg> for DecimalSign {
    fn from(argument: DecimalArg) -> Self {
        match argument {
            DecimalArg::Point => Self::Point,
            DecimalArg::Comma => Self::Comma,
        }
    }
}

/// What times look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateFormatArg {
    /// 2026-10-31T09:00:00Z, in UTC
    Iso,
    /// 31.10.2026 10:00:00
    #[value(name = "d.m.y")]
    DayDots,
    /// 31/10/2026 10:00:00
    #[value(name = "d/m/y")]
    DaySlashes,
    /// 10/31/2026 10:00:00
    #[value(name = "m/d/y")]
    MonthSlashes,
    /// 2026/10/31 10:00:00
    #[value(name = "y/m/d")]
    YearSlashes,
    /// 2026-10-31 10:00:00
    #[value(name = "y-m-d")]
    YearDashes,
}

impl DateFormatArg {
    /// Returns the style of local times; `None` for times in UTC.
    const fn style(self) -> Option<DateStyle> {
        match self {
            Self::Iso => None,
            Self::DayDots => Some(DateStyle::DayDots),
            Self::DaySlashes => Some(DateStyle::DaySlashes),
            Self::MonthSlashes => Some(DateStyle::MonthSlashes),
            Self::YearSlashes => Some(DateStyle::YearSlashes),
            Self::YearDashes => Some(DateStyle::YearDashes),
        }
    }
}
