//! Across meetings: people, series, register, roster, hours.
//!
//! Meetings are collected in compact form as they come; everything is computed
//! when the last one is there, and is the same in whatever order they came.

pub mod choice;
pub mod collect;
pub mod identity;
pub mod input;
pub mod meetings;
pub mod outline;
pub mod register;
mod stems;

#[cfg(test)]
mod laws;

#[cfg(test)]
mod edges;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::model::reason::MissingData;
use choice::OtherSeries;
use collect::collection::{Collection, Key};
use collect::facts::{DocumentFacts, Facts};
use collect::texts::TextId;
use identity::match_rate;
use identity::people::People;
use identity::person::{Person, PersonId};
use identity::shared_names::{self, SharedName};
use identity::suggestions::Suggestion;
use input::aliases::{Aliases, fold, name_key};
use input::name_pattern::NamePattern;
use input::planned::Planned;
use input::registrations::Registrations;
use input::roster::{Roster, RosterEntry};
use input::rules_file::RulesFile;
use meetings::day_range::DayRange;
use meetings::disposition::{Disposition, MeetingId};
use meetings::meeting::Meeting;
use meetings::sessions::Grouping;
use register::entries::Cells;
use register::hours::Calendar;
use register::passed::PassRule;
use register::settled::Settled;
use register::status_rules::StatusRules;
use stems::Stems;

use crate::executor::{Executor, Sequential};
use crate::finding::{Finding, SeverityPolicy};
use crate::model::interval::Stay;
use crate::model::natural_order::Natural;
use crate::model::time::Span;
use crate::origin::file_stem;
use crate::stats::overall::Overall;
use crate::stats::punctuality::Punctuality;
use crate::zone::Zone;

/// In which order people stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// By share, the largest first; equal ones by name.
    Share,
}

/// How series are computed.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// The zone of days, months and weeks.
    pub zone: Zone,
    /// Who has which status.
    pub rules: RulesFile,
    /// How reports are merged into meetings.
    pub grouping: Grouping,
    /// Against what people are late or leave early.
    pub punctuality: Punctuality,
    /// How much findings across reports matter.
    pub severities: SeverityPolicy,
    /// Which identities are one person.
    pub aliases: Aliases,
    /// Who was expected.
    pub roster: Option<Roster>,
    /// What was planned.
    pub planned: Planned,
    /// Who registered.
    pub registrations: Option<Registrations>,
    /// Which days are asked for.
    pub days: DayRange,
    /// Which series are asked for; all where none is named.
    pub series: Vec<NamePattern>,
    /// Who passes.
    pub passed: Option<PassRule>,
    /// In which order people stand.
    pub order: Order,
}

/// When likely matches of people are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LikelyMatches {
    /// With the run, while another thread finds who was in which meeting: for outputs that show them.
    Beside,
    /// When they are first asked for.
    OnceAsked,
}

/// The answers of a run: its meetings and people, and all that is known of them.
///
/// Made once, from the facts of all reports, and only read afterwards.
#[derive(Debug)]
pub struct Run {
    options: RunOptions,
    collection: Collection,
    people: People,
    /// Likely matches of people, in order; found when they are first asked for.
    suggestions: OnceLock<Vec<Suggestion>>,
    meetings: Vec<Meeting>,
    /// The meetings in view.
    shown_meetings: Range<MeetingId>,
    dispositions: Vec<(u32, Disposition)>,
    /// Other names on an id or address that was seen before, in the order of the reports.
    shared_names: Vec<SharedName>,
    cells: Cells,
    /// The cells of all days, for hours, where only some days are asked for.
    cells_of_all_days: Option<Cells>,
    /// The local day of each meeting.
    days: Vec<Option<Date>>,
    /// How many unidentified people are in each meeting.
    unidentified: Vec<u32>,
    /// The meetings of each series.
    sizes: HashMap<TextId, SeriesSize>,
    /// Of people on the roster, those who are not and have the same name.
    namesakes: HashMap<PersonId, Vec<PersonId>>,
    /// Of people, their excuses by index.
    excuses: HashMap<PersonId, Vec<usize>>,
    /// Of people whose records are not in memory any more, what they came to.
    settled: Settled,
    order: Vec<PersonId>,
    /// Which series there are and were left out, where somebody asked for some.
    other_series: OtherSeries,
    /// Whether some people were named, so that each of them matters.
    is_of_few: bool,
    /// Of each person the name of their page, once somebody asked for one: safe, and unique in
    /// the run.
    person_stems: OnceLock<Vec<String>>,
    /// The totals over all meetings, once somebody asked for them.
    overall: OnceLock<Overall>,
    /// Names of files of meetings that another meeting has, by their first report.
    renamed_stems: HashMap<u32, String>,
    /// The first rows of aliases of which nobody is in a report.
    unmatched_aliases: Vec<usize>,
}

