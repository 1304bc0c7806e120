//! The rows of a table across meetings: lists of cells for templates, and all of them as markup.

use std::borrow::Cow;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};

use super::Locale;
use super::markup::{Markup, Theme};
use super::record::{list, text};
use super::sentence::unbroken;
use super::site::person_page;
use crate::formats::column_words::in_language;
use crate::language::Language;
use crate::untrusted::visible;
use crate::views::cell::{Cell, Rows};
use crate::views::column::{Column, Kind};
use crate::views::tone::Tone;
use crate::views::view::View;

/// How many signs of a text stand in one line, so that tables do not grow too wide.
const ONE_LINE: usize = 44;

/// About how many bytes a cell takes.
const CELL: usize = 40;

/// Rows of which a template that goes through them gets lists of cells; ours wants all
/// as markup.
#[derive(Debug)]
pub struct TableRows {
    columns: Vec<Column>,
    rows: Rows,
    /// The address of the page of each row's person, as far as there are any.
    pages: Vec<Option<String>>,
    theme: Theme,
    /// Whether they are for readers, who want no seconds and one decimal place.
    is_brief: bool,
}

impl TableRows {
    /// Returns these rows, which have these columns.
    pub fn of(view: &View, rows: Rows, locale: Locale<'_>) -> Self {
        Self {
            columns: view.columns().to_vec(),
            is_brief: view.is_for_readers(),
            rows,
            pages: Vec::new(),
            theme: Theme::new(locale.zone.clone(), locale.language),
        }
    }

    /// Makes the first cell of each row a link to the page of its person, by the page's name.
    pub fn leading_to(self, people: &[Option<String>]) -> Self {
        let page = |stem: &Option<String>| Some(format!("../{}", person_page(stem.as_deref()?)));
        Self {
            pages: people.iter().map(page).collect(),
            ..self
        }
    }

    /// Returns all rows of the table.
    pub fn markup(&self) -> Value {
        let room = self.rows.len() * (self.columns.len() * CELL);
        let mut all = Markup::with_capacity(room, &self.theme);
        for at in 0..self.rows.len() {
            all.raw("<tr>");
            let page = self.pages.get(at).and_then(Option::as_deref);
            for (at, (column, cell)) in self.columns.iter().zip(self.rows.row(at)).enumerate() {
                let page = page.filter(|_| at == 0);
                self.write(&mut all, (at == 0, page), column, &cell);
            }
            all.raw("</tr>\n");
        }
        all.finish()
    }

    fn write(
        &self,
        out: &mut Markup<'_>,
        (first, page): (bool, Option<&str>),
        column: &Column,
        cell: &Cell<'_>,
    ) {
        let number = column.kind != Kind::Text;
        match sort(cell) {
            Some(ticks) => {
                let begin = if first { "<th scope=\"row\"" } else { "<td" };
                let out = out.raw(begin).raw(" data-v=\"");
                out.attribute(Some(ticks)).raw("\">")
            }
            None if first => out.raw("<th scope=\"row\">"),
            None if number => out.raw("<td>"),
            None if is_long(cell) => out.raw("<td class=\"t w\">"),
            None => out.raw("<td class=\"t\">"),
        };
        if let Some(page) = page {
            out.raw("<a href=\"").escaped(page).raw("\">");
        }
        let tone = tone(column, cell);
        match tone {
            Some(tone) => out.raw("<span class=\"").raw(tone).raw("\">"),
            None if number => out,
            None => out.raw("<bdi>"),
        };
        match cell {
            Cell::Text(text) => match self.word(column, text) {
                Some(word) => out.strangers(&word),
                None => out.missing(),
            },
            Cell::Reason(reason) => out.strangers(&unbroken(&self.theme.language.reason(reason))),
            cell => match self.brief(column, cell) {
                Some(brief) => out.escaped(&brief),
                None => out.cell(column.kind, cell, None),
            },
        };
        out.raw(match tone {
            Some(_) => "</span>",
            None if number => "",
            None => "</bdi>",
        });
        out.raw(if page.is_some() { "</a>" } else { "" });
        out.raw(if first { "</th>" } else { "</td>" });
    }

