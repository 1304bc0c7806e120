//! Registrations: who said they would come, against who came.

use std::collections::{HashMap, HashSet};

use crate::model::interval::Stay;
use crate::model::time::{Instant, Span};
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::input::faults::Faults;
use crate::series::input::registration_list;
use crate::series::input::sheets::Sheet;
use crate::series::input::table::Listed;
use crate::series::meetings::disposition::MeetingId;
use crate::stats::concurrency::{Concurrency, Step};

/// One registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Where it stands in the file.
    pub row: usize,
    /// Its id, which the service puts into the record.
    pub id: Option<String>,
    /// The name given.
    pub name: Option<String>,
    /// The e-mail address given, trimmed and in lower case.
    pub email: Option<String>,
}

/// All registrations, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Registrations {
    /// One a registration that holds: who cancelled or was never admitted is not expected.
    pub list: Vec<Registration>,
}

impl Registrations {
    /// Reads a sheet with a row a registration. Of several of one person the last counts, as
    /// of who cancelled and registered again.
    ///
    /// # Errors
    /// When a row has neither id nor e-mail address, or a status that nobody knows: all
    /// faults at once.
    pub fn read(sheet: &Sheet) -> Result<Listed<Self>, Faults> {
        let list = registration_list::read(sheet)?;
        Ok(Listed {
            list: Self { list: list.list },
            understood: list.understood,
        })
    }
}

/// What became of a registration, or of somebody without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turnout {
    /// Registered and seen.
    Attended,
    /// Registered and not seen.
    NoShow,
    /// Registered and not seen, and an unidentified guest or a gap may be why.
    Unknown,
    /// Seen without a registration.
    WalkIn,
    /// Seen without a registration, as organizer or presenter.
    Host,
}

impl Turnout {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Attended,
        Self::NoShow,
        Self::Unknown,
        Self::WalkIn,
        Self::Host,
    ];

    /// Returns a word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::NoShow => "no-show",
            Self::Unknown => "unknown",
            Self::WalkIn => "walk-in",
            Self::Host => "host",
        }
    }
}

/// A registration with the person behind it, or a person without one.
#[derive(Clone, Copy, Debug)]
pub struct Registered<'s> {
    /// The registration.
    pub registration: Option<&'s Registration>,
    /// The person.
    pub person: Option<PersonId>,
    /// By what they were found to belong together.
    pub matched_by: Option<&'static str>,
    /// What became of it.
    pub turnout: Turnout,
}

/// The people of one meeting in numbers.
#[derive(Clone, Debug)]
pub struct Audience {
    /// The meeting.
    pub meeting: MeetingId,
    /// Registrations, where the meeting had some.
    pub registered: Option<usize>,
    /// Registered people who were there.
    pub attended: Option<usize>,
    /// People who were there without a registration, hosts not counted.
    pub walk_ins: Option<usize>,
    /// People with a record; `None` where the reports are without their records.
    pub people: Option<usize>,
    /// People there after 25, 50, 75 and 100 % of the meeting; `None` where that moment is
    /// not known, somebody's times are not, or records are missing.
    pub still_there: [Option<usize>; MARKS.len()],
    /// The largest number of people at one instant, and when.
    pub peak: Option<Step>,
}

/// Where the drop-off curve is read, in percent of the meeting.
pub const MARKS: [i64; 4] = [25, 50, 75, 100];

impl Run {
    fn registrations(&self) -> &[Registration] {
        let registrations = self.options.registrations.as_ref();
        registrations.map_or(&[], |registrations| &registrations.list)
    }

    /// Returns the meetings that people registered for: those with a registration of the file
    /// in a record; all of them where no record has one.
    fn registered_meetings(&self) -> HashSet<MeetingId> {
        let ids: HashSet<_> = self
            .registrations()
            .iter()
            .filter_map(|one| one.id.as_deref())
            .collect();
        let with_id = self.cells.registrations();
        let with_id = with_id.filter(|&(_, _, own)| ids.contains(self.text(own)));
        let meetings: HashSet<_> = with_id.map(|(_, meeting, _)| meeting).collect();
        if meetings.is_empty() {
            return (0..self.meetings.len() as MeetingId).collect();
        }
        meetings
    }

