//! Where a document comes from; travels with it to every message and every row.

use std::fmt;
use std::sync::Arc;

/// The origin of one document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The name in tables: relative to the folder that all inputs share, with `/`,
    /// so that outputs tell nothing of the machine they were made on.
    pub name: Arc<str>,
    /// The name in messages: the path as the user would type it.
    pub typed: Arc<str>,
    /// The line it begins on, where the file holds more than one document.
    pub line: Option<usize>,
}

impl Origin {
    /// A document known by one name everywhere.
    pub fn named(name: &str) -> Self {
        let name: Arc<str> = name.into();
        Self {
            typed: name.clone(),
            name,
            line: None,
        }
    }

    /// The same file, at the line where a document begins.
    pub fn at_line(&self, line: Option<usize>) -> Self {
        Self {
            line,
            ..self.clone()
        }
    }

    /// The source as tables name it: `folder/file.json`, `all.ndjson:17`.
    pub fn source(&self) -> String {
        with_line(&self.name, self.line)
    }

    /// What people call a meeting from here: the name without `.json`, the line and
    /// the number in a list where there are several.
    pub fn meeting(&self, number: Option<usize>) -> String {
        let stem = match self
            .name
            .len()
            .checked_sub(5)
            .map(|at| self.name.split_at_checked(at))
        {
            Some(Some((stem, ending)))
                if ending.eq_ignore_ascii_case(".json") && !stem.is_empty() =>
            {
                stem
            }
            _ => &self.name,
        };
        let mut meeting = with_line(stem, self.line);
        if let Some(number) = number {
            meeting.push_str(&format!(" #{number}"));
        }
        meeting
    }
}

fn with_line(name: &str, line: Option<usize>) -> String {
    line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"))
}

/// Writes the origin as messages name it.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_is_called_by_file_line_and_number() {
        assert_eq!(
            Origin::named("course/session-1.JSON").meeting(None),
            "course/session-1"
        );
        assert_eq!(Origin::named("list.json").meeting(Some(2)), "list #2");
        assert_eq!(
            Origin::named("all.ndjson").at_line(Some(17)).meeting(None),
            "all.ndjson:17"
        );
        assert_eq!(Origin::named(".json").meeting(None), ".json");
    }
}
