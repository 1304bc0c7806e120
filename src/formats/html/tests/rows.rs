//! Rows that are made at once are those that a template makes of the same values, so
//! that a template of the user's has all it needs to make them otherwise.

use super::*;
use crate::formats::html::table::TablePage;
use crate::views::ALL;
use crate::views::cell::Cell;
use crate::views::value::Status;
use crate::views::view::View;

const PEOPLE: &str = r###"{% for p in people %}
<tr{{ " data-f" if p.codes }}><th scope="row"><bdi>{{ p.display_name|called }}</bdi>{% if p.email is not none %}<small><bdi>{{ p.email }}</bdi></small>{% elif p.display_name is none and p.identity_id is not none %}<small><bdi>{{ p.identity_id }}</bdi></small>{% endif %}</th><td><bdi>{{ p.role|role }}</bdi></td><td data-v="{{ p.first_join|attribute }}">{{ p.first_join|clock(day) }}</td><td data-v="{{ p.last_leave|attribute }}">{{ p.last_leave|clock(day) }}</td><td>{{ p.presence_seconds|duration }}</td><td>{{ p.share|percent }}{% if p.share is not none %}<svg class="meter" width="{{ p.share|meter }}" aria-hidden="true"/>{% endif %}</td><td{{ " class=hit" if p.late_flag }}>{{ p.late_seconds|duration }}</td><td{{ " class=hit" if p.early_flag }}>{{ p.left_early_seconds|duration }}</td><td data-v="{{ p.rejoins|attribute }}">{{ p.rejoins|count }}{% if p.away %}<small>[[away; times = {{ p.away }}]]</small>{% endif %}</td><td>{% if p.differs %}<span class="error">✕ [[differs]]</span><small>[[by_difference; difference = {{ p.sum_difference_seconds|signed }}]]</small>{% elif p.sum_check == "equal" %}✓ [[equal]]{% else %}[[not_checkable]]{% endif %}</td><td>{% for code in p.codes %}<a href="#f-{{ code }}">{{ code }}</a> {% endfor %}</td></tr>
{% endfor %}
"###;

const TABLE: &str = r###"{% for row in rows %}
<tr>{% for c in row %}{% if loop.first %}<th scope="row"{% if c.sort is not none %} data-v="{{ c.sort }}"{% endif %}>{% elif c.sort is not none %}<td data-v="{{ c.sort }}">{% elif c.number %}<td>{% elif c.long %}<td class="t w">{% else %}<td class="t">{% endif %}{% if c.tone is not none %}<span class="{{ c.tone }}">{{ c.text }}</span>{% elif c.number %}{{ c.text }}{% else %}<bdi>{{ c.text }}</bdi>{% endif %}{% if loop.first %}</th>{% else %}</td>{% endif %}{% endfor %}</tr>
{% endfor %}
"###;

const MEETINGS: &str = r###"{% for m in meetings %}
<tr data-d="{{ m.day }}" data-f="{{ m.found }}"><th scope="row">{% if m.href is none %}<bdi>{{ m.meeting }}</bdi>{% else %}<a href="{{ base }}{{ m.href }}"><bdi>{{ m.meeting }}</bdi></a>{% endif %}</th><td data-v="{{ m.meeting_start|attribute }}">{{ m.meeting_start|minute }}</td><td>{{ m.meeting_seconds|duration }}</td><td>{{ m.participants|count }}</td><td>{{ m.mean_share|percent }}</td><td>{{ m.peak_concurrency|count }}</td><td>{{ m.late|count }}</td><td>{{ m.left_early|count }}</td><td>{% if m.errors %}<span class="error">✕ {{ m.errors|count }}</span>{% else %}0{% endif %}</td><td>{% if m.warnings %}<span class="warning">▲ {{ m.warnings|count }}</span>{% else %}0{% endif %}</td><td>{% if m.notes %}<span class="note">● {{ m.notes|count }}</span>{% else %}0{% endif %}</td></tr>
{% endfor %}
"###;

const ROLE: &str = r###"<td>{{ r.participants|count }}</td><td>{{ r.presence_seconds|duration }}</td><td>{{ r.mean_share|percent }}</td><td>{{ r.mean_presence_seconds|duration }}</td><td>{{ r.median_presence_seconds|duration }}</td><td>{{ r.first_quartile_seconds|duration }} – {{ r.third_quartile_seconds|duration }}</td><td>{{ r.minimum_presence_seconds|duration }}</td><td>{{ r.maximum_presence_seconds|duration }}</td><td>{{ r.deviation_seconds|duration }}</td><td>{{ r.rejoins|count }}</td><td>{{ r.late|count }}</td><td>{{ r.left_early|count }}</td>"###;

