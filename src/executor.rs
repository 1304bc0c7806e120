//! Work in several parts, for code that knows nothing of threads.

/// Does parts of one piece of work, maybe several at a time.
pub trait Executor: Sync {
    /// Does `work` on every item; the results stand in the items' order.
    fn map<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R>;

    /// Does one thing `there`, on another thread where there is one, and one `here`.
    fn join<T: Send, R>(
        &self,
        there: impl FnOnce() -> T + Send,
        here: impl FnOnce() -> R,
    ) -> (T, R);
}

impl<S: Executor> Executor for &S {
    fn map<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
        (**self).map(items, work)
    }

    fn join<T: Send, R>(
        &self,
        there: impl FnOnce() -> T + Send,
        here: impl FnOnce() -> R,
    ) -> (T, R) {
        (**self).join(there, here)
    }
}

/// One part after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sequential;

impl Executor for Sequential {
    fn map<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
        items.into_iter().map(work).collect()
    }

    fn join<T: Send, R>(
        &self,
        there: impl FnOnce() -> T + Send,
        here: impl FnOnce() -> R,
    ) -> (T, R) {
        (there(), here())
    }
}
