//! Columns: what a table's values mean, in one list per table.

use super::Table;
use super::tone::{Tone, Words};

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
    /// Returns the unit and form in machine tables, for the guide.
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

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnRole {
    /// Says what a row is about: it comes first, and stays in view.
    Subject,
    /// Is for readers.
    Reader,
    /// Says only where a row comes from, for who wants to look it up.
    Origin,
}

/// How much room a text takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// A place in a file: rarely read.
    Narrow,
    /// A name, a title, a word.
    Text,
    /// A sentence.
    Sentence,
}

/// How a number that is not zero stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// By the colour of its digits.
    Font(Tone),
    /// By the colour of its cell.
    Fill(Tone),
}

/// One column of a table: what it holds and what follows from it, for every format.
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
    /// What it is for.
    pub role: ColumnRole,
    /// How much room its texts take.
    pub width: Width,
    /// Which words of ours it holds; none where others wrote its texts.
    pub words: Option<Words>,
    /// The table to whose row its cells lead.
    pub link: Option<Table>,
    /// How its numbers stand out.
    pub alarm: Option<Alarm>,
}

impl Column {
    /// Returns a column for readers, without words of ours, links and alarms.
    pub const fn new(
        key: &'static str,
        label: &'static str,
        kind: Kind,
        meaning: &'static str,
    ) -> Self {
        Self {
            key,
            label,
            kind,
            meaning,
            role: ColumnRole::Reader,
            width: Width::Text,
            words: None,
            link: None,
            alarm: None,
        }
    }

    /// Returns it as one that says what a row is about.
    pub const fn subject(mut self) -> Self {
        self.role = ColumnRole::Subject;
        self
    }

    /// Returns it as one that says where a row comes from.
    pub const fn origin(mut self) -> Self {
        self.role = ColumnRole::Origin;
        self
    }

    /// Returns it as one of sentences.
    pub const fn sentence(mut self) -> Self {
        self.width = Width::Sentence;
        self
    }

    /// Returns it as one of places in files.
    pub const fn narrow(mut self) -> Self {
        self.width = Width::Narrow;
        self
    }

    /// Returns it as one that holds these words of ours.
    pub const fn words(mut self, words: Words) -> Self {
        self.words = Some(words);
        self
    }

    /// Returns it as one whose cells lead to a row of `table`.
    pub const fn link(mut self, table: Table) -> Self {
        self.link = Some(table);
        self
    }

    /// Returns it as one whose numbers stand out where they are not zero.
    pub const fn alarm(mut self, alarm: Alarm) -> Self {
        self.alarm = Some(alarm);
        self
    }
}

/// Declares the columns of a table and the row that fills them, one line per column.
///
/// `key "Label" Kind [marks] "meaning" => cell;` where the cell may use the row, and the
/// marks are methods of [`Column`], such as `[subject, words(Words::Roles)]`.
///
/// `..presence_statistics "meaning of the mean", "meaning of the deviation";` stands for the
/// columns that spread presence, of a row that has them as `presence`.
macro_rules! columns {
    (
        $row:ident: $type:ident;
        $($key:ident $label:literal $kind:ident $([$($marks:tt)*])? $meaning:literal => $cell:expr;)*
        ..presence_statistics $mean:literal, $deviation:literal;
        $($rest:tt)*
    ) => {
        $crate::views::column::columns! { $row: $type;
            $($key $label $kind $([$($marks)*])? $meaning => $cell;)*
            mean_presence_seconds "Mean presence" MeanSeconds $mean => $row.presence.map(|presence| presence.mean);
            median_presence_seconds "Median presence" MeanSeconds "median, R-7" => $row.presence.map(|presence| presence.median);
            first_quartile_seconds "1st quartile" MeanSeconds "first quartile of presence, R-7" => $row.presence.map(|presence| presence.first_quartile);
            third_quartile_seconds "3rd quartile" MeanSeconds "third quartile of presence, R-7" => $row.presence.map(|presence| presence.third_quartile);
            minimum_presence_seconds "Shortest presence" Seconds "the shortest presence" => $row.presence.map(|presence| presence.minimum);
            maximum_presence_seconds "Longest presence" Seconds "the longest presence" => $row.presence.map(|presence| presence.maximum);
            deviation_seconds "Standard deviation" MeanSeconds $deviation => $row.presence.map(|presence| presence.deviation);
            $($rest)*
        }
    };
    (
        $row:ident: $type:ident;
        $($key:ident $label:literal $kind:ident
            $([$($mark:ident $(($argument:expr))?),*])?
            $meaning:literal => $cell:expr;)*
    ) => {
        const WIDTH: usize = [$($label),*].len();

        /// The columns, in order.
        pub const COLUMNS: [$crate::views::column::Column; WIDTH] = {
            #[allow(unused_imports)]
            use $crate::views::{Table, column::Alarm, tone::{Tone, Words}};
            [$(
                $crate::views::column::Column::new(
                    stringify!($key),
                    $label,
                    $crate::views::column::Kind::$kind,
                    $meaning,
                )
                $($(.$mark($($argument)?))*)?,
            )*]
        };

        /// Returns each cell of a row by itself, so that of some the others are not computed.
        fn cell<'r>(row: &$type<'r>, at: usize) -> $crate::views::cell::Cell<'r> {
            const CELLS: [for<'c, 'r> fn(&'c $type<'r>) -> $crate::views::cell::Cell<'r>; WIDTH] =
                [$(|$row| $crate::views::cell::Cell::from($cell),)*];
            CELLS[at](row)
        }

        /// Where each column stands.
        #[allow(non_camel_case_types)]
        enum Place {
            $($key,)*
        }

        /// The same as numbers that a match knows.
        #[allow(non_upper_case_globals)]
        mod places {
            $(pub const $key: usize = super::Place::$key as usize;)*
        }

        impl $crate::views::row::Row for $type<'_> {
            fn one_by_one(&self, cells: &mut impl $crate::views::row::TakeCells) {
                let $row = self;
                $(cells.take($crate::views::cell::Cell::from($cell));)*
            }

            fn picked_one_by_one(
                &self,
                columns: &[usize],
                cells: &mut impl $crate::views::row::TakeCells,
            ) {
                let $row = self;
                for &at in columns {
                    match at {
                        $(places::$key => cells.take($crate::views::cell::Cell::from($cell)),)*
                        _ => {}
                    }
                }
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
