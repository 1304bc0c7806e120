//! Which columns a sheet has: a table's columns as people read them.

use super::formats::{Show, Theme};
use super::links::{Targets, place_of};
use crate::language::words::fill;
use crate::views::Table;
use crate::views::cell::Cell;
use crate::views::column::{Column, ColumnRole, Kind, Width};
use crate::views::tone::Words;
use crate::views::view::View;

/// One column of a sheet.
#[derive(Debug)]
pub(super) struct SheetColumn {
    /// Which of the columns that are written fills it.
    pub index: usize,
    /// That column.
    pub column: Column,
    /// The heading, with the unit or zone where a reader needs it.
    pub heading: String,
    /// How its values are shown.
    pub show: Show,
    /// The widest it may become, in characters.
    pub widest: usize,
    /// The table that its cells lead to, and which of a row's targets that is.
    pub link: Option<(Table, usize)>,
    /// Which words of ours it holds, that readers see in their language.
    pub words: Option<Words>,
}

impl SheetColumn {
    /// Returns the table and row that a cell of this column leads to; none where it is zero or
    /// empty.
    pub fn leads_to(&self, cell: &Cell<'_>, targets: Targets) -> Option<(Table, u32)> {
        let (table, target) = self.link?;
        let target = targets.get(target)?;
        let is_something = match cell {
            Cell::Text(text) => !text.is_empty(),
            Cell::Integer(number) => *number != 0,
            Cell::Reason(_) => true,
            Cell::Missing | Cell::Decimal(_) | Cell::Time(_) => false,
        };
        is_something.then_some((table, target))
    }
}

/// The columns of a table's sheets, and what stays in view.
#[derive(Debug)]
pub(super) struct Layout {
    /// The columns, from left to right.
    pub columns: Vec<SheetColumn>,
    /// How many columns at the left stay in view.
    pub frozen: u16,
    /// How many columns are for readers; those behind them say where a row comes from.
    pub for_readers: u16,
}

const WIDEST_FROZEN: usize = 36;
const WIDEST_ORIGIN: usize = 40;
const WIDEST_TEXT: usize = 60;
const WIDEST_SENTENCE: usize = 70;

impl Layout {
    /// Returns the layout of this table's sheets.
    pub fn of(view: &View, theme: &Theme) -> Self {
        if !view.is_whole() {
            return Self::of_picked(view, theme);
        }
        let table = view.table();
        let (origin, for_readers): (Vec<_>, Vec<_>) = view
            .columns()
            .iter()
            .enumerate()
            .partition(|(_, column)| column.role == ColumnRole::Origin);
        let (first, others): (Vec<_>, Vec<_>) = for_readers
            .into_iter()
            .partition(|(_, column)| column.role == ColumnRole::Subject);
        let in_sheet = |&(index, column)| sheet_columns(table, index, column, theme);
        let mut columns: Vec<_> = first.iter().flat_map(in_sheet).collect();
        let frozen = columns.len();
        columns.extend(others.iter().flat_map(in_sheet));
        let for_readers = columns.len() as u16;
        columns.extend(origin.iter().flat_map(in_sheet));
        for column in &mut columns[..frozen] {
            column.widest = WIDEST_FROZEN;
        }
        Self {
            columns,
            frozen: frozen as u16,
            for_readers,
        }
    }

    /// Returns the layout of columns that somebody chose, or of those that readers need: all of
    /// them are for readers, in the order given, and those stay in view that come first and do
    /// so on the whole sheet too.
    fn of_picked(view: &View, theme: &Theme) -> Self {
        let table = view.table();
        let whole = Self::of(&View::whole(table), theme);
        let stays = |key| {
            let frozen = &whole.columns[..usize::from(whole.frozen)];
            frozen.iter().any(|shown| shown.column.key == key)
        };
        let in_sheet = |(index, column)| sheet_columns(table, index, column, theme);
        let columns = view.columns().iter().enumerate().flat_map(in_sheet);
        let mut columns: Vec<_> = columns.collect();
        if view.is_for_readers() {
            // The same length of time twice is of use to programs only.
            columns.retain(|column| column.show != Show::PlainSeconds);
            for column in &mut columns {
                if column.show == Show::Time {
                    column.show = Show::Minute;
                }
            }
        }
        let frozen = columns.iter().take_while(|shown| stays(shown.column.key));
        let frozen = frozen.count();
        for column in &mut columns[..frozen] {
            column.widest = WIDEST_FROZEN;
        }
        Self {
            frozen: frozen as u16,
            for_readers: columns.len() as u16,
            columns,
        }
    }
}

