//! The sheet of a person, a proof of attendance: totals, every meeting with status and
//! reason, the rule, and a line for a signature.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::cells::with_offset;
use super::formats::{Show, Theme, heading};
use super::overview::page::{ACCENT, QUIET, RULE, as_caption};
use super::values::{cell_text, days, serial, text_width};
use super::{highlights, print};
use crate::formats::{name, rule};
use crate::language::words::fill;
use crate::views::person_view::{PersonMeeting, PersonView};
use crate::views::value::Decimal;

/// Widths, in digits: meeting, start, joined, left, time, status, why, report.
const WIDTHS: [f64; 8] = [28.0, 17.0, 17.0, 17.0, 10.0, 16.0, 46.0, 26.0];
const LAST: u16 = WIDTHS.len() as u16 - 1;
/// Of the row of large numbers, in points.
const TALL: f64 = 26.0;
/// Of a line of text, in points.
const LINE: f64 = 15.0;

/// Fills the sheet of the person of this number, from 1.
pub(super) fn write(
    worksheet: &mut Worksheet,
    number: usize,
    person: &PersonView<'_>,
    theme: &Theme,
) -> Result<(), XlsxError> {
    let title = theme.texts().person;
    let name = match number {
        1 => title.to_owned(),
        number => format!("{title} {number}"),
    };
    worksheet.set_name(&name)?.set_screen_gridlines(false);
    for (column, width) in (0..).zip(WIDTHS) {
        worksheet.set_column_width(column, width)?;
    }
    let mut row = opening(worksheet, person, theme)?;
    let first = row;
    headings(worksheet, row, theme)?;
    for meeting in &person.meetings {
        row += 1;
        self::meeting(worksheet, row, meeting, theme)?;
    }
    row = closing(worksheet, row + 2, person, theme)?;
    print::paper(worksheet, &name, theme)?;
    worksheet
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_area(0, 0, row, LAST)?
        .set_repeat_rows(first, first)?;
    Ok(())
}

/// Writes who it is, and the totals; returns the row of the headings.
fn opening(
    worksheet: &mut Worksheet,
    person: &PersonView<'_>,
    theme: &Theme,
) -> Result<u32, XlsxError> {
    let texts = theme.texts();
    let label = name::label(person.name, person.email, None, theme.language);
    let title = fill(texts.proof_title, &[("name", &label)]);
    let large = Format::new()
        .set_bold()
        .set_font_size(18)
        .set_font_color(ACCENT);
    let quiet = Format::new().set_font_color(QUIET);
    worksheet
        .set_row_height(0, TALL)?
        .write_string_with_format(0, 0, cell_text(&title), &large)?;
    let cost_centre = person
        .cost_centre
        .map(|own| format!("{} {own}", texts.cost_centre));
    let known = person.email.unwrap_or(&person.identities);
    let about = [Some(known), person.department, cost_centre.as_deref()];
    let about: Vec<_> = about.into_iter().flatten().collect();
    worksheet.write_string_with_format(1, 0, cell_text(&about.join("  ·  ")), &quiet)?;
    let figure = large.set_align(FormatAlign::Left);
    let count = |number: u64| {
        theme
            .language
            .count(i64::try_from(number).unwrap_or(i64::MAX))
    };
    let attended = match person.due {
        Some(due) => fill(
            texts.n_of_m,
            &[("n", &count(person.attended)), ("m", &count(due))],
        ),
        None => count(person.attended),
    };
    let whole = person.rate();
    let captions = [
        (0, texts.meetings_attended),
        (1, texts.attendance),
        (3, texts.hours_in_meetings),
        (5, texts.share_of_due),
    ];
    for (column, caption) in captions {
        worksheet.write_string_with_format(3, column, as_caption(caption), &quiet)?;
    }
    worksheet
        .set_row_height(4, TALL)?
        .write_string_with_format(4, 0, attended, &figure)?;
    let share = figure.clone().set_num_format("0.0%");
    for (column, value) in [(1, whole), (5, person.share)] {
        if let Some(value) = value.map(Decimal::as_f64) {
            worksheet.write_number_with_format(4, column, value, &share)?;
        }
    }
    if let Some(seconds) = person.presence_seconds {
        let length = figure.clone().set_num_format("[h]:mm:ss");
        worksheet.write_number_with_format(4, 3, days(seconds as f64), &length)?;
    }
    Ok(6)
}

