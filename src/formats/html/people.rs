//! The people of a meeting: rows for templates, and all of them as markup.

use std::sync::Arc;

use jiff::civil::Date;
use minijinja::value::{Enumerator, Object, ObjectRepr, Value};

use super::Locale;
use super::markup::{Markup, Theme};
use super::record::{Record, list};
use super::timeline;
use super::translate::markup;
use super::values::role_name;
use crate::finding::{Code, CodeSet};
use crate::formats::name;
use crate::language::Language;
use crate::language::format;
use crate::untrusted::visible;
use crate::views::Table;
use crate::views::cell::{Cell, Rows};
use crate::views::column::Kind;
use crate::views::meeting_view::PersonInMeeting;
use crate::views::value::Stay;
use crate::views::value::{Instant, Span};

/// The rows of a meeting's records, in the order in which people read them.
///
/// A template that goes through them gets a record a row. Ours wants them all as
/// markup, so that nothing else need be made of them.
#[derive(Debug)]
pub struct People {
    rows: Rows,
    beside: Vec<Beside>,
}

/// What a page says of a record beside its row.
#[derive(Debug)]
struct Beside {
    codes: CodeSet,
    /// From when to when somebody was away who came back.
    away: String,
    late: bool,
    early: bool,
    /// Whether the interval sum is the reported total; `None` where that cannot be checked.
    sums_agree: Option<bool>,
}

impl People {
    /// Returns the people of a meeting, in this order.
    pub fn of(people: &[PersonInMeeting<'_>], locale: Locale<'_>) -> Self {
        let mut rows = Rows::default();
        for person in people {
            person.row(|row| rows.push(row));
        }
        Self {
            rows,
            beside: people.iter().map(|person| beside(person, locale)).collect(),
        }
    }

    fn record(&self, at: usize) -> Option<Record> {
        let beside = self.beside.get(at)?;
        let row: Vec<_> = self.rows.row(at).collect();
        let record = Record::of_row(Table::Attendance.columns(), &row)
            .with("codes", list(beside.codes.iter().map(Code::name)))
            .with("away", beside.away.as_str())
            .with("late_flag", beside.late)
            .with("early_flag", beside.early)
            .with("differs", beside.sums_agree == Some(false));
        Some(record)
    }

    /// Returns all rows of the table of people; clocks show no date on the day of `day`.
    pub fn markup(&self, day: Option<Instant>, texts: &Texts, theme: &Theme) -> Value {
        let usual = day.map(|day| theme.zone.local(day).date());
        let mut all = Markup::with_capacity(self.beside.len() * ROW, theme);
        for at in 0..self.beside.len() {
            let row: Vec<_> = self.rows.row(at).collect();
            let row = Row {
                cells: &row,
                beside: &self.beside[at],
                usual,
            };
            row.write(&mut all, texts, theme.language);
        }
        all.finish()
    }
}

/// About how many bytes a row of the table takes.
const ROW: usize = 640;

fn beside(person: &PersonInMeeting<'_>, locale: Locale<'_>) -> Beside {
    let absences = timeline::absences(person.stays);
    let away: Vec<_> = absences.map(|absence| from_to(absence, locale)).collect();
    let more_than_nothing = |span: Option<Span>| span.is_some_and(|span| span > Span::ZERO);
    Beside {
        codes: person.codes,
        away: away.join(", "),
        late: more_than_nothing(person.late()),
        early: more_than_nothing(person.left_early()),
        sums_agree: person.sums_agree(),
    }
}

fn from_to(stay: Stay, locale: Locale<'_>) -> String {
    let zone = locale.zone;
    let from = format::time_of_day_in(zone, stay.join());
    let day = zone.local(stay.join()).date();
    let to = locale.language.clock(zone, stay.leave(), Some(day));
    format!("{from}–{to}")
}

impl Object for People {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.record(key.as_usize()?).map(Value::from)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.beside.len())
    }
}

/// The words in the rows, as markup.
#[derive(Debug)]
pub struct Texts {
    away: String,
    differs: String,
    by_difference: String,
    equal: String,
    not_checkable: String,
}

impl Texts {
    /// Returns the words in this language.
    pub fn of(language: Language) -> Self {
        let words = language.words();
        Self {
            away: markup(words.away),
            differs: markup(words.differs),
            by_difference: markup(words.by_difference),
            equal: markup(words.equal),
            not_checkable: markup(words.not_checkable),
        }
    }
}

/// A row of the table of people on its way to markup.
struct Row<'r> {
    cells: &'r [Cell<'r>],
    beside: &'r Beside,
    usual: Option<Date>,
}

