//! The schema of what a run says of itself, held against every run of these tests.

use jiff::Timestamp;
use rollbook::graph::reports::outcome::Status;
use serde_json::Value;

use crate::support::project_text;

/// Fails where a run is not as the schema says.
pub fn assert_as_written(run: &Value) {
    let schema = schema();
    let mut wrong = Vec::new();
    check(&schema, &schema, run, "", &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}\n{run:#}");
}

fn schema() -> Value {
    serde_json::from_str(&project_text("src/guide/fetch.schema.json")).expect("it is JSON")
}

/// Holds a value against as much of JSON Schema as is used; a word that is not known fails.
fn check(root: &Value, schema: &Value, value: &Value, place: &str, wrong: &mut Vec<String>) {
    for (word, rule) in schema.as_object().expect("a schema is an object") {
        let fits = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let pointer = rule.as_str().unwrap().trim_start_matches('#');
                check(
                    root,
                    root.pointer(pointer).expect("it is there"),
                    value,
                    place,
                    wrong,
                );
                true
            }
            "type" => is_of(rule, value),
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64() >= rule.as_f64(),
            "format" => value
                .as_str()
                .is_none_or(|text| text.parse::<Timestamp>().is_ok()),
            "required" => {
                let mut names = rule.as_array().unwrap().iter();
                names.all(|name| value.get(name.as_str().unwrap()).is_some())
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{place}/{at}"), wrong);
                }
                true
            }
            "propertyNames" => {
                for name in value
                    .as_object()
                    .into_iter()
                    .flat_map(|members| members.keys())
                {
                    check(root, rule, &name.as_str().into(), place, wrong);
                }
                true
            }
            "properties" | "additionalProperties" => {
                members(root, schema, value, place, word, wrong)
            }
            other => panic!("the schema uses `{other}`, which is not checked"),
        };
        if !fits {
            wrong.push(format!("{place}: {word} {rule}, and it is {value}"));
        }
    }
}

/// Holds the members of an object against their own schemas, or those of all others.
fn members(
    root: &Value,
    schema: &Value,
    value: &Value,
    place: &str,
    word: &str,
    wrong: &mut Vec<String>,
) -> bool {
    let own = |name: &str| schema.get("properties").and_then(|known| known.get(name));
    let mut fits = true;
    for (name, member) in value.as_object().into_iter().flatten() {
        let rule = match (own(name), word) {
            (Some(rule), "properties") => rule,
            (None, "additionalProperties") => &schema[word],
            _ => continue,
        };
        match rule {
            Value::Bool(allowed) => fits &= *allowed,
            rule => check(root, rule, member, &format!("{place}/{name}"), wrong),
        }
    }
    fits
}

fn is_of(types: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no such type: {other}"),
    };
    types
        .as_array()
        .map_or_else(|| is(types), |types| types.iter().any(is))
}

#[test]
fn the_schema_knows_every_status() {
    let known = &schema()["$defs"]["status"]["enum"];
    let all: Vec<_> = Status::ALL.iter().map(|status| status.name()).collect();
    assert_eq!(known, &Value::from(all));
}

#[test]
fn what_is_not_in_the_schema_is_seen() {
    let run = serde_json::json!({
        "service": 5, "started": "today", "finished": null, "complete": true,
        "counts": {"lost": 0}, "meetings": [{"asked": "M", "status": "gone", "extra": 1}],
    });
    let (schema, mut wrong) = (schema(), Vec::new());
    check(&schema, &schema, &run, "", &mut wrong);
    let places: Vec<_> = wrong
        .iter()
        .map(|one| one.split(':').next().unwrap())
        .collect();
    for place in [
        "/service",
        "/started",
        "/counts/lost",
        "/counts",
        "/meetings/0",
    ] {
        assert!(places.contains(&place), "{place} in {wrong:#?}");
    }
}
