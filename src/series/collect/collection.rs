//! All meetings of a run in compact form: integers, and each text once.
//!
//! Sketches may be added in any order; whatever is computed from a collection
//! sorts by what reports say, never by when they came.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use hashbrown::HashMap;

use smallvec::{SmallVec, smallvec};

use crate::finding::{CodeCounts, Finding};
use crate::model::identity::{is_communication_id, is_throwaway_id};
use crate::model::interval::Stay;
use crate::model::natural_order::{Natural, natural_order};
use crate::model::reason::MissingData;
use crate::model::report::SourceKind;
use crate::model::role::Role;
use crate::model::time::Instant;
use crate::series::collect::facts::{DocumentFacts, Facts, RecordFacts, ReportFacts};
use crate::series::collect::findings::KeptFinding;
use crate::series::collect::once::Once;
use crate::series::collect::only_who::{OnlyWho, ReportTimes};
use crate::series::collect::recognized::{Recognized, Whom};
use crate::series::collect::records::{Known, Record, Records};
use crate::series::collect::texts::{TextId, Texts};
use crate::series::input::addresses::lower_case;
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
    pub digest: u64,
    first_record: u32,
    records: u32,
    first_finding: u32,
    findings: u32,
    /// All findings by code, those not kept among them, by number.
    codes: u32,
}

impl Report {
    /// Returns where its records stand among all records.
    pub fn records(&self) -> Range<u32> {
        self.first_record..self.first_record + self.records
    }

    /// Says where its records stand.
    pub fn place_records(&mut self, places: Range<u32>) {
        (self.first_record, self.records) = (places.start, places.end - places.start);
    }
}

