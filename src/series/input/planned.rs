//! What was planned: titles, times and series of meetings, where the reports have none.

use std::collections::HashMap;

use crate::model::time::{Instant, ReadTime, Span, TICKS_PER_SECOND, ZoneGiven};
use crate::series::input::aliases::fold;
use crate::series::input::sheets::{Column, FileProblem, Sheet, SheetRow, Value, read_date};
use crate::zone::Zone;

/// A report belongs to a planned meeting whose start is at most so far from its own.
const NEAR: Span = Span::minutes(60);

/// One planned meeting.
#[derive(Clone, Debug, Default)]
pub struct PlannedMeeting {
    /// Where it stands in the file.
    pub row: usize,
    /// The title.
    pub title: Option<String>,
    /// When it was to start.
    pub start: Option<Instant>,
    /// When it was to end.
    pub end: Option<Instant>,
    /// The series it belongs to.
    pub series: Option<String>,
    /// The id of its report.
    pub report_id: Option<String>,
    /// The file of its report.
    pub file: Option<String>,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// All planned meetings, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// One a meeting.
    pub meetings: Vec<PlannedMeeting>,
}

impl Planned {
    /// Reads a sheet with a row a meeting; times without a zone are those of `zone`.
    ///
    /// # Errors
    /// When a row tells of no meeting, or a time cannot be read or runs backwards.
    pub fn read(sheet: &Sheet, zone: &Zone) -> Result<Self, FileProblem> {
        let title = sheet.column(&["title", "subject", "meeting"])?;
        let start = sheet.column(&["start", "scheduled start"])?;
        let end = sheet.column(&["end", "scheduled end"])?;
        let series = sheet.column(&["series", "course"])?;
        let report_id = sheet.column(&["report id", "report"])?;
        let file = sheet.column(&["file", "source"])?;
        let status = sheet.column(&["status", "state"])?;
        sheet.require(&[start, report_id, file], "`start`, `report id` or `file`")?;
        let meeting = |row: &SheetRow| {
            let meeting = PlannedMeeting {
                cancelled: is_cancelled(sheet, row, status)?,
                row: row.number,
                title: row.text(title),
                start: time(sheet, row, start, zone)?,
                end: time(sheet, row, end, zone)?,
                series: row.text(series),
                report_id: row.text(report_id),
                file: row.text(file).map(|file| fold(&file)),
            };
            refuse_nonsense(sheet, row, end, &meeting)?;
            Ok(meeting)
        };
        let meetings: Vec<_> = sheet.rows.iter().map(meeting).collect::<Result<_, _>>()?;
        refuse_repeats(sheet, report_id, &meetings, |one| one.report_id.as_ref())?;
        refuse_repeats(sheet, file, &meetings, |one| one.file.as_ref())?;
        Ok(Self { meetings })
    }

    /// The planned meeting that names a report, by its id, else by its file.
    pub fn naming(&self, report_id: Option<&str>, source: &str) -> Option<usize> {
        let by_id = |meeting: &PlannedMeeting| {
            meeting.report_id.is_some() && meeting.report_id.as_deref() == report_id
        };
        let source = fold(source);
        let file_name = source.rsplit('/').next().unwrap_or(&source);
        let by_file = |meeting: &PlannedMeeting| {
            let file = meeting.file.as_deref();
            file.is_some_and(|file| file == source || file == file_name)
        };
        let find = |test: &dyn Fn(&PlannedMeeting) -> bool| self.meetings.iter().position(test);
        find(&by_id).or_else(|| find(&by_file))
    }