impl Row<'_> {
    fn write(&self, out: &mut Markup<'_>, texts: &Texts, language: Language) {
        out.raw(match self.beside.codes.is_empty() {
            true => "<tr><th scope=\"row\"><bdi>",
            false => "<tr data-f><th scope=\"row\"><bdi>",
        });
        let name = self.text("display_name");
        out.strangers(name::shown(name, language)).raw("</bdi>");
        let nameless_id = || self.text("identity_id").filter(|_| name.is_none());
        if let Some(known) = self.text("email").or_else(nameless_id) {
            let known = out.raw("<small><bdi>").strangers(known);
            known.raw("</bdi></small>");
        }
        out.raw("</th><td><bdi>");
        match self.cell("role").1 {
            Cell::Text(role) => out.strangers(role_name(role, language)),
            _ => out.missing(),
        };
        out.raw("</bdi></td>");
        self.sorted(out, "first_join").raw("</td>");
        self.sorted(out, "last_leave").raw("</td><td>");
        self.value(out, "presence_seconds").raw("</td><td>");
        self.share(out).raw("</td>");
        self.late(out, self.beside.late, "late_seconds");
        self.late(out, self.beside.early, "left_early_seconds");
        self.rejoins(out, texts);
        self.sum_check(out, texts);
        self.codes(out);
        out.raw("</tr>\n");
    }

    /// Returns the text of a cell, if there is anything to see in it.
    fn text(&self, key: &str) -> Option<&str> {
        match self.cell(key).1 {
            Cell::Text(text) => visible(text),
            Cell::Missing
            | Cell::Integer(_)
            | Cell::Decimal(_)
            | Cell::Time(_)
            | Cell::Reason(_) => None,
        }
    }

    fn cell(&self, key: &str) -> (Kind, &Cell<'_>) {
        let at = Table::Attendance.place(key);
        (Table::Attendance.columns()[at].kind, &self.cells[at])
    }

    fn value<'m, 'd>(&self, out: &'m mut Markup<'d>, key: &str) -> &'m mut Markup<'d> {
        let (kind, cell) = self.cell(key);
        out.cell(kind, cell, self.usual)
    }

    /// Returns a cell that says by what it is sorted.
    fn sorted<'m, 'd>(&self, out: &'m mut Markup<'d>, key: &str) -> &'m mut Markup<'d> {
        let number = match self.cell(key).1 {
            Cell::Time(instant) => Some(instant.as_ticks()),
            Cell::Integer(number) => Some(*number),
            Cell::Missing | Cell::Text(_) | Cell::Decimal(_) | Cell::Reason(_) => None,
        };
        let out = out.raw("<td data-v=\"").attribute(number).raw("\">");
        self.value(out, key)
    }

    fn share<'m, 'd>(&self, out: &'m mut Markup<'d>) -> &'m mut Markup<'d> {
        self.value(out, "share");
        if let Cell::Decimal(share) = self.cell("share").1 {
            let width = (share.as_f64().min(1.0) * 100.0).round_ties_even() as i64;
            out.raw("<svg class=\"meter\" width=\"")
                .attribute(Some(width))
                .raw("%\" aria-hidden=\"true\"/>");
        }
        out
    }

    fn late(&self, out: &mut Markup<'_>, hit: bool, key: &str) {
        out.raw(if hit { "<td class=hit>" } else { "<td>" });
        self.value(out, key).raw("</td>");
    }

    fn rejoins(&self, out: &mut Markup<'_>, texts: &Texts) {
        self.sorted(out, "rejoins");
        let away = self.beside.away.as_str();
        if !away.is_empty() {
            let (before, behind) = texts.away.split_once("{times}").unwrap_or_default();
            out.raw("<small>").raw(before).escaped(away);
            out.raw(behind).raw("</small>");
        }
        out.raw("</td>");
    }

    fn sum_check(&self, out: &mut Markup<'_>, texts: &Texts) {
        out.raw("<td>");
        match self.beside.sums_agree {
            Some(false) => {
                let by = texts.by_difference.split_once("{difference}");
                let (before, behind) = by.unwrap_or_default();
                out.raw("<span class=\"error\">✕ ").raw(&texts.differs);
                out.raw("</span><small>").raw(before);
                self.value(out, "sum_difference_seconds");
                out.raw(behind).raw("</small>");
            }
            Some(true) => {
                out.raw("✓ ").raw(&texts.equal);
            }
            None => {
                out.raw(&texts.not_checkable);
            }
        }
        out.raw("</td>");
    }

    fn codes(&self, out: &mut Markup<'_>) {
        out.raw("<td>");
        for code in self.beside.codes.iter() {
            let name = code.name();
            out.raw("<a href=\"#f-").raw(name).raw("\">").raw(name);
            out.raw("</a> ");
        }
        out.raw("</td>");
    }
}