/// Pages with templates that go through the rows in place of those that do not.
fn by_template(language: Language, replaced: &[(&str, &str, &str)]) -> Pages {
    let mut overrides = BTreeMap::new();
    for (name, what, by) in replaced {
        let known = Pages::TEMPLATES.iter().find(|(known, _)| known == name);
        let built_in = known.unwrap().1;
        let text = overrides.entry((*name).to_owned());
        let text = text.or_insert_with(|| built_in.to_owned());
        assert!(text.contains(what), "{what}");
        *text = text.replace(what, by);
    }
    Pages::new(newfoundland(), language, &overrides).unwrap()
}

fn newfoundland() -> Zone {
    Zone::named("America/St_Johns").unwrap()
}

/// Holds for both kinds of templates in every language.
fn same_bytes(replaced: &[(&str, &str, &str)], made: impl Fn(&Pages) -> String) {
    for language in Language::ALL {
        let ours = Pages::new(newfoundland(), language, &BTreeMap::new()).unwrap();
        let (ours, theirs) = (made(&ours), made(&by_template(language, replaced)));
        let differ = ours
            .lines()
            .zip(theirs.lines())
            .find(|(one, other)| one != other);
        assert_eq!(differ, None, "{language:?}");
        assert_eq!(ours.len(), theirs.len());
    }
}

/// Reports with about everything that a page can say of somebody.
fn all_documents() -> Vec<DocumentSummary<'static>> {
    let mut all = documents("<every>\u{202e}/'finding'.json", &EVERY_FINDING);
    all.extend(documents("legacy.json", LEGACY));
    all.extend(documents("stand-up.json", STAND_UP));
    all.extend(documents(
        "missing.json",
        include_bytes!("../../../../tests/fixtures/records-missing.json"),
    ));
    all
}

#[test]
fn rows_of_people_are_those_that_a_template_makes() {
    let documents = all_documents();
    let answers = Answers::to(&documents);
    let ours = "{{ people|people_rows(day) }}";
    same_bytes(&[("people.html", ours, PEOPLE)], |pages| {
        answers.pages(pages).concat()
    });
}

#[test]
fn cells_of_roles_are_those_that_a_template_makes() {
    let documents = all_documents();
    let answers = Answers::to(&documents);
    let all = ROLE.replace("r.", "m.");
    let replaced = [
        ("meeting.html", "{{ r|role_cells }}", ROLE),
        ("meeting.html", "{{ m|role_cells }}", all.as_str()),
    ];
    same_bytes(&replaced, |pages| answers.pages(pages).concat());
}

#[test]
fn rows_of_meetings_are_those_that_a_template_makes() {
    let documents = all_documents();
    let ours = "{{ meetings|meeting_rows(base) }}";
    same_bytes(&[("meetings.html", ours, MEETINGS)], |pages| {
        let mut made = index_page(pages, &documents);
        let periods = index_pages(pages, &documents, 3).periods;
        made.extend(periods.into_iter().map(|(_, page)| page));
        made
    });
}

#[test]
fn rows_of_tables_are_those_that_a_template_makes() {
    let documents = all_documents();
    // Also with a time in the first column.
    let chosen = View::of(
        Table::Records,
        &["first_join", "display_name", "share_of_report"],
    )
    .unwrap();
    let whole = [
        Table::Reports,
        Table::Records,
        Table::ReportRoles,
        Table::Findings,
        Table::Meetings,
        Table::Attendance,
        Table::Sessions,
    ];
    let mut tables = Vec::new();
    for view in whole.map(View::whole).into_iter().chain([chosen]) {
        let mut rows = Rows::default();
        for document in &documents {
            view.rows_in(document, &ALL, |row| rows.push(row));
        }
        Answers::to(&documents)
            .view()
            .rows_of(&view, |row| rows.push(row));
        tables.push((view, rows));
    }
    tables.push((View::whole(Table::Attendance), with_statuses()));
    same_bytes(&[("table.html", "{{ rows|table_rows }}", TABLE)], |pages| {
        let made = tables.iter().map(|(view, rows)| {
            let page = TablePage {
                facts: None,
                people: &[],
                view,
                rows,
                part: 1,
                goes_on: false,
            };
            pages.table(&page, &Site::default()).unwrap()
        });
        made.collect()
    });
}

/// Rows of the register in which each column of text holds each status once.
fn with_statuses() -> Rows {
    let mut rows = Rows::default();
    for status in Status::ALL {
        let cells = Table::Attendance
            .columns()
            .iter()
            .map(|column| match column.key {
                "letter" => Cell::from(status.letter()),
                _ => Cell::from(status.name()),
            });
        rows.push(&cells.collect::<Vec<_>>());
    }
    rows
}

#[test]
fn rows_that_are_none_are_an_error_in_the_template() {
    let pages = overriding("people.html", "\n{{ roles|people_rows(day) }}").unwrap();
    let documents = documents("report.json", LEGACY);
    let answers = Answers::to(&documents);
    let error = pages.meeting(&answers.view().meeting(0)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "template `people.html` is broken in line 2"
    );
}
