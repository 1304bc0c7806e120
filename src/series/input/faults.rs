//! What is wrong with a file of the user's: each fault with its place, all of them at once.

use std::fmt;

/// How many faults of one list are told; the others are counted.
pub const FAULTS_TOLD: usize = 20;

/// Something wrong with a file of the user's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct FileProblem {
    /// The file, as typed.
    pub file: String,
    /// The sheet of a workbook that has several.
    pub sheet: Option<String>,
    /// The row, from 1, as a spreadsheet or editor counts.
    pub row: Option<usize>,
    /// The column's heading.
    pub column: Option<String>,
    /// What is wrong, with the value in it.
    pub problem: String,
}

impl FileProblem {
    /// Returns the place in the file, and what is wrong there.
    fn within_the_file(&self) -> String {
        let mut places = Vec::new();
        places.extend(self.sheet.as_ref().map(|sheet| format!("sheet `{sheet}`")));
        places.extend(self.row.map(|row| format!("row {row}")));
        places.extend(
            self.column
                .as_ref()
                .map(|column| format!("column `{column}`")),
        );
        if places.is_empty() {
            return self.problem.clone();
        }
        format!("{}: {}", places.join(", "), self.problem)
    }
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.sheet.is_some() || self.row.is_some() || self.column.is_some() {
            ","
        } else {
            ":"
        };
        write!(f, "`{}`{sign} {}", self.file, self.within_the_file())
    }
}

/// Returns a problem with the file as a whole.
pub fn problem(file: &str, problem: String) -> FileProblem {
    FileProblem {
        file: file.to_owned(),
        sheet: None,
        row: None,
        column: None,
        problem,
    }
}

/// All faults of one list; never none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults(Vec<FileProblem>);

impl Faults {
    /// Returns the first fault, in the order of the list.
    pub fn first(&self) -> &FileProblem {
        &self.0[0]
    }

    /// Returns all of them.
    pub fn all(&self) -> &[FileProblem] {
        &self.0
    }
}

impl From<FileProblem> for Faults {
    fn from(problem: FileProblem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [fault] = &self.0[..] {
            return fault.fmt(f);
        }
        write!(f, "`{}` has {} faults:", self.first().file, self.0.len())?;
        for fault in self.0.iter().take(FAULTS_TOLD) {
            write!(f, "\n  {}", fault.within_the_file())?;
        }
        match self.0.len().saturating_sub(FAULTS_TOLD) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

/// Faults on their way in, while a list is read to its end.
#[derive(Debug, Default)]
pub struct Collected(Vec<FileProblem>);

impl Collected {
    /// Adds a fault.
    pub fn add(&mut self, fault: FileProblem) {
        self.0.push(fault);
    }

    /// Adds a fault where there is one.
    pub fn extend(&mut self, fault: Option<FileProblem>) {
        self.0.extend(fault);
    }

    /// Returns what was read; a fault is kept, and the reading goes on without a value.
    pub fn note<T>(&mut self, read: Result<T, FileProblem>) -> Option<T> {
        read.map_err(|fault| self.add(fault)).ok()
    }

    /// Returns the list, or all of its faults in order of rows.
    ///
    /// # Errors
    /// When there is a fault.
    pub fn instead_of<T>(mut self, list: T) -> Result<T, Faults> {
        if self.0.is_empty() {
            return Ok(list);
        }
        self.0.sort_by_key(|fault| fault.row);
        Err(Faults(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_at_once_up_to_twenty() {
        let mut collected = Collected::default();
        for row in (1..=22).rev() {
            let fault = problem("list.csv", "is wrong".into());
            collected.add(FileProblem {
                row: Some(row),
                ..fault
            });
        }
        let said = collected.instead_of(()).unwrap_err().to_string();
        assert!(
            said.starts_with("`list.csv` has 22 faults:\n  row 1: is wrong\n"),
            "{said}"
        );
        assert!(said.ends_with("row 20: is wrong\n  and 2 more"), "{said}");
    }
}
