//! Where a document comes from; travels with it to every message and every row.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

/// The origin of one document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The name in tables: relative to the folder that all inputs share, with `/`,
    /// so that outputs tell nothing of the machine they were made on.
    pub name: Arc<str>,
    /// The name in messages: the path as the user would type it.
    pub typed: Arc<str>,
    /// The stem of file names made for it: safe, and unique in a run.
    pub stem: Arc<str>,
    /// The line it begins on, where the file holds more than one document.
    pub line: Option<usize>,
    /// What it was given together with, where that is told beside it.
    pub series: Option<Arc<str>>,
}

impl Origin {
    /// Returns a document known by one name everywhere.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.into(),
            typed: name.into(),
            stem: file_stem(without_extensions(name)).into(),
            line: None,
            series: None,
        }
    }

    /// Returns the same file, at the line where a document begins.
    pub fn at_line(&self, line: Option<usize>) -> Self {
        Self {
            line,
            ..self.clone()
        }
    }

    /// Returns a member of the archive that this is, by its name and its index there.
    pub fn member(&self, name: &str, index: usize) -> Self {
        let mut stem = format!(
            "{}.m{}-{}",
            self.stem,
            index + 1,
            file_stem(without_extensions(name))
        );
        while stem.len() > LONGEST_STEM {
            stem.pop();
        }
        Self {
            name: format!("{}/{name}", self.name).into(),
            typed: format!("{}/{name}", self.typed).into(),
            stem: stem.into(),
            line: None,
            series: self.series.clone(),
        }
    }

    /// Returns the source as tables name it: `folder/file.json`, `all.ndjson:17`.
    pub fn source(&self) -> String {
        with_line(&self.name, self.line)
    }

    /// Returns what people call a meeting from here: the name without `.json`, the line and the
    /// number in a list where there are several.
    pub fn meeting(&self, number: Option<usize>) -> String {
        let mut meeting = with_line(without_extensions(&self.name), self.line);
        if let Some(number) = number {
            push_number(&mut meeting, " #", number);
        }
        meeting
    }

    /// Returns the file name, without extension, of what is made of one meeting from here.
    ///
    /// Stems hold no `.`, so that `a.2` (the second of `a`) and `a-2` cannot meet.
    pub fn meeting_stem(&self, number: Option<usize>) -> String {
        let mut stem = self.stem.to_string();
        if let Some(line) = self.line {
            push_number(&mut stem, ".line", line);
        }
        if let Some(number) = number {
            push_number(&mut stem, ".", number);
        }
        stem
    }
}

fn with_line(name: &str, line: Option<usize>) -> String {
    let mut name = name.to_owned();
    if let Some(line) = line {
        push_number(&mut name, ":", line);
    }
    name
}

/// Adds a number behind some sign; `format!` would cost several times as much, a few times
/// a meeting.
fn push_number(text: &mut String, sign: &str, number: usize) {
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(number);
    text.reserve(sign.len() + digits.len());
    text.push_str(sign);
    text.push_str(digits);
}

/// Returns the name without the endings `.gz` or `.zst`, then `.json` or `.csv`, in whatever
/// case.
pub fn without_extensions(name: &str) -> &str {
    let unpacked = [".gz", ".zst"]
        .iter()
        .find_map(|ending| without_ending(name, ending))
        .unwrap_or(name);
    let endings = [".json", ".csv"].iter();
    let mut stems = endings.filter_map(|ending| without_ending(unpacked, ending));
    stems.next().unwrap_or(unpacked)
}

fn without_ending<'n>(name: &'n str, ending: &str) -> Option<&'n str> {
    let (stem, last) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
    (last.eq_ignore_ascii_case(ending) && !stem.is_empty()).then_some(stem)
}

/// The longest stem, in bytes; leaves room for `.line1234567.89.html` below 100.
const LONGEST_STEM: usize = 72;

/// Names that Windows keeps for devices, whatever the extension.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Returns one safe component of a path made of any name: letters, digits, `-`, `_`, ` ` and
/// nothing else, never empty, never a Windows device, of bounded length.
pub fn file_stem(name: &str) -> String {
    let mut stem = String::with_capacity(name.len());
    for sign in name.chars() {
        let safe = if sign.is_alphanumeric() || matches!(sign, '-' | '_' | ' ') {
            sign
        } else {
            '-'
        };
        if stem.len() + safe.len_utf8() > LONGEST_STEM {
            break;
        }
        stem.push(safe);
    }
    let stem = stem.trim_matches([' ', '-']);
    let bare = stem
        .trim_end_matches(|sign: char| sign.is_ascii_digit())
        .to_ascii_lowercase();
    if stem.is_empty() {
        "meeting".into()
    } else if RESERVED.contains(&bare.as_str()) {
        format!("{stem}_")
    } else {
        stem.to_owned()
    }
}

/// Returns the dates that a file's name holds, as `2026-11-03`, `2026_11_03` or `20261103`,
/// in order; what stands among other digits is none.
pub fn dates_in_name(name: &str) -> impl Iterator<Item = Date> {
    let digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
    let starts = name.char_indices().map(|(at, _)| at);
    starts.filter_map(move |at| {
        if digit(name[..at].chars().next_back()) {
            return None;
        }
        let written = |length: usize| {
            let text = name.get(at..at + length)?;
            (!digit(name[at + length..].chars().next())).then_some(text)
        };
        let apart = || written(10).map(|text| text.replace('_', "-"));
        let together = || {
            let text = written(8).filter(|text| text.bytes().all(|one| one.is_ascii_digit()))?;
            Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
        };
        let read = |text: String| text.parse().ok();
        apart().and_then(read).or_else(|| together().and_then(read))
    })
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
    use proptest::prelude::*;

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
        assert_eq!(Origin::named("a.json.gz").meeting(None), "a");
        assert_eq!(
            Origin::named("a.zip").member("b/c.json", 0).meeting(None),
            "a.zip/b/c"
        );
    }

    #[test]
    fn dates_in_names_stand_apart_from_other_digits() {
        let dates = |name: &str| -> Vec<String> {
            dates_in_name(name).map(|date| date.to_string()).collect()
        };
        for name in [
            "x 2026-11-03.csv",
            "2026_11_03",
            "会議20261103T09",
            "2026-11-03 09_00",
        ] {
            assert_eq!(dates(name), ["2026-11-03"], "{name}");
        }
        for name in [
            "1202611031",
            "2026-13-01",
            "12026-11-03",
            "2026-11-035",
            "03.11.2026",
            "",
        ] {
            assert!(dates(name).is_empty(), "{name}");
        }
        assert_eq!(dates("2026-11-03 to 20261104").len(), 2);
    }

    #[test]
    fn file_stems_are_one_safe_component() {
        assert_eq!(file_stem("course/session 1"), "course-session 1");
        assert_eq!(file_stem("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_stem(r"C:\x"), "C--x");
        assert_eq!(file_stem("NUL"), "NUL_");
        assert_eq!(file_stem("com1"), "com1_");
        assert_eq!(file_stem("..."), "meeting");
        assert_eq!(file_stem("会議 Zoë"), "会議 Zoë");
    }

    proptest! {
        #[test]
        fn no_name_leads_out_of_its_folder(name in ".*") {
            let stem = Origin::named(&name).meeting_stem(Some(1));
            prop_assert!(!stem.contains(['/', '\\', '\0', ':']) && !stem.starts_with('.'));
            prop_assert!(stem.len() < 100);
        }
    }
}
