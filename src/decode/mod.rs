//! Text to wire structs: which documents a text holds, and of which shape each is.
//!
//! Shapes are told by structure, never by a file's name. A text may hold one
//! document, one per line (NDJSON), or several one after another; each of them
//! succeeds or fails for itself.

mod cursor;
pub mod encoding;
pub mod escapes;
mod garbled;
mod java_time;
mod live_event;
mod live_time;
pub mod long;
pub mod plain;
mod shape;
pub mod split_reports;
pub mod teams;
pub mod unfolded;
pub mod wire;
pub mod wrapped;

use serde::Deserialize;
use serde_json::error::Category;

use crate::finding::{Code, Finding, Location, Place};
use plain::Habits;
use teams::clock::LocalTimes;
use wire::Document;

pub use garbled::is_garbled;
pub use shape::{PlacedReport, Reports, Shape, Sheet};

/// One JSON document of a text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The line of the file on which it begins, where the file holds more than one document.
    pub line: Option<usize>,
    /// Its reports, or why there are none.
    pub content: Result<Reports<'a>, Finding>,
}

/// Decodes every document in `text`, in order: JSON, or one attendee report in CSV.
///
/// Never fails as a whole: a document that cannot be read becomes a finding
/// with its place, and the others are read all the same.
pub fn decode(text: &str) -> Vec<Decoded<'_>> {
    if text.trim_ascii().is_empty() {
        let nothing = Finding::of_document(
            Code::EmptyDocument,
            "is empty, and an attendance report was expected",
        );
        return vec![Decoded {
            line: None,
            content: Err(nothing),
        }];
    }
    if let Some(content) = live_event::reports(text, None) {
        return vec![Decoded {
            line: None,
            content,
        }];
    }
    if let Some(report) = plain::report(text) {
        return vec![Decoded {
            line: None,
            content: Ok(shape::one_report(report)),
        }];
    }
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Document<'_>>();
    let first = stream.next();
    let rest = &text[stream.byte_offset().min(text.len())..];
    match first {
        Some(Ok(document)) if rest.trim_ascii().is_empty() => {
            vec![Decoded {
                line: None,
                content: shape::reports(document),
            }]
        }
        _ if is_one_document_a_line(text) => decode_lines(text, 1),
        Some(Ok(_)) => decode_one_after_another(text),
        _ => vec![Decoded {
            line: None,
            content: document(text),
        }],
    }
}

/// Reads a table of rows: a file of Teams, or a live event's; `None` for anything else.
///
/// `name` is the file's. What is no Unicode is read in the encoding of Western Windows.
pub fn table(
    bytes: &[u8],
    name: &str,
    local: &LocalTimes,
) -> Option<Result<Reports<'static>, Finding>> {
    let read = |text: &str| {
        teams::reports(text, name, local).or_else(|| live_event::reports(text, local.order))
    };
    if let Ok(text) = encoding::text(bytes) {
        return read(text);
    }
    let mut read = read(&encoding::windows_1252(bytes)?)?;
    if let Ok(reports) = &mut read {
        let said = "is no Unicode text; read as Windows-1252";
        let assumed = Finding::of_document(Code::EncodingAssumed, said);
        reports.findings.push(assumed);
    }
    Some(read)
}

/// Returns whether a CSV file that begins with these bytes may be an attendance report: other
/// lists of people, and tables that Rollbook wrote, are none.
pub fn may_be_a_table(beginning: &[u8]) -> bool {
    // Half of a UTF-16 character may stand at the end.
    let even = &beginning[..beginning.len() / 2 * 2];
    let Ok(bytes) = encoding::utf8(even) else {
        return false;
    };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    live_event::delimiter(text).is_some() || teams::may_be_one(text)
}

/// Decodes a line, most likely written like those before it.
fn decode_line<'a>(
    text: &'a str,
    line: usize,
    habits: &mut Habits<'a>,
) -> Result<Reports<'a>, Finding> {
    if let Some(report) = plain::report_like(text, habits) {
        return Ok(shape::one_report(report));
    }
    document_at(text, Place { line, column: 1 })
}

