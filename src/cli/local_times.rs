//! What may be typed about the local times of CSV files.

use clap::{Args, ValueEnum};
use jiff::civil::{Date, Time};

use rollbook::decode::teams::clock::{DateOrder, LocalTimes};
use rollbook::zone::Zone;

use super::rules::{parse_time, parse_zone};

/// How the local times of CSV files are read.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Local times of CSV files")]
pub struct LocalTimeArgs {
    /// Time zone in which CSV files were downloaded, such as Europe/Berlin [default: --timezone, if given]
    #[arg(long, value_name = "ZONE", value_parser = parse_zone)]
    pub input_timezone: Option<Zone>,

    /// Order of day, month and year in CSV files and lists [default: as each file shows; refused where it does not]
    #[arg(long, value_enum, value_name = "ORDER")]
    pub date_order: Option<DateOrderArg>,

    /// Day of files that hold times of day alone, as Google Meet's do [default: the one in their name]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<Date>,

    /// Time of day at which attendance lists end, which hold no last leaves, in their time zone
    #[arg(long, value_name = "HH:MM", value_parser = parse_time)]
    pub end: Option<Time>,

    /// Whether the zone is this computer's, since nobody could type one.
    #[arg(skip)]
    pub of_system: bool,
}

impl LocalTimeArgs {
    /// Returns the order of day, month and year, if one was given.
    pub fn order(&self) -> Option<DateOrder> {
        self.date_order.map(DateOrder::from)
    }

    /// Returns how local times are read where people look at this zone, if one was given.
    pub fn local_times(&self, shown_in: Option<&Zone>) -> LocalTimes {
        LocalTimes {
            zone: self.input_timezone.clone(),
            shown_in: shown_in.cloned(),
            order: self.order(),
            date: self.date,
            end: self.end,
        }
    }
}

/// In which order a date's numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateOrderArg {
    /// Day, month, year
    Dmy,
    /// Month, day, year
    Mdy,
    /// Year, month, day
    Ymd,
}

impl From<DateOrderArg> for DateOrder {
    fn from(argument: DateOrderArg) -> Self {
        match argument {
            DateOrderArg::Dmy => Self::DayFirst,
            DateOrderArg::Mdy => Self::MonthFirst,
            DateOrderArg::Ymd => Self::YearFirst,
        }
    }
}
