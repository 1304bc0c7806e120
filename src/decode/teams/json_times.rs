//! Local times in JSON, as programs print them that save a date by its own words.
//!
//! They are read by the rules of the CSV files: the order of day and month is decided once a
//! document, by all that it holds, and the zone is the one that was said.

use serde_json::{Map, Value};

use super::clock::{Evidence, LocalTimes, Parts};
use super::{Times, ambiguous, settle_order, told_of_zone, without_zone};
use crate::decode::wire::Scalar;
use crate::decode::wrapped::plain;
use crate::finding::{Finding, Place};
use crate::model::time::Instant;

/// A document with its local times read.
#[derive(Debug)]
pub struct Settled {
    /// The document, with times as Graph writes them.
    pub text: String,
    /// What was assumed.
    pub findings: Vec<Finding>,
}

/// The members that hold times, in lower case and without signs: two that come in turn each.
const TIMES: [[&str; 2]; 2] = [
    ["meetingstartdatetime", "meetingenddatetime"],
    ["joindatetime", "leavedatetime"],
];

/// Reads the local times of a document; `None` where it has none.
///
/// # Errors
/// A finding where their order or their zone is not known.
pub fn settled(text: &str, name: &str, local: &LocalTimes) -> Option<Result<Settled, Finding>> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let mut evidence = Evidence {
        name,
        ..Evidence::default()
    };
    gather(&value, &mut evidence);
    let first = *evidence.times.first()?;
    let order = match settle_order(&evidence, local) {
        Ok(order) => order,
        Err(possible) => return Some(Err(ambiguous(Some(first), &possible))),
    };
    if local.zone().is_none() {
        return Some(Err(without_zone()));
    }
    let mut times = Times {
        order,
        local,
        doubtful: Vec::new(),
    };
    rewrite(&mut value, &mut times);
    Some(Ok(Settled {
        text: value.to_string(),
        findings: told_of_zone(&times),
    }))
}

/// Returns a time that only its own words tell.
fn local_time(value: &Value) -> Option<Parts> {
    let text = value
        .as_str()
        .filter(|text| Instant::read(text).is_none())?;
    Parts::read(text)
}

fn member<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let mut found = members.iter().filter(|(own, _)| plain(own) == name);
    found.next().map(|(_, value)| value)
}

fn gather(value: &Value, evidence: &mut Evidence<'_>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, evidence)),
        Value::Object(members) => {
            for pair in TIMES {
                let [one, other] = pair.map(|name| member(members, name).and_then(local_time));
                evidence.times.extend(one.into_iter().chain(other));
                let Some((one, other)) = one.zip(other) else {
                    continue;
                };
                evidence.in_turn.push((one, other));
                let lasting = member(members, "durationinseconds").and_then(Value::as_i64);
                (evidence.lasting).extend(lasting.map(|lasting| (one, other, lasting)));
            }
            members.values().for_each(|value| gather(value, evidence));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn rewrite(value: &mut Value, times: &mut Times<'_>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, times)),
        Value::Object(members) => {
            for (name, value) in members {
                let is_time = TIMES.as_flattened().contains(&plain(name).as_str());
                let time = local_time(value).filter(|_| is_time);
                match times.of(time, Place::BEGINNING) {
                    Scalar::Text(text) => *value = Value::String(text.into_owned()),
                    _ => rewrite(value, times),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
