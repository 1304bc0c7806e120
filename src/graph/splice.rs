//! Puts records that came in answers of their own into their report, every member
//! and every record as the service wrote it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The member that holds the records.
const RECORDS: &str = "attendanceRecords";

/// Puts these records into a report in place of those it has.
///
/// # Errors
/// When the report is no JSON object.
pub fn with_records(
    report: &[u8],
    records: Vec<Box<RawValue>>,
) -> Result<Vec<u8>, serde_json::Error> {
    let members: Members<'_> = serde_json::from_slice(report)?;
    Ok(assemble(&members, &[], records))
}

/// Adds these records to those that a report has.
///
/// # Errors
/// When the report is no JSON object, or its records are no list.
pub fn more_records(
    report: &[u8],
    records: Vec<Box<RawValue>>,
) -> Result<Vec<u8>, serde_json::Error> {
    let members: Members<'_> = serde_json::from_slice(report)?;
    let own = members.0.iter().find(|(name, _)| name == RECORDS);
    let first: Option<Vec<&RawValue>> = own
        .map(|(_, value)| serde_json::from_str(value.get()))
        .transpose()?
        .unwrap_or_default();
    Ok(assemble(&members, &first.unwrap_or_default(), records))
}

/// Writes the members in their order, with these records and without the link to more.
/// Each record is dropped once it is written, so that a large report is held once.
fn assemble(members: &Members<'_>, first: &[&RawValue], records: Vec<Box<RawValue>>) -> Vec<u8> {
    let ours = |name: &str| {
        name == RECORDS
            || name
                .strip_prefix(RECORDS)
                .is_some_and(|rest| rest == "@odata.nextLink")
    };
    let mut json = String::from("{");
    for (name, value) in members.0.iter().filter(|(name, _)| !ours(name)) {
        let name = serde_json::Value::from(name.as_str());
        json.push_str(&format!("{name}:{},", value.get()));
    }
    let length: usize = records.iter().map(|record| record.get().len() + 1).sum();
    json.reserve_exact(length + RECORDS.len() + 8);
    json.push_str(&format!("\"{RECORDS}\":["));
    let start = json.len();
    let mut add = |record: &RawValue| {
        if json.len() > start {
            json.push(',');
        }
        json.push_str(record.get());
    };
    first.iter().for_each(|record| add(record));
    records.into_iter().for_each(|record| add(&record));
    json.push_str("]}");
    json.into_bytes()
}

/// The members of a JSON object, in order, as written.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor).map(Self)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(texts: &[&str]) -> Vec<Box<RawValue>> {
        texts
            .iter()
            .map(|text| RawValue::from_string((*text).to_owned()).unwrap())
            .collect()
    }

    #[test]
    fn everything_stays_as_the_service_wrote_it() {
        let report =
            br#"{ "id": "a", "number": 1.50, "attendanceRecords": [ ], "odd\n": "\u00e9" }"#;
        let whole = with_records(report, raw(&[r#"{"id":  "1"}"#, r#"{"id":"2"}"#])).unwrap();
        assert_eq!(
            String::from_utf8(whole).unwrap(),
            r#"{"id":"a","number":1.50,"odd\n":"\u00e9","attendanceRecords":[{"id":  "1"},{"id":"2"}]}"#
        );
    }

    #[test]
    fn records_that_begin_in_the_report_stay_first_and_the_link_to_more_goes() {
        let report = br#"{"attendanceRecords":[{"id":"1"}],"attendanceRecords@odata.nextLink":"https://x","id":"a"}"#;
        let whole = more_records(report, raw(&[r#"{"id":"2"}"#])).unwrap();
        assert_eq!(
            String::from_utf8(whole).unwrap(),
            r#"{"id":"a","attendanceRecords":[{"id":"1"},{"id":"2"}]}"#
        );
    }
}
