//! What was planned: titles, times and series of meetings, where the reports have none.

use super::aliases::fold;
use crate::model::time::{Instant, ReadTime, Span, TICKS_PER_SECOND, ZoneGiven};
use crate::source::sheets::{Column, FileProblem, Sheet, SheetRow, Value, read_date};
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
        sheet.require(&[start, report_id, file], "`start`, `report id` or `file`")?;
        let meeting = |row: &SheetRow| {
            let meeting = PlannedMeeting {
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
        Ok(Self {
            meetings: sheet.rows.iter().map(meeting).collect::<Result<_, _>>()?,
        })
    }

    /// The planned meeting that a report is of: by its id, else its file, else its start.
    pub fn of_report(
        &self,
        report_id: Option<&str>,
        source: &str,
        start: Option<Instant>,
    ) -> Option<usize> {
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
        find(&by_id)
            .or_else(|| find(&by_file))
            .or_else(|| self.nearest(start?))
    }

    /// The meeting planned nearest to this start, among those that name no report.
    fn nearest(&self, start: Instant) -> Option<usize> {
        let unnamed =
            |meeting: &PlannedMeeting| meeting.report_id.is_none() && meeting.file.is_none();
        let near = self
            .meetings
            .iter()
            .enumerate()
            .filter_map(|(index, meeting)| {
                let planned = meeting.start.filter(|_| unnamed(meeting))?;
                let away = (planned - start).as_ticks().abs();
                // A restart begins long after the plan, yet before its end.
                let during = meeting
                    .end
                    .is_some_and(|end| planned <= start && start < end);
                (during || away <= NEAR.as_ticks()).then_some((away, index))
            });
        near.min().map(|(_, index)| index)
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
        let said = format!("ends at {to}, not after it starts at {from}");
        return Err(sheet.problem_at(row, end, said));
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
    fn a_report_is_matched_by_id_then_file_then_start() {
        let planned = read(
            "title,start,report id,file\nby id,,r-1,\nby file,,,a.json\nby start,2026-11-02 09:00,,\n",
        )
        .unwrap();
        let start = planned.meetings[2].start;
        assert_eq!(planned.of_report(Some("r-1"), "a.json", start), Some(0));
        assert_eq!(planned.of_report(None, "folder/A.json", start), Some(1));
        assert_eq!(planned.of_report(None, "b.json", start), Some(2));
        let hours_later = start.map(|at| at + Span::minutes(61));
        assert_eq!(planned.of_report(None, "b.json", hours_later), None);
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
