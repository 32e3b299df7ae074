//! The aggregation benchmark: five million episodes, a million children and 33,755 areas from CSV to 960 cells of
//! episodes, of those with abuse, and of distinct children.
//!
//! `aggregation DIR`, where `benches/aggregation.py make DIR` put the files. What a run on returns is made of does the work:
//! `read` opens the tables and knows their codes, `link` finds children and areas by number, `count` counts a child once in
//! a cell and rows by cell. Said here are the columns, the bands of age and what a cell is: a run's own rules would give
//! other cells, for there a child is in one group, two referrals of a child on one day are one, and ages are banded as the
//! Department for Education does.

#![expect(clippy::print_stdout, reason = "an example prints what it found")]

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

use social_gradient::count::{Once, by_cell};
use social_gradient::diag::{Diagnostic, Findings};
use social_gradient::domain::AreaCode;
use social_gradient::domain::codes::{Ethnicity, Sex};
use social_gradient::link::Numbered;
use social_gradient::read::sheet::{self, Column, Header, Missing, Row, whole};

const DECILES: usize = 10;
/// How many rows are handed on at once.
const BATCH: usize = 1 << 14;

/// One episode: its child, its area as a number, and whether abuse was recorded.
type Episode = (u32, u32, bool);

fn main() {
    let folder = std::env::args().nth(1).expect("the folder of the files");
    let began = Instant::now();
    match cells(Path::new(&folder)) {
        Ok([cells, abuse, children]) => println!(
            "{:.2} s; {cells} cells, {abuse} with abuse, {children} children",
            began.elapsed().as_secs_f64()
        ),
        Err(problem) => println!("{}", problem.message),
    }
}

fn cells(folder: &Path) -> Result<[u64; 3], Diagnostic> {
    let (send, receive) = sync_channel(64);
    let (read, counted) = rayon::join(
        || {
            let mut batch = Vec::with_capacity(BATCH);
            let read = rows(
                &folder.join("episode.csv"),
                ["child id", "lsoa", "da factor"],
                |row, [child, area, abuse]| {
                    let number = |column| whole(row.cell(column)).ok().flatten().unwrap_or(0);
                    let area = AreaCode::parse(row.cell(area).as_bytes()).map_or(0, AreaCode::number);
                    batch.push((number(child), area, number(abuse) == 1));
                    if batch.len() == BATCH {
                        let _ = send.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)));
                    }
                },
            );
            let _ = send.send(batch);
            drop(send);
            read
        },
        || joined(folder, receive),
    );
    read?;
    counted
}

/// Joins episodes to children and areas as they come, and counts.
fn joined(folder: &Path, episodes: Receiver<Vec<Episode>>) -> Result<[u64; 3], Diagnostic> {
    let mut deciles = Vec::new();
    rows(&folder.join("lsoa.csv"), ["lsoa", "decile"], |row, [area, decile]| {
        let area = AreaCode::parse(row.cell(area).as_bytes()).map_or(0, AreaCode::number);
        deciles.push((area, whole(row.cell(decile)).ok().flatten().map_or(0, |decile| decile - 1)));
    })?;
    let deciles = Numbered::of(deciles);
    let mut children = Vec::new();
    let columns = ["child id", "sex", "ethnicity", "age", "disability"];
    rows(&folder.join("child.csv"), columns, |row, [child, sex, ethnicity, age, disability]| {
        let number = |column| whole(row.cell(column)).ok().flatten().unwrap_or(0);
        let band = match number(age) {
            0..5 => 0,
            5..10 => 1,
            10..15 => 2,
            _ => 3_u8,
        };
        let sex = Sex::from_code(row.cell(sex).as_bytes());
        let ethnicity = Ethnicity::from_code(row.cell(ethnicity).as_bytes());
        children.push((number(child), (ethnicity, sex, band, number(disability))));
    })?;
    let mut kinds: Vec<_> = children.iter().map(|child| child.1).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let known = children.len();
    let places = children.into_iter().enumerate().map(|(place, (number, kind))| {
        (number, (place, kinds.binary_search(&kind).expect("a kind that was met")))
    });
    let children = Numbered::of(places.collect());
    let cells = kinds.len() * DECILES;
    let mut once = Once::new(known, cells);
    let placed = episodes.into_iter().flatten().filter_map(|(child, area, abuse)| {
        let (&(child, kind), &decile) = (children.get(child)?, deciles.get(area)?);
        let cell = kind * DECILES + decile as usize;
        Some((cell, [abuse, once.is_first(child, cell)]))
    });
    let (held, [abuse, children]) = by_cell(cells, placed);
    let held = held.iter().filter(|&&rows| rows > 0).count() as u64;
    Ok([held, abuse.iter().sum(), children.iter().sum()])
}

/// Reads every row of a table by the program's own reader, with the columns of these names.
fn rows<const N: usize>(
    path: &Path,
    names: [&'static str; N],
    mut each: impl FnMut(Row<'_>, [&Column; N]),
) -> Result<(), Diagnostic> {
    let find = |header: &Header| -> Result<Vec<Column>, Missing> {
        names.iter().map(|&name| header.named(&[name]).ok_or(Missing(vec![name]))).collect()
    };
    sheet::read(path, find, &mut Findings::default(), |columns, row, _| {
        each(row, std::array::from_fn(|at| &columns[at]));
        Ok(())
    })?;
    Ok(())
}
