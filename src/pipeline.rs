//! Parallelism: the only place that knows of threads.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

/// How many results each thread may be ahead of the one that is next in order.
///
/// Bounds the memory: results that wait never number more than threads × this.
const AHEAD: usize = 16;

type Panic = Box<dyn Any + Send>;

/// Threads could not be started.
#[derive(Debug, thiserror::Error)]
#[error("could not start {jobs} threads")]
pub struct NoThreads {
    jobs: usize,
    source: rayon::ThreadPoolBuildError,
}

/// Does `work` on every item with `jobs` threads and hands the results to `take` in the items' order.
///
/// The same results in the same order for any number of threads. Stops early
/// when `take` fails.
///
/// # Errors
/// The first error of `take`, or that threads could not be started.
pub fn in_order<T, R, E>(
    jobs: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    R: Send,
    E: From<NoThreads>,
{
    let jobs = jobs.max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|source| NoThreads { jobs, source })?;
    let feed = Feed {
        items: Mutex::new(items.enumerate()),
        pace: Pace::new(jobs * AHEAD),
    };
    let (done, results) = mpsc::channel();
    let outcome = pool.in_place_scope(|scope| {
        for _ in 0..jobs {
            let (done, feed, work) = (done.clone(), &feed, &work);
            scope.spawn(move |_| feed.work_through(work, &done));
        }
        drop(done);
        let outcome = put_in_order(&results, &feed.pace, &mut take);
        feed.pace.stop();
        outcome
    });
    match outcome {
        Ok(taken) => taken,
        Err(payload) => panic::resume_unwind(payload),
    }
}

/// The items, and how far they may be worked ahead.
struct Feed<I> {
    items: Mutex<I>,
    pace: Pace,
}

impl<T, I: Iterator<Item = (usize, T)>> Feed<I> {
    fn work_through<R>(
        &self,
        work: impl Fn(T) -> R,
        done: &mpsc::Sender<(usize, Result<R, Panic>)>,
    ) {
        loop {
            let next = self
                .items
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .next();
            let Some((index, item)) = next else { return };
            if !self.pace.wait_for(index) {
                return;
            }
            // A panic would else leave the others waiting for this result for ever.
            let result = panic::catch_unwind(AssertUnwindSafe(|| work(item)));
            if done.send((index, result)).is_err() {
                return;
            }
        }
    }
}

fn put_in_order<R, E>(
    results: &mpsc::Receiver<(usize, Result<R, Panic>)>,
    pace: &Pace,
    take: &mut impl FnMut(R) -> Result<(), E>,
) -> Result<Result<(), E>, Panic> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (index, result) in results {
        waiting.insert(index, result?);
        while let Some(result) = waiting.remove(&next) {
            if let Err(error) = take(result) {
                return Ok(Err(error));
            }
            next += 1;
            pace.advance(next);
        }
    }
    Ok(Ok(()))
}

/// Holds threads back that are too far ahead.
struct Pace {
    ahead: usize,
    /// How many results were taken; `None` once nobody takes any more.
    taken: Mutex<Option<usize>>,
    moved: Condvar,
}

impl Pace {
    fn new(ahead: usize) -> Self {
        Self {
            ahead,
            taken: Mutex::new(Some(0)),
            moved: Condvar::new(),
        }
    }

    /// Waits until the item's turn is near; false when it will never come.
    fn wait_for(&self, index: usize) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match *taken {
                None => return false,
                Some(taken) if index < taken + self.ahead => return true,
                Some(_) => {
                    taken = self
                        .moved
                        .wait(taken)
                        .unwrap_or_else(PoisonError::into_inner)
                }
            }
        }
    }

    fn advance(&self, to: usize) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(to);
        self.moved.notify_all();
    }

    fn stop(&self) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[derive(Debug, PartialEq)]
    struct Stopped;

    impl From<NoThreads> for Stopped {
        fn from(_: NoThreads) -> Self {
            Self
        }
    }

    fn squares(jobs: usize, items: u64) -> Vec<u64> {
        let mut taken = Vec::new();
        let slow_at_first = |item: u64| {
            std::thread::sleep(Duration::from_micros(if item % 7 == 0 { 500 } else { 0 }));
            item * item
        };
        in_order(jobs, 0..items, slow_at_first, |result| {
            taken.push(result);
            Ok::<(), Stopped>(())
        })
        .unwrap();
        taken
    }

    #[test]
    fn results_come_in_the_items_order_for_any_number_of_threads() {
        let expected: Vec<u64> = (0..500).map(|item| item * item).collect();
        for jobs in [1, 2, 5] {
            assert_eq!(squares(jobs, 500), expected);
        }
        assert_eq!(squares(3, 0), []);
    }

    #[test]
    fn an_error_while_taking_stops_the_work() {
        let mut taken = 0;
        let result = in_order(
            2,
            0..,
            |item: u64| item,
            |_| {
                taken += 1;
                if taken == 3 { Err(Stopped) } else { Ok(()) }
            },
        );
        assert_eq!((result, taken), (Err(Stopped), 3));
    }

    #[test]
    #[should_panic(expected = "item 3")]
    fn a_panic_while_working_comes_out_and_hangs_nothing() {
        let work = |item: u64| if item == 3 { panic!("item 3") } else { item };
        let _ = in_order(2, 0..10_000, work, |_| Ok::<(), Stopped>(()));
    }
}
