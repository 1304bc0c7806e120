//! What a document says, before anybody asks whether it makes sense.
//!
//! Every member is optional and may have any JSON type, text borrows from the
//! document, and unknown members are passed over: so one odd value never costs
//! the rest, and validation can report every problem with its place.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::java_time;
use crate::model::record::AttendanceRecord;

/// The JSON type of a value that was not of the expected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A text that PowerShell put where an array or object lay too deep for it.
    Flattened,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// A text, or what PowerShell writes for what lies deeper than it was told to go.
    fn of_text(text: &str) -> Self {
        let flattened = text.starts_with("System.Object[]")
            || text.starts_with("System.Collections.")
            || (text.starts_with("@{") && text.ends_with('}'));
        if flattened {
            Self::Flattened
        } else {
            Self::Text
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text | Self::Flattened => "a text",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// A member that should be a text or a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Scalar<'a> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// A text.
    Text(Cow<'a, str>),
    /// A number that is an integer, also when written `5.0`.
    Integer(i64),
    /// A number that is no integer of 64 bits.
    OtherNumber(f64),
    /// Something else.
    Other(JsonType),
}

impl Scalar<'_> {
    /// The same value, free of the document it was read from.
    pub fn into_owned(self) -> Scalar<'static> {
        match self {
            Self::Absent => Scalar::Absent,
            Self::Null => Scalar::Null,
            Self::Text(text) => Scalar::Text(Cow::Owned(text.into_owned())),
            Self::Integer(number) => Scalar::Integer(number),
            Self::OtherNumber(number) => Scalar::OtherNumber(number),
            Self::Other(json_type) => Scalar::Other(json_type),
        }
    }

    /// Whether the member is absent, null or an empty text.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::Absent | Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::Integer(_) | Self::OtherNumber(_) | Self::Other(_) => false,
        }
    }
}

/// A member that should be an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Object<T> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// An object.
    Value(T),
    /// Something else.
    Other(JsonType),
}

/// A member that should be an array of objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum List<T> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// An array; what is no object keeps its place in it.
    Items(Vec<Object<T>>),
    /// Something else.
    Other(JsonType),
}

/// Whether a member is there, whatever it holds; `null` counts as absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence(pub bool);

/// Members of an object that deserve a word; most objects have none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OddMembers {
    /// Known members that stand more than once; the last one counts.
    pub repeated: Vec<&'static str>,
    /// Members under another name than Graph's: its name and the one written.
    pub spelled: Vec<(&'static str, String)>,
}

/// An object that reads itself member by member.
pub(super) trait FromMembers<'de>: Sized {
    fn from_members<A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// Declares a wire object: for each field its JSON names, the first being Graph's own.
///
/// A name is matched exactly first; a name that differs only in case is taken
/// where the exact one is absent (PowerShell writes PascalCase). What stands
/// twice or under another name is kept in `odd`, so that a finding's place is
/// the document's own.
macro_rules! wire_object {
    ($(#[$docs:meta])* $name:ident $(<$($part:ident),+>)? { $($(#[$field_docs:meta])* $field:ident: $type:ty = $first:literal $(| $more:literal)*,)* }) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name<'a $($(, $part)+)?> {
            $($(#[$field_docs])* pub $field: $type,)*
            /// Members that stand twice or under another name.
            pub odd: Option<Box<OddMembers>>,
        }

        impl $(<$($part),+>)? $name<'_ $($(, $part)+)?> {
            /// Whether `name` is one of a member, in whatever case.
            pub fn knows(name: &str) -> bool {
                [$($first $(, $more)*),*].iter().any(|known| known.eq_ignore_ascii_case(name))
            }
        }

        const _: () = {
            #[allow(non_camel_case_types)]
            #[derive(Clone, Copy)]
            enum Member { $($field,)* Unknown }

            /// A member, and the name written where it is not Graph's own.
            struct Key { member: Member, exact: bool, spelling: Option<String> }

            impl<'de> Deserialize<'de> for Key {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_identifier(KeyVisitor)
                }
            }

            struct KeyVisitor;

            impl Visitor<'_> for KeyVisitor {
                type Value = Key;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a member name")
                }

                fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                    match name {
                        $($first => return Ok(Key { member: Member::$field, exact: true, spelling: None }),)*
                        _ => {}
                    }
                    let spelling = || Some(name.to_owned());
                    $($(if name == $more {
                        return Ok(Key { member: Member::$field, exact: true, spelling: spelling() });
                    })*)*
                    $(if name.eq_ignore_ascii_case($first) $(|| name.eq_ignore_ascii_case($more))* {
                        return Ok(Key { member: Member::$field, exact: false, spelling: spelling() });
                    })*
                    Ok(Key { member: Member::Unknown, exact: false, spelling: None })
                }
            }

            impl<'de: 'a, 'a $($(, $part: Deserialize<'de> + Default)+)?> FromMembers<'de> for $name<'a $($(, $part)+)?> {
                fn from_members<A: MapAccess<'de>>(mut members: A) -> Result<Self, A::Error> {
                    let mut object = Self::default();
                    let mut seen_exactly = 0_u32;
                    let mut seen = 0_u32;
                    while let Some(key) = members.next_key::<Key>()? {
                        let bit = 1_u32.checked_shl(key.member as u32).unwrap_or(0);
                        match key.member {
                            $(Member::$field => {
                                if !key.exact && seen_exactly & bit != 0 {
                                    members.next_value::<IgnoredAny>()?;
                                    continue;
                                }
                                let same_spelling = if key.exact { seen_exactly } else { seen & !seen_exactly };
                                if same_spelling & bit != 0 {
                                    OddMembers::note_repeated(&mut object.odd, $first);
                                }
                                if seen & bit != 0 {
                                    OddMembers::forget_spelling(&mut object.odd, $first);
                                }
                                if let Some(spelling) = key.spelling {
                                    object.odd.get_or_insert_default().spelled.push(($first, spelling));
                                }
                                object.$field = members.next_value()?;
                            })*
                            Member::Unknown => {
                                members.next_value::<IgnoredAny>()?;
                                continue;
                            }
                        }
                        seen |= bit;
                        if key.exact {
                            seen_exactly |= bit;
                        }
                    }
                    Ok(object)
                }
            }
        };
    };
}

