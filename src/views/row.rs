//! Rows: how the cells of a table get to what takes them.

use super::cell::Cell;

/// A row of a table, its cells not computed yet; [`columns!`](super::column) makes them.
pub trait Row {
    /// Hands over each cell by itself, in the order of the columns.
    fn one_by_one(&self, cells: &mut impl TakeCells);

    /// Hands over the cells of these columns, each by itself; the others are not even computed.
    fn picked_one_by_one(&self, columns: &[usize], cells: &mut impl TakeCells);

    /// Hands over all cells at once, in the order of the columns.
    fn together(&self, take: impl FnOnce(&[Cell<'_>]));

    /// Hands over the cells of these columns at once.
    fn picked(&self, columns: &[usize], take: impl FnOnce(&[Cell<'_>]));
}

/// Takes the cells of a row, one after the other.
pub trait TakeCells {
    /// Takes the next cell of the row.
    fn take(&mut self, cell: Cell<'_>);
}

/// Takes the rows of a table.
///
/// A function gets the cells of each row at once. What writes them down takes them one by
/// one: of each column it is known then what kind its cells have, so that nothing need be
/// put in between and asked for its kind.
pub trait TakeRows {
    /// Takes a row in full.
    fn whole(&mut self, row: &impl Row);

    /// Takes the cells of these columns of a row.
    fn chosen(&mut self, row: &impl Row, columns: &[usize]);
}

impl<F: FnMut(&[Cell<'_>])> TakeRows for F {
    fn whole(&mut self, row: &impl Row) {
        row.together(self);
    }

    fn chosen(&mut self, row: &impl Row, columns: &[usize]) {
        row.picked(columns, self);
    }
}

/// Hands each row to `take`: all of its cells, or those of the picked columns.
pub(super) fn hand_out(
    rows: impl Iterator<Item = impl Row>,
    picked: Option<&[usize]>,
    take: &mut impl TakeRows,
) {
    match picked {
        None => rows.for_each(|row| take.whole(&row)),
        Some(columns) => rows.for_each(|row| take.chosen(&row, columns)),
    }
}
