//! The note that goes with a synthetic authority: what it exercises, and where the truth is.

use super::dirt::{ODD_ADDRESSES, Oddity};
use super::spec::Spec;
use super::truth::Truth;

/// Writes `README.md`.
pub(super) fn readme(spec: &Spec, truth: &Truth) -> String {
    let name = &spec.name;
    let path = &spec.domestic_abuse;
    let returns: String = truth
        .returns
        .iter()
        .map(|one| format!("| `cin/{}` | {} | {} |\n", one.file, one.children, one.episodes))
        .collect();
    let each = spec.oddities.each;
    let oddities: String = Oddity::ALL
        .iter()
        .map(|oddity| {
            let raises = if oddity.diagnostic().is_empty() {
                "—".into()
            } else {
                format!("`{}`", oddity.diagnostic())
            };
            format!("| `{}` | {} | {raises} |\n", oddity.name(), oddity.what())
        })
        .collect();
    let lost: String = truth.lost.iter().map(|(reason, rows)| format!("| `{reason}` | {rows} |\n")).collect();
    let addresses: String =
        ODD_ADDRESSES.iter().map(|(kind, number)| format!("| `{kind}` | {number} |\n")).collect();
    let (referral, assessed, s47, icpc, cpp) = (
        path.referral.relative_index,
        path.assessed.relative_index,
        path.s47.relative_index,
        path.icpc.relative_index,
        path.cpp_start.relative_index,
    );
    let (rows_in, kept) = (truth.rows_in, truth.kept);
    let year = spec.years.last;
    format!(
        "# {name}: a synthetic authority

**SYNTHETIC DATA.** {name} does not exist, and neither does any child, address, postcode or area in these files.
Area codes begin `E0199` and postcodes `NB`; nobody has given out either. Everything is drawn from the specification
(`spec.toml`) and its seed, and this note is written with the files: the same specification gives the same bytes.
After a change, `cargo test --lib synth -- --ignored refresh` writes the folder again.

## The files

| file | layout |
| --- | --- |
| `cin/CIN_Census_*.xml` | children in need census, one return a year; `GenderCurrent` before 2024-25 and `Sex` from it |
| `addresses.csv` | `child_id, postcode, start, end, family`, with `lsoa11` or `lsoa21` instead of a postcode in a few rows |
| `addresses_ssd.csv` | some of the same, under the column names of the Standard Safeguarding Dataset's `ssd_address` |
| `NSPL_*.csv` | postcode directory, header of 2025; one postcode in each area is terminated |
| `File_7_*.csv` | Indices of Deprivation 2025, 56 columns with the one that is cut short; only these areas of the 33,755 |
| `TS021_*.csv` | people by area and ethnic group, in the layout of the census table; the mix is the same in every area |
| `sapelsoasyoa_*.xlsx` | population by single year of age and sex, three mid-years, header on row 4 |
| `LSOA11_to_LSOA21_*.csv` | exact-fit lookup: unchanged, split, merged and redrawn areas |
| `truth.json`, `truth_counts.csv` | what is true of the files, for tests |

| return | children | episodes |
| --- | ---: | ---: |
{returns}
An episode that is open at the end of a year comes again in the next return with all that happened since the
referral; 4% of those had no need stated before (`N0`). One header gives a `Year` that is not that of its
`ReferenceDate`. Children unborn at the referral have an expected birth date, and their record ends before the birth.

## The truth

For each definition of domestic abuse (3A, 3B, 3C, any), a child at the most deprived end is so many times as likely
as one at the least to come as far as each outcome, log-linear on the mid-point rank of national IDACI deciles:

| assessed | section 47 enquiry | conference | protection plan |
| ---: | ---: | ---: | ---: |
| {assessed} | {s47} | {icpc} | {cpp} |

Behind the referrals themselves the index is {referral}, which no return can show: abuse is known only once an assessment
records it, so a referral that counts as related to abuse was assessed, and shares the index of the assessed.
Families without abuse have a flatter gradient. Siblings are referred together from one address, which makes true
uncertainty greater than a count of children suggests.

`truth_counts.csv` has, for each definition, outcome, period to 31 March {year} and decile: distinct children (in the
decile of the first counted event), how many of them are unborn (plan outcomes only), episodes, events, and families.

## Rows that are lost

{rows_in} episodes are in the returns and {kept} are counted. Each reason below has a known number of episodes; all
but `superseded` were chosen for it.

| reason | episodes |
| --- | ---: |
{lost}
## Oddities

In each return, {each} children show each of these (`pre_proceedings` in the last return only). All are read by a stated
rule; none stops or fails a run.

| kind | what the file has | diagnostic |
| --- | --- | --- |
{oddities}
| kind in `addresses.csv` | children |
| --- | ---: |
{addresses}"
    )
}