impl OddMembers {
    /// Returns how an object with these odd members writes `member`.
    pub fn spelling<'s>(odd: &'s Option<Box<Self>>, member: &'static str) -> &'s str {
        let mut spelled = odd.iter().flat_map(|odd| &odd.spelled);
        let spelled = spelled.find(|(known, _)| *known == member);
        spelled.map_or(member, |(_, spelling)| spelling)
    }

    /// Forgets how a member was written that is replaced by another spelling.
    #[cold]
    fn forget_spelling(odd: &mut Option<Box<Self>>, member: &'static str) {
        if let Some(odd) = odd {
            odd.spelled.retain(|(known, _)| *known != member);
        }
    }

    #[cold]
    fn note_repeated(odd: &mut Option<Box<Self>>, member: &'static str) {
        let repeated = &mut odd.get_or_insert_default().repeated;
        if !repeated.contains(&member) {
            repeated.push(member);
        }
    }
}

wire_object! {
    /// An `attendanceInterval`.
    Interval {
        /// `joinDateTime`.
        join: Scalar<'a> = "joinDateTime" | "join_date_time",
        /// `leaveDateTime`.
        leave: Scalar<'a> = "leaveDateTime" | "leave_date_time",
        /// `durationInSeconds`.
        duration: Scalar<'a> = "durationInSeconds" | "duration_in_seconds",
    }
}

wire_object! {
    /// An `identity` or one of its subtypes.
    Identity {
        /// `@odata.type`.
        kind: Scalar<'a> = "@odata.type" | "odataType" | "odata_type",
        /// `id`.
        id: Scalar<'a> = "id",
        /// `displayName`.
        display_name: Scalar<'a> = "displayName" | "display_name",
        /// `tenantId`.
        tenant_id: Scalar<'a> = "tenantId" | "tenant_id",
        /// What a software kit puts aside because its own type does not know it.
        aside: Object<IdentityAside<'a>> = "additionalData" | "AdditionalProperties" | "additional_data",
    }
}

wire_object! {
    /// Members of an identity that a software kit puts aside.
    IdentityAside {
        /// `tenantId`.
        tenant_id: Scalar<'a> = "tenantId",
    }
}

wire_object! {
    /// Members of a report that a software kit puts aside.
    ReportAside {
        /// `attendanceRecords`.
        records: List<Record<'a>> = "attendanceRecords",
    }
}

wire_object! {
    /// `externalRegistrationInformation`.
    ExternalRegistration {
        /// `registrationId`.
        registration_id: Scalar<'a> = "registrationId" | "registration_id",
    }
}

wire_object! {
    /// The body of an error answer.
    ErrorBody {
        /// `code`.
        code: Scalar<'a> = "code",
        /// `message`.
        message: Scalar<'a> = "message",
        /// `innerError`.
        inner: Object<InnerError<'a>> = "innerError" | "innererror",
    }
}

