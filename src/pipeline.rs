//! Parallelism: the only place that knows of threads.

use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

/// How many items each thread may be ahead of the one that is next in order.
const ITEMS_AHEAD: usize = 16;

/// How much finished work may wait for its turn, for each thread, in bytes.
const BYTES_AHEAD: usize = 8 * 1024 * 1024;

type Panic = Box<dyn Any + Send>;

/// Threads could not be started.
#[derive(Debug, thiserror::Error)]
#[error("could not start {jobs} threads")]
pub struct NoThreads {
    jobs: usize,
    source: rayon::ThreadPoolBuildError,
}

/// What a thread tells about the item of this index.
enum Message<R> {
    /// A part of its result.
    Part(usize, R),
    /// There are no more parts.
    Done(usize),
    /// The work panicked.
    Panicked(Panic),
}

/// Does `work` on every item with `jobs` threads and hands the results to `take` in the items' order.
///
/// Work on one item may hand out its result in parts. The same parts in the
/// same order for any number of threads. What waits for its turn is bounded,
/// by items and by what `weight` (bytes) says of each part, so memory follows
/// the number of threads. Stops early when `take` fails.
///
/// # Errors
/// The first error of `take`, or that threads could not be started.
pub fn in_order<T, R, E>(
    jobs: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T, &mut dyn FnMut(R)) + Sync,
    weight: impl Fn(&R) -> usize + Sync,
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
        pace: Pace::new(jobs),
    };
    let (sender, messages) = mpsc::channel();
    let outcome = pool.in_place_scope(|scope| {
        for _ in 0..jobs {
            let (sender, feed, work, weight) = (sender.clone(), &feed, &work, &weight);
            scope.spawn(move |_| feed.work_through(work, weight, &sender));
        }
        drop(sender);
        let outcome = put_in_order(&messages, &feed.pace, &weight, &mut take);
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
        work: impl Fn(T, &mut dyn FnMut(R)),
        weight: impl Fn(&R) -> usize,
        sender: &mpsc::Sender<Message<R>>,
    ) {
        loop {
            let next = self
                .items
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .next();
            let Some((index, item)) = next else { return };
            if !self.pace.wait_to_begin(index) {
                return;
            }
            let mut hand_out = |part: R| {
                self.pace.hand_out(index, weight(&part));
                // A taker that stopped takes no more; the work ends by itself soon.
                let _ = sender.send(Message::Part(index, part));
                self.pace.wait_to_go_on(index);
            };
            // A panic would else leave the others waiting for this item for ever.
            let worked = panic::catch_unwind(AssertUnwindSafe(|| work(item, &mut hand_out)));
            let message = worked.map_or_else(Message::Panicked, |()| Message::Done(index));
            if sender.send(message).is_err() {
                return;
            }
        }
    }
}

/// The parts of an item whose turn has not come.
struct Waiting<R> {
    parts: VecDeque<R>,
    done: bool,
}

fn put_in_order<R, E>(
    messages: &mpsc::Receiver<Message<R>>,
    pace: &Pace,
    weight: &impl Fn(&R) -> usize,
    take: &mut impl FnMut(R) -> Result<(), E>,
) -> Result<Result<(), E>, Panic> {
    let mut waiting: BTreeMap<usize, Waiting<R>> = BTreeMap::new();
    let mut next = 0;
    for message in messages {
        let empty = || Waiting {
            parts: VecDeque::new(),
            done: false,
        };
        match message {
            Message::Part(index, part) => {
                waiting
                    .entry(index)
                    .or_insert_with(empty)
                    .parts
                    .push_back(part);
            }
            Message::Done(index) => waiting.entry(index).or_insert_with(empty).done = true,
            Message::Panicked(payload) => return Err(payload),
        }
        while let Some(turn) = waiting.get_mut(&next) {
            for part in turn.parts.drain(..) {
                let weight = weight(&part);
                if let Err(error) = take(part) {
                    return Ok(Err(error));
                }
                pace.take(next, weight);
            }
            if !turn.done {
                break;
            }
            waiting.remove(&next);
            next += 1;
            pace.advance(next);
        }
    }
    Ok(Ok(()))
}

/// Holds threads back that are too far ahead.
struct Pace {
    jobs: usize,
    state: Mutex<Progress>,
    moved: Condvar,
}

struct Progress {
    /// The item whose turn it is.
    next: usize,
    /// The weight of the parts that wait to be taken, for each item that has some.
    waiting: BTreeMap<usize, usize>,
    stopped: bool,
}

