//! Reports inside something else: what other programs put around an answer.
//!
//! Looked at only where a document gives no report as it stands, so that plain files pay
//! nothing for it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A report, or a list of them, found inside a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inner {
    /// The way to it, as a JSON pointer.
    pub way: String,
    /// It, as JSON.
    pub text: String,
    /// The meeting's `subject`, where it stands around it.
    pub title: Option<String>,
}

/// How deep a document is searched; every text with JSON in it counts as a level too.
pub(super) const DEEPEST: usize = 24;

/// Returns what is inside a document; nothing where no report is in it, or nothing is around it.
pub fn inside(text: &str) -> Vec<Inner> {
    let mut found = Vec::new();
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    // What comes behind something broken cannot be told apart from it.
    let values: Vec<_> = values.map_while(Result::ok).collect();
    match values.as_slice() {
        [only] => search(&Place::default(), only, &mut found),
        several => {
            for (index, value) in several.iter().enumerate() {
                search(&Place::default().below(index), value, &mut found);
            }
        }
    }
    found
}

/// Where the search is.
#[derive(Clone, Default)]
struct Place<'v> {
    way: String,
    depth: usize,
    /// The nearest `subject` around it.
    title: Option<&'v str>,
}

impl<'v> Place<'v> {
    fn below(&self, name: impl std::fmt::Display) -> Self {
        Self {
            way: format!("{}/{name}", self.way),
            depth: self.depth + 1,
            title: self.title,
        }
    }

    fn found(&self, value: &Value) -> Inner {
        Inner {
            way: self.way.clone(),
            text: value.to_string(),
            title: self.title.map(str::to_owned),
        }
    }
}

