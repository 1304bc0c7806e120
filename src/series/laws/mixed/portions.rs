//! What is made with the records of some people or meetings at a time is what one run makes of
//! all records.

use std::collections::BTreeMap;

use super::*;
use crate::executor::Sequential;
use crate::model::report::SourceKind;
use crate::series::Order;
use crate::series::collect::collection::Collection;
use crate::series::input::aliases::{Alias, Aliases, Claim};
use crate::series::input::name_pattern::NamePattern;
use crate::series::outline::{OtherFacts, Outline, Portion, Shares, Subject};
use crate::series::register::settled::{Settled, Whose};
use crate::stats::overall::Overall;
use crate::stats::punctuality::BaselineChoice;
use crate::views::Table;
use crate::views::portioned::MadeOf;
use crate::zone::Zone;

/// What is odd in a history beside what its series has.
#[derive(Clone, Debug)]
struct Oddities {
    /// For each report in turn, what is odd about it.
    reports: Vec<(Odd, bool)>,
    /// The first and the last day that are asked for, from the first day on.
    days: Option<(i64, i64)>,
    /// Whether only one of two series is asked for.
    is_of_one_series: bool,
    /// Two people who are one by the user's word.
    alias: Option<(u8, u8)>,
    /// Against what people are late; by the series where nothing is said.
    baseline: Option<BaselineChoice>,
    /// Whether days begin while meetings are under way.
    has_other_days: bool,
    order: Order,
}

#[derive(Clone, Copy, Debug)]
enum Odd {
    Nothing,
    /// It is a list made during the meeting: last stays are open.
    Open,
    /// Guests have ids that were made up for one visit.
    Visitors,
    /// Ids are those of a communication service.
    Communication,
    /// It is a table of people, which is dropped where the service's report is there, too.
    Table,
    /// An organizer ran it.
    Hosted,
}

fn oddities() -> impl Strategy<Value = Oddities> {
    use Odd::{Communication, Hosted, Nothing, Open, Table, Visitors};
    let odd = prop::sample::select(vec![Nothing, Open, Visitors, Communication, Table, Hosted]);
    let reports = prop::collection::vec((odd, any::<bool>()), 1..5);
    let days = prop::option::of((0_i64..4, 0_i64..3));
    let alias = prop::option::of((0_u8..9, 0_u8..9));
    let baselines = vec![BaselineChoice::Organizer, BaselineChoice::Observed];
    let baseline = prop::option::of(prop::sample::select(baselines));
    let order = prop::sample::select(vec![Order::Name, Order::Share]);
    let choices = (prop::bool::weighted(0.3), any::<bool>(), order);
    (reports, days, choices, alias, baseline).prop_map(
        |(reports, days, (is_of_one_series, has_other_days, order), alias, baseline)| Oddities {
            reports,
            days,
            is_of_one_series,
            alias,
            baseline,
            has_other_days,
            order,
        },
    )
}

impl Oddities {
    /// Returns the facts of a series, each with its oddity.
    fn facts(&self, series: &Series) -> Vec<ReportFacts> {
        let mut all = series.facts();
        for (facts, &(odd, is_of_other_series)) in all.iter_mut().zip(self.reports.iter().cycle()) {
            if is_of_other_series {
                facts.series = "other".into();
            }
            for (at, record) in facts.records.iter_mut().enumerate() {
                let is_guest = record.id.is_none() && record.email.is_none();
                let last = record.stays.last().map(|stay| stay.leave());
                match odd {
                    Odd::Open if last.is_some() => {
                        record.open = last.map(|leave| leave + Span::minutes(at as i64));
                        record.broken = true;
                    }
                    Odd::Visitors if is_guest => {
                        record.id = Some(format!("8:teamsvisitor:{}", at % 2));
                    }
                    Odd::Communication if record.id.is_some() && at % 2 == 0 => {
                        record.id = Some(format!("8:acs:{at}"));
                    }
                    Odd::Hosted if at == 0 => record.role = Role::Organizer,
                    _ => {}
                }
            }
            if matches!(odd, Odd::Table) && facts.missing.is_none() {
                (facts.kind, facts.report_id) = (SourceKind::Sectioned, None);
            }
            if facts.missing != Some(MissingData::FailedReport) {
                facts.renew_digest();
            }
        }
        all
    }

