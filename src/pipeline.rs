//! Parallelism: the only place that knows of threads.

use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};

use crate::executor::{Executor, Sequential};

/// How many items each thread may be ahead of the one that is next in order.
const ITEMS_AHEAD: usize = 16;

/// How much finished work may wait for its turn, for each thread, in bytes.
const BYTES_AHEAD: usize = 4 * 1024 * 1024;

type Panic = Box<dyn Any + Send>;

/// Threads could not be started.
#[derive(Debug, thiserror::Error)]
#[error("could not start {jobs} threads")]
pub struct NoThreads {
    jobs: usize,
    source: Box<dyn Error + Send + Sync>,
}

impl NoThreads {
    fn new(jobs: usize, source: impl Error + Send + Sync + 'static) -> Self {
        let source = Box::new(source);
        Self { jobs, source }
    }
}

/// Threads that do parts of one piece of work; started when they are first needed.
///
/// They are others than those that work through the items: one of those waits
/// here for its parts, and must not meanwhile begin what waits for it.
#[derive(Debug)]
pub struct Threads {
    jobs: usize,
    pool: OnceLock<Option<rayon::ThreadPool>>,
}

impl Threads {
    /// As many as `jobs` of them.
    pub const fn new(jobs: usize) -> Self {
        Self {
            jobs,
            pool: OnceLock::new(),
        }
    }

    /// `None` where one thread is enough, or the system gives no more.
    fn pool(&self) -> Option<&rayon::ThreadPool> {
        let start = || {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(self.jobs);
            (self.jobs > 1).then(|| pool.build().ok()).flatten()
        };
        self.pool.get_or_init(start).as_ref()
    }
}

impl Executor for Threads {
    fn map<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
        match self.pool() {
            Some(pool) => {
                pool.install(|| items.into_par_iter().with_max_len(1).map(&work).collect())
            }
            None => Sequential.map(items, work),
        }
    }

    fn join<T: Send, R>(
        &self,
        there: impl FnOnce() -> T + Send,
        here: impl FnOnce() -> R,
    ) -> (T, R) {
        let Some(pool) = self.pool() else {
            return Sequential.join(there, here);
        };
        let mut done = None;
        let result = pool.in_place_scope(|scope| {
            scope.spawn(|_| done = Some(there()));
            here()
        });
        (done.expect("the scope waits for its work"), result)
    }
}

/// A thread that does one thing with each item that is handed to it, in their order, while
/// those who hand them over go on.
#[derive(Debug)]
pub struct BackgroundWorker<T, S> {
    items: mpsc::SyncSender<T>,
    thread: JoinHandle<S>,
}

/// How many items wait for a thread aside before who hands over waits too.
const ITEMS_ASIDE: usize = 8;

impl<T: Send + 'static, S: Send + 'static> BackgroundWorker<T, S> {
    /// Starts the thread, which adds each item to `state`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn begin(mut state: S, add: impl Fn(&mut S, T) + Send + 'static) -> io::Result<Self> {
        let (sender, items) = mpsc::sync_channel(ITEMS_ASIDE);
        let thread = thread::Builder::new().spawn(move || {
            items.into_iter().for_each(|item| add(&mut state, item));
            state
        })?;
        Ok(Self {
            items: sender,
            thread,
        })
    }

    /// Hands over an item; waits where many wait already.
    pub fn add(&self, item: T) {
        // Fails only where the thread panicked, which its end tells.
        let _ = self.items.send(item);
    }

    /// Returns the state, once all items were added to it.
    pub fn end(self) -> S {
        drop(self.items);
        let ended = self.thread.join();
        ended.unwrap_or_else(|payload| panic::resume_unwind(payload))
    }
}

/// Takes the parts of an item while it is worked on, and hands them over when its turn has come.
pub struct OrderedSink<'t, R> {
    order: Order<'t>,
    hand_over: &'t mut dyn FnMut(R),
}

impl<'t, R> OrderedSink<'t, R> {
    /// Hands over a part of the result; waits where too much is waiting already.
    pub fn hand_over(&mut self, part: R) {
        (self.hand_over)(part);
    }

    /// Returns the place of the item in the order, for work that must wait for it.
    pub const fn order(&self) -> Order<'t> {
        self.order
    }
}

