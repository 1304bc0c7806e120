//! Single values: texts, numbers and times, and the findings about them.

use super::epoch;
use crate::decode::wire::{JsonType, OddMembers, Scalar};
use crate::finding::{Code, Finding, Location, Place, Subject};
use crate::model::Text;
use crate::model::report::{Rows, SourceKind, record_pointer};
use crate::model::time::{Instant, ReadTime, TICKS_PER_SECOND, ZoneGiven};

const DEPTH_LOST: &str =
    "is text in place of what lay too deep for ConvertTo-Json; what it held is lost";

/// A time member, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeRead {
    At(Instant),
    /// Absent or null.
    Missing,
    /// There, but no usable time; a finding was added.
    Unusable,
}

impl TimeRead {
    pub(super) fn instant(self) -> Option<Instant> {
        match self {
            Self::At(instant) => Some(instant),
            Self::Missing | Self::Unusable => None,
        }
    }
}

/// How often something harmless happened, and where first; told once a report.
#[derive(Default)]
struct Tally {
    count: usize,
    first: Option<(Subject, String)>,
}

impl Tally {
    fn add(&mut self, subject: Subject, pointer: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.is_none() {
            self.first = Some((subject, pointer()));
        }
    }

    /// Adds what happened later.
    fn append(&mut self, other: Self) {
        self.count += other.count;
        self.first = self.first.take().or(other.first);
    }
}

/// Returns the row of a table on which `subject` stands.
fn row_of(rows: &Rows, subject: Subject) -> Option<Place> {
    let line = match subject {
        Subject::Report => None,
        Subject::Record(record) => rows.line(record, None),
        Subject::Interval(record, interval) => rows.line(record, Some(interval)),
    };
    line.map(|line| Place { line, column: 1 })
}

/// Reads the values of one report and collects what is found.
pub(super) struct Reader {
    report_pointer: String,
    records_pointer: Option<String>,
    source: SourceKind,
    /// Where records stand in a table of rows; `None` for JSON.
    rows: Option<Box<Rows>>,
    findings: Vec<Finding>,
    /// Members that this document spells differently, by Graph's name.
    spelled: Vec<(&'static str, String)>,
    zoneless: Tally,
    numbers_as_text: Tally,
    garbled_names: Tally,
}

impl Reader {
    pub(super) fn new(report_pointer: String, records_pointer: Option<String>) -> Self {
        Self {
            report_pointer,
            records_pointer,
            source: SourceKind::Service,
            rows: None,
            findings: Vec::new(),
            spelled: Vec::new(),
            zoneless: Tally::default(),
            numbers_as_text: Tally::default(),
            garbled_names: Tally::default(),
        }
    }

    /// Learns what the report was read from.
    pub(super) fn stands_in(&mut self, source: SourceKind, rows: Option<Box<Rows>>) {
        (self.source, self.rows) = (source, rows);
    }

    /// Returns what the report was read from.
    pub(super) fn source(&self) -> SourceKind {
        self.source
    }

    /// Returns a reader for other records of the same report, which knows how it spells its
    /// members.
    pub(super) fn beside(&self) -> Self {
        Self {
            spelled: self.spelled.clone(),
            ..Self::new(self.report_pointer.clone(), self.records_pointer.clone())
        }
    }

    /// Adds what another reader found in later records of the same report.
    pub(super) fn append(&mut self, other: Self) {
        self.findings.extend(other.findings);
        for (member, spelling) in other.spelled {
            if self.spelling(member) == member {
                self.spelled.push((member, spelling));
            }
        }
        self.zoneless.append(other.zoneless);
        self.numbers_as_text.append(other.numbers_as_text);
        self.garbled_names.append(other.garbled_names);
    }

    /// Returns all findings, with those that are told once a report.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        let names = std::mem::take(&mut self.garbled_names);
        if let Some((subject, pointer)) = names.first {
            let others = and_others(names.count, "name");
            let said = format!(
                "has signs in the name that letters turn into when a file is saved in the wrong encoding{others}"
            );
            self.add_at(Code::TextGarbled, subject, pointer, said);
        }
        let times = std::mem::take(&mut self.zoneless);
        if let Some((subject, pointer)) = times.first {
            let others = and_others(times.count, "time");
            self.add_at(
                Code::ZoneMissing,
                subject,
                pointer,
                format!("has no zone{others}; read as UTC"),
            );
        }
        let numbers = std::mem::take(&mut self.numbers_as_text);
        if let Some((subject, pointer)) = numbers.first {
            let others = and_others(numbers.count, "number");
            let said = format!("is a number written as text{others}; read as a number");
            self.add_at(Code::NumberAsText, subject, pointer, said);
        }
        self.findings
    }

    /// Counts a name that was saved in the wrong encoding.
    pub(super) fn garbled_name(&mut self, subject: Subject) {
        let mut names = std::mem::take(&mut self.garbled_names);
        names.add(subject, || self.pointer(subject));
        self.garbled_names = names;
    }

