//! The rules for records: the sum check, role, identity, one record per person.

use std::hash::BuildHasher as _;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::intervals;
use super::values::{Reader, is_null_word};
use crate::decode::is_garbled;
use crate::decode::wire::{
    ExternalRegistration, Identity as WireIdentity, List, Object, Record, Scalar,
};
use crate::finding::{Code, Subject};
use crate::model::Text;
use crate::model::identity::{
    Identity, PersonKey, is_no_address, is_placeholder_id, names_differ, without_namespace,
};
use crate::model::interval::Stay;
use crate::model::record::{AttendanceRecord, Intervals, SumCheck};
use crate::model::role::Role;

/// Reads one record.
pub(super) fn read<'a>(
    reader: &mut Reader,
    position: usize,
    wire: Record<'a>,
    window: Option<Stay>,
) -> AttendanceRecord<'a> {
    let subject = Subject::Record(position);
    reader.odd_members(subject, wire.odd);
    if wire.total.is_missing() && reader.source().gives_totals() {
        reader.add(
            Code::TotalMissing,
            subject,
            "has no totalAttendanceInSeconds".into(),
        );
    }
    let reported_total = reader.number(&wire.total, subject, "totalAttendanceInSeconds");
    let intervals = read_intervals(reader, position, wire.intervals, reported_total, window);
    let record = AttendanceRecord {
        position,
        id: reader.text(wire.id, subject, "id"),
        email: reader.text(wire.email, subject, "emailAddress"),
        registration_id: read_registration(
            reader,
            subject,
            wire.registration_id,
            wire.registrant_id,
            wire.external_registration,
        ),
        role: read_role(reader, subject, wire.role),
        identity: read_identity(reader, subject, wire.identity),
        reported_total,
        intervals,
        engagement: reader
            .text(wire.engagement, subject, "engagementColumns")
            .map(|text| text.into_owned().into()),
        person: position,
    };
    check_identity(reader, &record);
    check_name(reader, &record);
    check_sum(reader, &record);
    record
}

/// Checks a plain record, of which nothing is to be said but whether its numbers add up.
pub(super) fn check(reader: &mut Reader, record: &AttendanceRecord<'_>, window: Option<Stay>) {
    for (at, interval) in record.intervals().iter().enumerate() {
        let subject = Subject::Interval(record.position, at);
        intervals::check(reader, subject, interval, window);
    }
    intervals::find_overlaps(reader, record.position, record.intervals());
    check_identity(reader, record);
    check_name(reader, record);
    check_sum(reader, record);
}

fn read_intervals(
    reader: &mut Reader,
    record: usize,
    list: List<crate::decode::wire::Interval<'_>>,
    reported_total: Option<u32>,
    window: Option<Stay>,
) -> Option<Intervals> {
    let items = match list {
        List::Items(items) => items,
        List::Absent | List::Null => Vec::new(),
        List::Other(json_type) => {
            reader.wrong_type(
                Subject::Record(record),
                "attendanceIntervals",
                "an array",
                json_type,
            );
            return None;
        }
    };
    if items.is_empty() && reported_total != Some(0) {
        let total = reported_total.map_or_else(String::new, |total| format!(" for its {total} s"));
        reader.add(
            Code::IntervalsMissing,
            Subject::Record(record),
            format!("has no intervals{total}"),
        );
        return None;
    }
    let intervals: Intervals = items
        .into_iter()
        .enumerate()
        .map(|(position, item)| {
            intervals::read(reader, Subject::Interval(record, position), item, window)
        })
        .collect();
    intervals::find_overlaps(reader, record, &intervals);
    Some(intervals)
}

/// `registrationId`, else the old `registrantId`, else the one of the external registration.
fn read_registration<'a>(
    reader: &mut Reader,
    subject: Subject,
    registration: Scalar<'a>,
    registrant: Scalar<'a>,
    external: Object<ExternalRegistration<'a>>,
) -> Option<Text<'a>> {
    let external = match external {
        Object::Value(external) => {
            let below = "externalRegistrationInformation/";
            reader.odd_members_below(subject, below, external.odd);
            external.registration_id
        }
        Object::Absent | Object::Null | Object::Other(_) => Scalar::Absent,
    };
    let registration = reader.text(registration, subject, "registrationId");
    let registrant = reader.text(registrant, subject, "registrantId");
    let external = reader.text(
        external,
        subject,
        "externalRegistrationInformation/registrationId",
    );
    registration.or(registrant).or(external)
}

fn read_role<'a>(reader: &mut Reader, subject: Subject, scalar: Scalar<'a>) -> Role<'a> {
    let null = matches!(&scalar, Scalar::Text(text) if is_null_word(text));
    let scalar = if null { Scalar::Null } else { scalar };
    if scalar.is_missing() && reader.source().gives_roles() {
        reader.add(Code::RoleMissing, subject, "has no role".into());
    }
    let Some(name) = reader.text(scalar, subject, "role") else {
        return Role::Missing;
    };
    let role = Role::read(name);
    if let Role::Other(name) = &role {
        let pointer = reader.member_pointer(subject, "role");
        let said = format!(
            "`{}` is a role that this version does not know; kept as written",
            name.escape_debug()
        );
        reader.add_at(Code::RoleUnknown, subject, pointer, said);
    }
    role
}

