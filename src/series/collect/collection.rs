//! All meetings of a run in compact form: integers, and each text once.
//!
//! Sketches may be added in any order; whatever is computed from a collection
//! sorts by what reports say, never by when they came.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::HashMap;

use smallvec::{SmallVec, smallvec};

use crate::finding::{CodeCounts, CodeSet};
use crate::model::identity::{is_communication_id, is_throwaway_id};
use crate::model::interval::Stay;
use crate::model::natural_order::{Natural, natural_order};
use crate::model::reason::MissingData;
use crate::model::report::SourceKind;
use crate::model::role::Role;
use crate::model::time::{Instant, Span};
use crate::series::collect::facts::{DocumentFacts, Facts, FindingFacts, RecordFacts, ReportFacts};
use crate::series::collect::texts::{TextId, Texts};
use crate::stats::WindowBasis;
use crate::stats::presence::{self, Stays};

/// The number of an identity in a collection.
pub type IdentityId = u32;

/// What makes an identity: the keys in their stated order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Tenant, where one is given, and identity id.
    Account(Option<TextId>, TextId),
    /// E-mail address, trimmed and in lower case.
    Email(TextId),
    /// Neither, or an id of one visit: this person of one report, by the place of their first
    /// record among all records.
    Unidentified(u32),
}

/// A text that was seen with an identity, and the last meeting it was seen in.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The text.
    pub text: TextId,
    /// When that meeting began; the epoch where it is not known.
    pub last: Instant,
}

/// Somebody as the reports know them.
#[derive(Clone, Debug)]
pub struct Identity {
    /// What makes it.
    pub key: Key,
    /// The display names, as written.
    pub names: SmallVec<[Seen; 1]>,
    /// The e-mail addresses, trimmed and in lower case.
    pub emails: SmallVec<[Seen; 1]>,
}

/// The number of a role in a collection.
pub type RoleId = u16;

/// One report.
#[derive(Clone, Debug)]
pub(in crate::series) struct Report {
    pub label: TextId,
    pub source: TextId,
    pub series: TextId,
    /// The meeting's title, where the file says it.
    pub title: Option<TextId>,
    /// What it was read from.
    pub kind: SourceKind,
    pub report_id: Option<TextId>,
    pub meeting_id: Option<TextId>,
    pub window: Option<Stay>,
    pub basis: Option<WindowBasis>,
    pub reported: (Option<Instant>, Option<Instant>),
    pub stem: TextId,
    pub missing: Option<MissingData>,
    /// How many records it has, also where they are not kept.
    pub record_count: usize,
    pub findings: Vec<FindingFacts>,
    pub codes: CodeCounts,
    pub digest: u64,
    first_record: u32,
    records: u32,
}

/// One record of a report.
#[derive(Clone, Copy, Debug)]
pub(in crate::series) struct Record {
    pub identity: IdentityId,
    first_stay: u32,
    stays: u32,
    /// How many stays behind these are those in which the person was there twice.
    doubled: u32,
    pub name: Option<TextId>,
    pub registration: Option<TextId>,
    pub role: RoleId,
    pub timed: bool,
    /// Whether an interval lacks a time.
    broken: bool,
    pub codes: CodeSet,
    /// −1 where the report gives none; the service counts in 32 bits.
    reported_total: i32,
    interval_sum: i64,
}

impl Record {
    pub fn reported_total(&self) -> Option<i64> {
        (self.reported_total >= 0).then_some(self.reported_total.into())
    }

    pub fn interval_sum(&self) -> Option<i64> {
        (self.interval_sum >= 0).then_some(self.interval_sum)
    }

    /// Returns whether it does not tell when all of it was.
    pub fn hides_times(&self) -> bool {
        !self.timed || self.broken
    }

    /// Returns the reported total where it can stand for the times that are not told: a
    /// total of 0 beside an interval says only that the service could not count.
    pub fn total_for_times(&self) -> Option<Span> {
        let total = self.reported_total()?;
        (total > 0 || !self.broken).then(|| Span::seconds(total))
    }
}

