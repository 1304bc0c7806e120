//! Whether a workbook's package holds what Excel opens without offering a repair.
//!
//! Knows nothing of Rollbook: it follows the parts, relationships and references of any
//! workbook. The unit tests of the writer share it.

mod area;
mod elements;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Reader as _, Xlsx, open_workbook_from_rs};
use roxmltree::{Document, Node};

use area::{Area, cell};
use elements::{areas, columns, is_place, links, order, places, rows, rules};
use tables::Tables;

/// The children of a worksheet in the order of ISO 29500-1, `CT_Worksheet`.
const ORDER: &str = "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr \
    sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews \
    mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins \
    pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags \
    drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems \
    tableParts extLst";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;
const LONGEST_TEXT: usize = 32_767;
const MOST_LINKS: usize = 65_530;

/// Asserts that a workbook has no fault; `what` tells which workbook.
pub fn assert_sound(workbook: &[u8], what: &str) {
    let faults = faults(workbook);
    assert!(faults.is_empty(), "{what}: {faults:#?}");
}

/// Returns everything that is wrong with a workbook.
pub fn faults(workbook: &[u8]) -> Vec<String> {
    let parts = parts(workbook);
    let mut faults = Vec::new();
    let mut documents = BTreeMap::new();
    for (name, text) in &parts {
        if let Some(sign) = text.chars().find(|&sign| !is_xml(sign)) {
            faults.push(format!("{name}: {sign:?} is no character of XML"));
        }
        match Document::parse(text) {
            Ok(document) => drop(documents.insert(name.as_str(), document)),
            Err(error) => faults.push(format!("{name}: {error}")),
        }
    }
    if !faults.is_empty() {
        return faults;
    }
    let mut check = Check { documents, faults };
    check.content_types();
    check.relationships();
    check.workbook();
    check.read_back(workbook);
    check.faults
}

/// The parts of a package, by name; all that this program writes are XML.
fn parts(workbook: &[u8]) -> BTreeMap<String, String> {
    let mut package = zip::ZipArchive::new(Cursor::new(workbook)).expect("it is a package");
    let mut parts = BTreeMap::new();
    for index in 0..package.len() {
        let mut file = package.by_index(index).expect("the part is readable");
        let name = file.name().expect("the name is text").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("the part is UTF-8");
        assert!(parts.insert(name.clone(), text).is_none(), "{name} twice");
    }
    parts
}

/// Whether XML 1.0 may hold this character.
const fn is_xml(sign: char) -> bool {
    matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

type Element<'d> = Node<'d, 'd>;

/// The elements of this name below a node.
fn all<'d>(node: Element<'d>, name: &'static str) -> impl Iterator<Item = Element<'d>> {
    let all = node.descendants();
    all.filter(move |one| one.tag_name().name() == name)
}

fn number(node: Element<'_>, attribute: &str) -> Option<usize> {
    node.attribute(attribute)?.parse().ok()
}

/// The text of a cell or string, in as many pieces as it has.
fn text_of(node: Element<'_>) -> String {
    all(node, "t").filter_map(|text| text.text()).collect()
}

/// How many there are of what cells and rules refer to by number.
struct Counts {
    strings: Vec<String>,
    formats: usize,
    rule_formats: usize,
}

struct Check<'d> {
    documents: BTreeMap<&'d str, Document<'d>>,
    faults: Vec<String>,
}

impl<'d> Check<'d> {
    fn fault(&mut self, place: &str, fault: impl std::fmt::Display) {
        self.faults.push(format!("{place}: {fault}"));
    }

    fn must(&mut self, holds: bool, place: &str, fault: impl std::fmt::Display) {
        if !holds {
            self.fault(place, fault);
        }
    }