wire_object! {
    /// `error.innerError`.
    InnerError {
        /// `request-id`.
        request_id: Scalar<'a> = "request-id",
    }
}

wire_object! {
    /// One answer in a `$batch` answer.
    BatchAnswer {
        /// `id` of the request.
        id: Scalar<'a> = "id",
        /// `status`, as HTTP has it.
        status: Scalar<'a> = "status",
        /// `body`: anything but a further batch.
        body: Object<Anything<'a, Elements<'a>, Presence>> = "body",
    }
}

wire_object! {
    /// Any object that stands where a report, a record or a whole answer may stand:
    /// the members of all of them, so that one pass is enough to tell which it is.
    ///
    /// Whether it may hold a list or a batch depends on where it stands: no type
    /// holds itself, so that no nesting, however deep, can exhaust the stack.
    Anything<Lists, Batch> {
        /// `@odata.context`.
        context: Scalar<'a> = "@odata.context",
        /// `@odata.nextLink` of a list.
        next_link: Scalar<'a> = "@odata.nextLink" | "odata.nextLink" | "odataNextLink" | "odata_next_link" | "nextLink",
        /// `id` of a report or a record.
        id: Scalar<'a> = "id",
        /// Report: `meetingStartDateTime`.
        start: Scalar<'a> = "meetingStartDateTime" | "meeting_start_date_time",
        /// Report: `meetingEndDateTime`.
        end: Scalar<'a> = "meetingEndDateTime" | "meeting_end_date_time",
        /// Report: `totalParticipantCount`.
        participant_count: Scalar<'a> = "totalParticipantCount" | "total_participant_count",
        /// Report: `attendanceRecords`.
        records: List<Record<'a>> = "attendanceRecords" | "attendance_records",
        /// Report: what a software kit puts aside.
        aside: Object<ReportAside<'a>> = "additionalData" | "AdditionalProperties" | "additional_data",
        /// Report: the meeting's `subject`, where a program put it beside the report's own members.
        subject: Scalar<'a> = "subject",
        /// Report: `attendanceRecords@odata.nextLink`.
        records_next_link: Scalar<'a> = "attendanceRecords@odata.nextLink",
        /// Record: `emailAddress`.
        email: Scalar<'a> = "emailAddress" | "email" | "email_address",
        /// Record: `totalAttendanceInSeconds`.
        total: Scalar<'a> = "totalAttendanceInSeconds" | "total_attendance_in_seconds",
        /// Record: `role`.
        role: Scalar<'a> = "role",
        /// Record: `registrationId`, `registrantId` in the old beta.
        registration_id: Scalar<'a> = "registrationId" | "registration_id",
        /// Record: `registrantId`, of the old beta.
        registrant_id: Scalar<'a> = "registrantId" | "registrant_id",
        /// Record: `externalRegistrationInformation`.
        external_registration: Object<ExternalRegistration<'a>> = "externalRegistrationInformation" | "external_registration_information",
        /// Record: `identity`.
        identity: Object<Identity<'a>> = "identity",
        /// Record: `attendanceIntervals`.
        intervals: List<Interval<'a>> = "attendanceIntervals" | "intervals" | "attendance_intervals",
        /// An error answer: `error`.
        error: Object<ErrorBody<'a>> = "error",
        /// A change notification: `subscriptionId`.
        subscription: Presence = "subscriptionId",
        /// A `$batch` answer: `responses`.
        responses: Batch = "responses",
        /// A list: `value`.
        value: Lists = "value",
        /// The same under the name that other tools give it: `records`.
        other_list: Lists = "records",
    }
}

wire_object! {
    /// An `attendanceRecord`.
    Record {
        /// What a sectioned report tells in its columns `Engagement: …`; no member of Graph's.
        engagement: Scalar<'a> = "engagementColumns",
        /// `id`.
        id: Scalar<'a> = "id",
        /// `emailAddress`.
        email: Scalar<'a> = "emailAddress" | "email" | "email_address",
        /// `totalAttendanceInSeconds`.
        total: Scalar<'a> = "totalAttendanceInSeconds" | "total_attendance_in_seconds",
        /// `role`.
        role: Scalar<'a> = "role",
        /// `registrationId`.
        registration_id: Scalar<'a> = "registrationId" | "registration_id",
        /// `registrantId`, of the old beta.
        registrant_id: Scalar<'a> = "registrantId" | "registrant_id",
        /// `externalRegistrationInformation`.
        external_registration: Object<ExternalRegistration<'a>> = "externalRegistrationInformation" | "external_registration_information",
        /// `identity`.
        identity: Object<Identity<'a>> = "identity",
        /// `attendanceIntervals`.
        intervals: List<Interval<'a>> = "attendanceIntervals" | "intervals" | "attendance_intervals",
    }
}

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

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.plain.len() + self.irregular.len()
    }

    /// Whether there are none.
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
    /// Whether there is an array, and nothing in it.
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
    /// Whether it is there.
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