fn read_identity<'a>(
    reader: &mut Reader,
    subject: Subject,
    identity: Object<WireIdentity<'a>>,
) -> Identity<'a> {
    let wire = match identity {
        Object::Value(wire) => wire,
        Object::Absent | Object::Null => return Identity::default(),
        Object::Other(json_type) => {
            reader.wrong_type(subject, "identity", "an object", json_type);
            return Identity::default();
        }
    };
    reader.odd_members_below(subject, "identity/", wire.odd);
    let aside = match wire.aside {
        Object::Value(aside) => aside.tenant_id,
        Object::Absent | Object::Null | Object::Other(_) => Scalar::Absent,
    };
    Identity {
        id: reader.text(wire.id, subject, "identity/id"),
        display_name: reader.text(wire.display_name, subject, "identity/displayName"),
        tenant_id: (reader.text(wire.tenant_id, subject, "identity/tenantId"))
            .or_else(|| reader.text(aside, subject, "identity/additionalData/tenantId")),
        kind: reader
            .text(wire.kind, subject, "identity/@odata.type")
            .map(without_namespace),
    }
}

fn check_identity(reader: &mut Reader, record: &AttendanceRecord<'_>) {
    let is_blank = |text: &str| text.trim_start().is_empty();
    let blank = |text: &Option<Text<'_>>| text.as_deref().is_none_or(is_blank);
    if blank(&record.identity.id) && blank(&record.identity.display_name) && blank(&record.email) {
        let said = "has no id, no display name and no e-mail".into();
        reader.add(Code::IdentityEmpty, Subject::Record(record.position), said);
    }
    let id = record.identity.id.as_deref();
    let email = record.email.as_deref();
    let id = id.filter(|id| !is_blank(id) && is_placeholder_id(id));
    let email = email.filter(|email| !is_blank(email) && is_no_address(email));
    for (what, text) in [("id", id), ("e-mail", email)] {
        if let Some(text) = text {
            let said = format!(
                "has the {what} `{}`, which stands for nobody",
                text.escape_debug()
            );
            reader.add(
                Code::IdentityPlaceholder,
                Subject::Record(record.position),
                said,
            );
        }
    }
}

/// Counts a name that was saved in the wrong encoding; the report has one finding for all.
fn check_name(reader: &mut Reader, record: &AttendanceRecord<'_>) {
    let name = record.identity.display_name.as_deref();
    if name.is_some_and(is_garbled) {
        reader.garbled_name(Subject::Record(record.position));
    }
}

/// Returns whether two records name different people.
fn differ_in_name(one: &AttendanceRecord<'_>, other: &AttendanceRecord<'_>) -> bool {
    let names = [one, other].map(|record| record.identity.display_name.as_deref());
    let [one, other] = names.map(Option::unwrap_or_default);
    names_differ(one, other)
}

fn check_sum(reader: &mut Reader, record: &AttendanceRecord<'_>) {
    if let (SumCheck::Differs(difference), Some(total), Some(sum)) = (
        record.sum_check(),
        record.reported_total,
        record.interval_sum(),
    ) {
        // Each printed duration may be off by so much.
        let durations = record.intervals().iter();
        let tolerance = durations.map(|one| {
            let printed = one.counted_duration().unwrap_or_default();
            reader.source().tolerance(printed)
        });
        if difference.abs() <= tolerance.sum() {
            return;
        }
        let said =
            format!("reports {total} s, and its intervals sum to {sum} s ({difference:+} s)");
        reader.add(Code::SumMismatch, Subject::Record(record.position), said);
    }
}

/// A hash of the person a record is about.
#[derive(Default)]
pub(super) struct People {
    hasher: DefaultHashBuilder,
}

impl People {
    /// `None` where nothing tells the person from others.
    pub(super) fn hash(&self, record: &AttendanceRecord<'_>) -> Option<u64> {
        person(record).map(|person| self.hasher.hash_one(person))
    }
}

fn person<'r>(record: &'r AttendanceRecord<'_>) -> Option<PersonKey<'r>> {
    record.identity.person_key(record.email.as_deref())
}

/// Marks records of a person who has an earlier one in this report; `hashes` are those of
/// the records, of one [`People`].
pub(super) fn find_duplicates(
    reader: &mut Reader,
    records: &mut [AttendanceRecord<'_>],
    hashes: &[Option<u64>],
) {
    // A record is read as its own person, by its position in the document. That is its index
    // here, too, unless something in the list was no record and was left out.
    if records.last().map(|last| last.position + 1) != Some(records.len()) {
        for (index, record) in records.iter_mut().enumerate() {
            record.person = index;
        }
    }
    for (index, first) in later_records(records, hashes) {
        let said = format!(
            "is the same person as record {}; presence counts once",
            records[first].position
        );
        reader.add(
            Code::DuplicateRecord,
            Subject::Record(records[index].position),
            said,
        );
        if differ_in_name(&records[first], &records[index]) {
            let said = format!(
                "has the id or e-mail of record {}, and another name",
                records[first].position
            );
            reader.add(
                Code::IdentityShared,
                Subject::Record(records[index].position),
                said,
            );
        }
        records[index].person = first;
    }
}

/// Returns the index of each record of a person who has an earlier one, and that one's.
fn later_records(records: &[AttendanceRecord<'_>], hashes: &[Option<u64>]) -> Vec<(usize, usize)> {
    let mut later = Vec::new();
    // The keys stand in the records: a long report's table holds an index each.
    let mut first_of = HashTable::with_capacity(records.len());
    for (index, hash) in hashes.iter().enumerate() {
        let Some(hash) = *hash else { continue };
        let same = |&other: &u32| person(&records[other as usize]) == person(&records[index]);
        let rehash = |&other: &u32| hashes[other as usize].unwrap_or_default();
        match first_of.entry(hash, same, rehash) {
            Entry::Occupied(first) => later.push((index, *first.get() as usize)),
            // A report of more than 4 billion records would not have been read.
            Entry::Vacant(place) => drop(place.insert(index as u32)),
        }
    }
    later
}