fn search<'v>(place: &Place<'v>, value: &'v Value, found: &mut Vec<Inner>) {
    if place.depth > DEEPEST {
        return;
    }
    match value {
        Value::Object(members) if is_known(members) => found.push(place.found(value)),
        Value::Array(items) if is_list(items) => found.push(place.found(value)),
        Value::Object(members) => {
            let title = subject(members).or(place.title);
            let here = Place {
                title,
                ..place.clone()
            };
            for (name, member) in members {
                search(&here.below(escaped(name)), member, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                search(&place.below(index), item, found);
            }
        }
        Value::String(text) => {
            if let Some(inner) = json_in_text(text) {
                let title = place.title.map(str::to_owned);
                let begin = found.len();
                let inside = Place {
                    title: None,
                    depth: place.depth + 1,
                    ..place.clone()
                };
                search(&inside, &inner, found);
                for inner in &mut found[begin..] {
                    inner.title = inner.title.take().or_else(|| title.clone());
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Returns the `subject` of an object, or of the one meeting among its members.
fn subject(members: &Map<String, Value>) -> Option<&str> {
    fn of(members: &Map<String, Value>) -> Option<&str> {
        let text = members.get("subject")?.as_str()?;
        (!text.trim().is_empty()).then_some(text)
    }
    let beside = || {
        let mut beside = members.values().filter_map(Value::as_object).filter_map(of);
        beside.next().filter(|_| beside.next().is_none())
    };
    of(members).or_else(beside)
}

/// Returns a member's name in a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns a member's name in lower case and without signs.
pub(super) fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// JSON that stands in a text, as it is or in base64.
pub(super) fn json_in_text(text: &str) -> Option<Value> {
    let begins = |text: &str| {
        text.trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with(['{', '['])
    };
    if begins(text) {
        return serde_json::from_str(text.trim_start_matches('\u{feff}')).ok();
    }
    // The shortest report in base64 is longer than this.
    let is_base64 = text.len() >= 40 && text.starts_with(['e', 'W', '7']) && !text.contains(' ');
    let bytes = is_base64.then(|| STANDARD.decode(text).ok()).flatten()?;
    let decoded = String::from_utf8(bytes).ok().filter(|text| begins(text))?;
    serde_json::from_str(decoded.trim_start_matches('\u{feff}')).ok()
}

/// The members by which a report or a record is known, in lower case and without signs.
const KNOWN: [&str; 5] = [
    "attendancerecords",
    "meetingstartdatetime",
    "totalparticipantcount",
    "attendanceintervals",
    "totalattendanceinseconds",
];

fn is_one(value: &Value) -> bool {
    matches!(value, Value::Object(members) if members.keys().any(|name| KNOWN.contains(&plain(name).as_str())))
}

fn is_list(items: &[Value]) -> bool {
    items.first().is_some_and(is_one)
}

/// Returns whether an object is an answer that can be read as it is.
fn is_known(members: &Map<String, Value>) -> bool {
    let list =
        |name: &str| matches!(members.get(name), Some(Value::Array(items)) if is_list(items));
    let answers = || {
        matches!(members.get("responses"), Some(Value::Array(items))
            if items.first().is_some_and(|item| item.get("status").is_some() && item.get("body").is_some_and(Value::is_object)))
    };
    let error = || {
        let error = members.get("error");
        error.is_some_and(|error| error.get("code").is_some() && error.get("message").is_some())
    };
    let one = members
        .keys()
        .any(|name| KNOWN.contains(&plain(name).as_str()));
    one || list("value") || list("records") || answers() || error()
}

/// Returns a text without what is no JSON in it: comments, commas in front of a closing
/// bracket, words for no value such as `NaN`, byte order marks and hard blanks between values, and lines of other text around
/// them. Everything else keeps its place. `None` where there is nothing of the kind.
pub fn repaired(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let (mut at, mut depth, mut comma) = (0, 0_usize, None);
    let blank = |out: &mut Vec<u8>, from: usize, to: usize| {
        let signs = out[from..to].iter_mut();
        signs
            .filter(|sign| **sign != b'\n')
            .for_each(|sign| *sign = b' ');
    };
    let end_of_line =
        |at: usize| memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
    while at < bytes.len() {
        let begin = at;
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) if depth > 0 => {
                at = end_of_text(bytes, at);
                comma = None;
                continue;
            }
            (b'/', Some(b'/')) => at = end_of_line(at),
            (b'/', Some(b'*')) => {
                let end = memchr::memmem::find(&bytes[at..], b"*/");
                at = end.map_or(bytes.len(), |end| at + end + 2);
            }
            (0xef, _) if bytes[at..].starts_with(b"\xef\xbb\xbf") => at += 3,
            (0xc2, Some(0xa0)) => at += 2,
            (b'[', Some(next)) if depth == 0 && next.is_ascii_alphabetic() => at = end_of_line(at),
            (b'{' | b'[', _) => (depth, comma) = (depth + 1, None),
            (b'}' | b']', _) => {
                if let Some(comma) = comma.take() {
                    out[comma] = b' ';
                }
                depth = depth.saturating_sub(1);
            }
            (b',', _) if depth > 0 => comma = Some(at),
            // Between values, as between lines that were joined; and the sign for a record.
            (b',' | 0x1e, _) => at += 1,
            (sign, _) if sign.is_ascii_whitespace() => {}
            _ if depth == 0 => at = end_of_line(at),
            _ => {
                comma = None;
                if let Some(end) = word_for_nothing(bytes, at) {
                    // A blank in front, as most programs write one, makes room for four signs.
                    let room = usize::from(bytes[at - 1] == b' ');
                    let nothing: &[u8] = match end - at + room {
                        0..4 => b"\"\"",
                        _ => b"null",
                    };
                    blank(&mut out, at, end);
                    let from = if end - at < 4 && nothing.len() == 4 {
                        at - 1
                    } else {
                        at
                    };
                    out[from..from + nothing.len()].copy_from_slice(nothing);
                    at = end;
                    continue;
                }
            }
        }
        if at == begin {
            at += 1;
        } else {
            blank(&mut out, begin, at);
        }
    }
    (out != bytes)
        .then(|| String::from_utf8(out).ok())
        .flatten()
}

/// Returns where a word that programs write for no value ends, if one begins here: JSON has
/// none.
fn word_for_nothing(bytes: &[u8], begin: usize) -> Option<usize> {
    const WORDS: [&[u8]; 5] = [b"NaN", b"Infinity", b"-Infinity", b"undefined", b"None"];
    let word = WORDS
        .into_iter()
        .find(|word| bytes[begin..].starts_with(word))?;
    let end = begin + word.len();
    let goes_on = |sign: u8| sign.is_ascii_alphanumeric() || sign == b'_';
    let stands_alone = !goes_on(bytes[begin - 1]) && !bytes.get(end).copied().is_some_and(goes_on);
    stands_alone.then_some(end)
}

/// Returns where the text that begins here ends, behind its closing sign.
fn end_of_text(bytes: &[u8], begin: usize) -> usize {
    let mut at = begin + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Says what a file is that holds no report, and what to do instead; `None` where nothing tells.
pub fn name(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let beginning: String = text.chars().take(4000).collect();
    let has = |word: &str| beginning.contains(word);
    let begins = |word: &str| text.starts_with(word);
    Some(match () {
        () if begins("%PDF") => "a PDF; download the attendance report as CSV, or fetch it",
        () if begins("BEGIN:VCALENDAR") => {
            "a calendar export; it says when meetings were planned, not who came"
        }
        () if begins("WEBVTT") => "a transcript; it says who spoke, not who came",
        () if begins("#< CLIXML") || begins("<Objs ") => {
            "PowerShell's own text; save with: … | ConvertTo-Json -Depth 10 | Out-File -Encoding utf8 report.json"
        }
        () if begins("HTTP/") => "a raw HTTP answer; save only its body",
        () if begins("{'") || begins("[{'") || has("MeetingAttendanceReport(") => {
            "a Python object dump; save with json.dumps, or with the serialization writer of the SDK"
        }
        () if begins("<") => return None,
        () if has("\"callRecord")
            || has("callRecords")
            || (has("\"modalities\"") && has("\"participants\"")) =>
        {
            "a call record; attendance stands in the meeting's attendanceReports"
        }
        () if has("\"presence_seconds\"") => {
            "a table that Rollbook wrote; name the reports that it was made from"
        }
        () if has("\"join_time\"") && has("\"leave_time\"") => {
            "an answer of Zoom's interface; download the participants as CSV in Zoom's reports"
        }
        () if has("\"attendees\"") && has("\"start\"") => {
            "a calendar's list of events; it says who was invited, not who came"
        }
        () if has("/onlineMeetings/$entity")
            || (has("\"joinWebUrl\"") && has("\"participants\"")) =>
        {
            "a meeting, or a list of meetings, without attendance; fetch …/attendanceReports of it"
        }
        () if has("”:") || has("“:") => {
            "JSON with curly quotes, which a word processor put in; fetch it again, and do not edit it there"
        }
        () if begins("{") || begins("[") => return None,
        () if is_powershell(&beginning) => {
            "PowerShell text; save with: … | ConvertTo-Json -Depth 10 | Out-File -Encoding utf8 report.json"
        }
        () if super::teams::is_a_list_of_people(&beginning) => {
            "a list of people, not a report of who came; name it with --roster, --registrations or --aliases"
        }
        () if super::teams::has_sections(&beginning) => {
            "a CSV file of Teams of a kind that this version does not know; please report its headings"
        }
        () if super::teams::is_a_table(&beginning) => {
            "a table, and none of the attendance files that Teams, Zoom or Google Meet write; if it is a list of yours, name it with --roster or another option"
        }
        () => return None,
    })
}

/// Lines of `Name : value`, as Format-List prints, or a ruler under headings.
fn is_powershell(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let pairs = lines().filter(|line| line.contains(" : ")).count();
    let ruler = lines().any(|line| line.starts_with("----"));
    (pairs >= 3 && pairs * 2 >= lines().count()) || ruler
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(text: &str) -> Vec<String> {
        inside(text).into_iter().map(|inner| inner.way).collect()
    }

    #[test]
    fn a_report_is_found_wherever_a_program_puts_it() {
        let report = r#"{"totalParticipantCount":0,"attendanceRecords":[]}"#;
        let text = serde_json::to_string(report).unwrap();
        let base64 = STANDARD.encode(report);
        for (document, way) in [
            (format!(r#"{{"body":{report}}}"#), "/body"),
            (format!(r#"{{"Body":{{"value":[{report}]}}}}"#), "/Body"),
            (
                format!(r#"{{"outputs":{{"body":{text}}}}}"#),
                "/outputs/body",
            ),
            (
                format!(r#"{{"$content-type":"application/json","$content":"{base64}"}}"#),
                "/$content",
            ),
            (text.clone(), ""),
            (
                format!(
                    r#"{{"log":{{"entries":[{{"response":{{"content":{{"text":{text}}}}}}}]}}}}"#
                ),
                "/log/entries/0/response/content/text",
            ),
            (
                format!(r#"{{"responses":{{"1":{{"status":200,"body":{report}}}}}}}"#),
                "/responses/1/body",
            ),
        ] {
            assert_eq!(ways(&document), [way], "{document}");
        }
        assert_eq!(ways(&format!("[[{report}],[{report}]]")), ["/0", "/1"]);
        assert!(ways(r#"{"id":"1","displayName":"Zoë"}"#).is_empty());
    }

    #[test]
    fn what_is_no_json_around_values_becomes_blank_and_nothing_moves() {
        for (text, expected) in [
            ("{\"a\": 1, // one\n}", "{\"a\": 1        \n}"),
            ("{\"a\": \"http://x\",}", "{\"a\": \"http://x\" }"),
            (
                "WARNING: careful\n{\"a\":1}\ndone",
                "                \n{\"a\":1}\n    ",
            ),
            ("[INFO] began\n[1]", "            \n[1]"),
            ("{\"a\": NaN, \"b\":NaN}", "{\"a\":null, \"b\":\"\" }"),
            (
                "{\"a\": -Infinity, \"b\": undefined, \"c\":None}",
                "{\"a\": null     , \"b\": null     , \"c\":null}",
            ),
            ("{\"a\":[NaN]}", "{\"a\":[\"\" ]}"),
        ] {
            assert_eq!(repaired(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(repaired("{\"a\": [1, 2]}\n"), None);
    }
}