    /// Returns every registration in the order of the file, then everybody who came without
    /// one.
    pub fn turnout(&self) -> Vec<Registered<'_>> {
        if self.options.registrations.is_none() {
            return Vec::new();
        }
        let meetings = self.registered_meetings();
        let came = self.came(&meetings);
        let uncertain = meetings.iter().any(|&meeting| {
            let gap = self.meetings[meeting as usize].missing;
            self.unidentified[meeting as usize] > 0 || gap.is_some()
        });
        let registered = self.registrations().iter();
        let mut rows: Vec<_> = registered
            .map(|one| came.registered(one, uncertain))
            .collect();
        let by_email = rows.iter().filter_map(|row| row.person);
        let by_id = self.registrations().iter();
        let by_id = by_id.flat_map(|one| came.by_registration(one)).copied();
        let seen: HashSet<_> = by_email.chain(by_id).collect();
        let without = self.people().filter_map(|person| {
            let host = *came.hosts.get(&person)?;
            (!seen.contains(&person)).then_some(Registered {
                registration: None,
                person: Some(person),
                matched_by: None,
                turnout: if host { Turnout::Host } else { Turnout::WalkIn },
            })
        });
        rows.extend(without);
        rows
    }

    /// Returns who came to these meetings, by what a registration may name.
    fn came(&self, meetings: &HashSet<MeetingId>) -> Came<'_> {
        let mut came = Came::default();
        // Somebody may have registered twice and come by both.
        for (person, meeting, id) in self.cells.registrations() {
            if meetings.contains(&meeting) {
                came.by_id.entry(self.text(id)).or_default().push(person);
            }
        }
        for person in self.people() {
            let cells = self.cells(person);
            for cell in cells.filter(|cell| meetings.contains(&cell.meeting)) {
                *came.hosts.entry(person).or_default() |= self.is_host(&cell);
            }
            if came.hosts.contains_key(&person) {
                for key in self.keys(person) {
                    came.by_email.entry(key).or_insert(person);
                }
            }
        }
        came
    }

    /// Returns the people of each meeting in view in numbers, in order of time.
    pub fn audiences(&self) -> Vec<Audience> {
        let shown = self.meeting_ids();
        let mut comings: Vec<Concurrency> = Vec::new();
        comings.resize_with(shown.len(), Concurrency::default);
        let turnout = self.turnout();
        let hosts: HashSet<_> = of_kind(&turnout, Turnout::Host);
        let walk_ins: HashSet<_> = of_kind(&turnout, Turnout::WalkIn);
        let meetings = match self.options.registrations {
            Some(_) => self.registered_meetings(),
            None => HashSet::new(),
        };
        let marks: Vec<_> = shown
            .clone()
            .map(|meeting| marks(&self.meetings[meeting as usize].windows))
            .collect();
        let mut audiences: Vec<_> = shown
            .clone()
            .zip(&marks)
            .map(|(meeting, marks)| {
                let known = |count| meetings.contains(&meeting).then_some(count);
                let one = &self.meetings[meeting as usize];
                let anybody = self.cells_in(meeting).len() > 0;
                let told = (anybody || one.missing.is_none()).then_some(0);
                // Whoever has no record, or hides some of their times, may have been there then.
                let of_all = one.is_known_of_all() && !self.hides_times(meeting);
                let curve = |mark: Option<Mark>| told.filter(|_| mark.is_some() && of_all);
                Audience {
                    meeting,
                    registered: known(self.registrations().len()),
                    attended: known(0).and(told),
                    walk_ins: known(0).and(told),
                    people: told,
                    still_there: marks.map(curve),
                    peak: None,
                }
            })
            .collect();
        let everybody = 0..self.all_people() as PersonId;
        let cells = everybody.flat_map(|person| self.cells(person));
        for cell in cells.filter(|cell| shown.contains(&cell.meeting)) {
            let at = (cell.meeting - shown.start) as usize;
            let stays = cell.stays;
            comings[at].add(stays);
            let audience = &mut audiences[at];
            audience.people = audience.people.map(|people| people + 1);
            audience.count(
                !hosts.contains(&cell.person) && !walk_ins.contains(&cell.person),
                walk_ins.contains(&cell.person),
            );
            for (there, mark) in audience.still_there.iter_mut().zip(marks[at]) {
                let here = mark.is_some_and(|mark| mark.is_covered_by(stays));
                *there = there.map(|there| there + usize::from(here));
            }
        }
        for (audience, mut comings) in audiences.iter_mut().zip(comings) {
            comings.sort();
            audience.peak = comings.peak();
        }
        audiences
    }
}