    /// Returns a time without seconds and a share with one decimal place, where these are for
    /// readers.
    fn brief(&self, column: &Column, cell: &Cell<'_>) -> Option<String> {
        let language = self.theme.language;
        match cell {
            _ if !self.is_brief => None,
            Cell::Time(instant) => Some(language.minute(&self.theme.zone, *instant)),
            Cell::Decimal(share) if column.kind == Kind::Share => {
                Some(language.rate(share.as_f64()))
            }
            Cell::Missing
            | Cell::Text(_)
            | Cell::Integer(_)
            | Cell::Decimal(_)
            | Cell::Reason(_) => None,
        }
    }

    /// Returns a row as templates see it.
    fn cells(&self, at: usize) -> Value {
        let cells = self.columns.iter().zip(self.rows.row(at));
        list(cells.map(|(column, cell)| {
            Value::from_object(Shown {
                text: self.shown(column, &cell),
                number: column.kind != Kind::Text,
                sort: Value::from(sort(&cell)),
                long: is_long(&cell),
                tone: tone(column, &cell),
            })
        }))
    }

    /// Returns a word of ours in the reader's language, and a text as it is; none where there
    /// is nothing to see.
    fn word<'c>(&self, column: &Column, text: &'c str) -> Option<Cow<'c, str>> {
        let word = match column.words {
            Some(words) => in_language(words, text, self.theme.language),
            None => Cow::Borrowed(text),
        };
        visible(&word).is_some().then_some(word)
    }

    fn shown(&self, column: &Column, cell: &Cell<'_>) -> Value {
        if let Some(brief) = self.brief(column, cell) {
            return Value::from(brief);
        }
        let mut shown = String::new();
        match cell {
            Cell::Missing => return Value::from(()),
            Cell::Text(text) => {
                let word = self.word(column, text);
                return word.map_or(Value::from(()), |word| self::text(&word));
            }
            Cell::Reason(reason) => {
                return self::text(&unbroken(&self.theme.language.reason(reason)));
            }
            Cell::Integer(number) => self.theme.push_whole(&mut shown, column.kind, *number),
            Cell::Decimal(number) => {
                self.theme
                    .push_fraction(&mut shown, column.kind, number.as_f64());
            }
            Cell::Time(instant) => self.theme.push_clock(&mut shown, *instant, None),
        }
        Value::from(shown)
    }
}

/// Returns the style of a word that says how somebody fared.
fn tone(column: &Column, cell: &Cell<'_>) -> Option<&'static str> {
    let Cell::Text(word) = cell else { return None };
    Tone::of_word(column.words?, word).map(Tone::name)
}

/// By what a cell is sorted, where the digits that are shown do not say it: the digits of
/// a date stand in another order in most languages.
fn sort(cell: &Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Time(instant) => Some(instant.as_ticks()),
        Cell::Missing | Cell::Text(_) | Cell::Integer(_) | Cell::Decimal(_) | Cell::Reason(_) => {
            None
        }
    }
}

fn is_long(cell: &Cell<'_>) -> bool {
    let is_long = |text: &str| text.len() > ONE_LINE && text.chars().count() > ONE_LINE;
    match cell {
        Cell::Text(text) => is_long(text),
        // Of a sentence the same cells are wide in every language.
        Cell::Reason(reason) => is_long(&Language::English.reason(reason)),
        Cell::Missing | Cell::Integer(_) | Cell::Decimal(_) | Cell::Time(_) => false,
    }
}

impl Object for TableRows {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let at = key.as_usize()?;
        (at < self.rows.len()).then(|| self.cells(at))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.rows.len())
    }
}

/// A cell on a page. A big table has a hundred thousand, so it is no map.
#[derive(Debug)]
struct Shown {
    text: Value,
    number: bool,
    sort: Value,
    long: bool,
    tone: Option<&'static str>,
}

impl Object for Shown {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match key {
            "text" => Some(self.text.clone()),
            "number" => Some(self.number.into()),
            "sort" => Some(self.sort.clone()),
            "long" => Some(self.long.into()),
            "tone" => Some(self.tone.map_or(Value::from(()), Value::from)),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["text", "number", "sort", "long", "tone"])
    }
}