    /// The meeting planned nearest to this start, among those that name no report, and how
    /// far away; one of the report's own series comes first. Where two are equally near,
    /// nobody can tell which it is, and what starts when the nearest was to be over is a
    /// meeting of its own.
    pub fn nearest(&self, start: Instant, series: &str) -> Option<(Span, usize)> {
        let own = |meeting: &PlannedMeeting| {
            let named = meeting.series.as_deref();
            named.is_some_and(|named| fold(named) == fold(series))
        };
        let near = self
            .meetings
            .iter()
            .enumerate()
            .filter_map(|(index, meeting)| {
                let away = meeting.away_from(start)?;
                Some(((!own(meeting), away), index))
            });
        let mut near: Vec<_> = near.collect();
        near.sort_unstable();
        match near[..] {
            [] => None,
            [(one, _), (other, _), ..] if one == other => None,
            [((_, away), index), ..] => {
                let over = self.meetings[index].end.is_some_and(|end| end <= start);
                (!over).then_some((away, index))
            }
        }
    }
}

impl PlannedMeeting {
    /// How far its start is from that of a report which may be of it; `None` where it
    /// names its report, or is out of reach.
    fn away_from(&self, start: Instant) -> Option<Span> {
        if self.report_id.is_some() || self.file.is_some() {
            return None;
        }
        let planned = self.start?;
        let away = Span::ticks((planned - start).as_ticks().abs());
        // A restart begins long after the plan, yet before its end.
        let during = self.end.is_some_and(|end| planned <= start && start < end);
        (during || away <= NEAR).then_some(away)
    }
}

/// Reads whether a meeting was called off; another status than the known ones is refused,
/// for whoever was not due must not become absent by a word that nobody understood.
fn is_cancelled(sheet: &Sheet, row: &SheetRow, column: Column) -> Result<bool, FileProblem> {
    let Some(status) = row.text(column) else {
        return Ok(false);
    };
    match fold(&status).as_str() {
        "cancelled" | "canceled" => Ok(true),
        "planned" | "held" | "confirmed" | "scheduled" => Ok(false),
        _ => {
            let said = format!(
                "`{}` is no status of a meeting; known are planned, held and cancelled",
                status.escape_debug()
            );
            Err(sheet.problem_at(row, column, said))
        }
    }
}

fn refuse_nonsense(
    sheet: &Sheet,
    row: &SheetRow,
    end: Column,
    meeting: &PlannedMeeting,
) -> Result<(), FileProblem> {
    if meeting.start.is_none() && meeting.report_id.is_none() && meeting.file.is_none() {
        return Err(sheet.problem_at(row, None, "has no start, report id or file".into()));
    }
    if let (Some(from), Some(to)) = (meeting.start, meeting.end)
        && to <= from
    {
        let written = row.text(end).unwrap_or_default();
        let said = format!("`{}` is not after the start", written.escape_debug());
        return Err(sheet.problem_at(row, end, said));
    }
    Ok(())
}

/// Refuses two rows that name the same report.
fn refuse_repeats(
    sheet: &Sheet,
    column: Column,
    meetings: &[PlannedMeeting],
    named: fn(&PlannedMeeting) -> Option<&String>,
) -> Result<(), FileProblem> {
    let mut seen = HashMap::new();
    for (meeting, row) in meetings.iter().zip(&sheet.rows) {
        if let Some(first) = named(meeting).and_then(|name| seen.insert(name, meeting.row)) {
            let said = format!("row {first} names the same report");
            return Err(sheet.problem_at(row, column, said));
        }
    }
    Ok(())
}

/// A point in time: with a zone as it stands, without one in `zone`.
fn time(
    sheet: &Sheet,
    row: &SheetRow,
    column: Column,
    zone: &Zone,
) -> Result<Option<Instant>, FileProblem> {
    let local = |moment: jiff::civil::DateTime| zone.instant(moment.date(), moment.time());
    match row.value(column) {
        Value::Empty => Ok(None),
        Value::Moment(moment) => Ok(local(*moment)),
        Value::Text(text) => read_time(text, zone).map(Some).ok_or_else(|| {
            let said = format!(
                "`{}` is no date and time; write it as 2026-10-31 09:00",
                text.escape_debug()
            );
            sheet.problem_at(row, column, said)
        }),
    }
}