impl Run {
    /// Computes the answers from facts, which may come in any order.
    pub fn of(facts: Facts, options: RunOptions) -> Self {
        let mut collection = Collection::default();
        collection.add(facts);
        Self::compute(collection, options)
    }

    /// Computes everything from the facts collected.
    pub fn compute(collection: Collection, options: RunOptions) -> Self {
        Self::compute_by(collection, options, LikelyMatches::OnceAsked, &Sequential)
    }

    /// The same, by this executor.
    pub fn compute_by(
        collection: Collection,
        options: RunOptions,
        likely_matches: LikelyMatches,
        executor: &impl Executor,
    ) -> Self {
        let (mut run, of_all_days) = Self::without_cells(collection, options);
        let by_names = || {
            if likely_matches == LikelyMatches::Beside {
                run.suggestions();
            }
            run.find_by_names()
        };
        let (by_names, cells) = executor.join(by_names, || run.find_cells(of_all_days.as_deref()));
        run.keep_by_names(by_names);
        (run.cells, run.cells_of_all_days) = cells;
        if run.leaves_out_others() {
            run.leave_out_others();
        }
        run.namesakes = run.find_namesakes();
        if run.options.order == Order::Share {
            run.sort_by_share();
        }
        run
    }

    /// Finds people and meetings, and all else that needs no more of records than who they are
    /// about. Gives the meetings of all days, too, where only some days are asked for.
    fn without_cells(
        mut collection: Collection,
        options: RunOptions,
    ) -> (Self, Option<Vec<Meeting>>) {
        collection.end_adding();
        collection.sort_documents();
        let (reports, dropped) = meetings::disposition::distinct(&collection);
        collection.settle_visits(&reports);
        let roster = options.roster.as_ref();
        let people = People::find(&mut collection, &reports, &options.aliases, roster);
        let counted = reports.clone();
        let mut found = meetings::meeting::find(
            &mut collection,
            reports,
            dropped,
            &people.of_identity,
            &options,
        );
        let other_series = choice::keep_series(&options.series, &collection, &mut found);
        let shared_names = shared_names::find(&collection, &counted, &people.of_identity);
        drop(counted);
        let unmatched_aliases =
            match_rate::unmatched_aliases(&collection, &people, &options.aliases);
        collection.end();
        let of_all_days = (!options.days.is_all()).then(|| found.list.clone());
        options.days.keep(&options.zone, &mut found);
        let run = Self {
            days: found
                .list
                .iter()
                .map(|one| one.day(&options.zone))
                .collect(),
            unidentified: unidentified(&collection, &found.list, &people),
            sizes: sizes(&found.list),
            namesakes: HashMap::new(),
            excuses: HashMap::new(),
            settled: Settled::default(),
            order: (0..people.people.len() as PersonId).collect(),
            other_series,
            is_of_few: false,
            person_stems: OnceLock::new(),
            overall: OnceLock::new(),
            renamed_stems: HashMap::new(),
            options,
            collection,
            people,
            suggestions: OnceLock::new(),
            shown_meetings: 0..found.list.len() as MeetingId,
            meetings: found.list,
            dispositions: found.dispositions,
            shared_names,
            cells: Cells::default(),
            cells_of_all_days: None,
            unmatched_aliases,
        };
        (run, of_all_days)
    }

