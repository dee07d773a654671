#!/usr/bin/env bash
# What the action does: one run with the inputs as options, then the outputs and the job summary.
#
# Inputs come as INPUT_* variables and are handed on as words of their own, never as text that a shell reads again. An empty
# input is one that was not given. Those that may be repeated have one value a line.
set -euo pipefail

# options: made by `npm run accept`
one=(out run-id as-of decisions format templates reference baseline scope-score reconcile concurrency per-host timeout retries recheck-after stale-after policy covered-from deep-from deep-sources browser browser-memory paper classification csv-delimiter sign keep-runs keep-monthly fail-on mail-from mail-limit report-url webhook webhook-form copy-to metrics-file ping-url log)
several=(report scope reconcile-column mirror section exclude allow-host host-header mail-to)
switches=(offline clone csv-bom quiet)
# /options

# The value of an input, by its name in action.yml.
input() {
  local name="INPUT_${1//-/_}"
  name="${name^^}"
  printf '%s' "${!name-}"
}

words=(run)
for name in "${one[@]}"; do
  value="$(input "$name")"
  if [[ -n "$value" ]]; then words+=("--$name=$value"); fi
done
for name in "${several[@]}"; do
  while IFS= read -r value; do
    value="${value%$'\r'}"
    if [[ -n "$value" ]]; then words+=("--$name=$value"); fi
  done <<<"$(input "$name")"
done
for name in "${switches[@]}"; do
  case "$(input "$name")" in
    true) words+=("--$name") ;;
    '' | false) ;;
    *)
      echo "The input $name is either true or false." >&2
      exit 3
      ;;
  esac
done
case "$(input resume)" in
  '' | true) ;;
  *) words+=("--resume=$(input resume)") ;;
esac
corpus="$(input corpus)"
if [[ -n "$corpus" ]]; then words+=(-- "$corpus"); fi

here="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"
status=0
told="$(node "$here/dist/cli/main.js" "${words[@]}")" || status=$?
printf '%s\n' "$told"

# `Run ID in FOLDER (also …):` stands once, behind all that comes from pages.
line="$(printf '%s\n' "$told" | grep -E '^Run .* in .*:$' | tail -n 1 || true)"
line="${line%:}"
line="${line% (also *}"
folder="${line#Run * in }"

output() {
  printf '%s=%s\n' "$1" "${2//[$'\r\n']/}" >>"${GITHUB_OUTPUT:-/dev/null}"
}
output exit-code "$status"
if [[ -n "$folder" && -d "$folder" ]]; then
  output folder "$folder"
  output run-id "$(basename -- "$folder")"
  report="$(input report | head -n 1)"
  while read -r name file; do
    if [[ -e "$folder/$file" ]]; then output "$name" "$folder/$file"; fi
  done <<FILES
report report.json
findings findings.json
manifest run.json
csv csv
xlsx ${report:-coverage}.xlsx
pdf ${report:-coverage}.pdf
html ${report:-coverage}.html
sarif findings.sarif
junit junit.xml
summary summary.md
navigator navigator.json
navigator-gaps navigator-gaps.json
oscal oscal.json
FILES
  if [[ "$(input summary)" != false && -e "$folder/summary.md" ]]; then
    cat -- "$folder/summary.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
  fi
fi
exit "$status"
