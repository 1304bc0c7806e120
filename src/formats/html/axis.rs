//! The time axis of a chart: what it spans, where an instant stands on it, and its ticks.

use std::fmt::Write as _;

use super::Locale;
use super::path::Path;
use crate::formats::time_range::shown;
use crate::language::format;
use crate::views::value::Stay;
use crate::views::value::{Instant, Span, TICKS_PER_SECOND};
use crate::zone::Zone;

/// The width of every chart in its own units; the page stretches them.
pub const WIDTH: i64 = 1000;

const MOST_TICKS: i64 = 6;
/// How long a date is.
const DATE: usize = "2026-10-12".len();

/// Steps between ticks, in seconds, of which the first that gives few enough is taken.
const STEPS: [i64; 22] = [
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    10_800,
    21_600,
    43_200,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
];
const DAY: i64 = 86_400;

/// A stretch of time laid over [`WIDTH`] units.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    from: Instant,
    length: Span,
}

impl Axis {
    /// Returns an axis over this stretch; `None` where it has no length.
    pub fn over(stretch: Stay) -> Option<Self> {
        (stretch.length() > Span::ZERO).then_some(Self {
            from: stretch.join(),
            length: stretch.length(),
        })
    }

    /// Returns an axis over what is shown of a meeting.
    pub fn around(window: Stay, seen: Option<Stay>) -> Option<Self> {
        Self::over(shown(window, seen)?)
    }

    /// Returns the end of the axis.
    fn to(self) -> Instant {
        self.from + self.length
    }

    /// Returns whether all of this stretch is on the axis.
    pub fn holds(self, stretch: Stay) -> bool {
        self.from <= stretch.join() && stretch.leave() <= self.to()
    }

    /// Returns where the instant stands, at the nearest end if it is beyond.
    pub fn x(self, at: Instant) -> i64 {
        let ticks = (at - self.from).as_ticks();
        let length = self.length.as_ticks();
        let scaled = ticks.checked_mul(WIDTH);
        let x = match scaled.and_then(|scaled| scaled.checked_add(length / 2)) {
            Some(scaled) => scaled.div_euclid(length),
            // Beyond some thirty years.
            None => {
                let length = i128::from(length);
                let scaled = i128::from(ticks) * i128::from(WIDTH) + length / 2;
                scaled.div_euclid(length).clamp(0, i128::from(WIDTH)) as i64
            }
        };
        x.clamp(0, WIDTH)
    }

    /// Returns the ticks, at round times of the zone's clocks.
    pub fn ticks(self, locale: Locale<'_>) -> Vec<Tick> {
        let seconds = self.length.whole_seconds();
        let step = STEPS
            .into_iter()
            .find(|step| seconds / step <= MOST_TICKS)
            .unwrap_or(seconds / MOST_TICKS);
        let first = self.first_tick(locale.zone, step);
        (0..)
            .map(|number| first + Span::seconds(step * number))
            .take_while(|&at| at <= self.to())
            .map(|at| Tick {
                at,
                label: label(locale, at, step),
            })
            .collect()
    }

    /// Returns the first instant on the axis at which the zone's clocks show a multiple of the
    /// step.
    fn first_tick(self, zone: &Zone, step: i64) -> Instant {
        let local = zone.local(self.from);
        let shift = local.duration_since(Zone::utc().local(self.from)).as_secs();
        // Rounded up, so that a fraction of a second does not put it before the axis.
        let ticks_per_step = step * TICKS_PER_SECOND;
        let shift = shift * TICKS_PER_SECOND;
        let steps = (self.from.as_ticks() + shift + ticks_per_step - 1).div_euclid(ticks_per_step);
        Instant::from_ticks(steps * ticks_per_step - shift)
    }

    /// Returns the labels of ticks, as markup.
    pub fn labels(self, ticks: &[Tick]) -> String {
        let mut labels = String::with_capacity(ticks.len() * 56);
        for tick in ticks {
            let x = self.x(tick.at);
            // Labels at the ends lean inwards, so that nothing is cut off.
            let room = tick.label.len() as i64 * 10;
            let anchor = match x {
                x if x < room => "start",
                x if x > WIDTH - room => "end",
                _ => "middle",
            };
            let (whole, tenth, label) = (x / 10, x % 10, &tick.label);
            // Of labels with an offset fewer have room on a narrow page.
            let class = match label.len() > DATE {
                true => r#" class="long""#,
                false => "",
            };
            let _ = write!(
                labels,
                r#"<text{class} x="{whole}.{tenth}%" y="14" text-anchor="{anchor}">{label}</text>"#
            );
        }
        labels
    }