    pub(super) fn pointer(&self, subject: Subject) -> String {
        match subject {
            Subject::Report => self.report_pointer.clone(),
            Subject::Record(record) => record_pointer(self.records_pointer.as_deref(), record),
            Subject::Interval(record, interval) => {
                let record = record_pointer(self.records_pointer.as_deref(), record);
                format!(
                    "{record}/{}/{interval}",
                    self.spelling("attendanceIntervals")
                )
            }
        }
    }

    /// Returns the pointer of a member, or of one below it, such as `identity/id`.
    pub(super) fn member_pointer(&self, subject: Subject, member: &str) -> String {
        let mut pointer = self.pointer(subject);
        for member in member.split('/') {
            pointer.push('/');
            pointer.push_str(self.spelling(member));
        }
        pointer
    }

    pub(super) fn add(&mut self, code: Code, subject: Subject, said: String) {
        let pointer = self.pointer(subject);
        self.add_at(code, subject, pointer, said);
    }

    pub(super) fn add_at(&mut self, code: Code, subject: Subject, pointer: String, said: String) {
        let location = match &self.rows {
            None => Location::Pointer(pointer),
            // A pointer leads into JSON, and this is none.
            Some(rows) => row_of(rows, subject).map_or(Location::document(), Location::Row),
        };
        self.findings
            .push(Finding::new(code, subject, location, said));
    }

    pub(super) fn wrong_type(
        &mut self,
        subject: Subject,
        member: &str,
        expected: &str,
        found: JsonType,
    ) {
        let pointer = self.member_pointer(subject, member);
        if found == JsonType::Flattened {
            return self.add_at(Code::DepthLost, subject, pointer, DEPTH_LOST.into());
        }
        self.add_at(
            Code::WrongType,
            subject,
            pointer,
            format!("is {found}, and {expected} was expected"),
        );
    }

    /// Tells of something in a list that should be an object.
    pub(super) fn no_object(&mut self, subject: Subject, found: JsonType) {
        if found == JsonType::Flattened {
            return self.add(Code::DepthLost, subject, DEPTH_LOST.into());
        }
        self.add(
            Code::WrongType,
            subject,
            format!("is {found}, and an object was expected; it was left out"),
        );
    }

    pub(super) fn null_object(&mut self, subject: Subject) {
        self.add(
            Code::WrongType,
            subject,
            "is null, and an object was expected; it was left out".into(),
        );
    }

    /// Learns how this document spells its members, and tells of those that stand twice.
    pub(super) fn odd_members(&mut self, subject: Subject, odd: Option<Box<OddMembers>>) {
        self.odd_members_below(subject, "", odd);
    }

    /// The same for an object of a subject's own, `below` such as `identity/`.
    pub(super) fn odd_members_below(
        &mut self,
        subject: Subject,
        below: &str,
        odd: Option<Box<OddMembers>>,
    ) {
        let Some(odd) = odd else { return };
        for (member, spelling) in odd.spelled {
            if self.spelling(member) == member {
                self.spelled.push((member, spelling));
            }
        }
        for member in odd.repeated {
            let pointer = self.member_pointer(subject, &[below, member].concat());
            let said = format!("`{member}` stands more than once; the last one counts");
            self.add_at(Code::KeyDuplicated, subject, pointer, said);
        }
    }

    /// Returns how this document spells a member.
    pub(super) fn spelling<'s>(&'s self, member: &'s str) -> &'s str {
        let spelled = self.spelled.iter().find(|(known, _)| *known == member);
        spelled.map_or(member, |(_, spelling)| spelling)
    }

