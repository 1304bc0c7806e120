//! Where a run's time went, for those who ask.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rollbook::read::{Step, Watch};

/// A stage of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Folders and patterns to files.
    Find,
    /// Bytes from the disk, and unpacking what is read in blocks.
    Read,
    /// SHA-256 of the inputs, but for files of lines, for which a thread takes it aside.
    Digest,
    /// Decode, validate and compute; of a long report, which is read meanwhile, also the
    /// reading and its SHA-256.
    Summarise,
    /// Rows, workbook cells and pages.
    LayOut,
    /// Bytes to the disk, their SHA-256, and the sheets of the workbook.
    Write,
    /// Facts to meetings and people.
    Answer,
    /// Tables of answers, pages, the last bytes, file names, the manifest.
    Finish,
}

impl Stage {
    const ALL: [Self; 8] = [
        Self::Find,
        Self::Read,
        Self::Digest,
        Self::Summarise,
        Self::LayOut,
        Self::Write,
        Self::Answer,
        Self::Finish,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Find => "find inputs",
            Self::Read => "read",
            Self::Digest => "digest inputs",
            Self::Summarise => "decode and compute",
            Self::LayOut => "lay out",
            Self::Write => "write",
            Self::Answer => "find meetings",
            Self::Finish => "finish",
        }
    }
}

/// The time spent in each stage by all threads together; nothing unless it is asked for.
#[derive(Debug)]
pub struct Timings {
    asked: bool,
    jobs: usize,
    begun: Instant,
    nanoseconds: [AtomicU64; Stage::ALL.len()],
}

impl Timings {
    /// Begins to measure, if `asked` to, a run with this many threads.
    pub fn new(asked: bool, jobs: usize) -> Self {
        Self {
            asked,
            jobs,
            begun: Instant::now(),
            nanoseconds: Default::default(),
        }
    }

    /// Does `work` as part of a stage.
    pub fn time<R>(&self, stage: Stage, work: impl FnOnce() -> R) -> R {
        if !self.asked {
            return work();
        }
        let begun = Instant::now();
        let result = work();
        let spent = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds[stage as usize].fetch_add(spent, Ordering::Relaxed);
        result
    }

    /// Returns what was measured so far; `None` unless it was asked for.
    pub fn told(&self) -> Option<Told> {
        let spent = |stage: Stage| {
            let spent = self.nanoseconds[stage as usize].load(Ordering::Relaxed);
            (stage.name(), Duration::from_nanos(spent))
        };
        self.asked.then(|| Told {
            jobs: self.jobs,
            whole: self.begun.elapsed(),
            stages: Stage::ALL.map(spent).to_vec(),
        })
    }
}

/// Where the time of a run went.
#[derive(Debug)]
pub struct Told {
    /// How many threads worked beside the one that writes.
    pub jobs: usize,
    /// From the beginning to now.
    pub whole: Duration,
    /// Each stage by name, over all threads.
    pub stages: Vec<(&'static str, Duration)>,
}

impl Watch for Timings {
    fn time<R>(&self, step: Step, work: impl FnOnce() -> R) -> R {
        let stage = match step {
            Step::Read => Stage::Read,
            Step::Digest => Stage::Digest,
            Step::Summarise => Stage::Summarise,
        };
        Self::time(self, stage, work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_counted_for_its_stage_over_all_threads() {
        let timings = Timings::new(true, 2);
        let pause = || std::thread::sleep(Duration::from_millis(2));
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| timings.time(Stage::Read, pause));
            }
        });
        let told = timings.told().unwrap();
        let spent: Vec<_> = told
            .stages
            .iter()
            .map(|(_, spent)| !spent.is_zero())
            .collect();
        assert_eq!(
            spent,
            [false, true, false, false, false, false, false, false]
        );
        assert!(told.stages[1].1 >= Duration::from_millis(4));
        assert!(told.whole >= Duration::from_millis(2));
    }

    #[test]
    fn nothing_is_told_that_nobody_asked_for() {
        assert!(Timings::new(false, 1).told().is_none());
    }
}
