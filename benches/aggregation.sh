#!/usr/bin/env bash
# Five million episodes from CSV to 960 cells, by this program's reading, linking and counting and by polars' Python front end, in turn and
# three times each; writes the section of benches/RESULTS.md between the marks. Nothing else should run meanwhile.
#
#   PYTHON=python3 WORK=/tmp benches/aggregation.sh       needs numpy and polars; a minute, and 210 MB of disk
set -euo pipefail
cd "$(dirname "$0")/.."
python="${PYTHON:-python3}"
cargo build --release --example aggregation
program="${CARGO_TARGET_DIR:-target}/release/examples/aggregation"
work="$(mktemp -d "${WORK:-/tmp}/aggregation.XXXXXX")"
trap 'rm -rf "$work"' EXIT
"$python" benches/aggregation.py make "$work"

expected="960 cells, 2399867 with abuse, 3933652 children"
# Runs a command; adds its seconds from files to cells, its processor seconds and its peak memory in MB to a file.
measured() {
    local into="$1" said
    shift
    said="$(/usr/bin/time -o "$work/time" -f '%U %S %M' "$@")"
    [ "${said#*; }" = "$expected" ] || { echo "not the cells that were expected: $said" >&2; exit 1; }
    awk -v wall="${said%% *}" '{ printf "%.2f %.2f %d\n", wall, $1 + $2, $3 / 1024 }' "$work/time" >> "$into"
}
for _ in 1 2 3; do
    measured "$work/ours" "$program" "$work"
    measured "$work/polars" "$python" benches/aggregation.py polars "$work"
done
median() { sort -n "$1" | awk 'NR == 2 { printf "%s | %s | %s", $1, $2, $3 }'; }
processor="$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)"
{
    echo "<!-- aggregation.sh begins -->"
    echo "## Five million episodes to 960 cells"
    echo
    echo "By \`benches/aggregation.sh\` on $(nproc) processors ($processor); the middle of three runs each, in turn. Cells and totals are"
    echo "those that R's data.table, dplyr, pandas and polars find in the same files. In \`examples/aggregation.rs\`, as in a run, \`read\` opens the"
    echo "tables and knows their codes, \`link\` finds children and areas by number, and \`count\` counts a child once in a cell and rows by cell."
    echo "Columns, bands of age and cells are the benchmark's: those of a run are others."
    echo
    echo "| | seconds | processor s | peak MB |"
    echo "| --- | --- | --- | --- |"
    echo "| this program | $(median "$work/ours") |"
    echo "| polars $("$python" -c 'import polars; print(polars.__version__)'), Python | $(median "$work/polars") |"
    echo "<!-- aggregation.sh ends -->"
} > "$work/section"
results=benches/RESULTS.md
if grep -q '<!-- aggregation.sh begins -->' "$results"; then
    sed -i -e "/<!-- aggregation.sh begins -->/,/<!-- aggregation.sh ends -->/{/<!-- aggregation.sh ends -->/r $work/section" -e 'd}' "$results"
else
    { echo; cat "$work/section"; } >> "$results"
fi
