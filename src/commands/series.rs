//! What spans meetings: the user's own files in, before any work, and what they ask for.

use std::fs;
use std::path::Path;

use rollbook::decode::encoding;
use rollbook::model::measure::Need;
use rollbook::model::time::Span;
use rollbook::series::identity::match_rate::MatchRate;
use rollbook::series::input::aliases::Aliases;
use rollbook::series::input::calendar;
use rollbook::series::input::dates::DateOrder;
use rollbook::series::input::exclusions::Exclusions;
use rollbook::series::input::faults::{Faults, FileProblem, problem};
use rollbook::series::input::headings::Field;
use rollbook::series::input::planned::Planned;
use rollbook::series::input::registrations::Registrations;
use rollbook::series::input::roster::Roster;
use rollbook::series::input::rules_file::{RulesFile, refuse_contradiction, share_need};
use rollbook::series::input::sheets::Sheet;
use rollbook::series::input::table::{Listed, Understood};
use rollbook::series::meetings::day_range::DayRange;
use rollbook::series::register::status_rules::StatusRules;
use rollbook::series::{Run, RunOptions};
use rollbook::storage::manifest::{InputEntry, InputKind};
use rollbook::views::Table;

use super::Failure;
use crate::plan::convert::{ConvertPlan, Enough, SeriesPlan};

/// What the user asks across meetings, and the files they ask it with.
pub struct Asked {
    /// The options.
    pub options: RunOptions,
    /// The files, as inputs of the run.
    pub files: Vec<InputEntry>,
    /// Who is left out.
    pub exclusions: Exclusions,
    /// What was understood of each list.
    pub understood: Vec<Understood>,
}

/// Reads the user's files and checks them, so that nothing is done in vain.
pub fn asked(plan: &ConvertPlan) -> Result<Asked, Failure> {
    let asked = &plan.series;
    let (zone, asked_for) = (&plan.judging.zone, &plan.choice.series);
    let mut own = OwnFiles {
        date_order: plan.reading.rules.local_times.order,
        ..OwnFiles::default()
    };
    let options = RunOptions {
        zone: zone.clone(),
        roster: own.sheet(InputKind::Roster, asked.roster.as_deref(), Roster::read)?,
        aliases: own
            .sheet(InputKind::Aliases, asked.aliases.as_deref(), Aliases::read)?
            .unwrap_or_default(),
        planned: own
            .list(
                InputKind::Meetings,
                asked.meetings.as_deref(),
                |file, bytes, order| {
                    if calendar::is_calendar(bytes) {
                        return Planned::read_calendar(file, bytes, zone);
                    }
                    Planned::read(&sheet(file, bytes, order)?, zone)
                },
            )?
            .unwrap_or_default(),
        registrations: own.sheet(
            InputKind::Registrations,
            asked.registrations.as_deref(),
            Registrations::read,
        )?,
        punctuality: plan.judging.punctuality.clone(),
        severities: plan.reading.severities(),
        rules: rules(asked, plan.judging.grace, &mut own)?,
        grouping: asked.grouping,
        series: asked_for.clone(),
        days: in_order(asked.days)?,
        passed: plan.pass_rule().cloned(),
        order: asked.order,
    };
    let exclusions = own.exclusions(&asked.exclude)?;
    own.refuse_to_split_without_departments(asked)?;
    Ok(Asked {
        options,
        files: own.files,
        exclusions,
        understood: own.understood,
    })
}

/// Refuses days of which the last lies before the first.
fn in_order(days: DayRange) -> Result<DayRange, Failure> {
    match (days.from, days.to) {
        (Some(from), Some(to)) if to < from => Err(Failure::Usage(
            format!("--to {to} lies before --from {from}").into(),
        )),
        _ => Ok(days),
    }
}

/// Refuses a roster of other people than those in the reports, who would all be absent.
pub fn refuse_others(run: Option<&Run>, asked: &SeriesPlan) -> Result<(), Failure> {
    let rate = run.and_then(Run::match_rate);
    match rate.filter(MatchRate::is_of_others) {
        Some(rate) if !asked.allow_unmatched_roster => Err(Failure::Unmatched(Box::new(rate))),
        _ => Ok(()),
    }
}

/// The user's own files, as they are read.
#[derive(Default)]
struct OwnFiles {
    date_order: Option<DateOrder>,
    files: Vec<InputEntry>,
    understood: Vec<Understood>,
}

impl OwnFiles {
    /// Returns the bytes of a file, which becomes an input of the run.
    fn bytes(&mut self, kind: InputKind, path: &Path) -> Result<Vec<u8>, FileProblem> {
        let bytes = fs::read(path).map_err(|error| {
            problem(
                &path.to_string_lossy(),
                format!("could not be read: {error}"),
            )
        })?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        let entry = InputEntry::own(kind, &name.to_string_lossy(), &bytes);
        self.files.push(entry);
        Ok(bytes)
    }

