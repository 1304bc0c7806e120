//! Tables: each over its area, with its columns.

use super::elements::cell_text;
use super::*;

/// What no two tables of a workbook may share.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) ids: BTreeSet<Option<usize>>,
    pub(super) names: BTreeSet<String>,
}

impl Tables {
    pub(super) fn check(
        &mut self,
        table: Element<'_>,
        sheet: Element<'_>,
        counts: &Counts,
        areas: &mut Vec<(&'static str, Area)>,
    ) -> Vec<String> {
        let mut faults = Vec::new();
        let name = table.attribute("displayName").unwrap_or_default();
        if !self.names.insert(name.to_lowercase()) || !self.ids.insert(number(table, "id")) {
            faults.push(format!("table {name} twice"));
        }
        let Some(area) = table.attribute("ref").and_then(Area::read) else {
            return vec![format!("table {name} is nowhere")];
        };
        areas.push(("table", area));
        if area.rows.0 == area.rows.1 {
            faults.push(format!("table {name} has no row"));
        }
        let filter = all(table, "autoFilter")
            .next()
            .and_then(|one| one.attribute("ref"));
        if filter
            .and_then(Area::read)
            .is_some_and(|filter| filter != area)
        {
            faults.push(format!("table {name} has a filter over {filter:?}"));
        }
        let columns: Vec<_> = all(table, "tableColumn").collect();
        let names: Vec<_> = columns
            .iter()
            .filter_map(|one| one.attribute("name"))
            .collect();
        let distinct: BTreeSet<_> = names.iter().map(|name| name.to_lowercase()).collect();
        let ids: BTreeSet<_> = columns.iter().map(|one| number(*one, "id")).collect();
        let width = (area.columns.1 - area.columns.0 + 1) as usize;
        if [columns.len(), distinct.len(), ids.len()] != [width; 3] {
            faults.push(format!("table {name} of {width} columns has {names:?}"));
        }
        let headings: Vec<_> = all(sheet, "c")
            .filter(|one| {
                let at = one.attribute("r").and_then(cell);
                at.is_some_and(|(row, column)| {
                    row == area.rows.0 && (area.columns.0..=area.columns.1).contains(&column)
                })
            })
            .filter_map(|one| cell_text(one, counts))
            .collect();
        if headings != names {
            faults.push(format!("table {name}: {names:?} stand over {headings:?}"));
        }
        faults
    }
}
