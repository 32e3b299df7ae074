//! The records of a return as Parquet, and back.
//!
//! `children`: child and pupil (pseudonyms), line, born, expected, sex, ethnicity, disabilities. `episodes`: child (the row of
//! `children`, from nought), line, referred, source, need, closed, closure, no_further_action, conference,
//! pre_proceedings. `assessments`: episode (the row of `episodes`), started, authorised, factors. `enquiries`:
//! episode, started, conference, conference_not_required. `plans`: episode, started, ended, category, earlier_plans.
//! Codes are the census's own; several in a cell are parted by spaces.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, RecordBatch, StringArray, UInt32Array};
use jiff::ToSpan;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::super::child::{Batch, Names};
use crate::domain::Date;
use crate::domain::codes::{
    AbuseCategory, ClosureReason, Disability, DisabilitySet, Ethnicity, Factor, FactorSet, PrimaryNeed,
    ReferralSource, Sex,
};
use crate::domain::period::day_number;
use crate::read::tables::{Assessment, Birth, Child, ChildKey, Enquiry, Episode, ProtectionPlan};

/// Returns each file with its bytes.
pub(super) fn write(batch: &Batch) -> Result<Vec<(&'static str, Vec<u8>)>, ParquetError> {
    let children = &batch.children;
    let record = || children.iter().map(|(_, _, child)| child);
    let born = |child: &Child| if let Some(Birth::Born(day)) = child.birth { Some(day) } else { None };
    let expected =
        |child: &Child| if let Some(Birth::Expected(day)) = child.birth { Some(day) } else { None };
    let disabilities = |child: &Child| {
        words(Disability::ALL.iter().filter(|&&one| child.disabilities.holds(one)).map(|one| one.code()))
    };
    let (episodes, assessments) = (&batch.episodes, &batch.assessments);
    let factors = |one: &Assessment| {
        words(Factor::ALL.iter().filter(|&&factor| one.factors.holds(factor)).map(|factor| factor.code()))
    };
    let (enquiries, plans) = (&batch.enquiries, &batch.plans);
    Ok(vec![
        (
            "children.parquet",
            table(vec![
                ("child", texts(children.iter().map(|(names, ..)| Some(&*names.own)))),
                ("pupil", texts(children.iter().map(|(names, ..)| names.pupil.as_deref()))),
                ("line", numbers(children.iter().map(|&(_, line, _)| Some(line)))),
                ("born", days(record().map(born))),
                ("expected", days(record().map(expected))),
                ("sex", texts(record().map(|child| Some(sex(child.sex))))),
                ("ethnicity", texts(record().map(|child| child.ethnicity.map(Ethnicity::code)))),
                ("disabilities", texts(record().map(disabilities).map(Some))),
            ])?,
        ),
        (
            "episodes.parquet",
            table(vec![
                ("child", numbers(episodes.iter().map(|one| Some(one.child.0)))),
                ("line", numbers(episodes.iter().map(|one| Some(one.line)))),
                ("referred", days(episodes.iter().map(|one| Some(one.referred)))),
                ("source", texts(episodes.iter().map(|one| one.source.map(ReferralSource::code)))),
                ("need", texts(episodes.iter().map(|one| one.need.map(PrimaryNeed::code)))),
                ("closed", days(episodes.iter().map(|one| one.closed))),
                ("closure", texts(episodes.iter().map(|one| one.closure.map(ClosureReason::code)))),
                ("no_further_action", flags(episodes.iter().map(|one| one.no_further_action))),
                ("conference", days(episodes.iter().map(|one| one.conference))),
                ("pre_proceedings", flags(episodes.iter().map(|one| Some(one.pre_proceedings)))),
            ])?,
        ),
        (
            "assessments.parquet",
            table(vec![
                ("episode", numbers(assessments.iter().map(|one| Some(one.episode)))),
                ("started", days(assessments.iter().map(|one| one.started))),
                ("authorised", days(assessments.iter().map(|one| one.authorised))),
                ("factors", texts(assessments.iter().map(factors).map(Some))),
            ])?,
        ),
        (
            "enquiries.parquet",
            table(vec![
                ("episode", numbers(enquiries.iter().map(|one| Some(one.episode)))),
                ("started", days(enquiries.iter().map(|one| one.started))),
                ("conference", days(enquiries.iter().map(|one| one.conference))),
                ("conference_not_required", flags(enquiries.iter().map(|one| one.conference_not_required))),
            ])?,
        ),
        (
            "plans.parquet",
            table(vec![
                ("episode", numbers(plans.iter().map(|one| Some(one.episode)))),
                ("started", days(plans.iter().map(|one| one.started))),
                ("ended", days(plans.iter().map(|one| one.ended))),
                ("category", texts(plans.iter().map(|one| one.category.map(AbuseCategory::code)))),
                ("earlier_plans", numbers(plans.iter().map(|one| one.earlier_plans.map(u32::from)))),
            ])?,
        ),
    ])
}

