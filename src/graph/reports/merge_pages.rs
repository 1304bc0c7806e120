//! Puts records that came in answers of their own into their report, every member
//! and every record as the service wrote it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The member that holds the records.
const RECORDS: &str = "attendanceRecords";

/// Returns the beginning of a report, up to where the first of its records is to stand: its
/// members in their order, without the link to more. The end is [`END`].
///
/// # Errors
/// When the report is no JSON object.
pub fn begin(report: &[u8]) -> Result<Vec<u8>, serde_json::Error> {
    let members: Members<'_> = serde_json::from_slice(report)?;
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
    json.push_str(&format!("\"{RECORDS}\":["));
    Ok(json.into_bytes())
}

/// What stands behind the last record.
pub const END: &[u8] = b"]}";

/// Returns the records that a report came with.
///
/// # Errors
/// When the report is no JSON object, or its records are no list.
pub fn own_records(report: &[u8]) -> Result<Vec<Box<RawValue>>, serde_json::Error> {
    let members: Members<'_> = serde_json::from_slice(report)?;
    let own = members.0.iter().find(|(name, _)| name == RECORDS);
    let own: Option<Option<Vec<Box<RawValue>>>> = own
        .map(|(_, value)| serde_json::from_str(value.get()))
        .transpose()?;
    Ok(own.flatten().unwrap_or_default())
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

    /// Returns the report with its own records and these.
    fn whole(report: &[u8], records: &[&str]) -> String {
        let own = own_records(report).unwrap().into_iter();
        let all: Vec<_> = own.chain(raw(records)).collect();
        let all: Vec<_> = all.iter().map(|record| record.get()).collect();
        let json = [begin(report).unwrap(), all.join(",").into(), END.to_vec()].concat();
        String::from_utf8(json).unwrap()
    }

    #[test]
    fn everything_stays_as_the_service_wrote_it() {
        let report =
            br#"{ "id": "a", "number": 1.50, "attendanceRecords": [ ], "odd\n": "\u00e9" }"#;
        assert_eq!(
            whole(report, &[r#"{"id":  "1"}"#, r#"{"id":"2"}"#]),
            r#"{"id":"a","number":1.50,"odd\n":"\u00e9","attendanceRecords":[{"id":  "1"},{"id":"2"}]}"#
        );
        assert_eq!(
            whole(br#"{"attendanceRecords":null}"#, &[]),
            r#"{"attendanceRecords":[]}"#
        );
    }

    #[test]
    fn records_that_begin_in_the_report_stay_first_and_the_link_to_more_goes() {
        let report = br#"{"attendanceRecords":[{"id":"1"}],"attendanceRecords@odata.nextLink":"https://x","id":"a"}"#;
        assert_eq!(
            whole(report, &[r#"{"id":"2"}"#]),
            r#"{"id":"a","attendanceRecords":[{"id":"1"},{"id":"2"}]}"#
        );
    }
}
