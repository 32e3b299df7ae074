#!/usr/bin/env bash
# What a browser, a PDF reader and the data tools make of a run folder. Named in .ci/run; takes the folder as its argument.
# Each tool is used where it is there or can be installed, and skipped with a loud line where not.
set -euo pipefail
run=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() { printf '\n!! SKIPPED: %s\n' "$1"; }
have() { command -v "$1" >/dev/null 2>&1; }
install() { have apt-get && { apt-get install -y "$@" || { apt-get update && apt-get install -y "$@"; }; } >"$work/apt.log" 2>&1; }

if ! have chromium; then install chromium || true; fi
if have chromium && have node && have npm; then
  cp page.mjs package.json "$work/"
  if (cd "$work" && npm install --no-audit --no-fund >"$work/npm.log" 2>&1); then
    node "$work/page.mjs" "$run/briefing.html" "${SHOTS:-$work/shots}"
  else
    skip "the page in a browser: npm could not install axe-core and puppeteer-core"
  fi
else
  skip "the page in a browser: chromium, node or npm is missing"
fi

if ! have pdfinfo; then install poppler-utils || true; fi
if have pdfinfo; then
  pdfinfo "$run/briefing.pdf" 2>/dev/null >"$work/pdfinfo"
  grep -q '^Tagged: *yes' "$work/pdfinfo"
  grep -q '^Title: *[^ ]' "$work/pdfinfo"
  pdftotext -layout "$run/briefing.pdf" "$work/text"
  # The order in which it reads: what was found, then contents, then findings, then principles, then the method.
  python3 - "$work/text" <<'PYTHON'
import sys
text = open(sys.argv[1]).read()
marks = ["What was found", "Contents", "How to read it", "Five principles, and what this run can say", "How it was done", "If you need help"]
places = [text.find(marks[0])]
for mark in marks[1:]:
    places.append(text.find(mark, places[-1] + 1))
assert all(place >= 0 for place in places), list(zip(marks, places))
print("the PDF is tagged, has a title, and reads in order")
PYTHON
  # Whatever word or number the document prints, the page prints too, so what holds of the page holds of it.
  python3 - "$work/text" "$run/briefing.html" <<'PYTHON'
import html, re, sys
def parts(text):
    numbers = {one.replace(",", "") for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    return numbers | set(re.findall(r"[^\W\d_]{2,}", text))
markup = open(sys.argv[2]).read()
page = parts(html.unescape(re.sub(r"<[^>]*>", " ", markup)))
own = {"Page"} | {str(number) for number in range(121)}
strange = parts(open(sys.argv[1]).read()) - page - own
assert not strange, sorted(strange)
print("every word and number of the PDF is on the page")
PYTHON
  pdffonts "$run/briefing.pdf" 2>/dev/null | awk 'NR > 2 && $(NF-4) != "yes" { bad = 1 } END { exit bad }'
else
  skip "the PDF: poppler-utils is missing"
fi
if have verapdf; then verapdf --flavour ua1 --format text "$run/briefing.pdf"; else skip "PDF/UA by veraPDF: it is not installed"; fi

if python3 -m venv "$work/venv" >/dev/null 2>&1 && "$work/venv/bin/pip" install --quiet frictionless jsonschema >"$work/pip.log" 2>&1; then
  (cd "$run" && "$work/venv/bin/frictionless" validate datapackage.json)
  "$work/venv/bin/python" - "$run" <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator
run = sys.argv[1]
schema = json.load(open(f"{run}/data/results.schema.json"))
Draft202012Validator.check_schema(schema)
rows = json.load(open(f"{run}/data/results.json"))
faults = [error.json_path for error in Draft202012Validator(schema).iter_errors(rows)]
assert not faults, faults[:5]
print(f"results.json keeps its schema in {len(rows)} rows")
PYTHON
else
  skip "the data package: frictionless and jsonschema could not be installed"
fi