impl Progress {
    /// Whether work on this item must pause for the taker to catch up.
    ///
    /// The item whose turn it is waits for nothing but its own parts, so it goes
    /// on, and with it everything.
    fn must_pause(&self, index: usize, most: usize) -> bool {
        let waiting: usize = match self.next == index {
            true => self.waiting.get(&index).copied().unwrap_or(0),
            false => self.waiting.values().sum(),
        };
        !self.stopped && waiting > most
    }
}

impl Pace {
    fn new(jobs: usize) -> Self {
        let state = Progress {
            next: 0,
            waiting: BTreeMap::new(),
            stopped: false,
        };
        Self {
            jobs,
            state: Mutex::new(state),
            moved: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, Progress> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the item's turn is near; false when it will never come.
    fn wait_to_begin(&self, index: usize) -> bool {
        let ahead = self.jobs * ITEMS_AHEAD;
        let far = |state: &mut Progress| !state.stopped && index >= state.next + ahead;
        let state = self.moved.wait_while(self.state(), far);
        !state.unwrap_or_else(PoisonError::into_inner).stopped
    }

    /// Counts a part that will wait to be taken.
    fn hand_out(&self, index: usize, weight: usize) {
        *self.state().waiting.entry(index).or_default() += weight;
    }

    fn wait_to_go_on(&self, index: usize) {
        let most = self.jobs * BYTES_AHEAD;
        let pause = |state: &mut Progress| state.must_pause(index, most);
        drop(self.moved.wait_while(self.state(), pause));
    }

    fn take(&self, index: usize, weight: usize) {
        if let Some(waiting) = self.state().waiting.get_mut(&index) {
            *waiting -= weight;
        }
        self.moved.notify_all();
    }

    fn advance(&self, next: usize) {
        let mut state = self.state();
        state.waiting.remove(&(next - 1));
        state.next = next;
        drop(state);
        self.moved.notify_all();
    }

    fn stop(&self) {
        self.state().stopped = true;
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

    /// Each item's square and cube, as two parts.
    fn powers(jobs: usize, items: u64, weight: usize) -> Vec<u64> {
        let mut taken = Vec::new();
        let slow_at_times = |item: u64, hand_out: &mut dyn FnMut(u64)| {
            std::thread::sleep(Duration::from_micros(if item.is_multiple_of(7) {
                500
            } else {
                0
            }));
            hand_out(item * item);
            hand_out(item * item * item);
        };
        let take = |part| {
            taken.push(part);
            Ok::<(), Stopped>(())
        };
        in_order(jobs, 0..items, slow_at_times, |_| weight, take).unwrap();
        taken
    }

    #[test]
    fn parts_come_in_the_items_order_for_any_number_of_threads() {
        let expected: Vec<u64> = (0..500)
            .flat_map(|item| [item * item, item * item * item])
            .collect();
        for jobs in [1, 2, 5] {
            assert_eq!(powers(jobs, 500, 1), expected);
        }
        assert!(powers(3, 0, 1).is_empty());
    }

    #[test]
    fn parts_heavier_than_the_bound_still_get_through() {
        assert_eq!(powers(3, 50, 2 * BYTES_AHEAD).len(), 100);
    }

    #[test]
    fn what_waits_is_bounded_by_weight() {
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        let (waiting, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |_, hand_out: &mut dyn FnMut(())| {
            for _ in 0..20 {
                most.fetch_max(waiting.fetch_add(1, SeqCst) + 1, SeqCst);
                hand_out(());
            }
        };
        let take = |()| {
            std::thread::sleep(Duration::from_micros(50));
            waiting.fetch_sub(1, SeqCst);
            Ok::<(), Stopped>(())
        };
        in_order(2, 0..20, work, |()| BYTES_AHEAD, take).unwrap();
        // Two threads may leave two parts each waiting, their next ones in hand,
        // and the turn may pass to the other once they stopped.
        assert!(most.load(SeqCst) <= 8, "{most:?}");
    }

    #[test]
    fn an_error_while_taking_stops_the_work() {
        let mut taken = 0;
        let work = |item: u64, hand_out: &mut dyn FnMut(u64)| hand_out(item);
        let result = in_order(
            2,
            0..,
            work,
            |_| 1,
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
        let work = |item: u64, _: &mut dyn FnMut(u64)| assert!(item != 3, "item 3");
        let _ = in_order(2, 0..10_000, work, |_| 1, |_| Ok::<(), Stopped>(()));
    }
}
