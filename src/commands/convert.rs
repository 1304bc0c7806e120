//! `rollbook convert`: reports in, workbook, pages and tables out.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::{fs, io};

use rollbook::digest::RunningDigest;
use rollbook::manifest::{InputEntry, Manifest};
use rollbook::origin::Origin;
use rollbook::output::folder::{Existing, OutputError, OutputFolder};
use rollbook::output::series::to_stream;
use rollbook::output::table_files::{TableStream, TextLayout};
use rollbook::output::{Layouts, Outputs, Rendered, Totals};
use rollbook::pipeline::{Threads, Turn, in_order};
use rollbook::series::Series;
use rollbook::series::collection::Collection;
use rollbook::series::sketch::{MeetingSketch, sketches};
use rollbook::source::files::{self, Found};
use rollbook::source::{Piece, pieces};
use rollbook::spread::Spread as _;
use rollbook::stats::overall::SeveralMeetings;
use rollbook::summary::{DocumentSummary, MeetingSummary, Rules, RunCounts, Trouble};
use rollbook::tables::{ALL, Table};
use rollbook::write::csv::TextCells;
use rollbook::write::html::Pages;
use rollbook::zone::Zone;

use super::series::{self, Asked};
use super::{Exit, Failure, Later, Read, Reader, count, reunited};
use crate::cli::{Convert, FormatChoice};
use crate::terminal::{Progress, Report};

/// The tables that are written unless the user names others.
const DEFAULT_TABLES: [Table; 6] = [
    Table::Meetings,
    Table::Overall,
    Table::Roles,
    Table::Records,
    Table::Intervals,
    Table::Findings,
];

/// Runs the command.
pub fn run(options: &Convert) -> Result<Exit, Failure> {
    if options.output.as_os_str() == "-" {
        to_stdout(options)
    } else {
        to_folder(options)
    }
}

fn to_folder(options: &Convert) -> Result<Exit, Failure> {
    let layouts = folder_layouts(options)?;
    let asked = series::asked(options)?;
    let existing = if options.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    let folder = OutputFolder::open(&options.output, existing)?;
    let mut outputs = Outputs::create(&folder, &layouts)?;
    let found = files::find(&options.inputs.inputs, Some(&options.output));
    let mut report = Report::new(options.quiet);
    let destination = Some(&folder);
    let mut totals = convert(
        options,
        found,
        &layouts,
        asked,
        destination,
        &mut report,
        |rendered| Ok(outputs.append(rendered)?),
    )?;
    if totals.counts.meetings == 0 {
        outputs.discard();
        report.nothing_found(&totals.counts);
    } else {
        if let Some(series) = &totals.series {
            report.put_together(series, layouts.tables.contains(&Table::Register));
        }
        outputs.finish(&mut totals)?;
        report.converted(&totals, &options.output);
    }
    Ok(Exit::of(&totals.counts, options.severities.strict))
}

fn to_stdout(options: &Convert) -> Result<Exit, Failure> {
    let layouts = stream_layouts(options)?;
    let asked = series::asked(options)?;
    let stdout = io::BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    let mut stream =
        TableStream::open(layouts.tables[0], layouts.texts[0], stdout).map_err(Failure::Stdout)?;
    let found = files::find(&options.inputs.inputs, None);
    let mut report = Report::new(options.quiet);
    let totals = convert(
        options,
        found,
        &layouts,
        asked,
        None,
        &mut report,
        |rendered| {
            stream
                .append(rendered.first_table())
                .map_err(Failure::Stdout)
        },
    )?;
    if let Some(series) = &totals.series {
        to_stream(&mut stream, layouts.texts[0], layouts.tables[0], series)
            .map_err(Failure::Stdout)?;
    }
    stream.finish(&totals.overall).map_err(Failure::Stdout)?;
    if totals.counts.meetings == 0 {
        report.nothing_found(&totals.counts);
    }
    Ok(Exit::of(&totals.counts, options.severities.strict))
}

/// How much of a piece is laid out before it is handed over, in bytes.
const PART: usize = 1024 * 1024;

/// What a part of a piece comes to.
#[derive(Default)]
struct Part {
    rendered: Rendered,
    counts: RunCounts,
    meetings: SeveralMeetings,
    troubles: Vec<Trouble>,
    /// Inputs read to their end, and the beginning of one that is not.
    inputs: Vec<InputEntry>,
    open_input: Option<InputEntry>,
    later: Vec<Later>,
    sketches: Vec<MeetingSketch>,
}

