//! One person's attendance of one meeting, as the report gives it.

use smallvec::SmallVec;

use super::Text;
use super::identity::Identity;
use super::interval::AttendanceInterval;
use super::role::Role;

/// The intervals of a record; most people join once, so one stands inline.
pub type Intervals = SmallVec<[AttendanceInterval; 1]>;

/// How many texts a record may hold.
pub const TEXTS: usize = 8;

/// An `attendanceRecord` with its values read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttendanceRecord<'a> {
    /// Index in the array it stands in: with the report's pointer, its place in the file.
    pub position: usize,
    /// `id`; absent in the legacy shape.
    pub id: Option<Text<'a>>,
    /// `emailAddress`, never empty.
    pub email: Option<Text<'a>>,
    /// `registrationId`, of webinars.
    pub registration_id: Option<Text<'a>>,
    /// `role`.
    pub role: Role<'a>,
    /// `identity`.
    pub identity: Identity<'a>,
    /// Reported total: `totalAttendanceInSeconds`, never changed.
    pub reported_total: Option<u32>,
    /// `attendanceIntervals` in the order given; `None` where the report hides them.
    pub intervals: Option<Intervals>,
    /// What a sectioned report tells in its columns `Engagement: …`: `Reactions=3; Unmutes=1`.
    pub engagement: Option<Box<str>>,
    /// Index (in the report's records) of the first record of the same person; usually its own.
    pub person: usize,
}

/// How the interval sum compares with the reported total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumCheck {
    /// They are equal.
    Equal,
    /// Interval sum minus reported total, in seconds; not zero.
    Differs(i64),
    /// One of them is missing.
    NotCheckable,
}

impl SumCheck {
    /// Returns a word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Differs(_) => "differs",
            Self::NotCheckable => "not checkable",
        }
    }
}

impl AttendanceRecord<'_> {
    /// Its texts, each at a place of its own.
    pub fn texts(&self) -> [Option<&str>; TEXTS] {
        let role = if let Role::Other(name) = &self.role {
            Some(&**name)
        } else {
            None
        };
        [
            self.id.as_deref(),
            self.email.as_deref(),
            self.registration_id.as_deref(),
            role,
            self.identity.id.as_deref(),
            self.identity.display_name.as_deref(),
            self.identity.tenant_id.as_deref(),
            self.identity.kind.as_deref(),
        ]
    }

    /// Returns the same record with other texts, each at the place that [`texts`](Self::texts)
    /// says.
    pub fn with_texts<'t>(self, texts: [Option<Text<'t>>; TEXTS]) -> AttendanceRecord<'t> {
        let [
            id,
            email,
            registration_id,
            role,
            identity_id,
            display_name,
            tenant_id,
            kind,
        ] = texts;
        AttendanceRecord {
            position: self.position,
            id,
            email,
            registration_id,
            role: role.map_or_else(|| self.role.into_owned(), Role::Other),
            identity: Identity {
                id: identity_id,
                display_name,
                tenant_id,
                kind,
            },
            reported_total: self.reported_total,
            intervals: self.intervals,
            engagement: self.engagement,
            person: self.person,
        }
    }

    /// Returns whether somebody joined and no leave is known.
    pub fn is_open(&self) -> bool {
        let mut intervals = self.intervals().iter();
        intervals.any(|interval| interval.join.is_some() && interval.leave.is_none())
    }

    /// Returns the intervals, none where the report hides them.
    pub fn intervals(&self) -> &[AttendanceInterval] {
        self.intervals.as_deref().unwrap_or_default()
    }

    /// Interval sum: Σ of the intervals' `durationInSeconds`, floor(leave − join) where one is missing.
    ///
    /// `None` where the report gives no intervals; an interval with neither
    /// duration nor times adds nothing.
    pub fn interval_sum(&self) -> Option<i64> {
        let intervals = self.intervals.as_deref()?;
        Some(
            intervals
                .iter()
                .filter_map(AttendanceInterval::counted_duration)
                .sum(),
        )
    }

    /// Returns the sum check: reported total = interval sum.
    pub fn sum_check(&self) -> SumCheck {
        match (self.reported_total.map(i64::from), self.interval_sum()) {
            (Some(total), Some(sum)) if total == sum => SumCheck::Equal,
            (Some(total), Some(sum)) => SumCheck::Differs(sum - total),
            _ => SumCheck::NotCheckable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smallvec::smallvec;

    fn record(reported_total: Option<u32>, durations: &[u32]) -> AttendanceRecord<'static> {
        let interval = |seconds| AttendanceInterval {
            join: None,
            leave: None,
            reported_duration: Some(seconds),
        };
        AttendanceRecord {
            position: 0,
            id: None,
            email: None,
            registration_id: None,
            role: Role::Presenter,
            identity: Identity::default(),
            reported_total,
            intervals: Some(durations.iter().copied().map(interval).collect()),
            engagement: None,
            person: 0,
        }
    }

    #[test]
    fn interval_sum_of_the_published_example_equals_its_total() {
        let presenter = record(Some(1152), &[415, 427, 310]);
        assert_eq!(presenter.interval_sum(), Some(1152));
        assert_eq!(presenter.sum_check(), SumCheck::Equal);
    }

    #[test]
    fn a_difference_is_sum_minus_total() {
        assert_eq!(
            record(Some(600), &[300, 299]).sum_check(),
            SumCheck::Differs(-1)
        );
    }

    #[test]
    fn a_missing_side_cannot_be_checked() {
        assert_eq!(record(None, &[1]).sum_check(), SumCheck::NotCheckable);
        let hidden = AttendanceRecord {
            intervals: None,
            ..record(Some(1), &[])
        };
        assert_eq!(
            (hidden.interval_sum(), hidden.sum_check()),
            (None, SumCheck::NotCheckable)
        );
        let empty = AttendanceRecord {
            intervals: Some(smallvec![]),
            ..record(Some(0), &[])
        };
        assert_eq!(empty.sum_check(), SumCheck::Equal);
    }
}