    /// Returns the options of a series, by which everybody passes who came; nobody registered.
    fn options(&self, series: &Series) -> RunOptions {
        let mut options = series.options();
        options.registrations = None;
        options.order = self.order;
        if let Some(baseline) = self.baseline {
            options.punctuality.baseline = baseline;
        }
        if self.has_other_days {
            // Midnight is at eleven in UTC.
            options.zone = Zone::named("Pacific/Auckland").unwrap();
        }
        options.passed = Some("attended>=1".parse().unwrap());
        let first = jiff::civil::date(2026, 10, 30);
        let day = |days: i64| first.checked_add(jiff::Span::new().days(days + series.shift));
        if let Some((from, more)) = self.days {
            options.days.from = Some(day(from).unwrap());
            options.days.to = Some(day(from + more).unwrap());
        }
        if self.is_of_one_series {
            options.series = vec![NamePattern::read("other").unwrap()];
        }
        let claim = |number: u8| match number {
            0..4 => Claim::Account(None, format!("id-{number}")),
            4..7 => Claim::Email(format!("p{number}@x.example")),
            _ => Claim::Name(format!("person {}", number % 5)),
        };
        let people = self.alias.iter().map(|&(one, other)| Alias {
            person: "Somebody".into(),
            row: 2,
            claims: vec![claim(one), claim(other)],
        });
        options.aliases = Aliases {
            people: people.collect(),
        };
        options
    }
}

/// Of what tables are made when all portions were there.
const AT_THE_END: [MadeOf; 4] = [
    MadeOf::SumsOfMeetings,
    MadeOf::TotalsOfPeople(Whose::Everybody),
    MadeOf::TotalsOfPeople(Whose::Listed),
    MadeOf::Outline,
];

type Rows = BTreeMap<&'static str, Vec<String>>;

/// Adds the rows of the tables that are made of this.
fn add_rows(rows: &mut Rows, run: &Run, made_of: &[MadeOf]) {
    let tables = Table::ALL.into_iter();
    for table in tables.filter(|table| made_of.contains(&table.made_of())) {
        let own = rows.entry(table.name()).or_default();
        table.answers(run, |row| own.push(format!("{row:?}")));
    }
}

/// Returns what is said of a run beside its tables.
fn said(run: &Run) -> String {
    let people: Vec<_> = run.people().map(|person| run.person_stem(person)).collect();
    let across: Vec<_> = run.findings_across().map(|one| one.finding).collect();
    format!(
        "{people:?} {:?} {:?} {:?} {across:?} {:?} {:?}",
        run.match_rate(),
        run.plan_offset(),
        run.all_codes(),
        run.unmatched_aliases(),
        run.meetings_of_other_series(),
    )
}

fn outline(facts: &[ReportFacts], options: RunOptions) -> Outline {
    let mut collection: Collection = Outline::collection(&options);
    let reports = facts.iter().cloned();
    reports.for_each(|report| collection.add_report(report));
    Outline::of(collection, options)
}

/// Returns the run that knows a portion.
fn filled<'o>(outline: &'o mut Outline, portion: Portion, facts: &[ReportFacts]) -> &'o Run {
    let mut filling = outline.begin(portion);
    let wanted = filling.reports();
    for (at, report) in (0..).zip(facts).filter(|(at, _)| wanted[*at as usize]) {
        filling.take(at, report.clone()).unwrap();
    }
    filling.run()
}