fn read_time(text: &str, zone: &Zone) -> Option<Instant> {
    if let Some(ReadTime::At(instant, ZoneGiven::Yes)) = Instant::read(text) {
        return Some(instant);
    }
    let (date, time) = text.split_once([' ', 'T'])?;
    let mut parts = time.trim().split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
    let instant = zone.instant(read_date(date)?, time)?;
    (0..60)
        .contains(&second)
        .then(|| instant + Span::ticks(i64::from(second) * TICKS_PER_SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Planned, FileProblem> {
        let sheet = Sheet::read("meetings.csv", text.as_bytes()).unwrap();
        Planned::read(&sheet, &Zone::named("Europe/Berlin").unwrap())
    }

    #[test]
    fn times_without_a_zone_are_local_and_those_with_one_are_not() {
        let planned = read("start,end\n2026-11-02 09:00,2026-11-02T10:00:00Z\n").unwrap();
        let meeting = &planned.meetings[0];
        let shown = |at: Option<Instant>| at.unwrap().to_string();
        assert_eq!(shown(meeting.start), "2026-11-02T08:00:00Z");
        assert_eq!(shown(meeting.end), "2026-11-02T10:00:00Z");
    }

    #[test]
    fn a_report_is_named_by_id_then_file_and_else_found_by_its_start() {
        let planned = read(
            "title,start,report id,file\nby id,,r-1,\nby file,,,a.json\nby start,2026-11-02 09:00,,\n",
        )
        .unwrap();
        assert_eq!(planned.naming(Some("r-1"), "a.json"), Some(0));
        assert_eq!(planned.naming(None, "folder/A.json"), Some(1));
        assert_eq!(planned.naming(None, "b.json"), None);
        let start = planned.meetings[2].start.unwrap();
        assert_eq!(planned.nearest(start, ""), Some((Span::ZERO, 2)));
        assert_eq!(planned.nearest(start + Span::minutes(61), ""), None);
    }

    #[test]
    fn what_starts_when_the_planned_meeting_is_over_is_not_of_it() {
        let planned = read("title,start,end\nA,2026-11-02 09:00,2026-11-02 09:10\n").unwrap();
        let end = planned.meetings[0].end.unwrap();
        assert_eq!(planned.nearest(end, ""), None);
        let before = end + Span::ticks(-1);
        assert_eq!(planned.nearest(before, "").map(|(_, index)| index), Some(0));
    }

    #[test]
    fn what_follows_a_planned_meeting_is_not_taken_for_an_early_start_of_the_next() {
        let planned = read(
            "title,start,end\nA,2026-11-02 09:00,2026-11-02 09:10\nB,2026-11-02 10:00,2026-11-02 11:00\n",
        )
        .unwrap();
        let after = planned.meetings[0].end.unwrap() + Span::minutes(5);
        assert_eq!(planned.nearest(after, ""), None);
    }

    #[test]
    fn of_two_equally_near_only_the_own_series_is_taken() {
        let planned =
            read("title,start,series\nA,2026-11-02 09:00,Excel\nB,2026-11-02 09:00,Word\n")
                .unwrap();
        let start = planned.meetings[0].start.unwrap();
        assert_eq!(planned.nearest(start, "word"), Some((Span::ZERO, 1)));
        assert_eq!(planned.nearest(start, "other"), None);
    }

    #[test]
    fn a_report_named_twice_is_refused() {
        let twice = read("title,file\nA,a.json\nB,A.json\n").unwrap_err();
        assert_eq!(
            (twice.row, twice.column.as_deref()),
            (Some(3), Some("file"))
        );
    }

    #[test]
    fn a_meeting_that_ends_before_it_starts_is_refused() {
        let problem = read("start,end\n2026-11-02 09:00,2026-11-02 08:00\n").unwrap_err();
        assert_eq!(
            (problem.row, problem.column.as_deref()),
            (Some(2), Some("end"))
        );
        assert!(read("start\n2/11/2026 9am\n").is_err());
    }
}
