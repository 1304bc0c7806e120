//! The numbers of each role.

use super::grid::{Column, table as grid};
use super::{Lines, Look, inert};
use crate::stats::roles::GroupStats;
use crate::summary::MeetingSummary;

/// Adds a row a role, and one for all where there are several.
pub fn table(meeting: &MeetingSummary<'_>, text: &mut Lines<'_>) {
    let look = text.look;
    let words = look.language.words();
    let groups = &meeting.stats.groups;
    let mut rows: Vec<(String, &GroupStats)> = groups
        .roles
        .iter()
        .map(|(role, group)| {
            let name = role
                .name()
                .map_or(words.no_role, |name| look.language.role(name));
            (inert(name).into_owned(), group)
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    if rows.len() > 1 {
        rows.push((words.all_roles.to_owned(), &groups.all));
    }
    text.heading(words.by_role);
    grid(&columns(meeting, &rows, look), text);
}

fn columns(
    meeting: &MeetingSummary<'_>,
    rows: &[(String, &GroupStats)],
    look: &Look,
) -> Vec<Column> {
    let (language, words, stats) = (look.language, look.language.words(), &meeting.stats);
    let count = |count: u64| language.count(count as i64);
    let column = |rank, heading, cell: &dyn Fn(&GroupStats) -> Option<String>| Column {
        heading,
        rank,
        cells: rows
            .iter()
            .map(|(_, group)| cell(group).unwrap_or_else(|| "–".into()))
            .collect(),
    };
    let roles = Column {
        heading: words.role,
        rank: 0,
        cells: rows.iter().map(|(role, _)| role.clone()).collect(),
    };
    vec![
        roles,
        column(1, words.participants, &|group| {
            Some(count(group.sums.participants))
        }),
        column(3, words.presence, &|group| {
            Some(language.duration(group.presence()?.sum))
        }),
        column(2, words.mean_share, &|group| {
            Some(language.percent(group.sums.mean_share()?.as_f64()))
        }),
        column(7, words.mean, &|group| {
            Some(language.mean_duration(group.presence()?.mean.as_f64()))
        }),
        column(6, words.median, &|group| {
            Some(language.mean_duration(group.presence()?.median.as_f64()))
        }),
        column(8, words.rejoins, &|group| Some(count(group.sums.rejoins))),
        column(4, words.late, &|group| {
            stats.start_baseline.map(|_| count(group.sums.late))
        }),
        column(5, words.left_early, &|group| {
            stats.end_baseline.map(|_| count(group.sums.left_early))
        }),
    ]
}