/// All meetings of a run.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    pub(in crate::series) texts: Texts,
    pub(in crate::series) identities: Vec<Identity>,
    by_key: HashMap<Key, IdentityId>,
    /// Of the report at hand, who came by an id that was made up for one visit.
    visits: HashMap<TextId, IdentityId>,
    pub(in crate::series) reports: Vec<Report>,
    records: Vec<Record>,
    stays: Vec<Stay>,
    /// Of records, the begin of the stay that a list made during the meeting leaves open.
    open: BTreeMap<u32, Instant>,
    pub(in crate::series) roles: Vec<Role<'static>>,
    pub(in crate::series) documents: Vec<DocumentFacts>,
}

impl Collection {
    /// Adds what some documents left behind.
    pub fn add(&mut self, facts: Facts) {
        self.documents.extend(facts.documents);
        facts
            .reports
            .into_iter()
            .for_each(|report| self.add_report(report));
    }

    /// Adds a report.
    pub fn add_report(&mut self, facts: ReportFacts) {
        let first_record = self.records.len() as u32;
        self.visits.clear();
        let seen = facts
            .window
            .map_or(Instant::from_ticks(0), |window| window.join());
        for record in &facts.records {
            self.add_record(record, seen);
        }
        let texts = &mut self.texts;
        let report = Report {
            label: texts.keep(&facts.label),
            source: texts.keep(&facts.source),
            series: texts.keep(&facts.series),
            title: texts.keep_some(facts.title.as_deref()),
            kind: facts.kind,
            report_id: texts.keep_some(facts.report_id.as_deref()),
            meeting_id: texts.keep_some(facts.meeting_id.as_deref()),
            window: facts.window,
            basis: facts.basis,
            reported: facts.reported,
            stem: texts.keep(&facts.stem),
            missing: facts.missing,
            record_count: facts.record_count,
            findings: facts.findings,
            codes: facts.codes,
            digest: facts.digest,
            first_record,
            records: facts.records.len() as u32,
        };
        self.reports.push(report);
    }

    fn add_record(&mut self, record: &RecordFacts, seen: Instant) {
        let (identity, name) = self.identity(record, seen);
        let role = self.role_id(&record.role);
        let at = self.records.len() as u32;
        self.open.extend(record.open.map(|join| (at, join)));
        let first_stay = self.stays.len() as u32;
        self.stays.extend_from_slice(&record.stays);
        self.stays.extend_from_slice(&record.doubled);
        self.records.push(Record {
            identity,
            first_stay,
            stays: record.stays.len() as u32,
            doubled: record.doubled.len() as u32,
            name,
            registration: self.texts.keep_some(record.registration.as_deref()),
            role,
            timed: record.timed,
            broken: record.broken,
            codes: record.codes,
            reported_total: record
                .reported_total
                .map_or(-1, |total| total.clamp(0, i32::MAX.into()) as i32),
            interval_sum: record.interval_sum.unwrap_or(-1),
        });
    }

    /// Ends the open stays of a report when its meeting was planned to end; whoever came
    /// later than that stays open.
    pub(in crate::series) fn close_open_stays(&mut self, report: u32, end: Instant) {
        let report = &mut self.reports[report as usize];
        let records = report.first_record..report.first_record + report.records;
        let open: Vec<_> = (self.open.range(records))
            .map(|(at, join)| (*at, *join))
            .collect();
        for (at, join) in open {
            let Some(last) = Stay::new(join, end).filter(|last| join < last.leave()) else {
                continue;
            };
            let record = &mut self.records[at as usize];
            let first = record.first_stay as usize;
            let (own, behind) = (record.stays as usize, record.doubled as usize);
            let mut stays: Stays = self.stays[first..first + own].iter().copied().collect();
            let doubled = self.stays[first + own..first + own + behind].to_vec();
            stays.push(last);
            presence::unite(&mut stays);
            record.first_stay = self.stays.len() as u32;
            record.stays = stays.len() as u32;
            (record.timed, record.broken) = (true, false);
            self.stays.extend(stays);
            self.stays.extend(doubled);
            self.open.remove(&at);
            let begin = report.window.map_or(join, |window| window.join().min(join));
            let over = report.window.map_or(end, |window| window.leave().max(end));
            report.window = Stay::new(begin, over).or(report.window);
        }
    }

