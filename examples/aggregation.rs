//! The aggregation benchmark, by the readers and types that the program's stages are made of: five million episodes, a
//! million children and 33,755 areas from CSV to 960 cells of episodes, of those with abuse, and of distinct children.
//!
//! `aggregation DIR`, where `benches/aggregation.py make DIR` put the files. The stages themselves would give other
//! cells: they put a child in one group, take two referrals of a child on one day as one, and band ages as the
//! Department for Education does. So what is compared is reading, joining and grouping, and not their rules.

#![expect(clippy::print_stdout, reason = "an example prints what it found")]

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

use rayon::prelude::*;
use social_gradient::diag::{Diagnostic, Findings};
use social_gradient::domain::AreaCode;
use social_gradient::domain::codes::{Ethnicity, Sex};
use social_gradient::read::sheet::{self, Column, Header, Missing, Row, whole};

/// Sixteen categories of ethnicity are room enough for the six that occur; so for the others.
const CATEGORIES: usize = 32 * 4 * 4 * 2;
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
    let deciles = Places::of(&deciles);
    let mut children = Vec::new();
    let columns = ["child id", "sex", "ethnicity", "age", "disability"];
    rows(&folder.join("child.csv"), columns, |row, [child, sex, ethnicity, age, disability]| {
        let number = |column| whole(row.cell(column)).ok().flatten().unwrap_or(0);
        let sex = Sex::from_code(row.cell(sex).as_bytes()).map_or(0, |sex| sex as usize);
        let ethnicity = Ethnicity::from_code(row.cell(ethnicity).as_bytes()).map_or(0, |one| one as usize);
        let band = match number(age) {
            0..5 => 0,
            5..10 => 1,
            10..15 => 2,
            _ => 3,
        };
        let place = ((ethnicity * 4 + sex) * 4 + band) * 2 + number(disability) as usize;
        children.push((number(child), u32::try_from(place).expect("fewer categories than 2^32")));
    })?;
    let children = Places::of(&children);
    let mut counts = vec![(0_u64, 0_u64, 0_u64); CATEGORIES * DECILES];
    let mut distinct: Vec<u64> = Vec::new();
    for (child, area, abuse) in episodes.into_iter().flatten() {
        let (Some(place), Some(decile)) = (children.get(child), deciles.get(area)) else { continue };
        let cell = place * DECILES + decile;
        counts[cell].0 += 1;
        counts[cell].1 += u64::from(abuse);
        distinct.push(u64::from(child) << 32 | cell as u64);
    }
    distinct.par_sort_unstable();
    distinct.dedup();
    distinct.iter().for_each(|&one| counts[(one & u64::from(u32::MAX)) as usize].2 += 1);
    let held = counts.iter().filter(|cell| cell.0 > 0);
    Ok(held.fold([0; 3], |[cells, abuse, children], cell| [cells + 1, abuse + cell.1, children + cell.2]))
}

/// What is known of each number, where the numbers lie close together.
struct Places {
    least: u32,
    known: Vec<u32>,
}

impl Places {
    fn of(rows: &[(u32, u32)]) -> Self {
        let least = rows.iter().map(|row| row.0).min().unwrap_or(0);
        let most = rows.iter().map(|row| row.0).max().unwrap_or(0);
        let mut known = vec![u32::MAX; (most - least) as usize + 1];
        rows.iter().for_each(|row| known[(row.0 - least) as usize] = row.1);
        Self { least, known }
    }

    fn get(&self, number: u32) -> Option<usize> {
        let known = self.known.get(number.checked_sub(self.least)? as usize)?;
        (*known < u32::MAX).then_some(*known as usize)
    }
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
