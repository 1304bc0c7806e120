//! The pages as a whole, on reports from the samples and on hostile ones.

mod rows;

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::LazyLock;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

use super::*;
use crate::decode::escapes::without_lone_surrogates;
use crate::executor::Sequential;
use crate::language::words::{Word, Words};
use crate::origin::Origin;
use crate::series::collect::facts::Facts;
use crate::series::{Run, RunOptions};
use crate::stats::punctuality::BaselineChoice;
use crate::summary::{DocumentSummary, Rules, RunCounts, summarise};
use crate::views::Table;
use crate::views::cell::Rows;
use crate::views::run_view::RunView;

fn pages() -> Pages {
    in_language(Language::English)
}

fn in_language(language: Language) -> Pages {
    Pages::new(Zone::utc(), language, &BTreeMap::new()).unwrap()
}

fn overriding(name: &str, text: &str) -> Result<Pages, TemplateError> {
    let overrides = BTreeMap::from([(name.into(), text.into())]);
    Pages::new(Zone::utc(), Language::English, &overrides)
}

fn documents<'a>(name: &str, bytes: &'a [u8]) -> Vec<DocumentSummary<'a>> {
    summarise(bytes, &Origin::named(name), &Rules::default())
}

/// The answers to these documents, each report a meeting of its own.
struct Answers {
    run: Run,
    counts: RunCounts,
}

impl Answers {
    fn to(documents: &[DocumentSummary<'_>]) -> Self {
        let mut counts = RunCounts::default();
        documents.iter().for_each(|document| counts.add(document));
        let mut options = RunOptions::default();
        options.grouping.keep_separate = true;
        Self {
            run: Run::of(Facts::of(documents), options),
            counts,
        }
    }

    fn view(&self) -> RunView<'_> {
        RunView::new(&self.run, &self.counts)
    }

    /// Returns the pages of all meetings.
    fn pages(&self, pages: &Pages) -> Vec<String> {
        let view = self.view();
        let held = view.meetings().filter(|one| one.stem().is_some());
        held.map(|meeting| pages.meeting(&meeting).unwrap())
            .collect()
    }
}

/// Returns the page of the first meeting.
fn page(pages: &Pages, bytes: &[u8]) -> String {
    let answers = Answers::to(&documents("report.json", bytes));
    answers.pages(pages).swap_remove(0)
}

fn index_page(pages: &Pages, documents: &[DocumentSummary<'_>]) -> String {
    index_pages(pages, documents, 1000).index
}

fn index_pages(pages: &Pages, documents: &[DocumentSummary<'_>], most: usize) -> IndexPages {
    let answers = Answers::to(documents);
    let view = answers.view();
    let first_look = view.first_look(&pages.zone, true, &Sequential);
    pages
        .index_of(&view, &first_look, &Site::default(), most)
        .unwrap()
}

const LEGACY: &[u8] = include_bytes!("../../../samples/legacy-report.json");
const STAND_UP: &[u8] = include_bytes!("../../../samples/weekly-stand-up.json");

/// The sample that has one of almost each finding, half of a character included.
static EVERY_FINDING: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../samples/every-finding.json");
    without_lone_surrogates(bytes).0.into_owned()
});

/// Returns a report of one person who wrote `name`, a JSON string without its quotes.
fn report_of(name: &str) -> String {
    r#"{"totalParticipantCount":1,"attendanceRecords":[{"emailAddress":"NAME","role":"NAME",
        "totalAttendanceInSeconds":60,"identity":{"id":"NAME","displayName":"NAME"},"attendanceIntervals":[
        {"joinDateTime":"2026-01-01T10:00:00Z","leaveDateTime":"2026-01-01T10:01:00Z","durationInSeconds":60}]}]}"#
        .replace("NAME", name)
}

/// Returns what stands between the first `from` and the next `to`.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).unwrap() + from.len();
    &text[start..start + text[start..].find(to).unwrap()]
}

#[test]
fn the_published_figures_stand_on_the_page() {
    let page = page(&pages(), LEGACY);
    for figure in [
        "0:25:58",
        "0:19:12",
        "18:59:46",
        "19:25:45",
        "Ingibjörg Þórhallsdóttir",
    ] {
        assert!(page.contains(figure), "{figure}");
    }
    // Two gaps between three stays.
    assert!(page.contains("away 19:06:47–19:09:23, 19:16:31–19:20:27"));
}

#[test]
fn times_are_in_the_zone_which_is_named() {
    let berlin = Zone::named("Europe/Berlin").unwrap();
    let page = page(
        &Pages::new(berlin, Language::English, &BTreeMap::new()).unwrap(),
        LEGACY,
    );
    assert!(page.contains("20:59:46") && !page.contains("18:59:46"));
    assert!(page.contains("Europe&#x2f;Berlin, UTC+02:00"));
}