/// Returns the one or two sheet columns that show a table's column.
fn sheet_columns(table: Table, index: usize, column: &Column, theme: &Theme) -> Vec<SheetColumn> {
    let link = column.link.map(|to| (to, place_of(table, to)));
    let show = |show, heading| SheetColumn {
        index,
        column: *column,
        heading,
        show,
        widest: widest(column),
        link,
        words: column.words.filter(|&words| words != Words::Names),
    };
    let label = theme.language.heading(column.label);
    match column.kind {
        Kind::Text => vec![show(Show::Text, label.into())],
        Kind::Count => vec![show(Show::Count, label.into())],
        Kind::Seconds => vec![
            show(Show::Duration, label.into()),
            show(Show::PlainSeconds, format!("{label} (s)")),
        ],
        Kind::SignedSeconds => vec![show(Show::SignedSeconds, label.into())],
        Kind::MeanSeconds => vec![show(Show::Duration, label.into())],
        Kind::Time => vec![show(Show::Time, format!("{label} ({})", theme.zone.name()))],
        Kind::Share => vec![show(Show::Share, label.into())],
        Kind::Number => vec![show(Show::Number, label.into())],
    }
}

const fn widest(column: &Column) -> usize {
    match column.width {
        Width::Sentence => WIDEST_SENTENCE,
        Width::Narrow => WIDEST_ORIGIN,
        Width::Text => WIDEST_TEXT,
    }
}

/// Returns how the workbook shows values of this kind, in words.
pub(super) fn shown_as(kind: Kind, theme: &Theme) -> String {
    let words = theme.words();
    match kind {
        Kind::Text => words.as_text.into(),
        Kind::Count => words.as_number.into(),
        Kind::Seconds => words.as_length_and_seconds.into(),
        Kind::SignedSeconds => words.as_signed_seconds.into(),
        Kind::MeanSeconds => words.as_length.into(),
        Kind::Time => fill(words.as_time, &[("zone", theme.zone.name())]),
        Kind::Share => words.as_percent.into(),
        Kind::Number => words.as_decimal.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    use crate::formats::xlsx::formats::Formats;
    use crate::language::Language;
    use crate::zone::Zone;

    fn theme(language: Language) -> Theme {
        Theme {
            formats: Formats::new(language),
            zone: Zone::utc(),
            language,
            naming: crate::views::run_view::Naming::default(),
            is_for_readers: false,
        }
    }

    #[test]
    fn headings_of_a_sheet_are_unique_without_case() {
        for language in Language::ALL {
            let theme = theme(language);
            for table in Table::ALL {
                let columns = Layout::of(&View::whole(table), &theme).columns;
                let headings: BTreeSet<_> = columns
                    .iter()
                    .map(|column| column.heading.to_lowercase())
                    .collect();
                assert_eq!(headings.len(), columns.len(), "{table:?} in {language:?}");
            }
        }
    }

    #[test]
    fn sheets_for_readers_have_at_most_twelve_columns_each_with_its_own_heading() {
        for language in Language::ALL {
            let theme = theme(language);
            for table in Table::ALL {
                let layout = Layout::of(&View::for_readers(table, true), &theme);
                let headings: BTreeSet<_> = layout
                    .columns
                    .iter()
                    .map(|column| column.heading.to_lowercase())
                    .collect();
                assert_eq!(
                    headings.len(),
                    layout.columns.len(),
                    "{table:?} in {language:?}"
                );
                assert!(layout.columns.len() <= 12, "{table:?}");
                assert!(layout.frozen > 0, "{table:?}");
            }
        }
    }

    #[test]
    fn every_column_of_the_table_is_shown_and_some_stay_in_view() {
        let theme = theme(Language::English);
        for table in Table::ALL {
            let layout = Layout::of(&View::whole(table), &theme);
            let shown: BTreeSet<_> = layout.columns.iter().map(|column| column.index).collect();
            assert_eq!(shown.len(), table.columns().len());
            assert!((1..=2).contains(&layout.frozen), "{table:?}");
        }
    }

    /// Returns the sheet that `--columns` makes of this choice.
    fn chosen(choice: &str) -> Layout {
        Layout::of(&choice.parse().unwrap(), &theme(Language::English))
    }

    #[test]
    fn chosen_columns_stand_in_the_order_given_also_those_that_say_where_a_row_is_from() {
        let layout = chosen("records=source,presence_seconds,report");
        let headings: Vec<_> = layout.columns.iter().map(|shown| &*shown.heading).collect();
        assert_eq!(headings, ["Source", "Presence", "Presence (s)", "Report"]);
        let cells: Vec<_> = layout.columns.iter().map(|shown| shown.index).collect();
        assert_eq!(cells, [0, 1, 1, 2]);
        assert_eq!(layout.for_readers, 4);
    }

    #[test]
    fn what_stays_in_view_does_so_where_it_was_chosen_to_come_first() {
        let frozen = |choice| chosen(choice).frozen;
        assert_eq!(frozen("records=display_name,presence_seconds"), 1);
        assert_eq!(frozen("records=display_name,report,role"), 2);
        assert_eq!(frozen("records=role,display_name"), 0);
    }

    #[test]
    fn a_link_stays_on_the_column_that_it_hangs_on() {
        let linked = |choice| {
            let columns = chosen(choice).columns.into_iter();
            let linked = columns.filter(|shown| shown.link.is_some());
            linked.map(|shown| shown.column.key).collect::<Vec<_>>()
        };
        assert_eq!(
            linked("records=intervals,role,report"),
            ["intervals", "report"]
        );
        assert!(linked("records=role,email").is_empty());
    }
}
