//! Documents: a report, a record, or lists and answers of them, told apart by their members.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::values::drain_object;
use super::{
    Anything, BatchAnswer, FromMembers, JsonType, List, Object, OddMembers, Presence, Record,
    Scalar,
};
use crate::model::record::AttendanceRecord;

/// The records of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Records<'a> {
    /// As the document has them, to be read one by one.
    Irregular(List<Record<'a>>),
    /// An array whose plain records are read already.
    Read(Items<'a>),
}

/// What stands in an array of records, the plain ones read already; each place is counted
/// from the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Items<'a> {
    /// Records of which nothing is to be said but what they amount to, in order.
    pub plain: Vec<AttendanceRecord<'a>>,
    /// Everything else, in order: its place, and what the document says there.
    pub irregular: Vec<(usize, Object<Record<'a>>)>,
}

impl<'a> Items<'a> {
    /// Returns items none of which is plain.
    pub fn irregular(items: Vec<Object<Record<'a>>>) -> Self {
        Self {
            plain: Vec::new(),
            irregular: items.into_iter().enumerate().collect(),
        }
    }

    /// Returns how many places there are.
    pub fn len(&self) -> usize {
        self.plain.len() + self.irregular.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for Records<'_> {
    fn default() -> Self {
        Self::Irregular(List::Absent)
    }
}

impl Records<'_> {
    /// Returns whether there is an array, and nothing in it.
    pub fn is_empty_list(&self) -> bool {
        match self {
            Self::Irregular(List::Items(items)) => items.is_empty(),
            Self::Irregular(List::Absent | List::Null | List::Other(_)) => false,
            Self::Read(items) => items.is_empty(),
        }
    }
}

/// A `meetingAttendanceReport`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report<'a> {
    /// `id`.
    pub id: Scalar<'a>,
    /// `@odata.context`.
    pub context: Scalar<'a>,
    /// `meetingStartDateTime`.
    pub start: Scalar<'a>,
    /// `meetingEndDateTime`.
    pub end: Scalar<'a>,
    /// `totalParticipantCount`.
    pub participant_count: Scalar<'a>,
    /// `attendanceRecords`.
    pub records: Records<'a>,
    /// The meeting's `subject`, which Graph does not write here.
    pub subject: Scalar<'a>,
    /// `attendanceRecords@odata.nextLink`.
    pub records_next_link: Scalar<'a>,
    /// Members that stand twice or under another name.
    pub odd: Option<Box<OddMembers>>,
}

/// The elements of a list, sorted by what they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Elements<'a> {
    /// Whether the list is there at all.
    pub present: bool,
    /// Set where it is no list.
    pub other: Option<JsonType>,
    /// How many elements it has.
    pub len: usize,
    /// The reports among them, with their index.
    pub reports: Vec<(usize, Report<'a>)>,
    /// The records among them, at their index; anything else leaves `Absent` behind.
    pub records: Vec<Object<Record<'a>>>,
    /// How many of them are records.
    pub record_count: usize,
    /// How many are change notifications.
    pub notifications: usize,
    /// The index of each element that is none of these.
    pub strangers: Vec<usize>,
}

/// What kind of thing an object is, told by its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A `meetingAttendanceReport`.
    Report,
    /// An `attendanceRecord`.
    Record,
    /// An error answer.
    Error,
    /// A change notification.
    Notification,
    /// A list around other things.
    List,
    /// A `$batch` answer.
    Batch,
    /// None of these.
    Stranger,
}

/// An object at the top of a document.
pub type Whole<'a> = Anything<'a, Elements<'a>, List<BatchAnswer<'a>>>;

/// An object in a list.
pub type Element<'a> = Anything<'a, Presence, Presence>;

/// A member of which it matters whether it is there.
pub trait Given {
    /// Returns whether it is there.
    fn is_given(&self) -> bool;
}

impl Given for Presence {
    fn is_given(&self) -> bool {
        self.0
    }
}

impl Given for Elements<'_> {
    fn is_given(&self) -> bool {
        self.present
    }
}

impl<T: PartialEq> Given for List<T> {
    fn is_given(&self) -> bool {
        *self != Self::Absent
    }
}

