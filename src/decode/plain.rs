//! Plain reports, which nearly all are: read in one pass, straight into the model.
//!
//! A record is plain where nothing is to be said of how it is written: each member
//! is one that Graph writes, by Graph's own name, once, and holds what it should
//! hold. Any other record is left to serde_json and to validation, and so is the
//! whole document where it is no plain report. What is read here is what they
//! would make of it.

use serde::de::IgnoredAny;

use super::cursor::{Cursor, Known, NotPlain, Plain, Quoted};
use super::wire::{self, Items, Records, Report, Scalar, Whole};
use crate::model::Text;
use crate::model::identity::{Identity, without_namespace};
use crate::model::interval::AttendanceInterval;
use crate::model::record::{AttendanceRecord, Intervals};
use crate::model::role::Role;
use crate::model::time::{Instant, ReadTime, ZoneGiven};

/// Returns the report that `text` holds, if it is a plain one.
pub fn report(text: &str) -> Option<Report<'_>> {
    report_like(text, &mut Habits::default())
}

/// Reads the same, most likely written like those before it.
pub fn report_like<'a>(text: &'a str, habits: &mut Habits<'a>) -> Option<Report<'a>> {
    let mut reader = Reader::new(text, habits);
    let report = reader.report().ok()?;
    reader.is_at_end().then_some(report)
}

/// Returns the `len` records that `text` holds, with commas between them.
pub fn records(text: &str, len: usize) -> Option<Items<'_>> {
    let mut habits = Habits::default();
    let mut reader = Reader::new(text, &mut habits);
    let items = reader.items(len).ok()?;
    (reader.is_at_end() && items.len() == len).then_some(items)
}

/// Returns nothing yet, with room for so many plain records.
fn with_room(records: usize) -> Items<'static> {
    Items {
        plain: Vec::with_capacity(records),
        irregular: Vec::new(),
    }
}

/// The members of one kind of object, and how the last one was written.
struct Members<'a> {
    names: &'static [&'static str],
    /// Whether a name is that of a member, however it is spelled.
    knows: fn(&str) -> bool,
    /// What stood behind each member's value up to the next one's, and which that was:
    /// most likely the next object is written like the last, or like one before it, for
    /// guests and members of an organization are written differently.
    behind: [[(Known<'a>, usize); 2]; BEGIN + 1],
}

/// The largest Int32.
const LARGEST_NUMBER: u32 = i32::MAX.unsigned_abs();

/// The most members that an object has here.
const MOST: usize = 9;
/// A member that nobody asks for.
const OTHER: usize = MOST;
/// In place of a member: the bracket in front of the first.
const BEGIN: usize = OTHER + 1;

impl<'a> Members<'a> {
    const fn new(names: &'static [&'static str], knows: fn(&str) -> bool) -> Self {
        Self {
            names,
            knows,
            behind: [[(Known::NOTHING, OTHER); 2]; BEGIN + 1],
        }
    }

    /// Passes over what stands between the value of the member `last` and that of the
    /// next, which it gives; none where the object ends.
    #[inline]
    fn next(&mut self, cursor: &mut Cursor<'a>, last: usize) -> Plain<Option<usize>> {
        for (between, member) in &self.behind[last] {
            if !between.is_nothing() && cursor.take_known(between) {
                return Ok(Some(*member));
            }
        }
        if cursor.take(b'}') {
            return Ok(None);
        }
        self.learn(cursor, last).map(Some)
    }

    /// Returns the same where the object goes on, and the last one was written otherwise.
    #[cold]
    fn learn(&mut self, cursor: &mut Cursor<'a>, last: usize) -> Plain<usize> {
        let begin = cursor.at();
        if last != BEGIN {
            cursor.expect(b',')?;
        }
        let Quoted::Plain(name) = cursor.quoted()? else {
            return Err(NotPlain);
        };
        let member = match self.names.iter().position(|known| *known == name) {
            Some(member) => member,
            None if (self.knows)(name) => return Err(NotPlain),
            None => OTHER,
        };
        cursor.expect(b':')?;
        cursor.peek();
        let known = &mut self.behind[last];
        *known = [(Known::new(cursor.since(begin)), member), known[0]];
        Ok(member)
    }
}

/// The kinds of objects in a plain report.
#[derive(Clone, Copy)]
enum Kind {
    Report,
    Record,
    Identity,
    Interval,
}

/// How some reports were written: the members of each kind of object.
pub struct Habits<'a>([Members<'a>; 4]);

