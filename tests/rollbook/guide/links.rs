//! Links, pictures and versions of README and guide.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{pages, readme};
use crate::support::project;
use rollbook::guide::CHAPTERS;

/// The places to which the links of a page lead, written behind the words.
fn targets(text: &str) -> Vec<&str> {
    let behind = text.split("](").skip(1);
    behind.filter_map(|rest| rest.split(')').next()).collect()
}

/// The headings of a page, as links name them.
fn anchors(text: &str) -> impl Iterator<Item = String> + '_ {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words
            .chars()
            .filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign));
        kept.collect::<String>().replace(' ', "-")
    })
}

#[test]
fn every_link_into_the_project_leads_somewhere() {
    let mut inside = 0;
    for (path, text) in pages() {
        let folder = project(&path).parent().unwrap().to_owned();
        let here = targets(&text).into_iter();
        for target in here.filter(|target| !target.starts_with("http")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            assert!(folder.join(file).exists(), "{path}: {target}");
            let there = match file.is_empty() {
                true => text.clone(),
                false => fs::read_to_string(folder.join(file)).unwrap_or_default(),
            };
            let known = heading.is_empty() || anchors(&there).any(|known| known == heading);
            assert!(known, "{path}: {target}");
            inside += 1;
        }
    }
    assert!(inside > CHAPTERS.len(), "{inside}");
}

#[test]
fn every_chapter_that_is_named_for_a_link_is_a_chapter() {
    for (path, text) in pages().into_iter().skip(1) {
        let ends = text
            .lines()
            .filter(|line| line.starts_with('[') && line.contains("]: "));
        let defined: BTreeSet<_> = ends
            .map(|line| {
                let (name, target) = line[1..].split_once("]: ").unwrap();
                assert_eq!(target, format!("{name}.md"), "{path}");
                assert!(
                    CHAPTERS.iter().any(|chapter| chapter.name == name),
                    "{path}: {name}"
                );
                name
            })
            .collect();
        let used = text
            .split("][")
            .skip(1)
            .filter_map(|rest| rest.split(']').next());
        let chapters = |name: &&str| CHAPTERS.iter().any(|chapter| chapter.name == *name);
        let used: BTreeSet<_> = used.filter(chapters).collect();
        assert_eq!(defined, used, "{path}");
    }
}

#[test]
fn the_readme_leads_to_every_chapter() {
    let text = readme();
    let targets = targets(&text);
    for chapter in CHAPTERS {
        let file = super::file_of(chapter.name);
        assert!(targets.contains(&file.as_str()), "{file}");
    }
}

#[test]
fn every_file_of_the_guide_is_a_chapter() {
    let names = fs::read_dir(project("src/guide"))
        .unwrap()
        .map(|file| file.unwrap().path());
    let pages = names.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let found: BTreeSet<_> = pages
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let chapters = CHAPTERS.iter().map(|chapter| chapter.name.to_owned());
    assert_eq!(found, chapters.collect());
}

#[test]
fn the_rust_version_is_the_one_that_cargo_asks_for() {
    let needed = format!(
        "[Rust](https://rustup.rs) {}",
        env!("CARGO_PKG_RUST_VERSION")
    );
    assert!(readme().contains(&needed), "{needed}");
}

#[test]
fn pictures_are_small() {
    for picture in fs::read_dir(project("samples/pictures")).unwrap() {
        let picture = picture.unwrap();
        let size = picture.metadata().unwrap().len();
        assert!(size < 200 * 1024, "{}: {size}", picture.path().display());
        assert_eq!(Path::new(&picture.file_name()).extension().unwrap(), "png");
    }
}