    fn find_by_names(&self) -> ByNames {
        ByNames {
            excuses: self.find_excuses(),
            renamed_stems: self.find_renamed_stems(),
        }
    }

    fn keep_by_names(&mut self, found: ByNames) {
        self.excuses = found.excuses;
        self.renamed_stems = found.renamed_stems;
    }

    /// Returns the cells of the records there are, and those of the meetings of all days.
    fn find_cells(&self, of_all_days: Option<&[Meeting]>) -> (Cells, Option<Cells>) {
        let of = |meetings: &[Meeting]| Cells::of(&self.collection, meetings, &self.people);
        (of(&self.meetings), of_all_days.map(of))
    }

    /// Returns whether people are left out who were in no meeting that is asked for.
    fn leaves_out_others(&self) -> bool {
        !self.options.days.is_all() || !self.options.series.is_empty()
    }

    /// Leaves out who was in no meeting of the days and series that are asked for.
    fn leave_out_others(&mut self) {
        let mut order = std::mem::take(&mut self.order);
        order.retain(|&person| {
            self.cells(person).len() > 0
                || !self.person(person).roster.is_empty()
                || !self.hours(person, Calendar::Months).is_empty()
        });
        self.order = order;
    }

    /// Returns the people, in the order asked for.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.order.iter().copied()
    }

    /// Returns the departments of the people, by name; `None` is that of people without one.
    pub fn departments(&self) -> Vec<Option<String>> {
        let listed = self
            .people()
            .filter(|&person| !self.person(person).roster.is_empty());
        let names = listed.map(|person| self.department(person).map(Natural));
        let names: BTreeSet<_> = names.collect();
        let names = names.into_iter();
        names
            .map(|name| name.map(|name| name.0.to_owned()))
            .collect()
    }

    /// Keeps only the people on the roster of one department in view; gives who was before.
    pub fn show_department(&mut self, department: Option<&str>) -> Vec<PersonId> {
        let shown = self.people().filter(|&person| {
            !self.person(person).roster.is_empty() && self.department(person) == department
        });
        let shown = shown.collect();
        std::mem::replace(&mut self.order, shown)
    }

    /// Brings these people into view.
    pub fn show(&mut self, people: Vec<PersonId>) {
        self.order = people;
    }

    /// Returns how many people there are, also those who are not in view.
    pub fn all_people(&self) -> usize {
        self.people.people.len()
    }

    /// Returns whether some people were named, so that nobody is left out for being one of very
    /// many.
    pub fn is_of_few(&self) -> bool {
        self.is_of_few
    }

    /// Returns a person.
    pub fn person(&self, person: PersonId) -> &Person {
        &self.people.people[person as usize]
    }

    /// Returns the meetings, in order of time.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// Returns the local day of a meeting.
    pub fn day(&self, meeting: MeetingId) -> Option<Date> {
        self.days[meeting as usize]
    }

    /// Returns the zone of days, months and weeks.
    pub fn zone(&self) -> &Zone {
        &self.options.zone
    }

    /// By what somebody is present, late or absent.
    pub const fn status_rules(&self) -> &StatusRules {
        &self.options.rules.status
    }

    /// Returns whether somebody said who was expected.
    pub fn has_roster(&self) -> bool {
        self.options.roster.is_some()
    }

    /// Likely matches of people, in order; none is applied.
    pub fn suggestions(&self) -> &[Suggestion] {
        self.suggestions.get_or_init(|| {
            let roster = self.options.roster.as_ref();
            self.people.suggestions(&self.collection, roster)
        })
    }

    /// Returns the text.
    pub fn text(&self, id: TextId) -> &str {
        self.collection.texts.get(id)
    }

    /// Returns the text, where there is one.
    pub fn text_some(&self, id: Option<TextId>) -> Option<&str> {
        self.collection.texts.get_some(id)
    }

    /// Returns what a person is called.
    pub fn name(&self, person: PersonId) -> Option<&str> {
        self.text_some(self.person(person).name)
    }

    /// Returns the name of a person's page: safe, and unique in the run.
    pub fn person_stem(&self, person: PersonId) -> &str {
        let stems = self.person_stems.get_or_init(|| self.find_person_stems());
        &stems[person as usize]
    }

    /// Names are told apart by numbers, in the order of people.
    fn find_person_stems(&self) -> Vec<String> {
        let mut stems = Stems::default();
        let people = 0..self.people.people.len() as PersonId;
        let names = people.map(|person| {
            let label = self.name(person).or(self.email(person)).unwrap_or("person");
            stems.give(file_stem(label).replace(' ', "-"))
        });
        names.collect()
    }

    /// Names are told apart by numbers, in the order of meetings: files of several machines
    /// may be called the same.
    fn find_renamed_stems(&self) -> HashMap<u32, String> {
        let firsts = || self.meetings.iter().filter_map(|one| one.reports.first());
        let own = |first: u32| self.text(self.collection.reports[first as usize].stem);
        if !stems::may_repeat(firsts().map(|&first| own(first))) {
            return HashMap::new();
        }
        let mut stems = Stems::default();
        let renamed = firsts().filter_map(|&first| {
            let own = own(first);
            let given = stems.give(own.to_owned());
            (given != own).then_some((first, given))
        });
        renamed.collect()
    }

    /// Returns a person's e-mail address.
    pub fn email(&self, person: PersonId) -> Option<&str> {
        self.text_some(self.person(person).email)
    }

    /// Returns the numbers of the meetings in view, in order of time: mostly all of them.
    pub fn meeting_ids(&self) -> Range<MeetingId> {
        self.shown_meetings.clone()
    }

    /// Returns whether a report of the meeting holds records: without them nobody knows who was
    /// there.
    pub fn has_records(&self, meeting: MeetingId) -> bool {
        let reports = self.meetings[meeting as usize].reports.iter();
        let missing = |&report: &u32| self.collection.reports[report as usize].missing;
        let mut held = reports.map(missing);
        held.any(|missing| matches!(missing, None | Some(MissingData::FewerRecords)))
    }

    /// Returns the reports of a meeting: label, source and window of each, in order.
    pub fn sessions(&self, meeting: &Meeting) -> impl Iterator<Item = (&str, &str, Option<Stay>)> {
        let reports: Vec<u32> = meeting.reports.to_vec();
        reports.into_iter().map(|report| {
            let report = &self.collection.reports[report as usize];
            (
                self.text(report.label),
                self.text(report.source),
                report.window,
            )
        })
    }

    /// Returns the findings of a meeting's reports that were kept: label and source of the
    /// report, the finding, and the name of the person whom it is about.
    pub fn kept_findings<'r>(
        &'r self,
        meeting: &'r Meeting,
    ) -> impl Iterator<Item = (&'r str, &'r str, Finding, Option<&'r str>)> {
        meeting.reports.iter().flat_map(|&at| {
            let report = &self.collection.reports[at as usize];
            let (label, source) = (self.text(report.label), self.text(report.source));
            let findings = self.collection.findings(report);
            findings.map(move |(finding, name)| (label, source, finding, name))
        })
    }

    /// Returns what was found in documents themselves, in the order of their sources.
    pub fn documents(&self) -> &[DocumentFacts] {
        &self.collection.documents
    }

    /// Returns how many reports were merged into a meeting.
    pub fn report_count(&self, meeting: &Meeting) -> usize {
        meeting.reports.len()
    }

    /// Returns the labels of a meeting's reports; `None` where it has none.
    pub fn report_labels(&self, meeting: &Meeting) -> Option<String> {
        self.joined(meeting, |report| report.label)
    }

    /// Returns the files of a meeting's reports; `None` where it has none.
    pub fn sources(&self, meeting: &Meeting) -> Option<String> {
        self.joined(meeting, |report| report.source)
    }

    fn joined(
        &self,
        meeting: &Meeting,
        text: fn(&collect::collection::Report) -> TextId,
    ) -> Option<String> {
        let reports = meeting.reports.iter();
        let texts =
            reports.map(|&report| self.text(text(&self.collection.reports[report as usize])));
        let texts: Vec<_> = texts.collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    }

    /// Returns the safe and unique name of files made of a meeting: that of its first report.
    pub fn stem(&self, meeting: &Meeting) -> Option<&str> {
        let first = *meeting.reports.first()?;
        let own = || self.text(self.collection.reports[first as usize].stem);
        Some(
            self.renamed_stems
                .get(&first)
                .map_or_else(own, String::as_str),
        )
    }

    /// Returns the name of a meeting's series; `None` for reports that lie in no folder of
    /// their own.
    pub fn series_name(&self, meeting: &Meeting) -> Option<&str> {
        Some(self.text(meeting.series)).filter(|name| !name.is_empty())
    }

    /// Returns what became of each report, in their order: its label, its source, its
    /// disposition.
    pub fn dispositions(&self) -> impl Iterator<Item = (&str, &str, Disposition)> {
        self.dispositions.iter().map(|&(report, disposition)| {
            let report = &self.collection.reports[report as usize];
            (
                self.text(report.label),
                self.text(report.source),
                disposition,
            )
        })
    }

    /// Returns the label of a report that another one repeats or replaces.
    pub fn report_label(&self, report: u32) -> &str {
        self.text(self.collection.reports[report as usize].label)
    }

    /// Returns a person's identities as tables write them.
    pub fn identities(&self, person: PersonId) -> String {
        let labels = self.person(person).identities.iter();
        let labels =
            labels.map(|&identity| identity::person::identity_label(&self.collection, identity));
        labels.collect::<Vec<_>>().join("; ")
    }

    /// Returns the identity id of a person's first identity that has one.
    pub fn account_id(&self, person: PersonId) -> Option<&str> {
        let identities = self.person(person).identities.iter();
        let keys = identities.map(|&at| self.collection.identities[at as usize].key);
        let mut ids = keys.filter_map(|key| match key {
            Key::Account(_, id) => Some(self.text(id)),
            Key::Email(_) | Key::Unidentified(_) => None,
        });
        ids.next()
    }

    /// Returns the person's entries of the roster.
    pub fn entries(&self, person: PersonId) -> impl Iterator<Item = &RosterEntry> {
        let entries = self
            .options
            .roster
            .as_ref()
            .map_or(&[][..], |roster| &roster.entries);
        let own = self.person(person).roster.iter();
        own.map(move |&at| &entries[at as usize])
    }

    /// Returns the person's department, by the roster.
    pub fn department(&self, person: PersonId) -> Option<&str> {
        self.entries(person)
            .find_map(|entry| entry.department.as_deref())
    }

    /// Returns the person's cost centre, by the roster.
    pub fn cost_centre(&self, person: PersonId) -> Option<&str> {
        self.entries(person)
            .find_map(|entry| entry.cost_centre.as_deref())
    }

    fn find_namesakes(&self) -> HashMap<PersonId, Vec<PersonId>> {
        let mut namesakes = HashMap::new();
        if !self.has_roster() {
            return namesakes;
        }
        let mut unlisted: HashMap<String, Vec<PersonId>> = HashMap::new();
        let (listed, others): (Vec<PersonId>, Vec<PersonId>) = self
            .people()
            .partition(|&person| !self.person(person).roster.is_empty());
        let key = |person: PersonId| self.text_some(self.person(person).name).map(name_key);
        for person in others {
            if let Some(key) = key(person) {
                unlisted.entry(key).or_default().push(person);
            }
        }
        for person in listed {
            if let Some(alike) = key(person).and_then(|key| unlisted.get(&key)) {
                namesakes.insert(person, alike.clone());
            }
        }
        namesakes
    }

    fn find_excuses(&self) -> HashMap<PersonId, Vec<usize>> {
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, excuse) in self.options.rules.excuses.iter().enumerate() {
            by_key.entry(&excuse.person).or_default().push(index);
        }
        let mut excuses: HashMap<PersonId, Vec<usize>> = HashMap::new();
        if by_key.is_empty() {
            return excuses;
        }
        for person in 0..self.people.people.len() as PersonId {
            let keys = self.keys(person);
            let own = keys.iter().filter_map(|key| by_key.get(key.as_str()));
            let mut own: Vec<_> = own.flatten().copied().collect();
            own.sort_unstable();
            own.dedup();
            if !own.is_empty() {
                excuses.insert(person, own);
            }
        }
        excuses
    }

    /// Returns the addresses and ids that name a person, folded.
    fn keys(&self, person: PersonId) -> Vec<String> {
        let mut keys = Vec::new();
        for &identity in &self.person(person).identities {
            let identity = &self.collection.identities[identity as usize];
            keys.extend(
                identity
                    .emails
                    .iter()
                    .map(|seen| self.text(seen.text).to_owned()),
            );
            if let Key::Account(_, id) = identity.key {
                keys.push(fold(self.text(id)));
            }
        }
        for entry in self.entries(person) {
            keys.extend(entry.email.clone());
            keys.extend(entry.other_emails.iter().cloned());
            keys.extend(entry.id.as_deref().map(fold));
        }
        keys
    }

    /// Returns the meetings of a series.
    fn size_of(&self, series: TextId) -> &SeriesSize {
        const NONE: &SeriesSize = &SeriesSize {
            meetings: 0,
            length: Span::ZERO,
            lacking: Vec::new(),
        };
        self.sizes.get(&series).unwrap_or(NONE)
    }

    fn sort_by_share(&mut self) {
        let mut order = std::mem::take(&mut self.order);
        // A stable sort: equal shares stay in the order of names.
        order.sort_by_cached_key(|&person| Reverse(self.share_of(person)));
        self.order = order;
    }

    /// Returns by what people stand in the order of shares.
    fn share_of(&self, person: PersonId) -> Option<i128> {
        self.tally(person).share_millionths()
    }
}

