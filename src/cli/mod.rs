//! The command line: a thin skin over the library. Data go to standard output, talk to standard error.

mod calibrate;
mod check;
mod compare;
mod estimate;
mod explain;
mod init;
mod panic;
mod run;
mod synth;
mod talk;
mod verify;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::diag::Code;
use crate::estimate::table::Request;

/// The social gradient in domestic abuse-related child protection, from an authority's own returns.
///
/// Nothing leaves this computer: the program has no network code.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
#[command(
    before_help = "Examples:\n  social-gradient init trial --example   a synthetic authority and a plan that runs\n  social-gradient run trial/plan.toml    read, link, count, protect, estimate, write"
)]
#[command(
    after_help = "Exit codes: 0 done; 1 done, and something was found: records that could not be used, or rules that a release breaks; 2 could not run; 3 the release was refused."
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes a commented plan, and with --example a synthetic authority that it runs on.
    #[command(
        before_help = "Examples:\n  social-gradient init quarterly\n  social-gradient init trial --example"
    )]
    Init {
        /// The folder to make.
        folder: PathBuf,
        /// Adds a synthetic authority.
        #[arg(long)]
        example: bool,
    },
    /// Reads everything a plan names, reports all problems at once, writes nothing.
    #[command(
        before_help = "Examples:\n  social-gradient check plan.toml\n  social-gradient check plan.toml --json"
    )]
    Check {
        /// The plan.
        plan: PathBuf,
        /// Reports as JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Runs a plan and writes its run folder.
    #[command(
        before_help = "Examples:\n  social-gradient run plan.toml\n  social-gradient run plan.toml --out march --json"
    )]
    Run {
        /// The plan.
        plan: PathBuf,
        /// The run folder, in place of the plan's.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Says what would be read and written, and stops.
        #[arg(long)]
        dry_run: bool,
        /// Reports as JSON on standard output.
        #[arg(long)]
        json: bool,
        /// Says nothing but what went wrong.
        #[arg(long, short)]
        quiet: bool,
        /// How many threads read and link; by default one for each processor. Fewer threads need less memory.
        #[arg(long, value_name = "N")]
        threads: Option<NonZeroUsize>,
        /// Reads every return again, and keeps nothing of it.
        #[arg(long)]
        no_cache: bool,
    },
    /// Estimates measures from a table of counts that somebody has made already.
    #[command(
        before_help = "Examples:\n  social-gradient estimate counts.csv --measure rate,sii,rii\n  social-gradient estimate - --measure maihda --by ethnicity,sex --out results.csv"
    )]
    #[command(
        after_help = "`social-gradient explain counts` describes the table, `social-gradient explain estimate` lists the measures."
    )]
    Estimate {
        /// The table, as CSV or a workbook; `-` for CSV on standard input.
        counts: PathBuf,
        /// The measures, separated by commas.
        #[arg(long, required = true, value_delimiter = ',', value_name = "NAME")]
        measure: Vec<String>,
        /// The dimensions of a breakdown, separated by commas.
        #[arg(long, value_delimiter = ',', value_name = "DIM")]
        by: Vec<String>,
        /// The file to write; left out or `-`, standard output.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Writes JSON in place of CSV.
        #[arg(long)]
        json: bool,
        /// The confidence level of limits.
        #[arg(long, default_value_t = 0.95)]
        level: f64,
        /// How much more of the score a gradient over it is for: 10 for a ratio per 10 points.
        #[arg(long, default_value_t = 1.0, value_name = "POINTS")]
        step: f64,
        /// No two cases are of one family: gives limits though the table has neither `families` nor `sum_sq`.
        #[arg(long)]
        independent: bool,
    },
    /// Says what moved between two run folders, and whether both together give anything away.
    #[command(
        before_help = "Examples:\n  social-gradient compare out/march out/june\n  social-gradient compare out/march out/june --json"
    )]
    Compare {
        /// The first run folder.
        one: PathBuf,
        /// The second.
        other: PathBuf,
        /// Reports as JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Explains a diagnostic, a measure, a column or a code.
    #[command(before_help = "Examples:\n  social-gradient explain rii\n  social-gradient explain 3B")]
    Explain {
        /// The name; left out, all names are listed.
        name: Option<String>,
    },
    /// Compares a run folder with its manifest, and with --accessibility tests whether everyone can read it.
    #[command(
        before_help = "Examples:\n  social-gradient verify out/quarterly\n  social-gradient verify out/quarterly --accessibility"
    )]
    Verify {
        /// The run folder.
        run: PathBuf,
        /// Tests every rule of accessible publication that a program can test.
        #[arg(long)]
        accessibility: bool,
        /// Reports as JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Draws tables with a known truth and says how often the program's 95% limits hold it.
    #[command(
        before_help = "Examples:\n  social-gradient calibrate\n  social-gradient calibrate --tables 4000 --json"
    )]
    Calibrate {
        /// How many tables are drawn for each of the settings.
        #[arg(long, default_value = "1000", value_name = "N")]
        tables: NonZeroUsize,
        /// Reports as JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Makes a synthetic authority, or a nation of them, from a specification.
    #[command(
        before_help = "Examples:\n  social-gradient synth spec.toml --out northbridge\n  social-gradient synth --out northbridge"
    )]
    Synth {
        /// The specification; left out, the one of the example.
        spec: Option<PathBuf>,
        /// The folder to write.
        #[arg(long)]
        out: PathBuf,
    },
}