    /// Reads a text that is not empty.
    pub(super) fn text<'a>(
        &mut self,
        scalar: Scalar<'a>,
        subject: Subject,
        member: &str,
    ) -> Option<Text<'a>> {
        match scalar {
            Scalar::Absent | Scalar::Null => None,
            Scalar::Text(text) => (!text.is_empty()).then_some(text),
            Scalar::Integer(_) | Scalar::OtherNumber(_) => {
                self.not_a_text(subject, member, JsonType::Number)
            }
            Scalar::Other(json_type) => self.not_a_text(subject, member, json_type),
        }
    }

    fn not_a_text<'a>(
        &mut self,
        subject: Subject,
        member: &str,
        found: JsonType,
    ) -> Option<Text<'a>> {
        self.wrong_type(subject, member, "a text", found);
        None
    }

    /// Reads an Int32 of at least 0, as all of the report's numbers are.
    pub(super) fn number(
        &mut self,
        scalar: &Scalar<'_>,
        subject: Subject,
        member: &str,
    ) -> Option<u32> {
        let number = match scalar {
            Scalar::Absent | Scalar::Null => return None,
            Scalar::Integer(number) => *number,
            Scalar::Text(text) => match text.trim().parse() {
                Ok(number) => {
                    let pointer = self.member_pointer(subject, member);
                    self.numbers_as_text.add(subject, || pointer);
                    number
                }
                Err(_) => {
                    self.wrong_type(subject, member, "a number", JsonType::Text);
                    return None;
                }
            },
            Scalar::OtherNumber(number) => {
                let pointer = self.member_pointer(subject, member);
                let said = format!(
                    "is {number}, and a whole number from 0 to {} was expected",
                    i32::MAX
                );
                self.add_at(Code::NumberOutOfRange, subject, pointer, said);
                return None;
            }
            Scalar::Other(json_type) => {
                self.wrong_type(subject, member, "a number", *json_type);
                return None;
            }
        };
        if (0..=i64::from(i32::MAX)).contains(&number) {
            return u32::try_from(number).ok();
        }
        let pointer = self.member_pointer(subject, member);
        let said = format!(
            "is {number}, and a whole number from 0 to {} was expected",
            i32::MAX
        );
        self.add_at(Code::NumberOutOfRange, subject, pointer, said);
        None
    }

    /// Reads a date-time.
    pub(super) fn time(&mut self, scalar: &Scalar<'_>, subject: Subject, member: &str) -> TimeRead {
        let text = match scalar {
            Scalar::Absent | Scalar::Null => return TimeRead::Missing,
            Scalar::Text(text) if is_null_word(text) => return TimeRead::Missing,
            Scalar::Text(text) => text,
            Scalar::Integer(_) | Scalar::OtherNumber(_) => {
                if let Some(instant) = epoch::of_number(scalar) {
                    return TimeRead::At(instant);
                }
                self.wrong_type(subject, member, "a date-time as text", JsonType::Number);
                return TimeRead::Unusable;
            }
            Scalar::Other(json_type) => {
                self.wrong_type(subject, member, "a date-time as text", *json_type);
                return TimeRead::Unusable;
            }
        };
        match Instant::read(text).or_else(|| spelled_otherwise(text)) {
            Some(ReadTime::At(instant, ZoneGiven::Yes)) => TimeRead::At(instant),
            Some(ReadTime::At(instant, ZoneGiven::No)) => {
                let pointer = self.member_pointer(subject, member);
                self.zoneless.add(subject, || pointer);
                TimeRead::At(instant)
            }
            Some(ReadTime::Unset) => {
                let pointer = self.member_pointer(subject, member);
                let said =
                    format!("is {text}, by which programs say \"not set\"; treated as missing");
                self.add_at(Code::TimeUnset, subject, pointer, said);
                TimeRead::Unusable
            }
            None => {
                let pointer = self.member_pointer(subject, member);
                let said = format!(
                    "is `{}`, and a date-time such as 2026-11-23T09:00:00Z was expected",
                    shortened(text)
                );
                self.add_at(Code::TimeUnreadable, subject, pointer, said);
                TimeRead::Unusable
            }
        }
    }
}

/// Reads date-times as other programs spell them: with a comma, without seconds, with an
/// offset without its colon, with `UTC` for `Z`, as in letters, or as a number.
#[cold]
fn spelled_otherwise(text: &str) -> Option<ReadTime> {
    let text = text.trim();
    if let Some(instant) = epoch::of_text(text) {
        return Some(ReadTime::At(instant, ZoneGiven::Yes));
    }
    if text.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        let parser = jiff::fmt::rfc2822::DateTimeParser::new();
        let time = parser.parse_timestamp(text.replace("GMT", "+0000")).ok()?;
        let instant = Instant::from_ticks(time.as_second() * TICKS_PER_SECOND);
        return Some(ReadTime::At(instant, ZoneGiven::Yes));
    }
    let named = ["UTC", "GMT", "Z", "z"].into_iter();
    let mut ends = named.filter_map(|name| text.strip_suffix(name));
    let (text, zone) = match ends.next() {
        Some(rest) => (rest.trim_end(), "Z".to_owned()),
        None => split_offset(text),
    };
    let (head, fraction) = match text.split_once([',', '.']) {
        Some((head, fraction)) => (head, format!(".{fraction}")),
        None => (text, String::new()),
    };
    let seconds = if head.len() == "2026-11-23T09:00".len() {
        ":00"
    } else {
        ""
    };
    Instant::read(&format!("{head}{seconds}{fraction}{zone}"))
}

/// Splits `+0200`, `+02` or `+02:00` off a date-time.
fn split_offset(text: &str) -> (&str, String) {
    let at = text.rfind(['+', '-']).filter(|&at| at > "2026-11-23".len());
    let Some(at) = at else {
        return (text, String::new());
    };
    let (sign, digits) = text[at..].split_at(1);
    let digits = digits.replace(':', "");
    let zone = match digits.len() {
        2 => format!("{sign}{digits}:00"),
        4 if digits.is_ascii() => format!("{sign}{}:{}", &digits[..2], &digits[2..]),
        _ => text[at..].to_owned(),
    };
    (text[..at].trim_end(), zone)
}

/// Returns whether a text is the word by which programs write that there is no value.
pub(super) fn is_null_word(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("null")
}

/// Tells that the same holds for more of this report, of which only the first is named.
pub(super) fn and_others(count: usize, noun: &str) -> String {
    match count {
        0 | 1 => String::new(),
        2 => format!(", as 1 other {noun} in this report"),
        more => format!(", as {} other {noun}s in this report", more - 1),
    }
}

/// Returns a stranger's text, short enough for a sentence.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}…")
}
