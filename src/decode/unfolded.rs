//! Lists that stand as JSON in a text, as programs for tables keep what has no column.

use serde_json::Value;

use super::wrapped::{DEEPEST, json_in_text, plain};

/// Returns a text in which members of reports that stand as JSON inside a text are opened;
/// `None` where there are none. Documents of one line each keep their lines.
pub fn unfolded(text: &str) -> Option<String> {
    let of_line = |line: &str| {
        let mut value: Value = serde_json::from_str(line).ok()?;
        unfold(&mut value, 0).then(|| value.to_string())
    };
    if let Some(whole) = of_line(text) {
        return Some(whole);
    }
    if !super::is_one_document_a_line(text) {
        return None;
    }
    let mut changed = false;
    let lines = text.lines().map(|line| match of_line(line) {
        Some(opened) => {
            changed = true;
            opened
        }
        None => line.to_owned(),
    });
    let lines: Vec<_> = lines.collect();
    changed.then(|| lines.join("\n"))
}

/// Opens texts below a value; whether there were any.
fn unfold(value: &mut Value, depth: usize) -> bool {
    const FOLDED: [&str; 3] = ["attendancerecords", "attendanceintervals", "identity"];
    match value {
        _ if depth > DEEPEST => false,
        Value::Array(items) => {
            let opened = items.iter_mut().map(|item| unfold(item, depth + 1));
            opened.fold(false, |any, one| any | one)
        }
        Value::Object(members) => {
            let mut any = false;
            for (name, member) in members {
                let known = FOLDED.contains(&plain(name).as_str());
                let inner = member.as_str().filter(|_| known).and_then(json_in_text);
                if let Some(inner) = inner {
                    *member = inner;
                    any = true;
                }
                any |= unfold(member, depth + 1);
            }
            any
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
