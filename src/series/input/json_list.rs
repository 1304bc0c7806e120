//! Lists as Microsoft Graph answers them: an object for each row, in `value` or bare.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::series::input::faults::{FileProblem, problem};
use crate::series::input::sheets::{SheetRow, Tab, Value};

/// Returns whether a text can only be JSON: `[Name]` may be the heading of a table.
pub(super) fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    let list = text.strip_prefix('[').map(str::trim_start);
    text.starts_with('{') || list.is_some_and(|list| list.starts_with(['{', ']']))
}

/// Returns the rows of a list, headed by the members of its objects. Rows are counted from
/// the first object, as there is no row of headings.
///
/// # Errors
/// When it is no such list, or an answer without all of it.
pub(super) fn tab(file: &str, text: &str) -> Result<Tab, FileProblem> {
    let document: Json = serde_json::from_str(text).map_err(|error| {
        problem(
            file,
            format!("is no valid JSON: {error}; save the whole answer again"),
        )
    })?;
    let objects = objects(file, &document)?;
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    for member in objects.iter().flat_map(|object| object.keys()) {
        // What Graph says about the answer itself.
        if !member.contains('@') {
            let next = columns.len();
            columns.entry(member).or_insert(next);
        }
    }
    let empty = vec![Value::Empty; columns.len()];
    let mut headings = empty.clone();
    for (&member, &at) in &columns {
        headings[at] = Value::of_text(member);
    }
    let mut lines = vec![SheetRow {
        number: 1,
        values: headings,
    }];
    for (number, object) in (1..).zip(&objects) {
        let mut values = empty.clone();
        for (member, value) in *object {
            if let Some(&at) = columns.get(member.as_str()) {
                values[at] = Value::of_text(&written(value));
            }
        }
        lines.push(SheetRow { number, values });
    }
    Ok(Tab { name: None, lines })
}

fn objects<'j>(file: &str, document: &'j Json) -> Result<Vec<&'j Map<String, Json>>, FileProblem> {
    let refuse = |said: &str| Err(problem(file, said.to_owned()));
    let items = match document {
        Json::Array(items) => items,
        Json::Object(answer) if answer.contains_key("error") => {
            return refuse("is an error answer of Microsoft Graph; fetch it again");
        }
        Json::Object(answer) if answer.get("@odata.nextLink").is_some_and(Json::is_string) => {
            return refuse(
                "says that more pages follow, so that it is not the whole list; fetch the pages behind @odata.nextLink as well",
            );
        }
        Json::Object(answer) => match answer.get("value") {
            Some(Json::Array(items)) => items,
            _ => return refuse(NO_LIST),
        },
        _ => return refuse(NO_LIST),
    };
    match items
        .iter()
        .map(Json::as_object)
        .collect::<Option<Vec<_>>>()
    {
        Some(objects) if objects.is_empty() => refuse("is an empty list"),
        Some(objects) => Ok(objects),
        None => refuse(NO_LIST),
    }
}

const NO_LIST: &str = "is JSON and no list of objects; save the whole answer with `value` in it, or a CSV file or Excel workbook";

/// Returns a value as a cell: several texts are listed, and objects say nothing that a column
/// could.
fn written(value: &Json) -> String {
    match value {
        Json::Null | Json::Object(_) => String::new(),
        Json::String(text) => text.clone(),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::Array(items) => {
            let texts: Vec<_> = items.iter().filter_map(Json::as_str).collect();
            texts.join(";")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_begins_with_an_object_is_json() {
        for text in ["{", " [\n{\"a\": 1}]", "[]"] {
            assert!(is_json(text), "{text}");
        }
        for text in ["[Name],[Mail]", "", "Name\n{a}"] {
            assert!(!is_json(text), "{text}");
        }
    }

    #[test]
    fn the_members_of_all_objects_are_columns_and_rows_count_objects() {
        let list = r#"{"@odata.context": "x", "value": [
            {"id": "1", "mail": null, "proxyAddresses": ["smtp:a@x.example", "SMTP:b@x.example"]},
            {"id": "2", "mail@odata.type": "x", "mail": "c@x.example", "n": 7, "deep": {"a": 1}}
        ]}"#;
        let tab = tab("list.json", list).unwrap();
        let text = |row: usize, heading: &str| {
            let column = tab.lines[0]
                .values
                .iter()
                .position(|value| *value == Value::of_text(heading));
            tab.lines[row].text(Some(column.unwrap()))
        };
        assert_eq!(
            text(1, "proxyAddresses").as_deref(),
            Some("smtp:a@x.example;SMTP:b@x.example")
        );
        assert_eq!(
            (text(1, "mail"), text(2, "mail").as_deref()),
            (None, Some("c@x.example"))
        );
        assert_eq!(
            (text(2, "n").as_deref(), text(2, "deep")),
            (Some("7"), None)
        );
        assert_eq!((tab.lines[2].number, tab.lines[0].values.len()), (2, 5));
    }

    #[test]
    fn what_is_not_the_whole_list_is_refused() {
        for (text, said) in [
            (r#"{"error": {"code": "x"}}"#, "error answer"),
            (
                r#"{"value": [{"id": 1}], "@odata.nextLink": "https://x"}"#,
                "more pages follow",
            ),
            (r#"{"value": []}"#, "an empty list"),
            (r#"{"value": 1}"#, "no list of objects"),
            (r#"[{"id": 1}, 2]"#, "no list of objects"),
            ("{", "no valid JSON"),
        ] {
            let problem = tab("list.json", text).unwrap_err().to_string();
            assert!(problem.contains(said), "{problem}");
        }
    }
}