/// Reads the files of a folder; `None` where one is not there or is not what was written.
pub(super) fn read(folder: &Path) -> Option<Batch> {
    let mut batch = Batch::default();
    for rows in batches(&folder.join("children.parquet"))? {
        let columns = Columns(&rows);
        let (names, pupils) = (columns.texts("child")?, columns.texts("pupil")?);
        let lines = columns.numbers("line")?;
        let (born, expected) = (columns.days("born")?, columns.days("expected")?);
        let (sexes, ethnicities) = (columns.texts("sex")?, columns.texts("ethnicity")?);
        let disabilities = columns.texts("disabilities")?;
        for row in 0..rows.num_rows() {
            let birth = day(born, row).map(Birth::Born).or(day(expected, row).map(Birth::Expected));
            let mut held = DisabilitySet::default();
            for code in disabilities.value(row).split_ascii_whitespace() {
                held.insert(Disability::from_code(code.as_bytes())?);
            }
            let child = Child {
                key: ChildKey(u32::try_from(batch.children.len()).ok()?),
                birth,
                sex: Sex::from_code(sexes.value(row).as_bytes())?,
                ethnicity: code(ethnicities, row, Ethnicity::from_code)?,
                disabilities: held,
            };
            let pupil = pupils.is_valid(row).then(|| pupils.value(row).into());
            batch.children.push((Names { own: names.value(row).into(), pupil }, lines.value(row), child));
        }
    }
    for rows in batches(&folder.join("episodes.parquet"))? {
        let columns = Columns(&rows);
        let (children, lines) = (columns.numbers("child")?, columns.numbers("line")?);
        let (referred, closed) = (columns.days("referred")?, columns.days("closed")?);
        let (sources, needs) = (columns.texts("source")?, columns.texts("need")?);
        let (closures, conferences) = (columns.texts("closure")?, columns.days("conference")?);
        let (nfa, before) = (columns.flags("no_further_action")?, columns.flags("pre_proceedings")?);
        for row in 0..rows.num_rows() {
            let child = children.value(row);
            batch.children.get(child as usize)?;
            batch.episodes.push(Episode {
                child: ChildKey(child),
                file: 0,
                line: lines.value(row),
                referred: day(referred, row)?,
                source: code(sources, row, ReferralSource::from_code)?,
                need: code(needs, row, PrimaryNeed::from_code)?,
                closed: day(closed, row),
                closure: code(closures, row, ClosureReason::from_code)?,
                no_further_action: flag(nfa, row),
                conference: day(conferences, row),
                pre_proceedings: before.value(row),
            });
        }
    }
    let count = batch.episodes.len();
    let within = |episode: u32| ((episode as usize) < count).then_some(episode);
    for rows in batches(&folder.join("assessments.parquet"))? {
        let columns = Columns(&rows);
        let (episodes, factors) = (columns.numbers("episode")?, columns.texts("factors")?);
        let (started, authorised) = (columns.days("started")?, columns.days("authorised")?);
        for row in 0..rows.num_rows() {
            let mut found = FactorSet::EMPTY;
            for code in factors.value(row).split_ascii_whitespace() {
                found.insert(Factor::from_code(code.as_bytes())?);
            }
            batch.assessments.push(Assessment {
                episode: within(episodes.value(row))?,
                started: day(started, row),
                authorised: day(authorised, row),
                factors: found,
            });
        }
    }
    for rows in batches(&folder.join("enquiries.parquet"))? {
        let columns = Columns(&rows);
        let (episodes, started) = (columns.numbers("episode")?, columns.days("started")?);
        let (held, needless) = (columns.days("conference")?, columns.flags("conference_not_required")?);
        for row in 0..rows.num_rows() {
            batch.enquiries.push(Enquiry {
                episode: within(episodes.value(row))?,
                started: day(started, row),
                conference: day(held, row),
                conference_not_required: flag(needless, row),
            });
        }
    }
    for rows in batches(&folder.join("plans.parquet"))? {
        let columns = Columns(&rows);
        let (episodes, categories) = (columns.numbers("episode")?, columns.texts("category")?);
        let (started, ended) = (columns.days("started")?, columns.days("ended")?);
        let earlier = columns.numbers("earlier_plans")?;
        for row in 0..rows.num_rows() {
            batch.plans.push(ProtectionPlan {
                episode: within(episodes.value(row))?,
                started: day(started, row),
                ended: day(ended, row),
                category: code(categories, row, AbuseCategory::from_code)?,
                earlier_plans: earlier
                    .is_valid(row)
                    .then(|| u16::try_from(earlier.value(row)).ok())
                    .flatten(),
            });
        }
    }
    Some(batch)
}