impl Part {
    /// Adds documents of one input, but for what is laid out of them.
    fn count(&mut self, input: &Origin, documents: &[DocumentSummary<'_>], needs_series: bool) {
        self.open_input(input).add(documents);
        self.counts.merge(&count(documents));
        self.troubles.extend(Trouble::among(documents));
        for meeting in documents.iter().flat_map(|document| &document.meetings) {
            self.meetings.add(&meeting.stats.groups);
        }
        if needs_series {
            self.sketches.extend(documents.iter().flat_map(sketches));
        }
    }

    /// The entry of the input that is being read.
    fn open_input(&mut self, origin: &Origin) -> &mut InputEntry {
        let name = || InputEntry {
            name: origin.name.to_string(),
            ..InputEntry::default()
        };
        self.open_input.get_or_insert_with(name)
    }

    fn end_input(&mut self, origin: &Origin, digest: Option<RunningDigest>) {
        let entry = InputEntry {
            name: origin.name.to_string(),
            bytes: digest.as_ref().map(RunningDigest::bytes),
            sha256: digest.map(RunningDigest::finish),
            ..self.open_input.take().unwrap_or_default()
        };
        self.inputs.push(entry);
    }

    /// What is ready to be handed over, with an input that goes on told in part.
    fn hand_over(&mut self) -> Self {
        let mut part = std::mem::take(self);
        part.inputs.extend(part.open_input.take());
        part
    }

    /// About how much memory it takes, in bytes.
    fn weight(&self) -> usize {
        let sketches = self.sketches.iter().map(MeetingSketch::weight);
        self.rendered.weight() + sketches.sum::<usize>()
    }
}

/// Converts everything found, hands what was laid out to `write` in order, and adds up.
fn convert(
    options: &Convert,
    found: Found,
    layouts: &Layouts,
    asked: Asked,
    folder: Option<&OutputFolder>,
    report: &mut Report,
    mut write: impl FnMut(Rendered) -> Result<(), Failure>,
) -> Result<Totals, Failure> {
    let rules = Rules {
        punctuality: options.rules.punctuality(),
        severities: options.severities.policy(),
        reunion: None,
    };
    let jobs = options.inputs.jobs();
    report.found(&found);
    let mut progress = Progress::new(found.entries.len(), options.quiet);
    let mut totals = Totals::new(manifest(options, layouts, asked.files));
    let mut collection = Collection::default();
    let threads = Threads::new(jobs);
    let work = Work {
        layouts,
        folder,
        threads: &threads,
    };
    let mut pass = |rules: &Rules, pieces: &mut (dyn Iterator<Item = Piece> + Send)| {
        let mut later = Vec::new();
        let reader = Reader {
            rules,
            digests: folder.is_some(),
            threads: &threads,
        };
        let work = |piece, turn: &mut Parts<'_>| work.on(piece, &reader, turn);
        in_order(jobs, pieces, work, weight, |part| {
            let part = part?;
            progress.pause(|| report.troubles(&part.troubles));
            progress.advance(part.inputs.len());
            write(part.rendered)?;
            totals.add(&part.counts, part.meetings, part.inputs);
            part.sketches
                .iter()
                .for_each(|sketch| collection.add(sketch));
            later.extend(part.later);
            Ok::<(), Failure>(())
        })?;
        Ok::<_, Failure>(later)
    };
    let later = pass(&rules, &mut pieces(found.entries, jobs))?;
    let rules = reunited(&rules, &later);
    pass(&rules, &mut later.into_iter().map(|later| later.piece))?;
    if layouts.needs_series() && totals.counts.meetings > 0 {
        totals.series = Some(Series::compute(collection, asked.options));
    }
    Ok(totals)
}

/// Takes the parts of a piece's result.
type Parts<'t> = Turn<'t, Result<Part, OutputError>>;

fn weight(part: &Result<Part, OutputError>) -> usize {
    part.as_ref().map_or(0, Part::weight)
}

/// What is made of a piece: laid out, and the files of single meetings written.
struct Work<'w> {
    layouts: &'w Layouts,
    folder: Option<&'w OutputFolder>,
    threads: &'w Threads,
}

impl Work<'_> {
    /// Reads a piece, lays out what is in it, and hands that over in parts.
    fn on(&self, piece: Piece, reader: &Reader<'_>, turn: &mut Parts<'_>) {
        let mut part = Part::default();
        reader.read(piece, turn.order(), |out| {
            match out {
                Read::Documents(input, documents) => {
                    part.count(input, documents, self.layouts.needs_series());
                    if let Err(error) = self.lay_out(documents, &mut part, turn) {
                        turn.hand_over(Err(error));
                    }
                }
                Read::Apart(later) => part.later.push(later),
                Read::Input(origin, digest) => part.end_input(origin, digest),
            }
            if part.weight() >= PART {
                turn.hand_over(Ok(part.hand_over()));
            }
        });
        turn.hand_over(Ok(part.hand_over()));
    }

    /// Lays documents out into `part`; a long one in stretches, by all threads, each a
    /// part for itself.
    fn lay_out(
        &self,
        documents: &[DocumentSummary<'_>],
        part: &mut Part,
        turn: &mut Parts<'_>,
    ) -> Result<(), OutputError> {
        let lay_out = |stretch: &Range<usize>, rendered: &mut Rendered| {
            self.layouts.render_stretch(documents, stretch, rendered)?;
            let write = |folder| rendered.write_single_meetings(folder);
            self.folder.map_or(Ok(()), write)
        };
        let stretches = stretches(documents);
        let Some(stretches) = stretches else {
            return lay_out(&ALL, &mut part.rendered);
        };
        turn.hand_over(Ok(part.hand_over()));
        for some in stretches.chunks(STRETCHES) {
            let laid_out = self.threads.map(some.to_vec(), |stretch| {
                let mut part = Part::default();
                lay_out(&stretch, &mut part.rendered).map(|()| part)
            });
            laid_out.into_iter().for_each(|part| turn.hand_over(part));
        }
        Ok(())
    }
}

