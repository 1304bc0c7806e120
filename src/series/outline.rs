//! Outline: a run whose people and meetings are settled, and of whose records only is known who
//! they are about; for histories that are larger than memory.
//!
//! Some people or meetings at a time, a portion, have their records read again. What a run
//! tells of a portion is, to the last digit, what a run of all records tells.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::collect::collection::{Collection, IdentityId};
use super::collect::facts::ReportFacts;
use super::collect::only_who::Whom;
use super::identity::person::PersonId;
use super::meetings::disposition::MeetingId;
use super::meetings::meeting::Meeting;
use super::register::settled::Settled;
use super::{Order, Run, RunOptions};
use crate::stats::overall::Overall;

/// What the records of a portion are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Some people, in all of their meetings.
    People,
    /// Some meetings, with everybody in them.
    Meetings,
}

/// Some people or meetings whose records are in memory at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    subject: Subject,
    /// By their places in the order of the run.
    places: Range<usize>,
}

/// The facts are not those of which the outline was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherFacts;

/// The shares of people that are known, for their order.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    of: HashMap<PersonId, i128>,
}

impl Shares {
    /// Adds those of the people in view of a run.
    pub fn add(&mut self, run: &Run) {
        let known = |person| Some((person, run.share_of(person)?));
        self.of.extend(run.people().filter_map(known));
    }
}

/// A run without its records.
#[derive(Debug)]
pub struct Outline {
    run: Run,
    /// The meetings of all days, where only some are asked for.
    of_all_days: Option<Vec<Meeting>>,
    whom: Whom,
    /// Everybody, in order.
    order: Vec<PersonId>,
    /// The reports that count, of the meetings of all days.
    counted: Vec<u32>,
}

impl Outline {
    /// Returns a collection of which an outline can be made with these options.
    pub fn collection(options: &RunOptions) -> Collection {
        Collection::only_who(options.days, &options.zone)
    }

    /// Finds people and meetings. People stand by name until their shares are known.
    pub fn of(collection: Collection, options: RunOptions) -> Self {
        let (mut run, of_all_days) = Run::without_cells(collection, options);
        let by_names = run.find_by_names();
        run.keep_by_names(by_names);
        let meetings = of_all_days.as_deref().unwrap_or(&run.meetings).iter();
        let counted = meetings.flat_map(|meeting| meeting.reports.iter().copied());
        let counted = counted.collect();
        let mut outline = Self {
            run,
            of_all_days,
            whom: Whom::default(),
            order: Vec::new(),
            counted,
        };
        if outline.run.leaves_out_others() {
            outline.leave_out_others();
        }
        outline.run.namesakes = outline.run.find_namesakes();
        outline.order.clone_from(&outline.run.order);
        outline.whom = outline.run.collection.take_whom();
        outline.fill_cells();
        outline
    }

    /// Leaves out who was in no meeting of the series and on no day that is asked for.
    fn leave_out_others(&mut self) {
        let run = &mut self.run;
        let people = &run.people;
        let mut was_there: Vec<bool> = people
            .people
            .iter()
            .map(|person| !person.roster.is_empty())
            .collect();
        let kept = run.meetings.iter().map(|meeting| (meeting, true));
        let of_all_days = self.of_all_days.iter().flatten();
        for (meeting, is_kept) in kept.chain(of_all_days.map(|meeting| (meeting, false))) {
            for &report in &meeting.reports {
                let report = &run.collection.reports[report as usize];
                for record in run.collection.records(report) {
                    was_there[record.person(people) as usize] |=
                        is_kept || run.collection.was_on_days(record.at());
                }
            }
        }
        run.order.retain(|&person| was_there[person as usize]);
    }

    /// Returns whether people are to stand by shares, which are not known before their records are.
    pub fn asks_for_shares(&self) -> bool {
        self.run.options.order == Order::Share
    }

    /// Puts people in the order of shares, the largest first.
    pub fn sort_by(&mut self, shares: &Shares) {
        let share = |person: &PersonId| shares.of.get(person).copied();
        self.order
            .sort_by_cached_key(|person| Reverse(share(person)));
    }

    /// Returns the run: its people and meetings, and of records none.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Returns the same for good.
    pub fn into_run(self) -> Run {
        self.run
    }

    /// Cuts people or meetings into portions of about so many records, in order.
    pub fn portions(&self, subject: Subject, records: usize) -> Vec<Portion> {
        let sizes = match subject {
            Subject::Meetings => self.sizes_of_meetings(),
            Subject::People => self.sizes_of_people(),
        };
        let (mut portions, mut begin, mut sum) = (Vec::new(), 0, 0);
        for (place, size) in sizes.iter().enumerate() {
            if begin < place && sum + size > records {
                portions.push(begin..place);
                (begin, sum) = (place, 0);
            }
            sum += size;
        }
        portions.extend((begin < sizes.len()).then_some(begin..sizes.len()));
        let portion = |places| Portion { subject, places };
        portions.into_iter().map(portion).collect()
    }