/// Returns how many people are in each meeting who are not known by anything.
fn unidentified(collection: &Collection, meetings: &[Meeting], people: &People) -> Vec<u32> {
    let is_one = |&person: &PersonId| {
        let person = &people.people[person as usize];
        person.is_unidentified() && person.roster.is_empty()
    };
    let mut here: Vec<PersonId> = Vec::new();
    let count = |meeting: &Meeting| {
        here.clear();
        for &report in &meeting.reports {
            let records = collection.records(&collection.reports[report as usize]);
            here.extend(records.map(|record| record.person(people)).filter(is_one));
        }
        here.sort_unstable();
        here.dedup();
        here.len() as u32
    };
    meetings.iter().map(count).collect()
}

/// The meetings of a series, for people of whom nobody said when they had to come. What was
/// planned and has no report, or one that could not be read, is not among them, and neither is
/// what the plan lacks.
#[derive(Debug, Default)]
struct SeriesSize {
    /// How many there are whose reports hold all records.
    meetings: u64,
    /// How long these were together.
    length: Span,
    /// Those without a report, or whose reports lack records or could not be read.
    lacking: Vec<MeetingId>,
}

/// What is found by names, addresses and ids alone, without cells.
struct ByNames {
    excuses: HashMap<PersonId, Vec<usize>>,
    renamed_stems: HashMap<u32, String>,
}

fn sizes(meetings: &[Meeting]) -> HashMap<TextId, SeriesSize> {
    let mut sizes: HashMap<TextId, SeriesSize> = HashMap::new();
    let of_the_plan = (0..).zip(meetings).filter(|(_, one)| !one.is_unplanned);
    for (number, meeting) in of_the_plan {
        let size = sizes.entry(meeting.series).or_default();
        if meeting.is_known_of_all() {
            size.meetings += 1;
            size.length = size.length + meeting.length();
        }
        if meeting.leaves_unknown() {
            size.lacking.push(number);
        }
    }
    sizes
}
