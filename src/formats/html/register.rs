//! What the page of the register is made from.

use std::collections::BTreeSet;

use minijinja::value::Value;

use super::record::{Record, list, text};
use super::sentence::unbroken;
use super::site::{REGISTER, Site, person_page};
use crate::formats::name;
use crate::language::Language;
use crate::untrusted::visible;
use crate::views::cell::Cell;
use crate::views::register_wide::{RegisterBlock, RegisterPerson, Shown, WideRegister};
use crate::views::run_view::RunView;
use crate::views::tone::Tone;
use crate::views::value::Natural;
use crate::views::value::Status;

/// How many cells a page can show and still be a page.
const MOST_CELLS: usize = 50_000;

/// Returns everything that the template of the register may use.
pub fn context(run: &RunView<'_>, site: &Site, language: Language) -> Record {
    let context = site
        .navigation(Record::default(), REGISTER, language)
        .with("letters", list(letters(language)))
        .with("absent", language.letter(Status::Absent))
        .with("has_roster", run.has_roster());
    let register = match run.register() {
        Ok(register) if register.people() * register.headings().count() <= MOST_CELLS => register,
        Ok(_) | Err(_) => return context.with("too_wide", true),
    };
    let meetings = register.headings().map(|meeting| {
        Record::default()
            .with("title", text(meeting.title))
            .with("begin", meeting.begin.map(|begin| begin.as_ticks()))
            .with("state", meeting.state.name())
    });
    let blocks = register.blocks();
    let several = blocks.len() > 1;
    let departments = departments(&register, &blocks);
    let departments = departments.iter().map(|one| text(one.0));
    let blocks = blocks.iter().map(|block| {
        let people = block.people().iter();
        let people = people.map(|&person| row(register.person(person), language));
        Record::default()
            .with("title", several.then(|| language.heading(block.name())))
            .with("people", list(people))
            .with("totals", totals(&register.totals(block, Shown::Status)))
    });
    context
        .with("too_wide", false)
        .with("groups", Value::from_iter(departments))
        .with("meetings", list(meetings))
        .with("blocks", list(blocks))
}

fn row(person: RegisterPerson<'_>, language: Language) -> Record {
    let email = person.email.and_then(visible);
    let is_nameless = person.name.and_then(visible).is_none();
    let id = (is_nameless && email.is_none()).then(|| text(&person.identities));
    let cells = person.cells.into_iter().map(|cell| {
        cell.map_or(Value::from(()), |cell| {
            Record::default()
                .with("letter", language.letter(cell.status))
                .with("class", Tone::of_status(cell.status).name())
                .with("reason", text(&unbroken(&language.reason(&cell.reason))))
                .with("presence_seconds", cell.presence_seconds)
                .into()
        })
    });
    Record::default()
        .with("name", text(name::shown(person.name, language)))
        .with("email", email.map(text))
        .with("id", id)
        .with("href", person.stem.map(person_page))
        .with("department", person.department.map(text))
        .with("cells", Value::from_iter(cells))
        .with("attended", person.attended)
        .with("due", person.due)
        .with("share", person.share.map(|share| share.as_f64()))
        .with("presence_seconds", person.presence_seconds)
}

/// Returns each letter with its status and its colours.
fn letters(language: Language) -> impl Iterator<Item = Record> {
    Status::ALL.into_iter().map(move |status| {
        Record::default()
            .with("letter", language.letter(status))
            .with("word", language.status(status))
            .with("class", Tone::of_status(status).name())
    })
}

/// Returns the departments of the people, in order.
fn departments<'r>(
    register: &WideRegister<'r>,
    blocks: &[RegisterBlock],
) -> BTreeSet<Natural<&'r str>> {
    let people = blocks.iter().flat_map(RegisterBlock::people);
    let departments = people.filter_map(|&person| register.department(person));
    departments.filter_map(visible).map(Natural).collect()
}

/// Returns the cells behind the heading of a row of totals.
fn totals(cells: &[Cell<'_>]) -> Value {
    Value::from_iter(cells.iter().skip(3).map(super::record::value))
}