fn table(columns: Vec<(&'static str, ArrayRef)>) -> Result<Vec<u8>, ParquetError> {
    let rows = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("social-gradient ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, rows.schema(), Some(properties))?;
    writer.write(&rows)?;
    writer.close()?;
    Ok(bytes)
}

fn batches(file: &Path) -> Option<Vec<RecordBatch>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(file).ok()?).ok()?;
    reader.with_batch_size(1 << 16).build().ok()?.collect::<Result<_, _>>().ok()
}

/// The columns of some rows, by name and kind.
struct Columns<'a>(&'a RecordBatch);

impl<'a> Columns<'a> {
    fn array<T: 'static>(&self, name: &str) -> Option<&'a T> {
        self.0.column_by_name(name)?.as_any().downcast_ref()
    }

    fn texts(&self, name: &str) -> Option<&'a StringArray> {
        self.array(name)
    }

    fn numbers(&self, name: &str) -> Option<&'a UInt32Array> {
        self.array(name)
    }

    fn days(&self, name: &str) -> Option<&'a Date32Array> {
        self.array(name)
    }

    fn flags(&self, name: &str) -> Option<&'a BooleanArray> {
        self.array(name)
    }
}

fn texts<T: AsRef<str>>(cells: impl Iterator<Item = Option<T>>) -> ArrayRef {
    Arc::new(cells.collect::<StringArray>())
}

fn numbers(cells: impl Iterator<Item = Option<u32>>) -> ArrayRef {
    Arc::new(cells.collect::<UInt32Array>())
}

fn flags(cells: impl Iterator<Item = Option<bool>>) -> ArrayRef {
    Arc::new(cells.collect::<BooleanArray>())
}

fn days(cells: impl Iterator<Item = Option<Date>>) -> ArrayRef {
    Arc::new(cells.map(|day| day.map(day_number)).collect::<Date32Array>())
}

fn day(days: &Date32Array, row: usize) -> Option<Date> {
    let number = days.is_valid(row).then(|| days.value(row))?;
    Date::constant(1970, 1, 1).checked_add(number.days()).ok()
}

fn flag(flags: &BooleanArray, row: usize) -> Option<bool> {
    flags.is_valid(row).then(|| flags.value(row))
}

/// Returns the code of a cell, `Some(None)` where it is empty and `None` where it is no code.
fn code<T>(texts: &StringArray, row: usize, read: impl Fn(&[u8]) -> Option<T>) -> Option<Option<T>> {
    if texts.is_null(row) {
        return Some(None);
    }
    read(texts.value(row).as_bytes()).map(Some)
}

fn words(codes: impl Iterator<Item = &'static str>) -> String {
    codes.collect::<Vec<_>>().join(" ")
}

const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Unknown => "U",
    }
}