    /// Grid lines of this height at the ticks.
    pub fn grid(self, ticks: &[Tick], height: i64) -> Path {
        let mut path = Path::with_room_for(ticks.len() * 2);
        for tick in ticks {
            path.from(self.x(tick.at), 0).to('v', height);
        }
        path
    }

    /// Lines of this height at the window's start and end.
    pub fn edges(self, window: Stay, height: i64) -> Path {
        let mut path = Path::with_room_for(4);
        for end in [window.join(), window.leave()] {
            path.from(self.x(end), 0).to('v', height);
        }
        path
    }

    /// Returns the areas of this height outside the window; empty where there are none.
    pub fn outside(self, window: Stay, height: i64) -> Path {
        let (start, end) = (self.x(window.join()), self.x(window.leave()));
        let mut path = Path::with_room_for(8);
        for (x, width) in [(0, start), (end, WIDTH - end)] {
            if width > 0 {
                let area = path.from(x, 0).to('h', width).to('v', height);
                area.to('h', -width).close();
            }
        }
        path
    }
}

/// A mark on the axis.
#[derive(Clone, Debug)]
pub struct Tick {
    /// Where it stands.
    pub at: Instant,
    /// What it says.
    pub label: String,
}

fn label(locale: Locale<'_>, at: Instant, step: i64) -> String {
    match step {
        DAY.. => locale.language.short_date(locale.zone.local(at).date()),
        60.. => format::hour_and_minute_in(locale.zone, at),
        _ => format::time_of_day_in(locale.zone, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn minutes(from: i64, to: i64) -> Stay {
        let at = |minute| Instant::from_ticks(Span::minutes(minute).as_ticks());
        Stay::new(at(from), at(to)).unwrap()
    }

    fn labels(stretch: Stay, zone: &str) -> Vec<String> {
        let zone = Zone::named(zone).unwrap();
        let locale = Locale {
            zone: &zone,
            language: Language::English,
            naming: &crate::views::run_view::Naming::default(),
        };
        let ticks = Axis::over(stretch).unwrap().ticks(locale);
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_stand_at_round_times_of_the_zone() {
        assert_eq!(
            labels(minutes(-1, 61), "UTC"),
            [
                "00:00", "00:10", "00:20", "00:30", "00:40", "00:50", "01:00"
            ]
        );
        // Kolkata is 5 h 30 min ahead.
        assert_eq!(
            labels(minutes(0, 300), "Asia/Kolkata"),
            ["06:00", "07:00", "08:00", "09:00", "10:00"]
        );
    }

    #[test]
    fn ticks_in_an_hour_that_clocks_show_twice_have_their_offsets() {
        // From 01:30 until 03:30 three hours later, on the night when clocks are put back.
        let begin = 1_792_884_600 / 60;
        assert_eq!(
            labels(minutes(begin, begin + 180), "Europe/Berlin"),
            [
                "01:30",
                "02:00 UTC+02:00",
                "02:30 UTC+02:00",
                "02:00 UTC+01:00",
                "02:30 UTC+01:00",
                "03:00",
                "03:30"
            ]
        );
    }

    #[test]
    fn a_few_seconds_and_a_year_have_ticks_too() {
        let instant = Stay::new(Instant::from_ticks(0), Instant::from_ticks(30_000_000));
        assert_eq!(
            labels(instant.unwrap(), "UTC"),
            ["00:00:00", "00:00:01", "00:00:02", "00:00:03"]
        );
        assert!(labels(minutes(0, 366 * 1440), "UTC").len() <= 7);
    }

    #[test]
    fn one_wrong_year_does_not_squeeze_the_meeting() {
        let window = minutes(0, 60);
        let axis = Axis::around(window, Some(minutes(-600_000, 70))).unwrap();
        assert_eq!(axis.length, Span::minutes(130));
        assert!(!axis.holds(minutes(-600_000, -599_990)));
        assert_eq!(axis.x(minutes(-600_000, 0).join()), 0);
    }

    #[test]
    fn centuries_are_laid_out_like_hours() {
        for stretch in [minutes(0, 60), minutes(0, 600 * 366 * 1440)] {
            let axis = Axis::over(stretch).unwrap();
            let quarter = stretch.join().as_ticks() + stretch.length().as_ticks() / 4;
            assert_eq!(axis.x(Instant::from_ticks(quarter)), WIDTH / 4);
            assert_eq!(axis.x(stretch.leave()), WIDTH);
        }
    }

    #[test]
    fn a_stretch_without_length_has_no_axis() {
        assert!(Axis::over(minutes(5, 5)).is_none());
    }
}