impl Default for Habits<'_> {
    fn default() -> Self {
        Self([
            Members::new(
                &[
                    "@odata.context",
                    "id",
                    "totalParticipantCount",
                    "meetingStartDateTime",
                    "meetingEndDateTime",
                    "attendanceRecords",
                ],
                Whole::knows,
            ),
            Members::new(
                &[
                    "id",
                    "emailAddress",
                    "totalAttendanceInSeconds",
                    "role",
                    "identity",
                    "attendanceIntervals",
                    "registrationId",
                    "registrantId",
                    "externalRegistrationInformation",
                ],
                wire::Record::knows,
            ),
            Members::new(
                &["@odata.type", "id", "displayName", "tenantId"],
                wire::Identity::knows,
            ),
            Members::new(
                &["joinDateTime", "leaveDateTime", "durationInSeconds"],
                wire::Interval::knows,
            ),
        ])
    }
}

/// Reads plain reports.
struct Reader<'a, 'h> {
    cursor: Cursor<'a>,
    habits: &'h mut Habits<'a>,
}

impl<'a, 'h> Reader<'a, 'h> {
    const fn new(text: &'a str, habits: &'h mut Habits<'a>) -> Self {
        Self {
            cursor: Cursor::new(text),
            habits,
        }
    }

    fn is_at_end(&mut self) -> bool {
        self.cursor.peek().is_none()
    }

    /// Reads an object, each member by `read`, which is told its place among the names.
    #[inline]
    fn object(
        &mut self,
        kind: Kind,
        mut read: impl FnMut(&mut Self, usize) -> Plain<()>,
    ) -> Plain<()> {
        self.cursor.expect(b'{')?;
        let (mut last, mut seen) = (BEGIN, 0_u32);
        while let Some(member) = self.habits.0[kind as usize].next(&mut self.cursor, last)? {
            let bit = 1 << member;
            if member == OTHER {
                self.cursor.any::<IgnoredAny>()?;
            } else if seen & bit != 0 {
                return Err(NotPlain);
            } else {
                read(self, member)?;
            }
            (last, seen) = (member, seen | bit);
        }
        Ok(())
    }

    /// Reads an array, each element by `read`.
    #[inline]
    fn array(&mut self, mut read: impl FnMut(&mut Self) -> Plain<()>) -> Plain<()> {
        self.cursor.expect(b'[')?;
        if self.cursor.take(b']') {
            return Ok(());
        }
        loop {
            read(self)?;
            if !self.cursor.take(b',') {
                return self.cursor.expect(b']');
            }
        }
    }