    /// Returns the id of a role. A run has a handful of roles, so searching beats hashing.
    fn role_id(&mut self, role: &Role<'static>) -> RoleId {
        let known = self.roles.iter().position(|known| known == role);
        let at = known.unwrap_or_else(|| {
            // Whoever writes ever new roles gets the last of them for all that follow.
            if self.roles.len() < RoleId::MAX.into() {
                self.roles.push(role.clone());
            }
            self.roles.len() - 1
        });
        at as RoleId
    }

    /// Returns the role of this number.
    pub(in crate::series) fn role(&self, role: RoleId) -> &Role<'static> {
        &self.roles[usize::from(role)]
    }

    /// Returns who a record is about, and what it calls them.
    fn identity(&mut self, record: &RecordFacts, seen: Instant) -> (IdentityId, Option<TextId>) {
        let texts = &mut self.texts;
        let email = record.email.as_deref().map(lower_case);
        let next = self.identities.len() as IdentityId;
        let id = record.id.as_deref();
        let visit = id.filter(|id| is_throwaway_id(id)).map(|id| texts.keep(id));
        let key = match (id, &email) {
            (Some(id), _) if visit.is_none() => {
                Key::Account(texts.keep_some(record.tenant.as_deref()), texts.keep(id))
            }
            (_, Some(email)) => Key::Email(texts.keep(email)),
            (_, None) => Key::Unidentified(self.records.len() as u32),
        };
        let identity = match (key, visit) {
            (Key::Unidentified(_), None) => next,
            // Nobody is known again by it, yet within its report it is one person.
            (Key::Unidentified(_), Some(visit)) => *self.visits.entry(visit).or_insert(next),
            (Key::Account(..) | Key::Email(_), _) => *self.by_key.entry(key).or_insert(next),
        };
        if identity == next {
            self.identities.push(Identity {
                key,
                names: smallvec![],
                emails: smallvec![],
            });
        }
        let known = &mut self.identities[identity as usize];
        let name = record.name.as_deref();
        let name = name.map(|name| see(&mut known.names, texts, name, seen));
        if let Some(email) = email {
            see(&mut known.emails, texts, &email, seen);
        }
        (identity, name)
    }

    /// Makes nobody of the ids of communication services that one report alone has: as far
    /// as anybody knows they were made up for that visit. Who is known by an address stays.
    pub(in crate::series) fn settle_visits(&mut self, reports: &[u32]) {
        let mut visits: HashMap<IdentityId, Visit> = HashMap::new();
        for (id, identity) in (0..).zip(&self.identities) {
            let Key::Account(_, account) = identity.key else {
                continue;
            };
            if identity.emails.is_empty() && is_communication_id(self.texts.get(account)) {
                visits.insert(id, Visit::default());
            }
        }
        if visits.is_empty() {
            return;
        }
        for &report in reports {
            let kept = &self.reports[report as usize];
            for (at, record) in (kept.first_record..).zip(self.records(kept)) {
                if let Some(visit) = visits.get_mut(&record.identity) {
                    visit.first_record.get_or_insert(at);
                    visit.is_again |= *visit.report.get_or_insert(report) != report;
                }
            }
        }
        for (id, visit) in visits {
            if let (Some(at), false) = (visit.first_record, visit.is_again) {
                self.identities[id as usize].key = Key::Unidentified(at);
            }
        }
    }

    /// Returns the reports in an order that depends on nothing but what they say: by start,
    /// then id, label and source; where files of two machines are called the same, by what
    /// they hold.
    pub(in crate::series) fn sorted_reports(&self) -> Vec<u32> {
        let mut sorted: Vec<_> = (0..self.reports.len() as u32).collect();
        let text = |id: Option<TextId>| self.texts.get_some(id);
        sorted.sort_by_key(|&index| {
            let report = &self.reports[index as usize];
            let start = report.window.map(|window| (window.join(), window.leave()));
            let names = self.names_of(report);
            let id = text(report.report_id);
            (start.is_none(), start, id, names, report.digest)
        });
        sorted
    }

    /// Returns the reports in the order in which people read them: by start, then label and
    /// source.
    pub(in crate::series) fn shown_reports(&self) -> Vec<u32> {
        let mut sorted = self.sorted_reports();
        sorted.sort_by_key(|&index| {
            let report = &self.reports[index as usize];
            let start = report.window.map(|window| (window.join(), window.leave()));
            (start.is_none(), start, self.names_of(report))
        });
        sorted
    }

    fn names_of(&self, report: &Report) -> [Natural<&str>; 2] {
        [report.label, report.source].map(|name| Natural(self.texts.get(name)))
    }

    /// Puts documents in an order that depends on nothing but what they say.
    pub(in crate::series) fn sort_documents(&mut self) {
        fn messages(document: &DocumentFacts) -> impl Iterator<Item = &str> {
            document.findings.iter().map(|one| one.message.as_str())
        }
        self.documents.sort_by(|one, other| {
            natural_order(&one.source, &other.source)
                .then_with(|| messages(one).cmp(messages(other)))
        });
    }

    /// Lets go of what only collecting needs.
    pub(in crate::series) fn end(&mut self) {
        (self.by_key, self.visits) = (HashMap::new(), HashMap::new());
        self.open = BTreeMap::new();
    }

    /// Returns the records of a report, in its order.
    pub(in crate::series) fn records(&self, report: &Report) -> &[Record] {
        let first = report.first_record as usize;
        &self.records[first..first + report.records as usize]
    }

    /// Returns where a report's first record stands among all records.
    pub(in crate::series) fn first_record(&self, report: &Report) -> u32 {
        report.first_record
    }

    /// Returns how many records there are.
    pub(in crate::series) fn record_count(&self) -> u32 {
        self.records.len() as u32
    }

    /// Returns the record at this place among all records.
    pub(in crate::series) fn record(&self, at: u32) -> &Record {
        &self.records[at as usize]
    }

    /// Returns the stretches in which the person was there twice by this record.
    pub(in crate::series) fn doubled(&self, record: &Record) -> &[Stay] {
        let first = (record.first_stay + record.stays) as usize;
        &self.stays[first..first + record.doubled as usize]
    }

    /// Returns the stays of a record, united.
    pub(in crate::series) fn stays(&self, record: &Record) -> &[Stay] {
        let first = record.first_stay as usize;
        &self.stays[first..first + record.stays as usize]
    }
}

/// Where an id that may have been made up for one visit was seen.
#[derive(Default)]
struct Visit {
    report: Option<u32>,
    first_record: Option<u32>,
    /// Whether another report has it, too.
    is_again: bool,
}

/// Notes that a text was seen with an identity. It is nearly always the one seen before, which
/// stands in memory beside the id: comparing it costs less than looking it up among all texts.
fn see(known: &mut SmallVec<[Seen; 1]>, texts: &mut Texts, text: &str, at: Instant) -> TextId {
    if let Some(first) = known.first_mut()
        && texts.get(first.text) == text
    {
        first.last = first.last.max(at);
        return first.text;
    }
    let text = texts.keep(text);
    match known.iter_mut().find(|seen| seen.text == text) {
        Some(seen) => seen.last = seen.last.max(at),
        None => known.push(Seen { text, last: at }),
    }
    text
}

fn lower_case(text: &str) -> Cow<'_, str> {
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    match text.bytes().all(is_lower) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase()),
    }
}