#[test]
fn what_is_not_known_is_a_dash_and_not_zero() {
    let silent = br#"{"totalParticipantCount":1,"attendanceRecords":[{"identity":{"displayName":"A"},"role":"Attendee","totalAttendanceInSeconds":9}]}"#;
    let page = page(&pages(), silent);
    let row = between(&page, "<bdi>A</bdi>", "</tr>");
    assert!(row.contains("<td><span class=\"na\"><span>not known</span></span></td>"));
    assert!(!row.contains("0:00:00") && !page.contains("\"<"));
}

#[test]
fn a_report_without_records_says_so() {
    let page = page(
        &pages(),
        include_bytes!("../../../tests/fixtures/records-missing.json"),
    );
    assert!(page.contains("The records are not in this report. That does not mean nobody came."));
    assert!(!page.contains("Came late"));
}

#[test]
fn every_finding_says_what_to_do() {
    let pages = pages();
    let documents = documents("every-finding.json", &EVERY_FINDING);
    assert_eq!(documents[0].reports.len(), 10);
    let made = Answers::to(&documents).pages(&pages).concat();
    for finding in documents[0]
        .reports
        .iter()
        .flat_map(|report| &report.findings)
    {
        assert!(made.contains(&format!("id=\"f-{}\"", finding.code)));
        assert!(made.contains(&minijinja::HtmlEscape(finding.code.meaning()).to_string()));
    }
}

#[test]
fn hostile_names_are_inert() {
    let markup = report_of("<script>alert(1)</script><img src=x onerror=alert(2)>");
    let quotes = report_of(r#"\" onmouseover=\"alert(3)' x='{{ 7*7 }}"#);
    let tricks = report_of(r"a\u202egpj.exe\u2066\u0000\u001b[2J\u0085");
    for report in [&markup, &quotes, &tricks] {
        let documents = documents("x<script>\u{202e}\".json", report.as_bytes());
        let pages = pages();
        let both = [
            Answers::to(&documents).pages(&pages).swap_remove(0),
            index_page(&pages, &documents),
        ];
        for page in both {
            assert_eq!(page.matches("<script").count(), 1);
            assert!(!page.contains("<img") && !page.contains("x49x"));
            assert!(!page.contains("\" onmouseover") && !page.contains("\"alert(3)"));
            assert!(!page.contains(|sign: char| {
                matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{85}')
                    || (sign.is_control() && sign != '\n')
            }));
        }
    }
}

#[test]
fn the_policy_allows_exactly_the_pages_own_style_and_script() {
    let crlf = overriding("script.js", "let a = 1;\r\nlet b = 2;\r\n").unwrap();
    for pages in [pages(), crlf] {
        let page = page(&pages, LEGACY);
        let policy = between(&page, "Content-Security-Policy\" content=\"", "\">");
        assert!(policy.starts_with("default-src 'none'; "));
        for (source, text) in [
            ("style-src", between(&page, "<style>", "</style>")),
            ("script-src", between(&page, "<script>", "</script>")),
        ] {
            let hash = BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
            assert!(policy.contains(&format!("{source} 'sha256-{hash}'")));
        }
    }
}

#[test]
fn a_page_asks_for_nothing_from_outside_and_styles_nothing_in_line() {
    let stand_up = documents("weekly-stand-up.json", STAND_UP);
    let pages = pages();
    let both = [page(&pages, STAND_UP), index_page(&pages, &stand_up)];
    for page in both {
        for forbidden in [
            "http:", "https:", "//cdn", " style=", " src=", "url(", "@import", "<link",
        ] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn pages_are_shared_by_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&pages());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(page(&pages(), STAND_UP), page(&pages(), STAND_UP));
}

#[test]
fn the_index_links_each_meeting_and_names_each_file_that_gave_none() {
    let mut all = documents("weekly-stand-up.json", STAND_UP);
    all.extend(documents("torn.json", b"{\"value\": ["));
    let page = index_page(&pages(), &all);
    for wanted in [
        "href=\"meetings&#x2f;weekly-stand-up.4.html\"",
        "torn.json",
        "weekly-stand-up #4",
        "<span class=\"nb\">12 October 2026</span> to <span class=\"nb\">2 November 2026</span>",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    assert!(page.contains("1 document gave no report"));
}

#[test]
fn every_page_is_wholly_in_the_readers_language() {
    let mut all = documents("every-finding.json", &EVERY_FINDING);
    all.extend(documents("torn.json", b"{\"value\": ["));
    let english = Language::English.words();
    let others = Language::ALL.into_iter().skip(1);
    for language in others {
        let pages = in_language(language);
        let mut made = Answers::to(&all).pages(&pages);
        made.push(index_page(&pages, &all));
        for page in made {
            assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())));
            assert!(!page.contains("[["), "{language:?}");
            for &key in Words::KEYS {
                let Some(Word::Text(text)) = english.get(key) else {
                    continue;
                };
                let long = text.split(' ').count() > 3 && !text.contains(['{', '`']);
                assert!(!long || !page.contains(text), "{key} in {language:?}");
            }
        }
    }
}