/// Who came to the meetings that people registered for.
#[derive(Default)]
struct Came<'s> {
    by_id: HashMap<&'s str, Vec<PersonId>>,
    by_email: HashMap<String, PersonId>,
    /// Everybody who came, and whether as organizer or presenter.
    hosts: HashMap<PersonId, bool>,
}

impl Came<'_> {
    /// Returns everybody who came by this registration: a link may be handed on.
    fn by_registration(&self, one: &Registration) -> &[PersonId] {
        let people = one.id.as_deref().and_then(|id| self.by_id.get(id));
        people.map_or(&[], Vec::as_slice)
    }

    fn registered<'r>(&self, one: &'r Registration, uncertain: bool) -> Registered<'r> {
        let by_id = self.by_registration(one).first();
        let by_email = one
            .email
            .as_ref()
            .and_then(|email| self.by_email.get(email));
        let matched_by = match (by_id, by_email) {
            (Some(_), _) => Some("registration id"),
            (None, Some(_)) => Some("e-mail"),
            (None, None) => None,
        };
        let person = by_id.or(by_email).copied();
        Registered {
            registration: Some(one),
            person,
            matched_by,
            turnout: match person {
                Some(_) => Turnout::Attended,
                None if uncertain => Turnout::Unknown,
                None => Turnout::NoShow,
            },
        }
    }
}

impl Audience {
    fn count(&mut self, attended: bool, walk_in: bool) {
        for (count, counts) in [
            (&mut self.attended, attended),
            (&mut self.walk_ins, walk_in),
        ] {
            *count = count.map(|count| count + usize::from(counts));
        }
    }
}

fn of_kind(turnout: &[Registered<'_>], kind: Turnout) -> HashSet<PersonId> {
    let rows = turnout.iter().filter(|row| row.turnout == kind);
    rows.filter_map(|row| row.person).collect()
}

/// An instant of the drop-off curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    at: Instant,
    /// Whether the meeting, or its session, is over by then.
    over: bool,
}

impl Mark {
    /// Returns whether somebody was there: at the instant itself, which is half-open as
    /// everywhere, so that leaving then is not being there; where all ends, until it.
    fn is_covered_by(self, stays: &[Stay]) -> bool {
        stays.iter().any(|stay| match self.over {
            true => stay.join() < self.at && self.at <= stay.leave(),
            false => stay.join() <= self.at && self.at < stay.leave(),
        })
    }
}

/// Returns the instants at which these parts of the meeting are over, breaks left out.
fn marks(windows: &[Stay]) -> [Option<Mark>; MARKS.len()] {
    let length = crate::stats::presence::presence(windows).as_ticks();
    MARKS.map(|percent| {
        let mut left = Span::ticks(length / 100 * percent + length % 100 * percent / 100);
        for window in windows {
            if left <= window.length() {
                return (length > 0).then(|| Mark {
                    at: window.join() + left,
                    over: left == window.length(),
                });
            }
            left = left - window.length();
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_leave_breaks_out() {
        let at = |minute| Instant::from_ticks(Span::minutes(minute).as_ticks());
        let windows = [
            Stay::new(at(0), at(20)).unwrap(),
            Stay::new(at(30), at(50)).unwrap(),
        ];
        let instants = marks(&windows).map(|mark| mark.map(|mark| mark.at));
        assert_eq!(instants, [10, 20, 40, 50].map(|minute| Some(at(minute))));
        assert_eq!(marks(&[]), [None; 4]);
    }

    #[test]
    fn a_mark_is_at_the_last_tick_until_which_so_much_is_over() {
        let window = Stay::new(Instant::from_ticks(0), Instant::from_ticks(399)).unwrap();
        let ticks = marks(&[window]).map(|mark| mark.map(|mark| mark.at.as_ticks()));
        // Of 399 a quarter is 99.75, a half 199.5, three quarters 299.25.
        assert_eq!(ticks, [99, 199, 299, 399].map(Some));
    }

    #[test]
    fn who_leaves_at_a_mark_is_not_there_unless_the_meeting_is_over() {
        let at = |minute| Instant::from_ticks(Span::minutes(minute).as_ticks());
        let stay = |join, leave| [Stay::new(at(join), at(leave)).unwrap()];
        let there =
            |stays: [Stay; 1]| marks(&stay(0, 60)).map(|mark| mark.unwrap().is_covered_by(&stays));
        assert_eq!(there(stay(0, 30)), [true, false, false, false]);
        assert_eq!(there(stay(30, 60)), [false, true, true, true]);
    }
}
