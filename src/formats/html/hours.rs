//! What hours by cost centre and by person are made from, with totals at both ends.

use minijinja::value::Value;

use super::Locale;
use super::record::{Record, list, text};
use super::site::{Site, person_page};
use crate::formats::column_words::month_in_words;
use crate::formats::name;
use crate::language::Language;
use crate::views::hours_grid::{HoursGrid, HoursOfPerson, HoursRow, HoursShown};
use crate::views::{NO_COST_CENTRE, Table};

/// How many people stand on the index; a page of its own has all of them.
const MOST_PEOPLE: usize = 200;

/// Returns everything that the first screen may use where hours alone are asked for.
pub(super) fn first_screen(
    grid: &HoursGrid<'_>,
    shown: HoursShown,
    site: &Site,
    locale: Locale<'_>,
) -> Record {
    let named = grid.people.iter().filter(|_| shown.names);
    let people = named.take(MOST_PEOPLE);
    let more = grid.people.len().saturating_sub(MOST_PEOPLE);
    let rows = people.map(|one| person(one, shown, "", locale.language));
    tables(grid, shown, locale.language)
        .with("people", list(rows))
        .with("more", if shown.names { more } else { 0 })
        .with("page", site.page_of(Table::Hours))
        .with("people_count", grid.people.len())
        .with("centre_count", grid.named_cost_centres())
}

/// Returns everything that the totals on the page of the table of hours may use; the people stand
/// there in the table itself where there is one month alone.
pub(super) fn totals(grid: &HoursGrid<'_>, shown: HoursShown, locale: Locale<'_>) -> Record {
    let is_grid = shown.names && grid.months.len() > 1;
    let people = grid.people.iter().filter(|_| is_grid);
    let rows = people.map(|one| person(one, shown, "../", locale.language));
    tables(grid, shown, locale.language)
        .with("people", list(rows))
        .with("more", 0)
        .with("page", ())
}

fn tables(grid: &HoursGrid<'_>, shown: HoursShown, language: Language) -> Record {
    let months = grid.months.iter();
    let months = months.map(|month| Value::from(month_in_words(month, language)));
    let centres = grid.cost_centres.iter().filter(|_| shown.cost_centres);
    let centres = centres.map(|(name, row)| {
        let nobody = language.heading(NO_COST_CENTRE);
        sums(row).with("name", text(name.unwrap_or(nobody)))
    });
    Record::default()
        .with("months", Value::from_iter(months))
        .with("centres", list(centres))
        .with("all", sums(&grid.all))
}

fn person(one: &HoursOfPerson<'_>, shown: HoursShown, up: &str, language: Language) -> Record {
    let email = one.email.filter(|_| shown.emails);
    let label = name::label(one.name, email, None, language);
    let page = one.stem.map(|stem| format!("{up}{}", person_page(stem)));
    sums(&one.row)
        .with("name", text(&label))
        .with("href", page)
        .with("cost_centre", one.cost_centre.map(text))
}

fn sums(row: &HoursRow) -> Record {
    Record::default()
        .with("months", Value::from_iter(row.months.iter().copied()))
        .with("total", row.total)
        .with("decimal", row.decimal_hours().as_f64())
}
