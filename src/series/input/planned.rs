//! What was planned: titles, times and series of meetings, where the reports have none.

use std::collections::HashMap;

use jiff::civil::{DateTime, Time};

use crate::model::interval::Stay;
use crate::model::time::{Instant, ReadTime, Span, ZoneGiven};
use crate::series::input::aliases::fold;
use crate::series::input::dates::{DateOrder, read_date, read_moment, read_time};
use crate::series::input::faults::{Collected, Faults, FileProblem};
use crate::series::input::headings::Field;
use crate::series::input::sheets::{Sheet, SheetRow, Value};
use crate::series::input::table::{ListKind, Listed, Table, no_date};
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
    /// Whether it recurs without end, so that what is to come of it is no plan.
    pub is_endless: bool,
}

/// All planned meetings, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// One a meeting.
    pub meetings: Vec<PlannedMeeting>,
}

impl Planned {
    /// Reads a sheet with a row per meeting; times without a zone are those of `zone`.
    ///
    /// # Errors
    /// When a row tells of no meeting, or a time cannot be read, lacks its time of day or
    /// runs backwards: all faults at once.
    pub fn read(sheet: &Sheet, zone: &Zone) -> Result<Listed<Self>, Faults> {
        let table = Table::of(sheet, &MEETINGS)?;
        let mut faults = Collected::default();
        table.refuse_unsaved(&mut faults);
        let mut meetings = Vec::new();
        let mut all_day = 0;
        for row in &table.rows {
            if is_all_day(&table, row) {
                all_day += 1;
                continue;
            }
            let meeting = meeting(&table, row, zone, &mut faults);
            meetings.extend(meeting);
        }
        refuse_repeats(&table, Field::ReportId, &meetings, &mut faults, |one| {
            one.report_id.as_ref()
        });
        refuse_repeats(&table, Field::File, &meetings, &mut faults, |one| {
            one.file.as_ref()
        });
        let meetings = faults.instead_of(meetings)?;
        Ok(Listed {
            understood: table.understood(meetings.len(), notes(&meetings, all_day)),
            list: Self { meetings },
        })
    }

    /// Returns the planned meeting that names a report, by its id, else by its file.
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

    /// Returns the meeting planned nearest to the start of this window, among those that name
    /// no report, and how far away; one of the report's own series comes first. Where two are
    /// equally near, nobody can tell which it is, and what starts when the nearest was to be
    /// over, or ends before it was to begin, is a meeting of its own.
    pub fn nearest(&self, window: Stay, series: &str) -> Option<(Span, usize)> {
        let start = window.join();
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
                let planned = &self.meetings[index];
                let after = planned.end.is_some_and(|end| end <= start);
                let before = (planned.start).is_some_and(|begin| window.leave() <= begin);
                let apart = after || (before && away > Span::ZERO);
                (!apart).then_some((away, index))
            }
        }
    }
}

