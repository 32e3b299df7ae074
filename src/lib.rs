//! The social gradient in domestic abuse-related child protection, measured from an authority's own
//! returns and written so that it is safe to publish.
//!
//! [`run`] is the pipeline: six calls, one for each stage. [`read`] turns files into typed rows and is where
//! identifiers end; [`link`] puts each episode in the area its child lived in; [`count`] makes small tables;
//! [`disclose`] is the gate that every count passes; [`estimate`] makes figures of published counts alone;
//! [`render`] writes the run folder.
//!
//! Around them: [`domain`] holds the words of the field as types, [`stats`] the formulae over numbers,
//! [`config`] the plan, [`dictionary`] what every code and column means, [`diag`] what is said when
//! something is wrong, [`provenance`] where figures come from, [`history`] what was published before, [`private`] files for their owner alone, [`synth`] a synthetic authority,
//! [`calibrate`] how often limits hold the truth, and [`cli`]
//! the command line.

pub mod calibrate;
pub mod cli;
pub mod config;
pub mod count;
pub mod diag;
pub mod dictionary;
pub mod disclose;
pub mod domain;
pub mod estimate;
pub mod history;
pub mod link;
pub mod private;
pub mod provenance;
pub mod read;
pub mod render;
pub mod run;
pub mod stats;
pub mod synth;