/// Returns all rows that can be made in portions of so many records, and how many portions
/// there were.
fn in_portions(outline: &mut Outline, facts: &[ReportFacts], records: usize) -> (Rows, usize) {
    let (mut rows, mut overall, mut count) = (Rows::new(), Overall::default(), 0);
    let mut settled = Settled::default();
    if outline.asks_for_shares() {
        let mut shares = Shares::default();
        for portion in outline.portions(Subject::People, records) {
            shares.add(filled(outline, portion, facts));
        }
        outline.sort_by(&shares);
    }
    for subject in [Subject::People, Subject::Meetings] {
        for portion in outline.portions(subject, records) {
            count += 1;
            let run = filled(outline, portion, facts);
            add_rows(&mut rows, run, &[MadeOf::Portions(subject)]);
            match subject {
                Subject::Meetings => run.add_to_overall(&mut overall, &Sequential),
                Subject::People => settled.keep(run, Whose::Everybody),
            }
        }
    }
    add_rows(&mut rows, outline.end(overall, settled), &AT_THE_END);
    (rows, count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn rows_made_in_portions_are_those_of_one_run(
        series in series(),
        odd in oddities(),
        records in prop::sample::select(vec![1_usize, 2, 3, 5, 8, 1000]),
    ) {
        let (facts, options) = (odd.facts(&series), odd.options(&series));
        let whole = compute(&facts, options.clone());
        let mut expected = Rows::new();
        let subjects = [Subject::People, Subject::Meetings].map(MadeOf::Portions);
        add_rows(&mut expected, &whole, &[&subjects[..], &AT_THE_END].concat());
        let mut outline = outline(&facts, options);
        if !outline.asks_for_shares() {
            prop_assert_eq!(said(outline.run()), said(&whole));
        }
        let (rows, _) = in_portions(&mut outline, &facts, records);
        for (table, own) in expected {
            let made = rows.get(table).map_or(&[][..], Vec::as_slice);
            prop_assert_eq!(made, &own[..], "{} by {}", table, records);
        }
        prop_assert_eq!(said(outline.run()), said(&whole));
    }
}

#[test]
fn who_is_on_a_day_by_a_stay_that_another_holds_is_in_no_table_of_that_day() {
    let midnight = Instant::from_ticks(BEGIN * TICKS_PER_SECOND);
    let evening = Stay::new(midnight + Span::minutes(-10), midnight).unwrap();
    let moment = Stay::new(midnight, midnight).unwrap();
    // Two records of one person: united, their stays end as the day begins.
    let records = [evening, moment].map(|stay| record(Who(1), [stay].into_iter().collect()));
    let facts = [ReportFacts::made_up(
        "evening",
        Some(evening),
        records.to_vec(),
    )];
    let mut options = RunOptions::default();
    options.days.from = Some(jiff::civil::date(2026, 10, 30));
    let whole = compute(&facts, options.clone());
    assert_eq!(whole.people().count(), 0);
    let (rows, _) = in_portions(&mut outline(&facts, options), &facts, 5);
    assert!(rows["people"].is_empty(), "{rows:?}");
}

/// Three meetings of four people, each with a record.
fn three_meetings() -> Vec<ReportFacts> {
    let report = |number: i64| {
        let at =
            |second: i64| Instant::from_ticks((BEGIN + number * DAY + second) * TICKS_PER_SECOND);
        let stay = Stay::new(at(0), at(600)).unwrap();
        let records = (1..5).map(|who| record(Who(who), [stay].into_iter().collect()));
        ReportFacts::made_up(&format!("meeting {number}"), Some(stay), records.collect())
    };
    (0..3).map(report).collect()
}

#[test]
fn a_portion_has_at_most_so_many_records_and_at_least_one_person_or_meeting() {
    let facts = three_meetings();
    let mut outline = outline(&facts, RunOptions::default());
    let count = |subject, records| outline.portions(subject, records).len();
    // Each person has three records, and each meeting four.
    assert_eq!(
        [1, 5, 6, 11, 12].map(|most| count(Subject::People, most)),
        [4, 4, 2, 2, 1]
    );
    assert_eq!(
        [1, 7, 8, 11, 12].map(|most| count(Subject::Meetings, most)),
        [3, 3, 2, 2, 1]
    );
    let (rows, portions) = in_portions(&mut outline, &facts, 1);
    assert_eq!(
        (portions, rows["people"].len(), rows["attendance"].len()),
        (7, 4, 12)
    );
}

#[test]
fn only_reports_of_the_portion_are_asked_for_and_others_are_refused() {
    let facts = three_meetings();
    let mut outline = outline(&facts, RunOptions::default());
    let last = outline.portions(Subject::Meetings, 4).pop().unwrap();
    let mut filling = outline.begin(last);
    assert_eq!(filling.reports(), [false, false, true]);
    assert_eq!(filling.take(2, facts[1].clone()), Err(OtherFacts));
    let mut cut = facts[2].clone();
    cut.records.pop();
    assert_eq!(filling.take(2, cut), Err(OtherFacts));
    assert_eq!(filling.take(2, facts[2].clone()), Ok(()));
}