/// Where an item stands in the order.
#[derive(Clone, Copy)]
pub struct Order<'t> {
    index: usize,
    pace: &'t Pace,
}

impl Order<'_> {
    /// Waits until all items before this one are done: for work that takes much memory,
    /// which is done for one item at a time then.
    pub fn wait(self) {
        self.pace.wait_for_turn(self.index);
    }
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
    work: impl Fn(T, &mut OrderedSink<'_, R>) + Sync,
    weight: impl Fn(&R) -> usize + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    R: Send,
    E: From<NoThreads>,
{
    let jobs = jobs.max(1);
    if jobs == 1 {
        return one_by_one(items, work, take);
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|source| NoThreads::new(jobs, source))?;
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

/// Nobody takes what is read any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNeeded;

/// Does the same with items that `read` hands over on a thread of its own, and returns what `read`
/// returns.
///
/// # Errors
/// The first error of `take`, or that threads could not be started.
pub fn in_order_while_read<T, R, D, E>(
    jobs: usize,
    read: impl FnOnce(&mut dyn FnMut(T) -> Result<(), NotNeeded>) -> D + Send,
    work: impl Fn(T, &mut OrderedSink<'_, R>) + Sync,
    weight: impl Fn(&R) -> usize + Sync,
    take: impl FnMut(R) -> Result<(), E>,
) -> Result<D, E>
where
    T: Send,
    R: Send,
    D: Send,
    E: From<NoThreads>,
{
    let (sender, items) = mpsc::sync_channel(jobs);
    thread::scope(|scope| {
        let reading = thread::Builder::new().spawn_scoped(scope, move || {
            read(&mut |item| sender.send(item).map_err(|_| NotNeeded))
        });
        let reading = reading.map_err(|source| NoThreads::new(1, source))?;
        in_order(jobs, items.into_iter(), work, weight, take)?;
        Ok(reading
            .join()
            .unwrap_or_else(|payload| panic::resume_unwind(payload)))
    })
}

/// The same on this thread alone.
fn one_by_one<T, R, E>(
    items: impl Iterator<Item = T>,
    work: impl Fn(T, &mut OrderedSink<'_, R>),
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let pace = Pace::new(1);
    for (index, item) in items.enumerate() {
        let mut outcome = Ok(());
        let mut hand_over = |part: R| {
            if outcome.is_ok() {
                outcome = take(part);
            }
        };
        let order = Order { index, pace: &pace };
        let mut sink = OrderedSink {
            order,
            hand_over: &mut hand_over,
        };
        work(item, &mut sink);
        outcome?;
        pace.state().next = index + 1;
    }
    Ok(())
}

/// The items, and how far they may be worked ahead.
struct Feed<I> {
    items: Mutex<I>,
    pace: Pace,
}

impl<T, I: Iterator<Item = (usize, T)>> Feed<I> {
    fn work_through<R>(
        &self,
        work: impl Fn(T, &mut OrderedSink<'_, R>),
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
            let order = Order {
                index,
                pace: &self.pace,
            };
            let mut sink = OrderedSink {
                order,
                hand_over: &mut hand_out,
            };
            // A panic would else leave the others waiting for this item for ever.
            let worked = panic::catch_unwind(AssertUnwindSafe(|| work(item, &mut sink)));
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
        while let Some(sink) = waiting.get_mut(&next) {
            for part in sink.parts.drain(..) {
                let weight = weight(&part);
                if let Err(error) = take(part) {
                    return Ok(Err(error));
                }
                pace.take(next, weight);
            }
            if !sink.done {
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
    /// Returns whether work on this item must pause for the taker to catch up.
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

    fn wait_for_turn(&self, index: usize) {
        let early = |state: &mut Progress| !state.stopped && state.next != index;
        drop(self.moved.wait_while(self.state(), early));
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

    /// Returns each item's square and cube, as two parts.
    fn powers(jobs: usize, items: u64, weight: usize) -> Vec<u64> {
        let mut taken = Vec::new();
        let slow_at_times = |item: u64, sink: &mut OrderedSink<'_, u64>| {
            std::thread::sleep(Duration::from_micros(if item.is_multiple_of(7) {
                500
            } else {
                0
            }));
            sink.hand_over(item * item);
            sink.hand_over(item * item * item);
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
    fn one_job_is_done_by_the_thread_that_asks_for_it() {
        let own = thread::current().id();
        let here = |_, sink: &mut OrderedSink<'_, bool>| {
            sink.order().wait();
            sink.hand_over(thread::current().id() == own);
        };
        let mut all = Vec::new();
        let take = |part| {
            all.push(part && thread::current().id() == own);
            Ok::<(), Stopped>(())
        };
        in_order(1, 0..3, here, |_| 1, take).unwrap();
        assert_eq!(all, [true; 3]);
    }

    #[test]
    fn what_is_read_meanwhile_comes_in_order_until_it_is_not_needed() {
        let work = |item: u64, sink: &mut OrderedSink<'_, u64>| sink.hand_over(item * item);
        let read = |items: u64| {
            move |hand_over: &mut dyn FnMut(u64) -> Result<(), NotNeeded>| {
                (0..items)
                    .take_while(|&item| hand_over(item).is_ok())
                    .count()
            }
        };
        for jobs in [1, 2, 5] {
            let mut taken = Vec::new();
            let take = |part| {
                taken.push(part);
                Ok::<(), Stopped>(())
            };
            let all = in_order_while_read(jobs, read(300), work, |_| 1, take);
            assert_eq!(all, Ok(300));
            assert!(taken.into_iter().eq((0..300).map(|item| item * item)));
            // Of an endless input no more is read than a few items.
            let stop = |part| if part < 100 { Ok(()) } else { Err(Stopped) };
            let stopped = in_order_while_read(jobs, read(u64::MAX), work, |_| 1, stop);
            assert_eq!(stopped, Err(Stopped));
        }
    }

    #[test]
    fn parts_heavier_than_the_bound_still_get_through() {
        assert_eq!(powers(3, 50, 2 * BYTES_AHEAD).len(), 100);
    }

    #[test]
    fn what_waits_is_bounded_by_weight() {
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        let (waiting, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |_, sink: &mut OrderedSink<'_, ()>| {
            for _ in 0..20 {
                most.fetch_max(waiting.fetch_add(1, SeqCst) + 1, SeqCst);
                sink.hand_over(());
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
        let work = |item: u64, sink: &mut OrderedSink<'_, u64>| sink.hand_over(item);
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
        let work = |item: u64, _: &mut OrderedSink<'_, u64>| assert!(item != 3, "item 3");
        let _ = in_order(2, 0..10_000, work, |_| 1, |_| Ok::<(), Stopped>(()));
    }
    #[test]
    fn those_that_wait_for_their_turn_work_one_at_a_time() {
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        let (at_work, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |item: u64, sink: &mut OrderedSink<'_, u64>| {
            sink.order().wait();
            most.fetch_max(at_work.fetch_add(1, SeqCst) + 1, SeqCst);
            std::thread::sleep(Duration::from_micros(200));
            at_work.fetch_sub(1, SeqCst);
            sink.hand_over(item);
        };
        let mut taken = Vec::new();
        in_order(
            4,
            0..50,
            work,
            |_| 1,
            |item| {
                taken.push(item);
                Ok::<(), Stopped>(())
            },
        )
        .unwrap();
        assert!(taken.into_iter().eq(0..50));
        assert_eq!(most.into_inner(), 1);
    }

    #[test]
    fn what_is_done_aside_is_done_in_order_and_all_of_it() {
        let aside = BackgroundWorker::begin(Vec::new(), |done: &mut Vec<usize>, item| {
            std::thread::sleep(Duration::from_micros(10));
            done.push(item);
        });
        let aside = aside.unwrap();
        (0..100).for_each(|item| aside.add(item));
        assert!(aside.end().into_iter().eq(0..100));
    }

    #[test]
    #[should_panic(expected = "item 3")]
    fn a_panic_aside_comes_out_at_its_end() {
        let aside =
            BackgroundWorker::begin((), |(), item: usize| assert!(item != 3, "item 3")).unwrap();
        (0..100).for_each(|item| aside.add(item));
        aside.end();
    }

    #[test]
    fn parts_done_by_many_threads_stand_in_the_order_of_the_items() {
        for jobs in [1, 2, 5] {
            let threads = Threads::new(jobs);
            let squares = threads.map((0..1000_u64).collect(), |item| item * item);
            assert!(squares.into_iter().eq((0..1000).map(|item| item * item)));
            assert_eq!(threads.join(|| 1, || 2), (1, 2));
        }
    }
}
