//! What a meeting was: its title, and its numbers with what they were measured against.

use super::columns::{left, width};
use super::paint::Paint;
use super::{Lines, Locale};
use crate::finding::{Severity, SeverityCounts};
use crate::language::format::{offsets, time_of_day_in};
use crate::language::words::fill;
use crate::untrusted::one_line_of_terminal;
use crate::views::meeting_view::{MeetingSums, MeetingView, WindowSource};
use crate::views::value::Stay;
use crate::views::value::{Baseline, BaselineSource, Instant, Span};

/// The title, when it was, what it rests on, and whether something was found.
pub fn title(meeting: &MeetingView<'_>, text: &mut Lines<'_>) {
    let locale = text.locale;
    let words = locale.language.words();
    text.painted(Paint::Strong, &one_line_of_terminal(meeting.title()), 0);
    match meeting.window() {
        None => text.painted(Paint::Mute, words.when_unknown, 0),
        Some(window) => {
            let date = locale
                .language
                .long_date(locale.zone.local(window.join()).date());
            let length = locale.language.duration(meeting.length().whole_seconds());
            let times = from_to(window, locale);
            text.painted(Paint::Mute, &format!("{date}, {times} ({length})"), 0);
            let (zone, offset) = (locale.zone.name(), offsets(&locale.zone, window));
            text.mute(&fill(
                words.times_in,
                &[("zone", zone), ("offset", &offset)],
            ));
        }
    }
    let sessions = meeting.sessions();
    for session in &sessions {
        match session.window.filter(|_| sessions.len() > 1) {
            Some(window) => text.mute(&format!("{} ({})", session.source, from_to(window, locale))),
            None => text.mute(session.source),
        }
    }
    text.blank();
    told(meeting.codes().severities(), text);
    if !meeting.has_records() {
        text.painted(Paint::Warning, words.no_records, 0);
    }
}

/// Adds how much was found, each severity with its sign.
fn told(counts: SeverityCounts, text: &mut Lines<'_>) {
    let words = text.locale.language.words();
    if counts == SeverityCounts::default() {
        return text.painted(Paint::Fine, &format!("✓ {}", words.nothing_amiss), 0);
    }
    let parts = [
        (Severity::Error, counts.errors, words.n_errors),
        (Severity::Warning, counts.warnings, words.n_warnings),
        (Severity::Note, counts.notes, words.n_notes),
    ];
    for (severity, count, plural) in parts.into_iter().filter(|(_, count, _)| *count > 0) {
        let counted = text.locale.language.counted(plural, count);
        let said = format!("{} {counted}", severity.sign());
        text.painted(paint(severity), &said, 0);
    }
}

/// Returns how a severity stands out.
pub const fn paint(severity: Severity) -> Paint {
    match severity {
        Severity::Error => Paint::Error,
        Severity::Warning => Paint::Warning,
        Severity::Note => Paint::Mute,
    }
}

/// The numbers of the meeting, a line each.
pub fn facts(meeting: &MeetingView<'_>, text: &mut Lines<'_>) {
    let facts = facts_of(meeting, text.locale);
    let widest = facts
        .iter()
        .map(|(label, _)| width(label))
        .max()
        .unwrap_or(0);
    let label_width = widest.min(text.locale.width * 3 / 5);
    text.blank();
    for (label, value) in &facts {
        text.marked(&(left(label, label_width) + "  "), value);
    }
}

fn facts_of(meeting: &MeetingView<'_>, locale: &Locale) -> Vec<(&'static str, String)> {
    let words = locale.language.words();
    let mut facts = vec![(words.meeting_window, window(meeting, locale))];
    if meeting.has_records() {
        facts.extend(attendance(meeting, locale));
    }
    facts
}

fn window(meeting: &MeetingView<'_>, locale: &Locale) -> String {
    let words = locale.language.words();
    let Some((window, source)) = meeting.window().zip(meeting.window_source()) else {
        return words.not_known.to_owned();
    };
    let source = match source {
        WindowSource::Planned => words.window_planned,
        WindowSource::Reported => words.window_reported,
        WindowSource::Observed => words.window_observed,
    };
    format!("{} ({source})", from_to(window, locale))
}

