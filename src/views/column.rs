//! Columns: what a table's values mean, in one list per table.

use super::tone::Words;

/// What kind of value a column holds, and in which unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A count of things.
    Count,
    /// A length of time in whole seconds, never negative.
    Seconds,
    /// A difference in whole seconds, with its sign.
    SignedSeconds,
    /// A length of time in seconds with 2 decimal places.
    MeanSeconds,
    /// A point in time.
    Time,
    /// A fraction of 1 with 4 decimal places, shown to people in percent.
    Share,
    /// A number with 2 decimal places.
    Number,
}

impl Kind {
    /// The unit and form in machine tables, for the guide.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Count => "count",
            Self::Seconds => "seconds",
            Self::SignedSeconds => "seconds, with sign",
            Self::MeanSeconds => "seconds, 2 decimals",
            Self::Time => "date-time, UTC",
            Self::Share => "fraction of 1, 4 decimals",
            Self::Number => "number, 2 decimals",
        }
    }
}

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name in machine tables; ends in the unit where there is one.
    pub key: &'static str,
    /// The heading for people.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means.
    pub meaning: &'static str,
}

impl Column {
    /// Returns which words it holds, where they have a tone.
    pub fn words(&self) -> Option<Words> {
        match self.key {
            "status" => Some(Words::Statuses),
            "letter" => Some(Words::Letters),
            "outcome" => Some(Words::Outcomes),
            "turnout" => Some(Words::Turnouts),
            _ => None,
        }
    }
}

/// Declares the columns of a table and the row that fills them, one line per column.
///
/// `key "Label" Kind "meaning" => cell;` where the cell may use the row.
macro_rules! columns {
    ($row:ident: $type:ident; $($key:ident $label:literal $kind:ident $meaning:literal => $cell:expr;)*) => {
        const WIDTH: usize = [$($label),*].len();

        /// The columns, in order.
        pub const COLUMNS: [$crate::views::column::Column; WIDTH] = [$(
            $crate::views::column::Column {
                key: stringify!($key),
                label: $label,
                kind: $crate::views::column::Kind::$kind,
                meaning: $meaning,
            },
        )*];

        /// Each cell of a row by itself, so that of some the others are not computed.
        fn cell<'r>(row: &$type<'r>, at: usize) -> $crate::views::cell::Cell<'r> {
            const CELLS: [for<'c, 'r> fn(&'c $type<'r>) -> $crate::views::cell::Cell<'r>; WIDTH] =
                [$(|$row| $crate::views::cell::Cell::from($cell),)*];
            CELLS[at](row)
        }

        impl $crate::views::row::Row for $type<'_> {
            fn one_by_one(&self, cells: &mut impl $crate::views::row::TakeCells) {
                let $row = self;
                $(cells.take($crate::views::cell::Cell::from($cell));)*
            }

            fn together(&self, take: impl FnOnce(&[$crate::views::cell::Cell<'_>])) {
                let $row = self;
                take(&[$($crate::views::cell::Cell::from($cell),)*]);
            }

            fn picked(
                &self,
                columns: &[usize],
                take: impl FnOnce(&[$crate::views::cell::Cell<'_>]),
            ) {
                let chosen: [_; WIDTH] = std::array::from_fn(|at| match columns.get(at) {
                    Some(&at) => cell(self, at),
                    None => $crate::views::cell::Cell::Missing,
                });
                take(&chosen[..columns.len()]);
            }
        }
    };
}

pub(super) use columns;
