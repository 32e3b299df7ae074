#!/usr/bin/env bash
# From one authority to a nation of fifteen years: makes each size with `synth`, runs it, and writes what it took into
# the section of benches/RESULTS.md between the marks. Nothing else should run on the machine meanwhile.
#
#   benches/nation.sh                     1x3, 10x3, 50x3 and 153x3, then 153x15 (needs 25 GB of disk and half an hour)
#   benches/nation.sh 1x3 10x3            these sizes: authorities x years
#   KEEP=1 WORK=/big/disk benches/nation.sh 153x3
set -euo pipefail
cd "$(dirname "$0")/.."
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(1x3 10x3 50x3 153x3 153x15)
cargo build --release --bin social-gradient
program="${CARGO_TARGET_DIR:-target}/release/social-gradient"
work="$(mktemp -d "${WORK:-/tmp}/nation.XXXXXX")"
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT

seconds() { date +%s.%N; }
# Runs a command so many times; leaves the median of its elapsed seconds, and its peak memory in MB in that run, in the
# file named first.
measured() {
    local into="$1" times="$2"
    shift 2
    : > "$into.all"
    for _ in $(seq "$times"); do
        /usr/bin/time -o "$into.one" -f '%e %M' "$@"
        cat "$into.one" >> "$into.all"
    done
    sort -n "$into.all" | awk -v nth="$(((times + 1) / 2))" 'NR == nth { printf "%s %d\n", $1, $2 / 1024 }' > "$into"
}

rows="$work/rows"
: > "$rows"
for size in "${sizes[@]}"; do
    authorities="${size%x*}"
    years="${size#*x}"
    nation="$work/nation"
    sed -e "s/^authorities = .*/authorities = $authorities/" -e "s/^returns = .*/returns = $years/" \
        fixtures/albion/spec.toml > "$work/spec.toml"
    measured "$work/synth" 1 "$program" synth "$work/spec.toml" --out "$nation"
    read -r synth _ < "$work/synth"
    bytes="$(cat "$nation"/authorities/*/cin/*.xml | wc -c)"
    episodes="$(cat "$nation"/authorities/*/cin/*.xml | grep -c '^<CINdetails>')"
    # The baseline: what it takes only to hash the same returns, on one processor.
    start="$(seconds)"
    cat "$nation"/authorities/*/cin/*.xml | sha256sum > /dev/null
    hashed="$(awk -v a="$start" -v b="$(seconds)" 'BEGIN { print b - a }')"
    # On one processor, whatever the number of threads.
    measured "$work/one" 1 taskset -c 0 "$program" run "$nation/plan.toml" --quiet --out "$work/out1"
    read -r alone _ < "$work/one"
    measured "$work/run" 3 "$program" run "$nation/plan.toml" --quiet --json --out "$work/out" > "$work/json"
    read -r took peak < "$work/run"
    diff -r "$work/out1" "$work/out" > /dev/null || { echo "$size: one processor and several differ" >&2; exit 1; }
    # Warm: the second run of a plan that keeps what was read.
    sed '/^\[inputs\]/a cache = "cache"' "$nation/plan.toml" > "$nation/cached.toml"
    "$program" run "$nation/cached.toml" --quiet --out "$work/out2"
    measured "$work/two" 3 "$program" run "$nation/cached.toml" --quiet --out "$work/out2"
    read -r warm _ < "$work/two"
    stages="$(awk -F'[:,]' '/"seconds"/ { s = $2 }
        /"stage"/ { gsub(/[" ]/, "", $2); last = ($2 == "read" ? "" : last) sprintf("%s %.2f, ", $2, s) }
        END { print last }' "$work/json")"
    echo "$size $episodes $bytes $synth $hashed $took $peak $alone $warm ${stages%, }" | tee -a "$rows"
    rm -rf "$nation" "$work/out" "$work/out1" "$work/out2"
done

processor="$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)"
memory="$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)"
{
    echo "<!-- nation.sh begins -->"
    echo "## One authority to a nation"
    echo
    echo "By \`benches/nation.sh ${sizes[*]}\` on $(nproc) processors ($processor) with $memory GiB. \`synth\` is the making of the"
    echo "files; *hash* is \`sha256sum\` of the returns alone on one processor, the baseline of the same run. Runs, cold and warm, are medians of three."
    echo
    echo "| authorities x years | episodes in returns | XML MB | synth s | hash s | run s | run / hash | rows/s | MB/s | peak MB | one processor s | speed-up | warm s | stages, s |"
    echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    awk '{
        stages = ""; for (i = 10; i <= NF; i++) stages = stages (i > 10 ? " " : "") $i
        printf "| %s | %d | %.0f | %.1f | %.2f | %.2f | %.1f | %d | %.0f | %d | %.2f | %.2f | %.2f | %s |\n", \
            $1, $2, $3 / 1e6, $4, $5, $6, $6 / $5, $2 / $6, $3 / 1e6 / $6, $7, $8, $8 / $6, $9, stages
    }' "$rows"
    echo
    awk 'NR > 1 { printf "From %s to %s, time grows with rows to the power %.2f and peak memory to the power %.2f.\n", \
            was, $1, log($6 / time) / log($2 / count), log($7 / peak) / log($2 / count) }
        { was = $1; count = $2; time = $6; peak = $7 }' "$rows"
    echo "<!-- nation.sh ends -->"
} > "$work/section"
results=benches/RESULTS.md
if grep -q '<!-- nation.sh begins -->' "$results"; then
    sed -i -e "/<!-- nation.sh begins -->/,/<!-- nation.sh ends -->/{/<!-- nation.sh ends -->/r $work/section" -e 'd}' "$results"
else
    { echo; cat "$work/section"; } >> "$results"
fi
