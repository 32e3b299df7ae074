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
# Runs a command; adds its elapsed seconds and its peak memory in KB to the file named first.
measured() {
    local into="$1"
    shift
    /usr/bin/time -o "$into.one" -f '%e %M' "$@"
    cat "$into.one" >> "$into"
}
# The median of the elapsed seconds in a file, the peak memory in MB of that run, and the least of the seconds.
median() {
    sort -n "$1" | awk '{ took[NR] = $1; peak[NR] = $2 }
        END { at = int((NR + 1) / 2); printf "%s %d %s\n", took[at], peak[at] / 1024, took[1] }'
}

rows="$work/rows"
: > "$rows"
for size in "${sizes[@]}"; do
    authorities="${size%x*}"
    years="${size#*x}"
    nation="$work/nation"
    sed -e "s/^authorities = .*/authorities = $authorities/" -e "s/^returns = .*/returns = $years/" \
        fixtures/albion/spec.toml > "$work/spec.toml"
    rm -f "$work"/{synth,one,run,warm}
    measured "$work/synth" "$program" synth "$work/spec.toml" --out "$nation"
    read -r synth _ < "$work/synth"
    bytes="$(cat "$nation"/authorities/*/cin/*.xml | wc -c)"
    episodes="$(cat "$nation"/authorities/*/cin/*.xml | grep -c '^<CINdetails>')"
    # The baseline: what it takes only to hash the same returns, on one processor.
    start="$(seconds)"
    cat "$nation"/authorities/*/cin/*.xml | sha256sum > /dev/null
    hashed="$(awk -v a="$start" -v b="$(seconds)" 'BEGIN { print b - a }')"
    # On one processor, whatever the number of threads, and on all, in turn: the machine is not as fast at all times.
    rounds="$((authorities > 10 ? 3 : 9))"
    for _ in $(seq "$rounds"); do
        measured "$work/one" taskset -c 0 "$program" run "$nation/plan.toml" --quiet --out "$work/out1"
        measured "$work/run" "$program" run "$nation/plan.toml" --quiet --json --out "$work/out" > "$work/json"
    done
    read -r alone _ < <(median "$work/one")
    read -r took peak least < <(median "$work/run")
    faster="$(paste -d ' ' "$work/one" "$work/run" | awk '{ print $1 / $3 }' | sort -n |
        awk '{ r[NR] = $1 } END { printf "%.2f %.2f %.2f", r[int((NR + 1) / 2)], r[1], r[NR] }')"
    diff -r "$work/out1" "$work/out" > /dev/null || { echo "$size: one processor and several differ" >&2; exit 1; }
    # Warm: runs of a plan that keeps what was read, after the first.
    sed '/^\[inputs\]/a cache = "cache"' "$nation/plan.toml" > "$nation/cached.toml"
    "$program" run "$nation/cached.toml" --quiet --out "$work/out2"
    for _ in $(seq "$rounds"); do
        measured "$work/warm" "$program" run "$nation/cached.toml" --quiet --out "$work/out2"
    done
    read -r warm _ < <(median "$work/warm")
    stages="$(awk -F'[:,]' '/"seconds"/ { s = $2 }
        /"stage"/ { gsub(/[" ]/, "", $2); last = ($2 == "read" ? "" : last) sprintf("%s %.2f, ", $2, s) }
        END { print last }' "$work/json")"
    echo "$size $episodes $bytes $synth $hashed $took $peak $alone $warm $faster $least ${stages%, }" | tee -a "$rows"
    rm -rf "$nation" "$work/out" "$work/out1" "$work/out2"
done

processor="$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)"
memory="$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)"
{
    echo "<!-- nation.sh begins -->"
    echo "## One authority to a nation"
    echo
    echo "By \`benches/nation.sh ${sizes[*]}\` on $(nproc) processors ($processor) with $memory GiB. \`synth\` is the making of the"
    echo "files; *hash* is \`sha256sum\` of the returns alone on one processor, the baseline of the same run. Runs, cold and warm, are medians of three, of nine up to ten authorities;"
    echo "they alternate with runs on one processor, and the speed-up is the median of the ratios of each two, with the least and the greatest."
    echo
    echo "| authorities x years | episodes in returns | XML MB | synth s | hash s | run s | run / hash | rows/s | MB/s | peak MB | one processor s | speed-up | warm s | stages, s |"
    echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    awk '{
        stages = ""; for (i = 14; i <= NF; i++) stages = stages (i > 14 ? " " : "") $i
        printf "| %s | %d | %.0f | %.1f | %.2f | %.2f | %.1f | %d | %.0f | %d | %.2f | %s (%s to %s) | %.2f | %s |\n", \
            $1, $2, $3 / 1e6, $4, $5, $6, $6 / $5, $2 / $6, $3 / 1e6 / $6, $7, $8, $10, $11, $12, $9, stages
    }' "$rows"
    echo
    echo "Growth, of time by the least of each size's runs, since whatever else the machine does only adds to it:"
    echo
    awk 'NR > 1 { printf "- from %s to %s, time grows with rows to the power %.2f and peak memory to the power %.2f\n", \
            was, $1, log($13 / time) / log($2 / count), log($7 / peak) / log($2 / count) }
        { was = $1; count = $2; time = $13; peak = $7 }' "$rows"
    echo "<!-- nation.sh ends -->"
} > "$work/section"
results=benches/RESULTS.md
if grep -q '<!-- nation.sh begins -->' "$results"; then
    sed -i -e "/<!-- nation.sh begins -->/,/<!-- nation.sh ends -->/{/<!-- nation.sh ends -->/r $work/section" -e 'd}' "$results"
else
    { echo; cat "$work/section"; } >> "$results"
fi