/// All meetings of a run.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    pub(in crate::series) texts: Texts,
    pub(in crate::series) identities: Vec<Identity>,
    by_key: HashMap<Key, IdentityId>,
    recognized: Recognized,
    /// Of the report at hand, who came by an id that was made up for one visit.
    visits: HashMap<TextId, IdentityId>,
    pub(in crate::series) reports: Vec<Report>,
    pub(super) records: Records,
    /// Where records are read again later, what meetings are found by until then.
    pub(super) only_who: Option<OnlyWho>,
    /// The findings of all reports, one report's behind each other.
    findings: Vec<KeptFinding>,
    codes: Once<CodeCounts>,
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
    pub fn add_report(&mut self, mut facts: ReportFacts) {
        let first_record = self.records.len();
        if let Some(only_who) = &mut self.only_who {
            only_who.add(&facts);
            // Pages alone tell them in full.
            facts.findings = Vec::new();
        }
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
            digest: facts.digest,
            first_record,
            records: facts.records.len() as u32,
            first_finding: self.findings.len() as u32,
            findings: facts.findings.len() as u32,
            codes: self.codes.keep(facts.codes),
        };
        self.reports.push(report);
        let findings = facts.findings.into_iter();
        self.findings
            .extend(findings.map(|facts| KeptFinding::of(facts, &mut self.texts)));
    }

    fn add_record(&mut self, record: &RecordFacts, seen: Instant) {
        let (identity, name) = self.identity(record, seen);
        let known = Known {
            identity,
            name,
            role: self.role_id(&record.role),
            registration: self.texts.keep_some(record.registration.as_deref()),
            is_on_days: (self.only_who.as_ref()).is_some_and(|days| days.is_on_days(record)),
        };
        let at = self.records.len();
        self.open.extend(record.open.map(|join| (at, join)));
        self.records.push(record, known);
    }

    /// Ends the open stays of a report when its meeting was planned to end; whoever came
    /// later than that stays open.
    pub(in crate::series) fn close_open_stays(&mut self, number: u32, end: Instant) {
        let report = &mut self.reports[number as usize];
        let open: Vec<_> = (self.open.range(report.records()))
            .map(|(at, join)| (*at, *join))
            .collect();
        for (at, join) in open {
            let Some(last) = Stay::new(join, end).filter(|last| join < last.leave()) else {
                continue;
            };
            let record = self.records.at(at);
            if let Some(only_who) = &mut self.only_who {
                let role = &self.roles[usize::from(record.role())];
                only_who.close(number, (at, role), last);
            } else {
                let mut stays = Stays::from_slice(record.stays());
                stays.push(last);
                presence::unite(&mut stays);
                self.records.tell_times(at, &stays);
            }
            self.open.remove(&at);
            let begin = report.window.map_or(join, |window| window.join().min(join));
            let over = report.window.map_or(end, |window| window.leave().max(end));
            report.window = Stay::new(begin, over).or(report.window);
        }
    }

    /// Returns the id of a role. A run has a handful of roles, so searching beats hashing.
    pub(super) fn role_id(&mut self, role: &Role<'static>) -> RoleId {
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

    /// Returns who a record is about, and by which of their names.
    fn identity(&mut self, record: &RecordFacts, seen: Instant) -> (IdentityId, Option<u32>) {
        // In the first report hardly anybody is there again; it may be the only one, and long.
        let is_first = self.reports.is_empty();
        let digest = (!is_first).then(|| self.recognized.digest(record));
        if let Some(whom) = digest.and_then(|digest| self.recognized.find(digest)) {
            let known = &mut self.identities[whom.identity as usize];
            let name = whom.name.map(|name| &mut known.names[name.get()]);
            let email = whom.email.map(|email| &mut known.emails[email.get()]);
            for text in [name, email].into_iter().flatten() {
                text.last = text.last.max(seen);
            }
            return (whom.identity, whom.name.map(|name| name.get() as u32));
        }
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
            (_, None) => Key::Unidentified(self.records.len()),
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
        let email = email.map(|email| see(&mut known.emails, texts, &email, seen));
        let has_key = !matches!(known.key, Key::Unidentified(_));
        if let Some(digest) = digest.filter(|_| has_key) {
            let whom = Whom::new(identity, name, email);
            self.recognized.keep(digest, whom);
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
            for record in self.records(kept) {
                if let Some(visit) = visits.get_mut(&record.identity()) {
                    visit.first_record.get_or_insert(record.at());
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

    /// Lets go of what only adding reports needs.
    pub(in crate::series) fn end_adding(&mut self) {
        (self.by_key, self.visits) = (HashMap::new(), HashMap::new());
        self.recognized = Recognized::default();
        self.identities.shrink_to_fit();
        self.reports.shrink_to_fit();
    }

    /// Lets go of what nobody needs who only reads.
    pub(in crate::series) fn end(&mut self) {
        self.open = BTreeMap::new();
        self.records.end();
        self.findings.shrink_to_fit();
        self.codes.end();
        self.texts.end();
    }

    /// Returns the records of a report, in its order.
    pub(in crate::series) fn records(
        &self,
        report: &Report,
    ) -> impl ExactSizeIterator<Item = Record<'_>> {
        self.records.range(report.records())
    }

    /// Returns when people were in a report.
    pub(in crate::series) fn times(&self, report: u32) -> Cow<'_, ReportTimes> {
        if let Some(only_who) = &self.only_who {
            return Cow::Borrowed(only_who.times(report));
        }
        let records = self.records(&self.reports[report as usize]);
        let times = records.map(|one| (self.role(one.role()), one.stays(), one.hides_times()));
        Cow::Owned(ReportTimes::of(times))
    }

    /// Returns how often each code was found in a report.
    pub(in crate::series) fn codes(&self, report: &Report) -> &CodeCounts {
        self.codes.get(report.codes)
    }

    /// Returns the findings of a report that were kept, each with the name of the person whom
    /// it is about.
    pub(in crate::series) fn findings(
        &self,
        report: &Report,
    ) -> impl Iterator<Item = (Finding, Option<&str>)> {
        let first = report.first_finding as usize;
        let own = &self.findings[first..first + report.findings as usize];
        let texts = &self.texts;
        own.iter()
            .map(move |kept| (kept.finding(texts), kept.display_name(texts)))
    }

    /// Returns how many records there are.
    pub(in crate::series) fn record_count(&self) -> u32 {
        self.records.len()
    }

    /// Returns the record at this place among all records.
    pub(in crate::series) fn record(&self, at: u32) -> Record<'_> {
        self.records.at(at)
    }

    /// Returns the name that a record has.
    pub(in crate::series) fn name_in(&self, record: Record<'_>) -> Option<TextId> {
        let names = &self.identities[record.identity() as usize].names;
        record.name().map(|name| names[name as usize].text)
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

/// Notes that a text was seen with an identity, and returns which of theirs it is. It is nearly always the one seen before, which
/// stands in memory beside the id: comparing it costs less than looking it up among all texts.
fn see(known: &mut SmallVec<[Seen; 1]>, texts: &mut Texts, text: &str, at: Instant) -> u32 {
    if let Some(first) = known.first_mut()
        && texts.get(first.text) == text
    {
        first.last = first.last.max(at);
        return 0;
    }
    let text = texts.keep(text);
    let own = known.iter().position(|seen| seen.text == text);
    let own = own.unwrap_or_else(|| {
        known.push(Seen { text, last: at });
        known.len() - 1
    });
    known[own].last = known[own].last.max(at);
    own as u32
}