#[test]
fn sentences_with_values_say_that_they_are_english() {
    let all = documents("every-finding.json", &EVERY_FINDING);
    let with_findings = |pages: Pages| Answers::to(&all).pages(&pages).concat();
    let german = with_findings(in_language(Language::German));
    assert!(german.contains("<bdi lang=\"en\">"));
    assert!(!with_findings(pages()).contains("<bdi lang"));
}

#[test]
fn numbers_dates_and_roles_are_those_of_the_language() {
    let (english, german) = (pages(), in_language(Language::German));
    // 1152 s of presence in a window of 1558.2 s.
    for (pages, wanted) in [
        (english, ["73.94%", "Wednesday, ", "Presenter"]),
        (german, ["73,94\u{a0}%", "Mittwoch, ", "Referent"]),
    ] {
        let page = page(&pages, LEGACY);
        for text in wanted {
            assert!(page.contains(text), "{text}");
        }
    }
}

#[test]
fn an_index_of_very_many_meetings_is_a_page_a_period() {
    let all = documents("weekly-stand-up.json", STAND_UP);
    let made = index_pages(&pages(), &all, 3);
    let names: Vec<_> = made.periods.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["periods/2026-10.html", "periods/2026-11.html"]);
    for (name, page) in &made.periods {
        assert!(
            made.index
                .contains(&format!("href=\"{}\"", name.replace('/', "&#x2f;")))
        );
        assert!(page.contains("href=\"..&#x2f;meetings&#x2f;"));
    }
    assert!(made.periods[0].1.contains("<th scope=\"row\"><a href"));
    assert!(
        made.index.contains(
            "id=\"all-meetings\">[[\"weekly-stand-up #4\",\"meetings/weekly-stand-up.4.html\",\"2026-10-12"
        )
    );
    assert!(!made.index.contains("meetings-table"));
}

#[test]
fn hostile_names_cannot_leave_the_list_for_searching() {
    let list = format!("[{}]", [report_of("A"), report_of("B")].join(","));
    let all = documents("x</script><b>.json", list.as_bytes());
    let made = index_pages(&pages(), &all, 1);
    assert!(made.index.contains("x\\u003c/script>\\u003cb> #1"));
    assert_eq!(made.index.matches("</script").count(), 2);
}

#[test]
fn an_index_of_nothing_is_a_page_too() {
    let page = index_page(&pages(), &[]);
    assert!(page.contains("No meeting could be read."));
}

#[test]
fn three_thousand_people_take_few_elements() {
    let record = report_of("A");
    let record = between(&record, "[", "]}]}").to_owned() + "]}";
    let many = vec![record; 3000].join(",");
    let report = format!(r#"{{"totalParticipantCount":3000,"attendanceRecords":[{many}]}}"#);
    let page = page(
        &pages(),
        report
            .replace("\"id\":\"A\",", "")
            .replace("\"emailAddress\":\"A\",", "")
            .as_bytes(),
    );
    assert!(page.matches("<path").count() < 500);
    assert!(page.len() < 2_000_000);
}

#[test]
fn a_template_of_the_users_is_taken() {
    let pages = overriding("meeting.html", "{{ m.meeting }}: {{ m.participants }}").unwrap();
    assert_eq!(page(&pages, LEGACY), "report: 2");
}

#[test]
fn a_template_that_does_not_exist_is_refused_with_those_that_do() {
    let error = overriding("metings.html", "").unwrap_err().to_string();
    assert!(error.contains("`metings.html`") && error.contains("meetings.html, meeting.html"));
}

#[test]
fn a_broken_template_is_refused_with_its_line_and_the_reason() {
    let error = overriding("people.html", "<p>\n{% if %}\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "template `people.html` is broken in line 2"
    );
    assert!(error.source().unwrap().to_string().contains("syntax error"));
}

#[test]
fn an_unknown_name_in_a_template_is_an_error_with_its_line() {
    let pages = overriding("findings.html", "\n\n{{ nothing_of_this_name }}").unwrap();
    let documents = documents("report.json", LEGACY);
    let answers = Answers::to(&documents);
    let error = pages.meeting(&answers.view().meeting(0)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "template `findings.html` is broken in line 3"
    );
}

#[test]
fn a_style_that_would_end_its_element_is_refused() {
    let error = overriding("style.css", "a{}\n/* </STYLE> */").unwrap_err();
    assert_eq!(
        error.to_string(),
        "template `style.css` holds `</style` in line 2, which would end it inside the page"
    );
}

#[test]
fn grace_is_named_where_somebody_is_judged() {
    let pages = pages();
    let grace = "plus 0:05:00 of grace";
    assert!(!page(&pages, STAND_UP).contains(grace));
    assert!(page(&pages, STAND_UP).contains("not judged: no start was planned"));
    let mut options = RunOptions::default();
    options.punctuality.baseline = BaselineChoice::Organizer;
    let documents = documents("report.json", STAND_UP);
    let run = Run::of(Facts::of(&documents), options);
    let counts = RunCounts::default();
    let meeting = RunView::new(&run, &counts).meeting(0);
    assert!(pages.meeting(&meeting).unwrap().contains(grace));
}