    fn sizes_of_meetings(&self) -> Vec<usize> {
        let records = |meeting: &Meeting| {
            let reports = meeting.reports.iter();
            reports
                .map(|&report| self.whom.in_report(report).len())
                .sum()
        };
        self.run.meetings.iter().map(records).collect()
    }

    fn sizes_of_people(&self) -> Vec<usize> {
        let mut of_all = vec![0_u32; self.run.people.people.len()];
        for &report in &self.counted {
            for &identity in self.whom.in_report(report) {
                of_all[self.run.people.of_identity[identity as usize] as usize] += 1;
            }
        }
        let order = self.order.iter();
        order
            .map(|&person| of_all[person as usize] as usize)
            .collect()
    }

    /// Begins to read the records of a portion again, with none in memory yet.
    pub fn begin(&mut self, portion: Portion) -> Filling<'_> {
        let run = &mut self.run;
        run.collection.leave_out_records();
        (run.overall, run.settled) = (OnceLock::new(), Settled::default());
        let wanted = match portion.subject {
            Subject::Meetings => {
                let first = portion.places.start as MeetingId;
                run.shown_meetings = first..portion.places.end as MeetingId;
                run.order.clone_from(&self.order);
                None
            }
            Subject::People => {
                run.shown_meetings = 0..run.meetings.len() as MeetingId;
                run.order = self.order[portion.places].to_vec();
                Some(self.with_namesakes())
            }
        };
        Filling {
            outline: self,
            wanted,
        }
    }

    /// Returns of all people whether they are in view, or of the name of somebody in view: whether
    /// a namesake was there decides whether somebody is absent for certain.
    fn with_namesakes(&self) -> Vec<bool> {
        let mut wanted = vec![false; self.run.people.people.len()];
        for person in &self.run.order {
            let namesakes = self.run.namesakes.get(person).into_iter().flatten();
            for &one in namesakes.chain([person]) {
                wanted[one as usize] = true;
            }
        }
        wanted
    }

    fn fill_cells(&mut self) {
        let cells = self.run.find_cells(self.of_all_days.as_deref());
        (self.run.cells, self.run.cells_of_all_days) = cells;
    }

    /// Lets go of all records, and shows everybody and all meetings again, with totals over all
    /// meetings that were added up of portions, and those of people.
    pub fn end(&mut self, overall: Overall, settled: Settled) -> &Run {
        let run = &mut self.run;
        run.collection.leave_out_records();
        run.shown_meetings = 0..run.meetings.len() as MeetingId;
        run.order.clone_from(&self.order);
        run.overall = OnceLock::from(overall);
        run.settled = settled;
        self.fill_cells();
        &self.run
    }
}

/// An outline that takes the records of a portion.
#[derive(Debug)]
pub struct Filling<'o> {
    outline: &'o mut Outline,
    /// Of all people whether theirs are kept; `None` for everybody in the meetings in view.
    wanted: Option<Vec<bool>>,
}

impl<'o> Filling<'o> {
    /// Returns of all reports, in the order in which they were added, whether they hold a record
    /// of the portion.
    pub fn reports(&self) -> Vec<bool> {
        let Outline {
            run, whom, counted, ..
        } = &*self.outline;
        let mut reports = vec![false; run.collection.reports.len()];
        let Some(wanted) = &self.wanted else {
            let shown = run.meeting_ids().map(|id| &run.meetings[id as usize]);
            let shown = shown.flat_map(|meeting| &meeting.reports);
            shown.for_each(|&report| reports[report as usize] = true);
            return reports;
        };
        let is_wanted = |&identity: &IdentityId| {
            let person = run.people.of_identity[identity as usize];
            wanted[person as usize]
        };
        for &report in counted {
            reports[report as usize] = whom.in_report(report).iter().any(is_wanted);
        }
        reports
    }

    /// Takes the records of a report that belong to the portion.
    ///
    /// # Errors
    /// When the report is another than the one that was added at this place.
    pub fn take(&mut self, report: u32, facts: ReportFacts) -> Result<(), OtherFacts> {
        let Outline { run, whom, .. } = &mut *self.outline;
        let (wanted, of_identity) = (&self.wanted, &run.people.of_identity);
        let is_wanted = |identity| {
            let person = of_identity[identity as usize];
            wanted.as_ref().is_none_or(|wanted| wanted[person as usize])
        };
        let taken = run.collection.give_back(report, facts, whom, is_wanted);
        taken.ok_or(OtherFacts)
    }

    /// Returns the run, which knows the people or meetings of the portion in full.
    pub fn run(self) -> &'o Run {
        let outline = self.outline;
        outline.fill_cells();
        if outline.run.leaves_out_others() && self.wanted.is_some() {
            outline.run.leave_out_others();
        }
        &outline.run
    }
}