    /// Returns what a list says; `None` where the user names none.
    fn sheet<T>(
        &mut self,
        kind: InputKind,
        path: Option<&Path>,
        read: impl FnOnce(&Sheet) -> Result<Listed<T>, Faults>,
    ) -> Result<Option<T>, Failure> {
        self.list(kind, path, |file, bytes, order| {
            read(&sheet(file, bytes, order)?)
        })
    }

    /// Returns what a list says, in whatever form; `None` where the user names none.
    fn list<T>(
        &mut self,
        kind: InputKind,
        path: Option<&Path>,
        read: impl FnOnce(&str, &[u8], Option<DateOrder>) -> Result<Listed<T>, Faults>,
    ) -> Result<Option<T>, Failure> {
        let Some(path) = path else { return Ok(None) };
        let bytes = self.bytes(kind, path)?;
        let Listed { list, understood } = read(&path.to_string_lossy(), &bytes, self.date_order)?;
        if let Some(entry) = self.files.last_mut() {
            entry.understood = Some(understood.to_string());
        }
        self.understood.push(understood);
        Ok(Some(list))
    }

    /// Returns who is left out: by patterns, and by files of patterns.
    fn exclusions(&mut self, named: &[String]) -> Result<Exclusions, Failure> {
        let mut exclusions = Exclusions::default();
        for text in named {
            let path = Path::new(text);
            if path.is_file() {
                let bytes = self.bytes(InputKind::Exclusions, path)?;
                exclusions.add_all(&Sheet::read(text, &bytes)?)?;
            } else {
                exclusions.add(text)?;
            }
        }
        Ok(exclusions)
    }

    /// Refuses `--split-by department` where the roster has no departments.
    fn refuse_to_split_without_departments(&self, asked: &SeriesPlan) -> Result<(), Failure> {
        let (true, Some(roster)) = (asked.by_department, &asked.roster) else {
            return Ok(());
        };
        let name = roster
            .file_name()
            .unwrap_or(roster.as_os_str())
            .to_string_lossy();
        let own = self.understood.iter().find(|own| own.file == name);
        if own.is_none_or(|own| own.has(Field::Department)) {
            return Ok(());
        }
        let mut likely = own.into_iter().flat_map(|own| &own.likely);
        let likely = likely.find(|(_, field)| *field == Field::Department);
        let hint = likely.map_or_else(String::new, |(heading, _)| {
            format!("; `{heading}` looks like it: name it `department`")
        });
        let said = format!("has no column `department`, which --split-by department needs{hint}");
        Err(problem(&roster.to_string_lossy(), said).into())
    }
}

/// Returns the rows of a file, of which dates that leave doubt are read in this order.
fn sheet(file: &str, bytes: &[u8], order: Option<DateOrder>) -> Result<Sheet, FileProblem> {
    let mut sheet = Sheet::read(file, bytes)?;
    sheet.date_order = order;
    Ok(sheet)
}

/// Returns the rules of the file; what is typed comes before it, but for `--grace`, which has a
/// value in every run and holds where the file says nothing.
fn rules(asked: &SeriesPlan, grace: Span, own: &mut OwnFiles) -> Result<RulesFile, Failure> {
    let grace = Some(grace);
    let usual = StatusRules {
        late: grace,
        left_early: grace,
        ..StatusRules::default()
    };
    let mut rules = match &asked.rules {
        None => RulesFile {
            status: usual,
            excuses: Vec::new(),
        },
        Some(path) => {
            let file = path.to_string_lossy();
            let bytes = own.bytes(InputKind::Rules, path)?;
            let text = encoding::text(&bytes).map_err(|finding| problem(&file, finding.message))?;
            RulesFile::read(&file, text, usual)?
        }
    };
    match asked.enough {
        Some(Enough::Percent(percent)) => {
            rules.status.present = share_need(percent / 100.0).ok_or(Failure::Usage(
                "--present-share must be above 0 and at most 100".into(),
            ))?;
        }
        Some(Enough::Minutes(minutes)) => {
            rules.status.present = Need::Time(Span::minutes(minutes.into()));
        }
        None => {}
    }
    rules.status.clip &= !asked.count_outside_window;
    refuse_contradiction(&rules.status).map_err(Failure::Contradiction)?;
    Ok(rules)
}

/// Returns the tables across meetings that are written unless the user names others.
///
/// `people` is always among them: who came how often is the first thing asked of
/// more than one meeting. The others answer what only somebody asks who says so.
pub fn tables(plan: &ConvertPlan) -> Vec<Table> {
    let asked = &plan.series;
    let chooses = !plan.choice.series.is_empty()
        || plan.choice.of_people().is_some()
        || plan.choice.certificates.is_some();
    let mut tables = vec![Table::People];
    if asked.is_asked() || chooses {
        tables.extend([
            Table::Attendance,
            Table::Hours,
            Table::Weeks,
            Table::Suggestions,
        ]);
    }
    if asked.roster.is_some() {
        tables.extend([Table::Roster, Table::Missed, Table::Departments]);
    }
    if plan.pass_rule().is_some() {
        tables.push(Table::Passed);
    }
    if asked.registrations.is_some() {
        tables.extend([Table::Registrations, Table::Audience]);
    }
    tables
}