/// Decodes a text that holds exactly one document, plain or not, by serde_json alone.
///
/// # Errors
/// A finding that says why there is no report.
pub fn document(text: &str) -> Result<Reports<'_>, Finding> {
    document_at(text, Place::BEGINNING)
}

/// Decodes a document that begins at this place of its file.
fn document_at(text: &str, begin: Place) -> Result<Reports<'_>, Finding> {
    match serde_json::from_str(text) {
        Ok(document) => shape::reports(document),
        Err(error) => Err(syntax_error(text, begin, &error)),
    }
}

/// Returns whether the text holds one document per line.
pub(crate) fn is_one_document_a_line(text: &str) -> bool {
    let whole = |line: &str| {
        matches!(
            (line.as_bytes().first(), line.as_bytes().last()),
            (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']'))
        )
    };
    // Two lines decide, and one whole one is enough: a broken line must not
    // turn all the others into one broken document.
    let lines = text
        .lines()
        .map(str::trim_ascii)
        .filter(|line| !line.is_empty());
    let first_two: Vec<_> = lines.take(2).collect();
    first_two.len() == 2
        && first_two.iter().all(|line| line.starts_with(['{', '[']))
        && first_two.iter().any(|line| whole(line))
}

/// Decodes one document per line; blank lines are passed over.
///
/// The text begins on `first_line` of its file, and all places are those in the file.
pub fn decode_lines(text: &str, first_line: usize) -> Vec<Decoded<'_>> {
    let mut begin = 0;
    // A last break is the end of the last line, which is no line for itself, or a blank one.
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let lines = ends.map(|end| {
        let line = &text[begin..end];
        begin = end + 1;
        line.strip_suffix('\r').unwrap_or(line)
    });
    let mut habits = Habits::default();
    let lines = (first_line..).zip(lines);
    lines
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(number, line)| Decoded {
            line: Some(number),
            content: decode_line(line, number, &mut habits),
        })
        .collect()
}

/// Decodes documents that follow one another; what follows a broken one cannot be told apart from it.
fn decode_one_after_another(text: &str) -> Vec<Decoded<'_>> {
    let mut decoded = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Document<'_>>();
    let (mut line, mut counted_to) = (1, 0);
    loop {
        let from = stream.byte_offset();
        let start = from + (text.len() - from - text[from..].trim_ascii_start().len());
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted_to..start]).count();
        counted_to = start;
        match stream.next() {
            None => return decoded,
            Some(Ok(document)) => {
                decoded.push(Decoded {
                    line: Some(line),
                    content: shape::reports(document),
                });
            }
            Some(Err(_)) => {
                decoded.push(Decoded {
                    line: Some(line),
                    content: document_at(&text[start..], Place::at(text.as_bytes(), start)),
                });
                return decoded;
            }
        }
    }
}

/// Words a parse error, reading once more to learn the JSON pointer.
#[cold]
fn syntax_error(text: &str, begin: Place, error: &serde_json::Error) -> Finding {
    let place = begin.then(Place {
        line: error.line(),
        column: error.column(),
    });
    if text.trim_ascii_start().starts_with('<') {
        let mut finding = Finding::of_document(
            Code::NotAttendance,
            "is a web page (HTML or XML), perhaps a sign-in page, and no attendance report",
        );
        finding.location = Location::Text {
            below: String::new(),
            place,
        };
        return finding;
    }
    let said = error.to_string();
    let said = said
        .rsplit_once(" at line ")
        .map_or(said.as_str(), |(said, _)| said);
    let where_in_text = format!("line {}, column {}", place.line, place.column);
    let message = match error.classify() {
        Category::Eof => format!("ends too early, at {where_in_text}: the file is cut short"),
        _ => format!("is not valid JSON at {where_in_text}: {said}"),
    };
    let mut finding = Finding::of_document(Code::Syntax, message);
    finding.location = Location::Text {
        below: pointer_of_error(text),
        place,
    };
    finding
}

/// Returns the pointer of the innermost known member that could not be read.
fn pointer_of_error(text: &str) -> String {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
    if Document::deserialize(tracked).is_ok() {
        return String::new();
    }
    let mut pointer = String::new();
    for segment in track.path().iter() {
        use serde_path_to_error::Segment;
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => break,
        }
    }
    pointer
}
