//! What stands in a sheet: rows, cells, columns, rules, links and areas, each checked by itself.

use super::*;

/// The places of a list; a quoted name of a sheet may hold commas.
pub(super) fn places(list: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let parts = list.split(|sign| {
        is_quoted ^= sign == '\'';
        sign == ',' && !is_quoted
    });
    parts.collect()
}

/// Whether a formula names cells, or whole rows and columns, of one of the sheets.
pub(super) fn is_place(place: &str, sheets: &BTreeSet<String>, whole: bool) -> bool {
    let Some((sheet, cells)) = place.rsplit_once('!') else {
        return false;
    };
    let sheet = sheet
        .trim_start_matches('\'')
        .trim_end_matches('\'')
        .replace("''", "'");
    let is_whole = |cells: &str| {
        let ends = cells.split_once(':');
        let plain = |end: &str| {
            !end.is_empty()
                && end
                    .bytes()
                    .all(|sign| sign.is_ascii_alphanumeric() || sign == b'$')
        };
        ends.is_some_and(|(from, to)| plain(from) && plain(to))
    };
    sheets.contains(&sheet) && (Area::read(cells).is_some() || whole && is_whole(cells))
}

pub(super) fn order(root: Element<'_>) -> Vec<String> {
    let known: Vec<_> = ORDER.split_whitespace().collect();
    let mut faults = Vec::new();
    let mut last = 0;
    for child in root.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let at = known.iter().position(|&one| one == name);
        let repeats = name == "conditionalFormatting";
        match at {
            Some(at) if at > last || at == 0 || repeats && at == last => last = at,
            _ => faults.push(format!("<{name}> is out of order")),
        }
    }
    faults
}

pub(super) fn rows(root: Element<'_>, counts: &Counts) -> Vec<String> {
    let mut faults = Vec::new();
    let mut last_row = 0;
    for row in all(root, "row") {
        let number = number(row, "r").unwrap_or(0) as u32;
        if number <= last_row {
            faults.push(format!("row {number} behind row {last_row}"));
        }
        last_row = number;
        let mut last_column = 0;
        for one in all(row, "c") {
            let name = one.attribute("r").unwrap_or_default();
            match cell(name) {
                Some((row, column)) if row == number && column > last_column => {
                    last_column = column
                }
                _ => faults.push(format!("cell {name} in row {number}")),
            }
            if let Some(fault) = value_fault(one, counts) {
                faults.push(format!("cell {name}: {fault}"));
            }
        }
    }
    faults
}

pub(super) fn value_fault(one: Element<'_>, counts: &Counts) -> Option<String> {
    let style = one
        .attribute("s")
        .map_or(Some(0), |style| style.parse().ok());
    if style.is_none_or(|style: usize| style >= counts.formats) {
        return Some(format!("format {style:?} of {}", counts.formats));
    }
    let text = all(one, "v").next().and_then(|value| value.text());
    match one.attribute("t") {
        Some("s" | "inlineStr") => match cell_text(one, counts) {
            Some(text) if text.encode_utf16().count() > LONGEST_TEXT => Some("too long".into()),
            Some(_) => None,
            None => Some(format!("no text {text:?}")),
        },
        None => {
            let number = text.map(str::parse::<f64>);
            let is_number = number.is_none_or(|number| number.is_ok_and(f64::is_finite));
            (!is_number).then(|| format!("{text:?} is no number"))
        }
        Some(other) => Some(format!("of type {other}")),
    }
}

pub(super) fn cell_text(one: Element<'_>, counts: &Counts) -> Option<String> {
    match one.attribute("t")? {
        "s" => {
            let at: usize = all(one, "v").next()?.text()?.parse().ok()?;
            counts.strings.get(at).cloned()
        }
        "inlineStr" => all(one, "is").next().map(text_of),
        _ => None,
    }
}

pub(super) fn columns(root: Element<'_>, counts: &Counts) -> Vec<String> {
    let mut faults = Vec::new();
    let mut last = 0;
    for one in all(root, "col") {
        let (from, to) = (number(one, "min"), number(one, "max"));
        let style = number(one, "style").unwrap_or(0);
        if from <= Some(last) || to < from || style >= counts.formats {
            faults.push(format!("columns {from:?} to {to:?} with format {style}"));
        }
        last = to.unwrap_or(last);
    }
    faults
}

pub(super) fn rules(root: Element<'_>, counts: &Counts) -> Vec<String> {
    let mut faults = Vec::new();
    let mut priorities = BTreeSet::new();
    for rule in all(root, "cfRule").filter(|rule| rule.has_attribute("priority")) {
        let format = number(rule, "dxfId");
        if format.is_some_and(|format| format >= counts.rule_formats) {
            faults.push(format!("rule with format {format:?}"));
        }
        let is_extension = rule
            .tag_name()
            .namespace()
            .is_some_and(|name| name.contains("/2009/"));
        if !is_extension && !priorities.insert(number(rule, "priority")) {
            faults.push(format!(
                "a rule's priority twice: {:?}",
                number(rule, "priority")
            ));
        }
    }
    faults
}

pub(super) fn links(root: Element<'_>, sheets: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for link in all(root, "hyperlink") {
        let at = link.attribute("ref").unwrap_or_default();
        let location = link.attribute("location").unwrap_or_default();
        if Area::read(at).is_none() || !seen.insert(at) || !is_place(location, sheets, false) {
            faults.push(format!("link from {at} to {location}"));
        }
    }
    if seen.len() > MOST_LINKS {
        faults.push(format!("{} links", seen.len()));
    }
    faults
}

/// What may not overlap on a sheet: merged cells and filters.
pub(super) fn areas(root: Element<'_>, faults: &mut Vec<String>) -> Vec<(&'static str, Area)> {
    let mut areas = Vec::new();
    for name in ["mergeCell", "autoFilter"] {
        for one in all(root, name) {
            let text = one.attribute("ref").unwrap_or_default();
            match Area::read(text) {
                Some(area) => areas.push((name, area)),
                None => faults.push(format!("{name} over {text}")),
            }
        }
    }
    areas
}