fn attendance(meeting: &MeetingView<'_>, locale: &Locale) -> Vec<(&'static str, String)> {
    let (words, language) = (locale.language.words(), locale.language);
    let unknown = || words.not_known.to_owned();
    let duration = |seconds: Option<i64>| seconds.map_or_else(unknown, |it| language.duration(it));
    let sums = meeting.sums();
    let share = sums
        .mean_share
        .map(|share| language.percent(share.as_f64()));
    let mean = sums.mean_concurrency;
    let mean = mean.map(|mean| language.decimal(mean.as_f64()));
    vec![
        (words.participants, language.count(sums.participants as i64)),
        (words.most_at_once, peak(meeting, locale)),
        (words.mean_at_a_time, mean.unwrap_or_else(unknown)),
        (words.mean_share, share.unwrap_or_else(unknown)),
        (
            words.came_late,
            late(sums.late, meeting.late_baseline(), locale),
        ),
        (
            words.left_early,
            early(sums.left_early, meeting.early_baseline(), locale),
        ),
        (words.reported_total, duration(sums.reported_total)),
        (
            words.interval_sum,
            duration(sums.interval_sum) + &comparison(&sums, locale),
        ),
        (words.presence, duration(sums.presence_seconds)),
    ]
}

fn peak(meeting: &MeetingView<'_>, locale: &Locale) -> String {
    let words = locale.language.words();
    meeting.peak().map_or_else(
        || words.not_known.to_owned(),
        |peak| {
            let at = clock(peak.at, meeting.begin(), locale);
            let first = fill(words.first_at, &[("at", &at)]);
            format!("{} ({first})", locale.language.count(peak.present as i64))
        },
    )
}

/// Returns how the two sums compare.
fn comparison(sums: &MeetingSums, locale: &Locale) -> String {
    let words = locale.language.words();
    match (sums.reported_total, sums.interval_sum) {
        (Some(total), Some(sum)) if total == sum => format!(" ✓ {}", words.equals_total),
        (Some(_), Some(_)) => format!(" ✕ {}", words.differs_from_total),
        _ => String::new(),
    }
}

fn late(count: Option<u64>, baseline: Option<Baseline>, locale: &Locale) -> String {
    let words = locale.language.words();
    let source = |source| match source {
        BaselineSource::Scheduled => words.scheduled_start,
        BaselineSource::Organizer => words.organizer_join,
        BaselineSource::Report => words.report_start,
        BaselineSource::Observed => words.anybody_join,
    };
    judged(count, baseline, words.plus_grace, source, locale)
}

fn early(count: Option<u64>, baseline: Option<Baseline>, locale: &Locale) -> String {
    let words = locale.language.words();
    let source = |source| match source {
        BaselineSource::Scheduled => words.scheduled_end,
        BaselineSource::Organizer => words.organizer_leave,
        BaselineSource::Report => words.report_end,
        BaselineSource::Observed => words.anybody_leave,
    };
    judged(count, baseline, words.minus_grace, source, locale)
}

/// Returns a count of people with the moment they were judged against; not judged without one.
fn judged(
    count: Option<u64>,
    baseline: Option<Baseline>,
    with_grace: &str,
    source: impl Fn(BaselineSource) -> &'static str,
    locale: &Locale,
) -> String {
    let Some(baseline) = baseline else {
        return locale.language.words().not_judged.to_owned();
    };
    let Some(count) = count else {
        return locale.language.words().not_known.to_owned();
    };
    let count = locale.language.count(count as i64);
    let at = clock(baseline.at, Some(baseline.at), locale);
    let grace = locale.language.duration(locale.grace.whole_seconds());
    let grace = match locale.grace > Span::ZERO {
        true => format!(" {}", fill(with_grace, &[("grace", &grace)])),
        false => String::new(),
    };
    format!("{count} ({at}{grace}: {})", source(baseline.source))
}

/// From and to, the date named where it is another than the first's.
pub fn from_to(stay: Stay, locale: &Locale) -> String {
    let from = time_of_day_in(&locale.zone, stay.join());
    let to = clock(stay.leave(), Some(stay.join()), locale);
    fill(
        locale.language.words().from_to,
        &[("from", &from), ("to", &to)],
    )
}

/// Returns the time of day, with the date where it is not that of `usual`.
fn clock(at: Instant, usual: Option<Instant>, locale: &Locale) -> String {
    let usual = usual.map(|usual| locale.zone.local(usual).date());
    locale.language.clock(&locale.zone, at, usual)
}