fn headings(worksheet: &mut Worksheet, row: u32, theme: &Theme) -> Result<(), XlsxError> {
    let texts = theme.texts();
    let left = heading().set_align(FormatAlign::Left).set_indent(1);
    let all = [
        texts.meeting,
        texts.start,
        texts.joined,
        texts.left,
        texts.time_in_meeting,
        texts.status,
        texts.why,
        texts.rests_on,
    ];
    worksheet.set_row_height(row, TALL)?;
    for (column, text) in (0..).zip(all) {
        worksheet.write_string_with_format(row, column, text, &left)?;
    }
    Ok(())
}

fn meeting(
    worksheet: &mut Worksheet,
    row: u32,
    meeting: &PersonMeeting<'_>,
    theme: &Theme,
) -> Result<(), XlsxError> {
    let dressed = |show: Show| {
        let format = theme.formats.values(show).clone();
        format
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::Top)
            .set_indent(1)
            .set_border_bottom(FormatBorder::Hair)
            .set_border_bottom_color(RULE)
    };
    let text = dressed(Show::Text).set_text_wrap();
    let status = theme.language.status(meeting.status);
    let reason = theme.language.reason(&meeting.reason);
    let texts = [
        (0, meeting.title),
        (6, &reason),
        (7, meeting.reports.as_deref().unwrap_or_default()),
    ];
    // Not every program makes room for a second line by itself.
    let lines = texts.map(|(column, shown)| {
        let width = WIDTHS[usize::from(column)] as usize - 2;
        text_width(shown).div_ceil(width)
    });
    let most = lines.into_iter().max().unwrap_or(1).max(1);
    worksheet.set_row_height(row, LINE * most as f64 + 3.0)?;
    for (column, shown) in texts {
        worksheet.write_string_with_format(row, column, cell_text(shown), &text)?;
    }
    let tone = text
        .clone()
        .set_font_color(highlights::of_status(meeting.status).0);
    worksheet.write_string_with_format(row, 5, status, &tone)?;
    let time = dressed(Show::Minute);
    for (column, at) in [
        (1, meeting.begin),
        (2, meeting.first_join),
        (3, meeting.last_leave),
    ] {
        let local = at.map(|at| (at, theme.zone.local(at)));
        match local {
            Some((at, local)) if theme.zone.is_doubtful(local) => {
                let shown = with_offset(at, Show::Minute, theme);
                worksheet.write_string_with_format(
                    row,
                    column,
                    shown,
                    &time.clone().set_text_wrap(),
                )?
            }
            Some((_, local)) => match serial(local) {
                Some(number) => worksheet.write_number_with_format(row, column, number, &time)?,
                None => worksheet.write_blank(row, column, &time)?,
            },
            None => worksheet.write_blank(row, column, &time)?,
        };
    }
    let length = dressed(Show::Duration);
    match meeting.presence_seconds {
        Some(seconds) => {
            worksheet.write_number_with_format(row, 4, days(seconds as f64), &length)?
        }
        None => worksheet.write_blank(row, 4, &length)?,
    };
    Ok(())
}

/// Writes the rule, what the rows rest on, and a line for a signature; returns the last row.
fn closing(
    worksheet: &mut Worksheet,
    row: u32,
    person: &PersonView<'_>,
    theme: &Theme,
) -> Result<u32, XlsxError> {
    let texts = theme.texts();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let rules = rule::sentences(&person.rule, theme.language).join(" ");
    let rules = format!("{}: {rules}", texts.rule);
    let note = texts.proof_note.replace('`', "");
    let note = fill(&note, &[("zone", theme.zone.name())]);
    for (at, text) in (row..).zip([&rules, &note]) {
        worksheet
            .set_row_height(at, 2.0 * LINE)?
            .merge_range(at, 0, at, LAST, text, &wrapped)?;
    }
    let row = row + 5;
    let line = Format::new().set_border_top(FormatBorder::Thin);
    for (columns, text) in [(0..=1, texts.date), (3..=6, texts.signature)] {
        for column in columns.clone() {
            worksheet.write_blank(row, column, &line)?;
        }
        worksheet.write_string_with_format(row, *columns.start(), text, &line)?;
    }
    Ok(row)
}
