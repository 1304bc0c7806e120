//! What may be typed about the zone, the language and lateness.

use clap::{Args, ValueEnum};
use jiff::civil::Time;

use rollbook::language::Language;
use rollbook::model::time::Span;
use rollbook::stats::punctuality::{BaselineChoice, Punctuality};
use rollbook::zone::Zone;

use super::system;
use crate::plan::{Judging, OfSystem};

/// Zone, language and lateness.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub struct RulesArgs {
    /// Time zone of what people look at, such as Europe/Berlin; CSV and JSON stay UTC [default: the system's]
    #[arg(long, value_name = "ZONE", value_parser = parse_zone)]
    pub timezone: Option<Zone>,

    /// Language of what people look at: en, de, fr, es, pt, ja; CSV and JSON stay English [default: the system's, else en]
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<Language>,

    /// Judge who is late or left early against this moment
    #[arg(long, value_enum, default_value_t)]
    pub baseline: BaselineArg,

    /// Time of day at which the meetings were to start, in the time zone
    #[arg(long, value_name = "HH:MM", value_parser = parse_time)]
    pub scheduled_start: Option<Time>,

    /// Time of day at which the meetings were to end, in the time zone
    #[arg(long, value_name = "HH:MM", value_parser = parse_time)]
    pub scheduled_end: Option<Time>,

    /// Forgive being late or leaving early by up to this many minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 5)]
    pub grace: u16,
}

impl RulesArgs {
    /// Returns the time zone of what people look at.
    pub fn zone(&self) -> Zone {
        self.timezone.clone().unwrap_or_else(system::zone)
    }

    /// Returns the language of what people look at.
    pub fn language(&self) -> Language {
        self.language.unwrap_or_else(system::language)
    }

    /// Returns how it is judged and shown; whether local times are the system's is known elsewhere.
    pub fn plan(&self, local_times_of_system: bool) -> Judging {
        Judging {
            zone: self.zone(),
            language: self.language(),
            of_system: OfSystem {
                zone: self.timezone.is_none(),
                language: self.language.is_none(),
                local_times: local_times_of_system,
            },
            punctuality: Punctuality {
                baseline: self.baseline.into(),
                scheduled_start: self.scheduled_start,
                scheduled_end: self.scheduled_end,
                zone: self.zone(),
            },
            grace: Span::minutes(self.grace.into()),
        }
    }
}

/// A moment against which people are late or leave early.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum BaselineArg {
    /// The planned or scheduled time; without one nobody is judged
    #[default]
    Scheduled,
    /// The organizer's first join and last leave
    Organizer,
    /// The report's start and end
    Report,
    /// The first join and last leave of anybody
    Observed,
}

impl From<BaselineArg> for BaselineChoice {
    fn from(argument: BaselineArg) -> Self {
        match argument {
            BaselineArg::Scheduled => Self::Scheduled,
            BaselineArg::Organizer => Self::Organizer,
            BaselineArg::Report => Self::Report,
            BaselineArg::Observed => Self::Observed,
        }
    }
}

pub(super) fn parse_zone(name: &str) -> Result<Zone, String> {
    Zone::named(name).ok_or_else(|| {
        "there is no such zone; IANA names look like Europe/Berlin or America/New_York".into()
    })
}

pub(super) fn parse_time(text: &str) -> Result<Time, String> {
    let told = || "a time of day looks like 09:00".to_owned();
    let (hour, minute) = text.split_once(':').ok_or_else(told)?;
    let number = |text: &str| text.parse().ok().filter(|_| text.len() <= 2);
    let (hour, minute) = number(hour).zip(number(minute)).ok_or_else(told)?;
    Time::new(hour, minute, 0, 0).map_err(|_| told())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_hours_and_minutes() {
        assert_eq!(parse_time("9:05"), Ok(Time::constant(9, 5, 0, 0)));
        assert!(
            parse_time("24:00").is_err()
                && parse_time("9").is_err()
                && parse_time("009:5").is_err()
        );
    }
}