impl PlannedMeeting {
    /// Returns how far its start is from that of a report which may be of it; `None` where it
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

/// What a list of meetings may hold.
const MEETINGS: ListKind = ListKind {
    nouns: ["meeting", "meetings"],
    fields: &[
        Field::Title,
        Field::Start,
        Field::End,
        Field::StartTime,
        Field::EndTime,
        Field::AllDay,
        Field::Series,
        Field::ReportId,
        Field::File,
        Field::Status,
    ],
    known_by: &[Field::Start, Field::ReportId, Field::File],
    needs: "`start`, `report id` or `file`",
    decisive: &[Field::Status, Field::Series],
};

/// Returns what is remarkable about these meetings.
fn notes(meetings: &[PlannedMeeting], all_day: usize) -> Vec<String> {
    let cancelled = meetings.iter().filter(|meeting| meeting.cancelled).count();
    let mut notes = Vec::new();
    if cancelled > 0 {
        notes.push(format!("{cancelled} of them cancelled"));
    }
    if all_day > 0 {
        notes.push(format!("left out {all_day} that last all day"));
    }
    notes
}

/// Returns whether a calendar says that the entry has no time of day: a holiday is no meeting.
fn is_all_day(table: &Table<'_>, row: &SheetRow) -> bool {
    const YES: [&str; 9] = [
        "true",
        "yes",
        "1",
        "wahr",
        "ja",
        "vrai",
        "oui",
        "verdadero",
        "verdadeiro",
    ];
    let word = table.text(row, Field::AllDay);
    word.is_some_and(|word| YES.contains(&fold(&word).as_str()))
}

fn meeting(
    table: &Table<'_>,
    row: &SheetRow,
    zone: &Zone,
    faults: &mut Collected,
) -> Option<PlannedMeeting> {
    let cancelled = faults.note(is_cancelled(table, row));
    let start = faults.note(time(table, row, [Field::Start, Field::StartTime], zone));
    let end = faults.note(time(table, row, [Field::End, Field::EndTime], zone));
    let title = row.text(table.column(Field::Title));
    let by_title = title.as_deref().is_some_and(is_called_off);
    let meeting = PlannedMeeting {
        cancelled: cancelled? || by_title,
        is_endless: false,
        row: row.number,
        title,
        start: start?,
        end: end?,
        series: table.text(row, Field::Series),
        report_id: table.text(row, Field::ReportId),
        file: table.text(row, Field::File).map(|file| fold(&file)),
    };
    if let Err(fault) = refuse_nonsense(table, row, &meeting) {
        faults.add(fault);
        return None;
    }
    Some(meeting)
}

/// Returns whether a title begins as Outlook's does of a meeting that was called off.
pub(super) fn is_called_off(title: &str) -> bool {
    const WORDS: [&str; 8] = [
        "canceled:",
        "cancelled:",
        "abgesagt:",
        "annulé :",
        "annulé:",
        "cancelado:",
        "cancelada:",
        "キャンセル済み:",
    ];
    let title = fold(title).replace('\u{ff1a}', ":");
    WORDS.iter().any(|word| title.starts_with(word))
}

/// Reads whether a meeting was called off; another status than the known ones is refused,
/// for whoever was not due must not become absent by a word that nobody understood.
fn is_cancelled(table: &Table<'_>, row: &SheetRow) -> Result<bool, FileProblem> {
    const CANCELLED: [&str; 15] = [
        "cancelled",
        "canceled",
        "called off",
        "abgesagt",
        "ausgefallen",
        "entfallen",
        "storniert",
        "annulé",
        "annulée",
        "cancelado",
        "cancelada",
        "anulado",
        "anulada",
        "中止",
        "キャンセル",
    ];
    const PLANNED: [&str; 49] = [
        "no report",
        "report not read",
        "upcoming",
        "planned",
        "held",
        "confirmed",
        "scheduled",
        "tentative",
        "ok",
        "geplant",
        "stattgefunden",
        "bestätigt",
        "gehalten",
        "angesetzt",
        "prévu",
        "prévue",
        "tenu",
        "tenue",
        "confirmé",
        "confirmée",
        "planificado",
        "previsto",
        "prevista",
        "confirmado",
        "confirmada",
        "celebrada",
        "realizado",
        "realizada",
        "planejado",
        "agendado",
        "予定",
        "実施",
        // As this program's own tables say it.
        "abgehalten",
        "bevorstehend",
        "bericht nicht lesbar",
        "kein bericht",
        "à venir",
        "rapport illisible",
        "aucun rapport",
        "próxima",
        "informe no legible",
        "sin informe",
        "futura",
        "relatório ilegível",
        "sem relatório",
        "開催済み",
        "開催予定",
        "レポート読込不可",
        "レポートなし",
    ];
    let Some(status) = table.text(row, Field::Status) else {
        return Ok(false);
    };
    let word = fold(&status);
    if CANCELLED.contains(&word.as_str()) {
        return Ok(true);
    }
    if PLANNED.contains(&word.as_str()) {
        return Ok(false);
    }
    let said = format!(
        "`{}` is no status of a meeting; known are planned, held and cancelled",
        status.escape_debug()
    );
    Err(table.problem_at(row, Field::Status, said))
}

fn refuse_nonsense(
    table: &Table<'_>,
    row: &SheetRow,
    meeting: &PlannedMeeting,
) -> Result<(), FileProblem> {
    if meeting.start.is_none() && meeting.report_id.is_none() && meeting.file.is_none() {
        return Err(table.problem_in(row, "has no start, report id or file".into()));
    }
    if let (Some(from), Some(to)) = (meeting.start, meeting.end)
        && to <= from
    {
        let written = row.text(table.column(Field::End)).unwrap_or_default();
        let said = format!("`{}` is not after the start", written.escape_debug());
        return Err(table.problem_at(row, Field::End, said));
    }
    Ok(())
}

/// Refuses two rows that name the same report.
fn refuse_repeats(
    table: &Table<'_>,
    field: Field,
    meetings: &[PlannedMeeting],
    faults: &mut Collected,
    named: fn(&PlannedMeeting) -> Option<&String>,
) {
    let mut seen = HashMap::new();
    for meeting in meetings {
        let first = named(meeting).and_then(|name| seen.insert(name, meeting.row));
        let row = table.rows.iter().find(|row| row.number == meeting.row);
        if let (Some(first), Some(row)) = (first, row) {
            let said = format!("row {first} names the same report");
            faults.add(table.problem_at(row, field, said));
        }
    }
}

/// Returns a point in time: with a zone as it stands, without one in `zone`. Date and time of
/// day may stand apart, as Outlook exports them.
fn time(
    table: &Table<'_>,
    row: &SheetRow,
    [field, clock]: [Field; 2],
    zone: &Zone,
) -> Result<Option<Instant>, FileProblem> {
    let local = |moment: DateTime| {
        zone.instant(moment.date(), moment.time())
            .map(Some)
            .ok_or_else(|| {
                let said = format!("{moment} is no time in the zone {}", zone.name());
                table.problem_at(row, field, said)
            })
    };
    let written = table.text(row, field).unwrap_or_default();
    let apart = match table.value(row, clock) {
        Value::Empty | Value::Unsaved => None,
        Value::Moment(moment) => Some(moment.time()),
        Value::Text(text) => Some(read_time(text).or_else(|| part_of_day(text)).ok_or_else(
            || {
                let said = format!(
                    "`{}` is no time of day; write it as 09:00",
                    text.escape_debug()
                );
                table.problem_at(row, clock, said)
            },
        )?),
    };
    let without_time = || {
        let day = written.split('T').next().unwrap_or_default();
        let said = format!("`{day}` is a date without a time of day; write it as {day} 09:00");
        Err(table.problem_at(row, field, said))
    };
    match (table.value(row, field), apart) {
        (Value::Empty | Value::Unsaved, _) => Ok(None),
        (Value::Moment(moment), Some(time)) => local(moment.date().to_datetime(time)),
        // A spreadsheet keeps a bare date as its midnight.
        (Value::Moment(moment), None) if moment.time() == Time::midnight() => without_time(),
        (Value::Moment(moment), None) => local(*moment),
        (Value::Text(text), Some(time)) => match read_date(text, table.date_order()) {
            Some(date) => local(date.to_datetime(time)),
            None => Err(table.problem_at(row, field, no_date(text, "no date", "2026-10-31"))),
        },
        (Value::Text(text), None) => {
            if let Some(ReadTime::At(instant, ZoneGiven::Yes)) = Instant::read(text) {
                return Ok(Some(instant));
            }
            if let Some(instant) = with_offset(text, table.date_order()) {
                return Ok(Some(instant));
            }
            match read_moment(text, table.date_order()) {
                Some(moment) => local(moment),
                None if read_date(text, table.date_order()).is_some() => without_time(),
                None => {
                    let said = no_date(text, "no date and time", "2026-10-31 09:00");
                    Err(table.problem_at(row, field, said))
                }
            }
        }
    }
}

/// Returns a moment with its offset behind it, as pages and workbooks show a time that clocks
/// showed twice: `2026-10-25 02:30:00 UTC+02:00`.
fn with_offset(text: &str, order: Option<DateOrder>) -> Option<Instant> {
    let (moment, offset) = text.rsplit_once(" UTC")?;
    let ahead = match offset.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let (hours, minutes) = offset.trim_start_matches(['+', '-', '−']).split_once(':')?;
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    let moment = read_moment(moment, order)?;
    let as_utc = Zone::utc().instant(moment.date(), moment.time())?;
    let minutes = 60 * i64::from(hours) + i64::from(minutes);
    (minutes < 24 * 60).then(|| as_utc + Span::minutes(-ahead * minutes))
}

/// Returns a spreadsheet's time of day that came as a part of a day, such as `0.375` for 09:00.
fn part_of_day(text: &str) -> Option<Time> {
    let part: f64 = text.replace(',', ".").parse().ok()?;
    let seconds = (part * 86_400.0).round() as i64;
    let midnight = jiff::civil::date(2000, 1, 1).to_datetime(Time::midnight());
    let moment = midnight
        .checked_add(jiff::SignedDuration::from_secs(seconds))
        .ok()?;
    (0.0..1.0).contains(&part).then(|| moment.time())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Planned, Faults> {
        read_with(text, None)
    }

    fn read_with(text: &str, order: Option<DateOrder>) -> Result<Planned, Faults> {
        let mut sheet = Sheet::read("meetings.csv", text.as_bytes()).unwrap();
        sheet.date_order = order;
        Planned::read(&sheet, &Zone::named("Europe/Berlin").unwrap()).map(|listed| listed.list)
    }

    #[test]
    fn a_date_without_a_time_of_day_is_refused_and_is_not_midnight() {
        let faults = read("start,end\n2026-06-01,2026-06-02\n").unwrap_err();
        assert_eq!(faults.all().len(), 2);
        assert!(
            faults.to_string().contains("write it as 2026-06-01 09:00"),
            "{faults}"
        );
    }

    #[test]
    fn a_spreadsheets_own_moment_is_a_start_and_its_bare_date_is_none() {
        let with_start = |serial: f64| {
            let mut workbook = rust_xlsxwriter::Workbook::new();
            let sheet = workbook.add_worksheet();
            let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
            sheet.write(0, 0, "start").unwrap();
            sheet
                .write_number_with_format(1, 0, serial, &format)
                .unwrap();
            let sheet = Sheet::read("plan.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();
            Planned::read(&sheet, &Zone::named("Europe/Berlin").unwrap())
        };
        // 2026-06-01, and 9 in the morning of it.
        let planned = with_start(46_174.375).unwrap().list;
        let start = planned.meetings[0].start.unwrap().to_string();
        assert_eq!(start, "2026-06-01T07:00:00Z");
        let faults = with_start(46_174.0).unwrap_err().to_string();
        assert!(faults.contains("write it as 2026-06-01 09:00"), "{faults}");
    }

    #[test]
    fn date_and_time_may_stand_apart_as_outlook_exports_them() {
        let text = "Subject,Start Date,Start Time,End Date,End Time,All day event\nWeekly,6/1/2026,8:00:00 AM,6/1/2026,9:00:00 AM,False\nHoliday,6/2/2026,12:00:00 AM,6/3/2026,12:00:00 AM,True\nCanceled: Weekly,6/8/2026,8:00:00 AM,6/8/2026,9:00:00 AM,False\n";
        let doubtful = read(text).unwrap_err();
        assert!(doubtful.to_string().contains("--date-order"), "{doubtful}");
        let planned = read_with(text, Some(DateOrder::MonthFirst)).unwrap();
        let starts: Vec<_> = planned
            .meetings
            .iter()
            .map(|one| (one.start.unwrap().to_string(), one.cancelled))
            .collect();
        assert_eq!(
            starts,
            [
                ("2026-06-01T06:00:00Z".into(), false),
                ("2026-06-08T06:00:00Z".into(), true)
            ]
        );
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
    fn a_time_that_clocks_show_twice_is_read_by_the_offset_behind_it() {
        let start =
            |text: &str| read(&format!("start\n{text}\n")).map(|planned| planned.meetings[0].start);
        for (text, utc) in [
            ("2026-10-25 02:30 UTC+02:00", "2026-10-25T00:30:00Z"),
            ("25.10.2026 02:30:00 UTC+01:00", "2026-10-25T01:30:00Z"),
            ("2026-11-01 01:30 UTC−02:30", "2026-11-01T04:00:00Z"),
        ] {
            assert_eq!(start(text).unwrap().unwrap().to_string(), utc, "{text}");
        }
        assert!(
            start("2026-10-25 02:30 UTC").is_err() && start("2026-10-25 02:30 UTC+25:00").is_err()
        );
    }

    fn hour(start: Instant) -> Stay {
        Stay::new(start, start + Span::minutes(60)).unwrap()
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
        assert_eq!(planned.nearest(hour(start), ""), Some((Span::ZERO, 2)));
        assert_eq!(planned.nearest(hour(start + Span::minutes(61)), ""), None);
    }

    #[test]
    fn what_starts_when_the_planned_meeting_is_over_is_not_of_it() {
        let planned = read("title,start,end\nA,2026-11-02 09:00,2026-11-02 09:10\n").unwrap();
        let end = planned.meetings[0].end.unwrap();
        assert_eq!(planned.nearest(hour(end), ""), None);
        let before = end + Span::ticks(-1);
        assert_eq!(
            planned.nearest(hour(before), "").map(|(_, index)| index),
            Some(0)
        );
    }

    #[test]
    fn what_follows_a_planned_meeting_is_not_taken_for_an_early_start_of_the_next() {
        let planned = read(
            "title,start,end\nA,2026-11-02 09:00,2026-11-02 09:10\nB,2026-11-02 10:00,2026-11-02 11:00\n",
        )
        .unwrap();
        let after = planned.meetings[0].end.unwrap() + Span::minutes(5);
        assert_eq!(planned.nearest(hour(after), ""), None);
    }

    #[test]
    fn of_two_equally_near_only_the_own_series_is_taken() {
        let planned =
            read("title,start,series\nA,2026-11-02 09:00,Excel\nB,2026-11-02 09:00,Word\n")
                .unwrap();
        let start = planned.meetings[0].start.unwrap();
        assert_eq!(planned.nearest(hour(start), "word"), Some((Span::ZERO, 1)));
        assert_eq!(planned.nearest(hour(start), "other"), None);
        // What names the series is taken also where another row is nearer.
        let before = start + Span::minutes(-20);
        let later = read("title,start,series\nA,2026-11-02 08:50,\nB,2026-11-02 09:00,Word\n");
        let later = later.unwrap();
        let found = |series| later.nearest(hour(before), series).map(|(_, index)| index);
        assert_eq!((found("word"), found("other")), (Some(1), Some(0)));
    }

    #[test]
    fn what_ends_before_the_planned_meeting_begins_is_not_of_it() {
        let planned = read("title,start,end\nA,2026-11-02 09:00,2026-11-02 10:00\n").unwrap();
        let start = planned.meetings[0].start.unwrap();
        let early = hour(start + Span::minutes(-60));
        assert_eq!(planned.nearest(early, ""), None);
        // A minute of the planned time is enough.
        let late = hour(start + Span::minutes(-59));
        assert_eq!(planned.nearest(late, ""), Some((Span::minutes(59), 0)));
        let moment = |minutes: i64| {
            let at = start + Span::minutes(minutes);
            planned.nearest(Stay::new(at, at).unwrap(), "")
        };
        assert_eq!((moment(0), moment(-1)), (Some((Span::ZERO, 0)), None));
    }

    #[test]
    fn a_report_named_twice_is_refused() {
        let faults = read("title,file\nA,a.json\nB,A.json\n").unwrap_err();
        let twice = faults.first();
        assert_eq!(
            (twice.row, twice.column.as_deref()),
            (Some(3), Some("file"))
        );
    }

    #[test]
    fn a_meeting_that_ends_before_it_starts_is_refused() {
        let faults = read("start,end\n2026-11-02 09:00,2026-11-02 08:00\n").unwrap_err();
        let problem = faults.first();
        assert_eq!(
            (problem.row, problem.column.as_deref()),
            (Some(2), Some("end"))
        );
        assert!(read("start\n2/11/2026 9am\n").is_err());
    }
}
