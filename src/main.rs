//! The program: parse, call, choose the exit code.

use std::process::ExitCode;

use clap::Parser;
use social_gradient::cli::{self, Arguments};

fn main() -> ExitCode {
    cli::main(&Arguments::parse())
}