    fn report(&mut self) -> Plain<Report<'a>> {
        let mut report = Report::default();
        let mut records = None;
        self.object(Kind::Report, |reader, member| {
            match member {
                0 => report.context = reader.scalar()?,
                1 => report.id = reader.scalar()?,
                2 => report.participant_count = reader.scalar()?,
                3 => report.start = reader.scalar()?,
                4 => report.end = reader.scalar()?,
                _ => records = Some(reader.list()?),
            }
            Ok(())
        })?;
        report.records = Records::Read(records.ok_or(NotPlain)?);
        Ok(report)
    }

    /// Reads a text, a short number or null, for validation to judge.
    fn scalar(&mut self) -> Plain<Scalar<'a>> {
        match self.cursor.peek() {
            Some(b'"') => Ok(Scalar::Text(self.cursor.quoted()?.text()?)),
            Some(b'n') => self.null().map(|()| Scalar::Null),
            _ => self.cursor.short_number().map(Scalar::Integer),
        }
    }

    fn null(&mut self) -> Plain<()> {
        if self.cursor.take_text("null") {
            Ok(())
        } else {
            Err(NotPlain)
        }
    }

    /// Reads an array of records.
    fn list(&mut self) -> Plain<Items<'a>> {
        // Most meetings are small, and to grow is to move all that was read.
        let mut items = with_room(16);
        self.array(|reader| reader.item(&mut items))?;
        Ok(items)
    }

    /// Records without the brackets of their array.
    fn items(&mut self, len: usize) -> Plain<Items<'a>> {
        let mut items = with_room(len);
        loop {
            self.item(&mut items)?;
            if !self.cursor.take(b',') {
                return Ok(items);
            }
        }
    }

    fn item(&mut self, items: &mut Items<'a>) -> Plain<()> {
        let begin = self.cursor.at();
        let position = items.len();
        // Read where it stays: to move a record costs as much as to read some of its members.
        items.plain.push(AttendanceRecord {
            position,
            person: position,
            ..AttendanceRecord::default()
        });
        let record = items.plain.last_mut().ok_or(NotPlain)?;
        if self.record(record).is_err() {
            items.plain.pop();
            self.cursor.back_to(begin);
            items.irregular.push((position, self.cursor.any()?));
        }
        Ok(())
    }

    fn record(&mut self, record: &mut AttendanceRecord<'a>) -> Plain<()> {
        self.object(Kind::Record, |reader, member| {
            match member {
                0 => record.id = reader.text()?,
                1 => record.email = reader.text()?,
                2 => record.reported_total = Some(reader.number()?),
                3 => record.role = reader.role()?,
                4 => record.identity = reader.identity()?,
                5 => record.intervals = Some(reader.intervals()?),
                6 => record.registration_id = reader.text()?,
                // What the old and the new beta have in its place.
                _ => reader.null()?,
            }
            Ok(())
        })?;
        let whole = record.reported_total.is_some()
            && record
                .intervals
                .as_ref()
                .is_some_and(|list| !list.is_empty())
            && record.role != Role::Missing;
        if whole { Ok(()) } else { Err(NotPlain) }
    }

    /// Reads a text, or nothing where it is empty or null.
    #[inline]
    fn text(&mut self) -> Plain<Option<Text<'a>>> {
        if self.cursor.peek() == Some(b'n') {
            return self.null().map(|()| None);
        }
        match self.cursor.quoted()? {
            Quoted::Plain("") => Ok(None),
            text => text.text().map(Some),
        }
    }

    /// Reads an Int32 that is not negative.
    #[inline]
    fn number(&mut self) -> Plain<u32> {
        match u32::try_from(self.cursor.short_number()?) {
            Ok(number) if number <= LARGEST_NUMBER => Ok(number),
            _ => Err(NotPlain),
        }
    }

    /// Reads a known role.
    fn role(&mut self) -> Plain<Role<'a>> {
        match Role::read(self.cursor.quoted()?.text()?) {
            Role::Other(_) => Err(NotPlain),
            role => Ok(role),
        }
    }

    fn identity(&mut self) -> Plain<Identity<'a>> {
        let mut identity = Identity::default();
        if self.cursor.peek() == Some(b'n') {
            return self.null().map(|()| identity);
        }
        self.object(Kind::Identity, |reader, member| {
            match member {
                0 => identity.kind = reader.text()?.map(without_namespace),
                1 => identity.id = reader.text()?,
                2 => identity.display_name = reader.text()?,
                _ => identity.tenant_id = reader.text()?,
            }
            Ok(())
        })?;
        Ok(identity)
    }

    fn intervals(&mut self) -> Plain<Intervals> {
        let mut intervals = Intervals::new();
        self.array(|reader| {
            intervals.push(reader.interval()?);
            Ok(())
        })?;
        Ok(intervals)
    }

    /// Reads an interval that has everything.
    fn interval(&mut self) -> Plain<AttendanceInterval> {
        let mut interval = AttendanceInterval {
            join: None,
            leave: None,
            reported_duration: None,
        };
        self.object(Kind::Interval, |reader, member| {
            match member {
                0 => interval.join = Some(reader.time()?),
                1 => interval.leave = Some(reader.time()?),
                _ => interval.reported_duration = Some(reader.number()?),
            }
            Ok(())
        })?;
        let AttendanceInterval {
            join: Some(_),
            leave: Some(_),
            reported_duration: Some(_),
        } = interval
        else {
            return Err(NotPlain);
        };
        Ok(interval)
    }

    /// Reads a date-time that says its zone.
    #[inline]
    fn time(&mut self) -> Plain<Instant> {
        match self.cursor.quoted()? {
            Quoted::Plain(text) => match Instant::read(text) {
                Some(ReadTime::At(instant, ZoneGiven::Yes)) => Ok(instant),
                _ => Err(NotPlain),
            },
            Quoted::Escaped(_) => Err(NotPlain),
        }
    }
}
