//! What a document says, before anybody asks whether it makes sense.
//!
//! Every member is optional and may have any JSON type, text borrows from the
//! document, and unknown members are passed over: so one odd value never costs
//! the rest, and validation can report every problem with its place.

#[macro_use]
mod values;
mod documents;

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

pub use documents::*;
pub use values::*;

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
            /// Returns whether `name` is one of a member, in whatever case.
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