impl Command {
    /// Returns in which form the command answers, and says why it could not.
    const fn form(&self) -> talk::Form {
        match self {
            Self::Check { json, .. }
            | Self::Run { json, .. }
            | Self::Estimate { json, .. }
            | Self::Compare { json, .. }
            | Self::Verify { json, .. }
            | Self::Calibrate { json, .. } => talk::Form::of(*json),
            Self::Init { .. } | Self::Explain { .. } | Self::Synth { .. } => talk::Form::Words,
        }
    }
}

/// Does what the arguments ask and returns the exit code.
#[must_use]
pub fn main(arguments: &Arguments) -> ExitCode {
    panic::hook();
    let form = arguments.command.form();
    let outcome = match &arguments.command {
        Command::Init { folder, example: false } => init::blank(folder),
        Command::Init { folder, example: true } => init::example(folder),
        Command::Check { plan, .. } => check::check(plan, form),
        Command::Run { plan, out, dry_run: true, .. } => run::dry(plan, out.as_deref(), form),
        Command::Run { plan, out, dry_run: false, quiet, threads, no_cache, .. } => {
            run::on(*threads);
            let returns = if *no_cache { run::Returns::Again } else { run::Returns::Kept };
            run::run(plan, out.as_deref(), returns, form, talk::Voice::of(*quiet))
        }
        Command::Estimate { counts, measure, by, out, level, step, independent, .. } => {
            let (measures, by) = (measure.clone(), by.clone());
            let request = Request { measures, by, level: *level, independent: *independent, step: *step };
            estimate::estimate(counts, &request, out.as_deref(), form)
        }
        Command::Compare { one, other, .. } => compare::compare(one, other, form),
        Command::Explain { name } => explain::explain(name.as_deref()),
        Command::Verify { run, accessibility, .. } => {
            let depth = if *accessibility { verify::Depth::Accessibility } else { verify::Depth::Record };
            verify::verify(run, depth, form)
        }
        Command::Calibrate { tables, .. } => calibrate::calibrate(tables.get(), form),
        Command::Synth { spec, out } => synth::synth(spec.as_deref(), out),
    };
    match outcome {
        Ok(code) => code,
        Err(problems) => {
            problems.iter().for_each(talk::problem);
            if form == talk::Form::Json {
                let problems: Vec<_> = problems.iter().map(crate::diag::json).collect();
                talk::print(&format!("{:#}", serde_json::json!({ "diagnostics": problems })));
            }
            let refusals = [Code::DisclosureRefused, Code::LedgerUnusable, Code::LedgerConflict];
            let refused = problems.iter().any(|problem| refusals.contains(&problem.code));
            ExitCode::from(if refused { 3 } else { 2 })
        }
    }
}
