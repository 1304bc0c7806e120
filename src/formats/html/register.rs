//! What the page of the register is made from.

use minijinja::value::Value;

use super::record::{Record, list, text};
use super::site::{REGISTER, Site};
use super::tone::status_tone;
use crate::formats::name;
use crate::language::Language;
use crate::model::identity::visible;
use crate::model::time::Span;
use crate::series::Series;
use crate::series::person::PersonId;
use crate::series::status::{Status, Verdict};
use crate::views::cell::Cell;
use crate::views::register_wide::{Shown, WideRegister};

/// How many cells a page can show and still be a page.
const MOST_CELLS: usize = 50_000;

/// Everything that the template of the register may use.
pub fn context(series: &Series, site: &Site, language: Language) -> Record {
    let context = site
        .navigation(Record::default(), REGISTER, language)
        .with("letters", letters(language))
        .with("has_roster", series.has_roster());
    let register = match WideRegister::of(series) {
        Ok(register) if register.people() * register.meetings().len() <= MOST_CELLS => register,
        Ok(_) | Err(_) => return context.with("too_wide", true),
    };
    let meetings = register.meetings().iter().map(|meeting| {
        let title = text(series.text(meeting.title));
        let begin = meeting.begin().map(|begin| begin.as_ticks());
        Record::default().with("title", title).with("begin", begin)
    });
    context
        .with("too_wide", false)
        .with("meetings", list(meetings))
        .with(
            "people",
            list(series.people().map(|person| row(series, person, language))),
        )
        .with("totals", totals(&register))
}

fn row(series: &Series, person: PersonId, language: Language) -> Record {
    let tally = series.tally(person);
    let email = series.email(person).and_then(visible);
    let is_nameless = series.name(person).and_then(visible).is_none();
    let id = (is_nameless && email.is_none()).then(|| series.identities(person));
    let mut cells: Vec<Option<Record>> = Vec::new();
    cells.resize_with(series.occurrences().len(), || None);
    for entry in series.register(person) {
        let presence = entry.cell.and_then(|cell| series.presence(cell));
        let Verdict { status, reason } = series.verdict(&entry);
        let cell = Record::default()
            .with("letter", status.letter())
            .with("class", status_tone(status))
            .with("reason", text(&reason))
            .with("presence_seconds", presence.map(Span::whole_seconds));
        cells[entry.occurrence as usize] = Some(cell);
    }
    let missing = |cell: Option<Record>| cell.map_or(Value::from(()), Value::from);
    Record::default()
        .with("name", text(name::shown(series.name(person), language)))
        .with("email", email.map(text))
        .with("id", id.map(|id| text(&id)))
        .with("department", series.department(person).map(text))
        .with("cells", Value::from_iter(cells.into_iter().map(missing)))
        .with("attended", tally.attended)
        .with("due", tally.due)
        .with("share", tally.share().map(|share| share.as_f64()))
        .with("presence_seconds", tally.presence)
}

/// Each letter with its status.
fn letters(language: Language) -> String {
    let letters =
        Status::ALL.map(|status| format!("{} {}", status.letter(), language.status(status)));
    letters.join(", ")
}

/// How many attended each meeting, and all of them.
fn totals(register: &WideRegister<'_>) -> Value {
    let numbers = register.totals(Shown::Status).into_iter();
    let numbers = numbers.filter_map(|cell| match cell {
        Cell::Integer(number) => Some(Value::from(number)),
        _ => None,
    });
    Value::from_iter(numbers.take(register.meetings().len()))
}
