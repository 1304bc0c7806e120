//! How fast each format writes the records of a large meeting.

mod generator;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Cursor;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use rollbook::formats::csv::Csv;
use rollbook::formats::html::Pages;
use rollbook::formats::json::Json;
use rollbook::formats::table_format::{TableFormat as _, TextOptions};
use rollbook::formats::xlsx::{Facts, Locale, WorkbookWriter};
use rollbook::language::Language;
use rollbook::origin::Origin;
use rollbook::series::collect::facts::Facts as ReportFacts;
use rollbook::series::{Run, RunOptions};
use rollbook::summary::{DocumentSummary, Rules, RunCounts, summarise};
use rollbook::views::Table;
use rollbook::views::cell::Rows;
use rollbook::views::evidence::EvidenceBatch;
use rollbook::views::run_view::RunView;
use rollbook::views::view::View;
use rollbook::zone::Zone;

const TABLE: Table = Table::Records;
const VIEW: View = View::whole(TABLE);

fn csv_rows(documents: &[DocumentSummary<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    Csv(TextOptions::default()).evidence(&VIEW, &EvidenceBatch::whole(documents), &mut bytes);
    bytes
}

fn json_rows(documents: &[DocumentSummary<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    Json.evidence(&VIEW, &EvidenceBatch::whole(documents), &mut bytes);
    bytes
}

/// A workbook with this one table, from its rows to the whole file.
fn workbook(documents: &[DocumentSummary<'_>], locale: &Locale) -> Vec<u8> {
    let mut rows = Rows::default();
    for document in documents {
        TABLE.rows(document, |row| rows.push(row));
    }
    let mut workbook = WorkbookWriter::new(&[VIEW], locale);
    workbook.append_rows(TABLE, rows).expect("rows fit");
    let mut bytes = Cursor::new(Vec::new());
    workbook
        .finish(Facts::default(), &mut bytes)
        .expect("it can be finished");
    bytes.into_inner()
}

fn writing(criterion: &mut Criterion) {
    let text = generator::report();
    let origin = Origin::named("large.json");
    let documents = summarise(text.as_bytes(), &origin, &Rules::default());
    let zone = Zone::utc();
    let pages = Pages::new(zone.clone(), Language::English, &BTreeMap::new())
        .expect("the built-in templates are good");
    let mut counts = RunCounts::default();
    documents.iter().for_each(|document| counts.add(document));
    let run = Run::of(ReportFacts::of(&documents), RunOptions::default());
    let meeting = RunView::new(&run, &counts).meeting(0);

    let mut group = criterion.benchmark_group("write");
    group.throughput(Throughput::Elements(generator::PEOPLE as u64));
    group.bench_function("csv", |bencher| {
        bencher.iter(|| csv_rows(black_box(&documents)));
    });
    group.bench_function("json", |bencher| {
        bencher.iter(|| json_rows(black_box(&documents)));
    });
    group.bench_function("xlsx", |bencher| {
        bencher.iter(|| workbook(black_box(&documents), &Locale::default()));
    });
    group.bench_function("html", |bencher| {
        bencher.iter(|| pages.meeting(black_box(&meeting)).expect("a page"));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = writing
}
criterion_main!(benches);