fn drain_array<'de, A: SeqAccess<'de>>(mut array: A) -> Result<JsonType, A::Error> {
    while array.next_element::<IgnoredAny>()?.is_some() {}
    Ok(JsonType::Array)
}

fn drain_object<'de, A: MapAccess<'de>>(mut object: A) -> Result<JsonType, A::Error> {
    while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(JsonType::Object)
}

struct ScalarVisitor<'a>(std::marker::PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for ScalarVisitor<'a> {
    type Value = Scalar<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Other(JsonType::Boolean))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).map_or(Scalar::OtherNumber(number as f64), Scalar::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        // Beyond 2^53 a floating-point number no longer says which integer was meant.
        let exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
        Ok(if exact {
            Scalar::Integer(number as i64)
        } else {
            Scalar::OtherNumber(number)
        })
    }

    /// Some programs write a date-time as the array of its numbers.
    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let (mut numbers, mut others) = (Vec::new(), false);
        while let Some(Part(element)) = array.next_element()? {
            match element {
                Some(number) if numbers.len() < 8 => numbers.push(number),
                _ => others = true,
            }
        }
        let written = (!others).then(|| java_time::written(&numbers)).flatten();
        Ok(written.map_or(Scalar::Other(JsonType::Array), |text| {
            Scalar::Text(text.into())
        }))
    }

    /// Programs wrap single values: `{"$date": …}` of databases, PowerShell's dates,
    /// `{"value": …, "DisplayHint": 2, "DateTime": …}`, and the fields of Java's.
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut value = Scalar::Other(JsonType::Object);
        let mut parts = serde_json::Map::new();
        while let Some(name) = object.next_key::<Cow<'de, str>>()? {
            if matches!(&*name, "value" | "$date" | "$numberLong" | "$numberInt") {
                value = object.next_value()?;
            } else if java_time::is_part(&name) {
                parts.insert(name.into_owned(), object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        let of_parts = || java_time::of_object(&parts).map(|text| Scalar::Text(text.into()));
        Ok(match value {
            Scalar::Other(JsonType::Object) => of_parts().unwrap_or(value),
            value => value,
        })
    }
}

/// An element of an array: its number, where it is a whole one.
struct Part(Option<i64>);

struct PartVisitor;

impl<'de> Visitor<'de> for PartVisitor {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_i64<E>(self, number: i64) -> Result<Part, E> {
        Ok(Part(Some(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Part, E> {
        Ok(Part(i64::try_from(number).ok()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Part, E> {
        Ok(Part(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Part, E> {
        Ok(Part(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<Part, E> {
        Ok(Part(None))
    }

    fn visit_unit<E>(self) -> Result<Part, E> {
        Ok(Part(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Part, A::Error> {
        drain_array(array).map(|_| Part(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Part, A::Error> {
        drain_object(object).map(|_| Part(None))
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor(std::marker::PhantomData))
    }
}

/// The visits by which every value that is neither array nor object names its type.
macro_rules! scalars_are_other {
    ($other:expr) => {
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok($other(JsonType::of_text(text)))
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($other(JsonType::Number))
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($other(JsonType::Number))
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($other(JsonType::Number))
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($other(JsonType::Boolean))
        }
    };
}

struct ObjectVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: FromMembers<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::from_members(members).map(Object::Value)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Object::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Self::Value, A::Error> {
        drain_array(array).map(Object::Other)
    }

    scalars_are_other!(Object::Other);
}

impl<'de, T: FromMembers<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(std::marker::PhantomData))
    }
}

struct ListVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: FromMembers<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = array.next_element()? {
            items.push(item);
        }
        Ok(List::Items(items))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(List::Null)
    }

    /// Windows PowerShell wraps some arrays: `{"value": […], "Count": 2}`.
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut list = List::Other(JsonType::Object);
        while let Some(name) = object.next_key::<Cow<'de, str>>()? {
            if name == "value" {
                list = object.next_value()?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(list)
    }

    scalars_are_other!(List::Other);
}

impl<'de, T: FromMembers<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(std::marker::PhantomData))
    }
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
