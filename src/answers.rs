//! From inputs to answers in one call, and from answers to a table in another: for programs
//! that use the library.

use std::path::PathBuf;

use crate::executor::Sequential;
use crate::formats::table_format::{Place, TableFormat};
use crate::output::answers::in_parts;
use crate::pipeline::{NoThreads, OrderedSink, Threads};
use crate::read::{Later, Read, Reader, Unwatched, read_all};
use crate::series::collect::collection::Collection;
use crate::series::collect::facts::Facts;
use crate::series::{LikelyMatches, Run, RunOptions};
use crate::source::{Cut, files, pieces};
use crate::summary::{Rules, RunCounts, Trouble};
use crate::views::cell::Rows;
use crate::views::run_view::RunView;
use crate::views::view::View;

/// What the reports behind some inputs come to.
#[derive(Debug)]
pub struct Answers {
    /// Meetings and people.
    pub run: Run,
    /// What became of the documents.
    pub counts: RunCounts,
    /// Documents without a report, and why.
    pub troubles: Vec<Trouble>,
}

impl Answers {
    /// Reads files and folders, packed or not, as the program's `convert` does, and computes
    /// the answers with `jobs` threads.
    ///
    /// An input that cannot be read is one of the troubles and costs no other.
    ///
    /// ```
    /// use rollbook::answers::Answers;
    /// use rollbook::formats::table_format::{CSV, TextOptions};
    /// use rollbook::series::RunOptions;
    /// use rollbook::summary::Rules;
    /// use rollbook::views::{Table, view::View};
    ///
    /// let inputs = ["samples/course".into(), "no-such-file.json".into()];
    /// let answers = Answers::of(&inputs, 2, &Rules::default(), RunOptions::default())?;
    /// // Ten reports: one session was restarted, and one is a stray click.
    /// assert_eq!((answers.counts.reports, answers.view().meeting_counts().held), (10, 8));
    /// assert_eq!(answers.troubles.len(), 1);
    ///
    /// let csv = CSV.tables(TextOptions::default()).expect("CSV is a format of tables");
    /// let people = answers.table(&View::whole(Table::People), csv.as_ref());
    /// let people = String::from_utf8(people.expect("people are answers"))?;
    /// assert!(people.lines().any(|line| line.contains("Emeka Okafor")));
    /// // Records are evidence: they are written while reports are read, and not kept.
    /// assert_eq!(answers.table(&View::whole(Table::Records), csv.as_ref()), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn of(
        inputs: &[PathBuf],
        jobs: usize,
        rules: &Rules,
        options: RunOptions,
    ) -> Result<Self, NoThreads> {
        let threads = Threads::new(jobs);
        let mut collection = Collection::default();
        let (mut counts, mut troubles) = (RunCounts::default(), Vec::new());
        let mut pieces = pieces(
            files::find(inputs, None, &[]).entries,
            jobs,
            None,
            Cut::AsItIs,
        );
        let work = |piece, rules: &Rules, sink: &mut OrderedSink<'_, Part>| {
            let reader = Reader {
                rules,
                digests: None,
                executor: &threads,
                watch: &Unwatched,
            };
            let mut part = Part::default();
            let order = sink.order();
            reader.read(piece, &|| order.wait(), |out| match out {
                Read::Documents(_, documents) => {
                    documents.iter().for_each(|one| part.facts.add(one));
                    part.counts.merge(&RunCounts::of(documents));
                    part.troubles.extend(Trouble::among(documents));
                }
                Read::SplitDocument(later) => part.later.push(later),
                Read::Input(..) => {}
            });
            sink.hand_over(part);
        };
        let weight = |part: &Part| part.facts.weight();
        read_all(&mut pieces, jobs, rules, work, weight, |part| {
            collection.add(part.facts);
            counts.merge(&part.counts);
            troubles.extend(part.troubles);
            Ok::<_, NoThreads>(part.later)
        })?;
        Ok(Self {
            run: Run::compute_by(collection, options, LikelyMatches::OnceAsked, &threads),
            counts,
            troubles,
        })
    }

    /// Returns the answers as writers see them.
    pub fn view(&self) -> RunView<'_> {
        RunView::new(&self.run, &self.counts)
    }

    /// Returns a table of answers as a file of this format; `None` for a table of evidence.
    pub fn table(&self, view: &View, format: &dyn TableFormat) -> Option<Vec<u8>> {
        if !view.table().is_answer() {
            return None;
        }
        let mut file = format.file(view, Place::File);
        let mut bytes = file.opening();
        let lay_out = |rows: Rows| format.answers(view, &rows);
        let taken = in_parts(view, &self.run, &Sequential, lay_out, |rows| {
            bytes.extend_from_slice(&file.append(&rows));
            Ok::<_, std::convert::Infallible>(())
        });
        let Ok(()) = taken;
        bytes.extend(file.closing());
        Some(bytes)
    }
}

/// What one piece of the inputs comes to.
#[derive(Default)]
struct Part {
    facts: Facts,
    counts: RunCounts,
    troubles: Vec<Trouble>,
    later: Vec<Later>,
}
