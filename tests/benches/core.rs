//! How fast bytes become numbers: decode, then validate and compute.

mod generator;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

use rollbook::decode::{PlacedReport, decode};
use rollbook::stats::ReportStats;
use rollbook::validate::validate;

/// The only report of a text.
fn placed(text: &str) -> PlacedReport<'_> {
    let document = decode(text).remove(0);
    document.content.expect("a report").reports.remove(0)
}

fn decoding(criterion: &mut Criterion) {
    let text = generator::report();
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("report", |bencher| {
        bencher.iter(|| decode(black_box(&text)))
    });
    group.finish();
}

fn computing(criterion: &mut Criterion) {
    let text = generator::report();
    let mut group = criterion.benchmark_group("compute");
    group.throughput(Throughput::Elements(generator::PEOPLE as u64));
    group.bench_function("validate and stats", |bencher| {
        let work = |placed| {
            let validated = validate(placed);
            assert!(validated.findings.is_empty());
            black_box(ReportStats::compute(&validated.report));
        };
        bencher.iter_batched(|| placed(&text), work, BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = decoding, computing
}
criterion_main!(benches);
