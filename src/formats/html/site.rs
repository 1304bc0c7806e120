//! The pages of one folder, and how they lead to each other.

use minijinja::value::Value;

use super::record::{Record, list, text};
use super::sentence::sentence;
use crate::language::Language;
use crate::views::Table;
use crate::views::hours_grid::HoursShown;
use crate::views::register_wide::WideRegister;
use crate::views::view::View;

/// The address of the index.
pub const INDEX: &str = "index.html";
/// The address of the register, relative to the index.
pub const REGISTER: &str = "register.html";
/// The folder of the pages of tables, relative to the index.
pub const TABLES: &str = "tables";

/// A page that others lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// The address, relative to the index.
    pub address: String,
    /// What the page is called.
    pub title: String,
    /// What it shows.
    pub meaning: &'static str,
}

/// The pages of one folder: those beside its index, and the folders of departments.
///
/// A department's folder is a site of its own, which can be handed on alone: its
/// pages lead nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The department that the pages are about; `None` where they are about all people.
    pub department: Option<String>,
    /// Whether there is nothing but pages of people, each of which can be handed on alone.
    pub is_alone: bool,
    /// What the first screen tells of people where hours are all that is asked for.
    pub hours: Option<HoursShown>,
    /// The pages across meetings.
    pub pages: Vec<PageLink>,
    /// The indexes of the departments.
    pub departments: Vec<PageLink>,
}

impl Site {
    /// Returns the site of pages that lead nowhere.
    pub fn alone() -> Self {
        Self {
            is_alone: true,
            ..Self::default()
        }
    }

    /// Returns the site with a page for each of these tables that is across meetings.
    pub fn of(views: &[View]) -> Self {
        let register = WideRegister::is_wanted(views).then(|| PageLink {
            address: REGISTER.into(),
            title: "Register".into(),
            meaning: "one row per person, one column per meeting",
        });
        let tables = views.iter().map(View::table);
        let across = tables.filter(|table| table.has_page());
        let pages = across.map(|table| PageLink {
            address: table_page(table, 1),
            title: table.title().into(),
            meaning: table.meaning(),
        });
        Self {
            hours: HoursShown::alone(views),
            pages: register.into_iter().chain(pages).collect(),
            ..Self::default()
        }
    }

    /// Returns the address of a table's page, relative to the index; `None` where it has none.
    pub(super) fn page_of(&self, table: Table) -> Option<String> {
        let address = table_page(table, 1);
        self.has(&address).then_some(address)
    }

    /// Returns whether there is a page across meetings at this address, relative to the index.
    pub(super) fn has(&self, address: &str) -> bool {
        self.pages.iter().any(|page| page.address == address)
    }

    /// Adds what every page's navigation is made of; `current` is the page itself.
    pub(super) fn navigation(&self, record: Record, current: &str, language: Language) -> Record {
        let up = "../".repeat(current.matches('/').count());
        let link = |page: &PageLink, title: &str| {
            Record::default()
                .with("href", format!("{up}{}", encoded(&page.address)))
                .with("title", text(title))
                .with("meaning", sentence(language.meaning(page.meaning)))
                .with("current", page.address == current)
        };
        let pages = self.pages.iter();
        let pages = pages.map(|page| link(page, language.heading(&page.title)));
        let departments = self.departments.iter();
        let departments = departments.map(|page| link(page, &page.title));
        let department = self.department.as_deref().map(text);
        record
            .with("home", format!("{up}{INDEX}"))
            .with("department", department.unwrap_or(Value::from(())))
            .with("pages", list(pages))
            .with("departments", list(departments))
    }
}

/// The folder of the pages of meetings, relative to the index.
pub const MEETINGS: &str = "meetings";

/// Returns the address of a meeting's page by the name of its files, relative to the index.
pub fn meeting_page(stem: &str) -> String {
    format!("{MEETINGS}/{stem}.html")
}

/// The folder of the pages of people, relative to the index.
pub const PEOPLE: &str = "people";

/// Returns the address of a person's page by its name, relative to the index.
pub fn person_page(stem: &str) -> String {
    format!("{PEOPLE}/{stem}.html")
}

/// The folder of the pages of periods, relative to the index.
pub use super::periods::FOLDER as PERIODS;

/// The folder of certificates, relative to the index.
pub const CERTIFICATES: &str = "certificates";

/// Returns the address of a person's certificate by the name of their page, relative to the
/// index.
pub fn certificate_page(stem: &str) -> String {
    format!("{CERTIFICATES}/{stem}.html")
}

/// Returns the address of a part of a table, numbered from 1.
pub fn table_page(table: Table, part: usize) -> String {
    match part {
        1 => format!("{TABLES}/{}.html", table.name()),
        part => format!("{TABLES}/{}-{part}.html", table.name()),
    }
}

/// Returns a path in the output folder as an address; of the signs in it only the blank needs
/// care.
fn encoded(path: &str) -> String {
    path.replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hrefs(site: &Site, current: &str) -> Vec<String> {
        let record = site.navigation(Record::default(), current, Language::English);
        let pages = record.get("pages").unwrap().try_iter().unwrap();
        pages
            .map(|page| page.get_attr("href").unwrap().to_string())
            .collect()
    }

    #[test]
    fn pages_lead_to_each_other_from_wherever_they_lie() {
        let site = Site::of(&[Table::Meetings, Table::People, Table::Attendance].map(View::whole));
        let beside = [
            "register.html",
            "tables/people.html",
            "tables/attendance.html",
        ];
        assert_eq!(hrefs(&site, "index.html"), beside);
        let below = beside.map(|address| format!("../{address}"));
        assert_eq!(hrefs(&site, "tables/people.html"), below);
    }

    #[test]
    fn a_register_in_part_has_no_wide_page_that_would_show_the_rest() {
        let part = View::of(Table::Attendance, &["display_name", "status"]).unwrap();
        let site = Site::of(&[part]);
        assert_eq!(hrefs(&site, "index.html"), ["tables/attendance.html"]);
    }

    #[test]
    fn only_the_parts_after_the_first_are_numbered() {
        let parts = [1, 2].map(|part| table_page(Table::Hours, part));
        assert_eq!(parts, ["tables/hours.html", "tables/hours-2.html"]);
    }
}