/// How many records of a long report are laid out at a time.
const STRETCH: usize = 2048;

/// How many stretches are laid out before they are handed over.
const STRETCHES: usize = 16;

/// The stretches of the records of a long document; `None` where all are laid out at once.
fn stretches(documents: &[DocumentSummary<'_>]) -> Option<Vec<Range<usize>>> {
    let [document] = documents else { return None };
    let records = |meeting: &MeetingSummary<'_>| meeting.report.records().len();
    let records: usize = document.meetings.iter().map(records).sum();
    if records <= 2 * STRETCH {
        return None;
    }
    let mut stretches: Vec<_> = (0..records)
        .step_by(STRETCH)
        .map(|from| from..from + STRETCH)
        .collect();
    // Behind the last record there may be meetings without any.
    if let Some(last) = stretches.last_mut() {
        last.end = usize::MAX;
    }
    Some(stretches)
}

/// The manifest's beginning: the program, the rules in force, and the files that tell them.
fn manifest(options: &Convert, layouts: &Layouts, own_files: Vec<InputEntry>) -> Manifest {
    let tables: Vec<_> = layouts.tables.iter().map(|table| table.name()).collect();
    Manifest {
        program: concat!("rollbook ", env!("CARGO_PKG_VERSION")).into(),
        time_zone_database: Zone::DATABASE.into(),
        options: options
            .in_force()
            .into_iter()
            .chain([("tables", tables.join(","))])
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        inputs: own_files,
        ..Manifest::default()
    }
}

fn folder_layouts(options: &Convert) -> Result<Layouts, Failure> {
    let formats = match options.format.as_slice() {
        [] => &[FormatChoice::Xlsx, FormatChoice::Html],
        chosen => chosen,
    };
    let wanted = |format| formats.contains(&format);
    let texts = [FormatChoice::Csv, FormatChoice::Json]
        .into_iter()
        .filter(|&format| wanted(format));
    let tables = tables(
        &options.tables,
        &[&DEFAULT_TABLES[..], &series::tables(&options.series)].concat(),
    );
    let pages = wanted(FormatChoice::Html)
        .then(|| pages(options))
        .transpose()?;
    Ok(Layouts {
        tables,
        zone: options.rules.timezone.clone(),
        language: options.rules.language,
        texts: texts
            .filter_map(|format| text_layout(options, format, !options.no_bom))
            .collect(),
        workbook: wanted(FormatChoice::Xlsx),
        meeting_workbooks: options.per_meeting,
        passed_list: options.series.passed.is_some(),
        by_department: options.series.split_by.is_some(),
        pages,
    })
}

fn pages(options: &Convert) -> Result<Pages, Failure> {
    let overrides = options
        .templates
        .as_deref()
        .map_or(Ok(BTreeMap::new()), templates)?;
    let pages = Pages::new(
        options.rules.timezone.clone(),
        options.rules.language,
        &overrides,
    )
    .map_err(OutputError::from)?;
    Ok(pages.with_grace(options.rules.punctuality().grace))
}

/// The user's own templates: every file in the folder, by name.
fn templates(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let failed = |source| Failure::Templates {
        path: folder.to_owned(),
        source,
    };
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let text = fs::read_to_string(entry.path()).map_err(failed)?;
        texts.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    Ok(texts)
}

fn stream_layouts(options: &Convert) -> Result<Layouts, Failure> {
    let format = match options.format.as_slice() {
        [] => FormatChoice::Csv,
        [one] => *one,
        _ => {
            return Err(Failure::Usage(
                "--output - writes one format; name csv or json with --format",
            ));
        }
    };
    let tables = tables(&options.tables, &[Table::Records]);
    if tables.len() != 1 {
        return Err(Failure::Usage(
            "--output - writes one table; name it with --tables",
        ));
    }
    let text = text_layout(options, format, false).ok_or(Failure::Usage(
        "--output - writes csv or json; for xlsx and html name a folder",
    ))?;
    Ok(Layouts {
        tables,
        texts: vec![text],
        ..Layouts::default()
    })
}

fn text_layout(
    options: &Convert,
    format: FormatChoice,
    byte_order_mark: bool,
) -> Option<TextLayout> {
    let text = if options.raw {
        TextCells::Raw
    } else {
        TextCells::Inert
    };
    match format {
        FormatChoice::Csv => Some(TextLayout::Csv {
            text,
            byte_order_mark,
        }),
        FormatChoice::Json => Some(TextLayout::Json),
        FormatChoice::Xlsx | FormatChoice::Html => None,
    }
}

/// The tables chosen, each once, in the order in which they are shown.
fn tables(chosen: &[Table], default: &[Table]) -> Vec<Table> {
    let chosen = if chosen.is_empty() { default } else { chosen };
    Table::ALL
        .into_iter()
        .filter(|table| chosen.contains(table))
        .collect()
}