    fn content_types(&mut self) {
        const TYPES: &str = "[Content_Types].xml";
        let types = &self.documents[TYPES];
        let named = |name, attribute| -> BTreeSet<String> {
            let found = all(types.root_element(), name);
            found
                .filter_map(|one| one.attribute(attribute))
                .map(Into::into)
                .collect()
        };
        let (defaults, overrides) = (named("Default", "Extension"), named("Override", "PartName"));
        let parts: BTreeSet<_> = self
            .documents
            .keys()
            .map(|name| format!("/{name}"))
            .collect();
        for missing in overrides.difference(&parts) {
            self.fault(TYPES, format!("{missing} is not there"));
        }
        for part in parts.difference(&overrides) {
            let extension = part.rsplit('.').next().unwrap_or_default();
            let is_known = defaults.contains(extension) || part.ends_with(TYPES);
            // The default of XML says nothing about which part it is.
            let is_named = is_known && (extension != "xml" || part.ends_with(TYPES));
            self.must(is_named, TYPES, format!("no type for {part}"));
        }
    }

    /// Where each relationship of a part leads, by its id.
    fn targets(&self, part: &str) -> BTreeMap<String, String> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = format!("{folder}/_rels/{file}.rels");
        let Some(relationships) = self.documents.get(name.trim_start_matches('/')) else {
            return BTreeMap::new();
        };
        let found = all(relationships.root_element(), "Relationship");
        found
            .map(|one| {
                let target = one.attribute("Target").unwrap_or_default();
                let mut path: Vec<_> = match target.strip_prefix('/') {
                    Some(_) => Vec::new(),
                    None => folder.split('/').filter(|part| !part.is_empty()).collect(),
                };
                for step in target.trim_start_matches('/').split('/') {
                    match step {
                        ".." => drop(path.pop()),
                        step => path.push(step),
                    }
                }
                (
                    one.attribute("Id").unwrap_or_default().into(),
                    path.join("/"),
                )
            })
            .collect()
    }

    fn relationships(&mut self) {
        let names: Vec<_> = self.documents.keys().copied().collect();
        for name in names {
            if name.ends_with(".rels") {
                let root = self.documents[name].root_element();
                let ids: BTreeSet<_> = all(root, "Relationship")
                    .map(|one| one.attribute("Id"))
                    .collect();
                let count = all(root, "Relationship").count();
                self.must(ids.len() == count, name, "an id twice");
                continue;
            }
            let targets = self.targets(name);
            for (id, target) in &targets {
                let is_there = self.documents.contains_key(target.as_str());
                self.must(is_there, name, format!("{id} leads to {target}"));
            }
            let nodes = self.documents[name].descendants();
            let used: Vec<String> = nodes
                .flat_map(|node| node.attributes())
                .filter(|one| one.namespace() == Some(RELATIONSHIPS))
                .map(|one| one.value().into())
                .collect();
            for id in used {
                let is_known = targets.contains_key(&id);
                self.must(is_known, name, format!("no relationship {id}"));
            }
        }
    }

    fn counts(&self) -> Counts {
        let styles = self.documents["xl/styles.xml"].root_element();
        let children = |name| {
            let list = all(styles, name).next();
            list.map_or(0, |list| list.children().filter(Node::is_element).count())
        };
        let strings = self.documents.get("xl/sharedStrings.xml");
        let strings =
            strings.map(|strings| all(strings.root_element(), "si").map(text_of).collect());
        Counts {
            strings: strings.unwrap_or_default(),
            formats: children("cellXfs"),
            rule_formats: children("dxfs"),
        }
    }

    fn workbook(&mut self) {
        const PART: &str = "xl/workbook.xml";
        let counts = self.counts();
        let targets = self.targets(PART);
        let mut sheets = Vec::new();
        let mut seen = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for sheet in all(self.documents[PART].root_element(), "sheet") {
            let name = sheet.attribute("name").unwrap_or_default().to_owned();
            let id = sheet.attribute((RELATIONSHIPS, "id")).unwrap_or_default();
            let part = targets.get(id).cloned().unwrap_or_default();
            ids.insert(sheet.attribute("sheetId"));
            seen.insert(name.to_lowercase());
            sheets.push((name, part));
        }
        self.must(ids.len() == sheets.len(), PART, "a sheet's number twice");
        self.must(seen.len() == sheets.len(), PART, "a sheet's name twice");
        for (name, _) in &sheets {
            let fits = (1..=31).contains(&name.encode_utf16().count())
                && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
                && !name.starts_with('\'')
                && !name.ends_with('\'');
            self.must(fits, PART, format!("{name:?} is no name of a sheet"));
        }
        let names: BTreeSet<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
        let defined = self.defined_names(PART, &names);
        let mut tables = Tables::default();
        tables.names.extend(defined);
        for (_, part) in &sheets {
            self.sheet(part, &counts, &names, &mut tables);
        }
        self.charts(&names);
    }

    fn defined_names(&mut self, part: &str, sheets: &BTreeSet<String>) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut names = BTreeSet::new();
        let mut faults = Vec::new();
        for one in all(self.documents[part].root_element(), "definedName") {
            let name = one.attribute("name").unwrap_or_default().to_lowercase();
            let sheet = number(one, "localSheetId");
            if !seen.insert((name.clone(), sheet)) || sheet.is_some_and(|at| at >= sheets.len()) {
                faults.push(format!("the name {name} of sheet {sheet:?}"));
            }
            for place in places(one.text().unwrap_or_default()) {
                if !is_place(place, sheets, true) {
                    faults.push(format!("{name} is at {place}"));
                }
            }
            names.insert(name);
        }
        faults.into_iter().for_each(|fault| self.fault(part, fault));
        names
    }

    fn sheet(
        &mut self,
        part: &str,
        counts: &Counts,
        sheets: &BTreeSet<String>,
        tables: &mut Tables,
    ) {
        let document = &self.documents[part];
        let root = document.root_element();
        let mut faults = order(root);
        faults.extend(rows(root, counts));
        faults.extend(columns(root, counts));
        faults.extend(rules(root, counts));
        faults.extend(links(root, sheets));
        let mut areas = areas(root, &mut faults);
        let targets = self.targets(part);
        for one in all(root, "tablePart") {
            let id = one.attribute((RELATIONSHIPS, "id")).unwrap_or_default();
            let table = &self.documents[targets[id].as_str()];
            faults.extend(tables.check(table.root_element(), root, counts, &mut areas));
        }
        for (at, (what, area)) in areas.iter().enumerate() {
            for (other_what, other) in &areas[at + 1..] {
                if area.overlaps(other) {
                    faults.push(format!("{what} {area:?} overlaps {other_what} {other:?}"));
                }
            }
        }
        faults.into_iter().for_each(|fault| self.fault(part, fault));
    }

    fn charts(&mut self, sheets: &BTreeSet<String>) {
        let mut faults = Vec::new();
        for (name, document) in &self.documents {
            if !name.starts_with("xl/charts/") {
                continue;
            }
            for formula in all(document.root_element(), "f") {
                let place = formula.text().unwrap_or_default();
                if !is_place(place, sheets, true) {
                    faults.push((*name, format!("shows {place}")));
                }
            }
            let root = document.root_element();
            for cache in all(root, "numCache").chain(all(root, "strCache")) {
                let count = all(cache, "ptCount")
                    .next()
                    .and_then(|one| number(one, "val"));
                let points: Vec<_> = all(cache, "pt").map(|one| number(one, "idx")).collect();
                if !points.is_sorted_by(|a, b| a < b) || points.iter().any(|&at| at >= count) {
                    faults.push((*name, format!("points {points:?} of {count:?}")));
                }
            }
        }
        faults
            .into_iter()
            .for_each(|(name, fault)| self.fault(name, fault));
    }

    fn read_back(&mut self, workbook: &[u8]) {
        let mut workbook: Xlsx<_> = match open_workbook_from_rs(Cursor::new(workbook)) {
            Ok(workbook) => workbook,
            Err(error) => return self.fault("calamine", error),
        };
        for name in workbook.sheet_names() {
            if let Err(error) = workbook.worksheet_range(&name) {
                self.fault(&name, error);
            }
        }
    }
}
