# One verb for each job. `just` lists them.

_list:
    @just --list --unsorted

# Run the main job on the synthetic authority.
run *ARGS="pipelines/quarterly.toml":
    cargo run --release -- run {{ARGS}}

# Run the tests; ARGS narrow them.
test *ARGS:
    cargo test --release {{ARGS}}

# Compare the methods with reference figures, from the folder that SOCIAL_GRADIENT_ORACLES names.
compare:
    cargo test --release --test oracles -- --nocapture

# Write reports/example again, after a change that is meant.
example:
    REFRESH_EXAMPLE=1 cargo test --release --test example

# Put the source in the house's form.
format:
    cargo fmt

# Look for faults without running anything.
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# Build the documentation.
document:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# Time the hot paths.
measure:
    cargo bench

# Explain a name: a message, a measure, a column, a code.
explain NAME:
    cargo run --release -- explain "{{NAME}}"

# All that a change must pass.
check: lint test document