impl<'a, Lists: Given, Batch: Given> Anything<'a, Lists, Batch> {
    /// Tells by structure what this is.
    pub fn kind(&self) -> ObjectKind {
        let given = |scalar: &Scalar<'_>| *scalar != Scalar::Absent;
        if self.records != List::Absent
            || given(&self.start)
            || given(&self.end)
            || given(&self.participant_count)
        {
            ObjectKind::Report
        } else if self.intervals != List::Absent || given(&self.total) {
            ObjectKind::Record
        } else if self.value.is_given() || self.other_list.is_given() {
            ObjectKind::List
        } else if matches!(self.error, Object::Value(_)) {
            ObjectKind::Error
        } else if self.subscription.0 {
            ObjectKind::Notification
        } else if self.responses.is_given() {
            ObjectKind::Batch
        } else if self.identity != Object::Absent && given(&self.role) {
            ObjectKind::Record
        } else {
            ObjectKind::Stranger
        }
    }

    /// Takes the members of a report.
    pub fn into_report(mut self) -> Report<'a> {
        if let (List::Absent | List::Null, Object::Value(aside)) = (&self.records, &mut self.aside)
            && aside.records != List::Absent
        {
            self.records = std::mem::take(&mut aside.records);
            let below = OddMembers::spelling(&aside.odd, "attendanceRecords");
            let around = OddMembers::spelling(&self.odd, "additionalData");
            let spelling = format!("{around}/{below}");
            let odd = self.odd.get_or_insert_default();
            odd.spelled
                .retain(|(member, _)| *member != "attendanceRecords");
            odd.spelled.push(("attendanceRecords", spelling));
        }
        Report {
            id: self.id,
            context: self.context,
            start: self.start,
            end: self.end,
            participant_count: self.participant_count,
            records: Records::Irregular(self.records),
            subject: self.subject,
            records_next_link: self.records_next_link,
            odd: self.odd,
        }
    }

    /// Takes the members of a record.
    pub fn into_record(self) -> Record<'a> {
        Record {
            engagement: Scalar::Absent,
            id: self.id,
            email: self.email,
            total: self.total,
            role: self.role,
            registration_id: self.registration_id,
            registrant_id: self.registrant_id,
            external_registration: self.external_registration,
            identity: self.identity,
            intervals: self.intervals,
            odd: self.odd,
        }
    }
}

impl<'a> Elements<'a> {
    fn push(&mut self, element: Object<Element<'a>>) {
        let index = self.len;
        self.len += 1;
        let Object::Value(object) = element else {
            self.strangers.push(index);
            return;
        };
        match object.kind() {
            ObjectKind::Report => self.reports.push((index, object.into_report())),
            ObjectKind::Record => {
                self.records.resize(index, Object::Absent);
                self.records.push(Object::Value(object.into_record()));
                self.record_count += 1;
            }
            ObjectKind::Notification => self.notifications += 1,
            ObjectKind::Error | ObjectKind::List | ObjectKind::Batch | ObjectKind::Stranger => {
                self.strangers.push(index);
            }
        }
    }

    fn read<'de: 'a, A: SeqAccess<'de>>(mut elements: A) -> Result<Self, A::Error> {
        let mut list = Self {
            present: true,
            ..Self::default()
        };
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(list)
    }
}

/// A whole document.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "one a document, never in a list")]
pub enum Document<'a> {
    /// An object at the top.
    Object(Whole<'a>),
    /// An array at the top.
    Array(Elements<'a>),
    /// A bare value.
    Other(Option<JsonType>),
}

impl<'de> Deserialize<'de> for Presence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(
            Option::<IgnoredAny>::deserialize(deserializer)?.is_some(),
        ))
    }
}

struct ElementsVisitor<'a>(std::marker::PhantomData<&'a ()>);

impl<'a> ElementsVisitor<'a> {
    fn other(other: JsonType) -> Elements<'a> {
        Elements {
            present: true,
            other: Some(other),
            ..Elements::default()
        }
    }
}

impl<'de: 'a, 'a> Visitor<'de> for ElementsVisitor<'a> {
    type Value = Elements<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Self::Value, A::Error> {
        Elements::read(array)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Elements::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        drain_object(object).map(Self::other)
    }

    scalars_are_other!(Self::other);
}

impl<'de: 'a, 'a> Deserialize<'de> for Elements<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ElementsVisitor(std::marker::PhantomData))
    }
}

struct DocumentVisitor<'a>(std::marker::PhantomData<&'a ()>);

impl<'a> DocumentVisitor<'a> {
    fn other(other: JsonType) -> Document<'a> {
        Document::Other(Some(other))
    }
}

impl<'de: 'a, 'a> Visitor<'de> for DocumentVisitor<'a> {
    type Value = Document<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an attendance report: an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        Anything::from_members(members).map(Document::Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Self::Value, A::Error> {
        Elements::read(array).map(Document::Array)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Document::Other(None))
    }

    scalars_are_other!(Self::other);
}

impl<'de: 'a, 'a> Deserialize<'de> for Document<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DocumentVisitor(std::marker::PhantomData))
    }
}
