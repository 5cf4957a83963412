#!/usr/bin/env bash
# Benchmarks: lines "name, value, unit, ratio, to what, goal", ratios measured in one run. Called by `./amtslotse bench`.
set -uo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
readonly ROOT
# shellcheck source=packaging/steps.sh
source "$ROOT/packaging/steps.sh"
# shellcheck source=packaging/setup.sh
source "$ROOT/packaging/setup.sh"
# shellcheck source=packaging/suites.sh
source "$ROOT/packaging/suites.sh"

JSON=
for argument in "$@"; do
  case $argument in
    --json) JSON=1 ;;
    *) refuse_call "bench: $argument ist hier unbekannt. Aufruf: ./amtslotse bench [--json]" ;;
  esac
done

# shellcheck disable=SC2317  # called by the traps
clean_up() {
  trap - EXIT INT TERM
  stop_product
  stop_ticker
  [[ -z $WORK || ! -d $WORK ]] || rm -rf "$WORK"
}
trap clean_up EXIT
trap 'clean_up; exit 130' INT TERM

# Figures go to standard output, everything else beside it.
exec 3>&1 1>&2
setup_product
lock_setup
build "Messprogramme bauen" tests/bench/all tests/support/fake_dialogue || fail "Die Messprogramme ließen sich nicht bauen."
unlock_setup
WORK=$(mktemp -d "${TMPDIR:-/tmp}/amtslotse-bench.XXXXXX") || fail "Kein Platz für die Messungen."
# One citizen of a benchmark asks more than any real one.
export WEB_MESSAGES_PER_MINUTE=0 WEB_CONVERSATIONS_PER_MINUTE=0 WEB_READS_PER_MINUTE=0
start_product || fail "Das Produkt startet nicht."

failed=0
[[ -z $JSON ]] || export AMTSLOTSE_BENCH_JSON=1
[[ -n $JSON ]] || printf 'name, value, unit, ratio, to what, goal\n' >&3
for program in "$BUILD"/tests/bench/*_bench; do
  "$program" "$PRODUCT_URL" "$PRODUCT" >"$WORK/its" || { warn "$(basename "$program") ist gescheitert"; failed=1; }
  [[ -s $WORK/its ]] || { warn "$(basename "$program") hat nichts gemessen"; failed=1; }
  cat "$WORK/its" >>"$WORK/figures"
  [[ -n $JSON ]] || { cat "$WORK/figures" >&3; : >"$WORK/figures"; }
done
for program in messengers start; do
  node "$ROOT/tests/load/${program}_bench.mjs" >>"$WORK/figures" || { warn "${program}_bench ist gescheitert"; failed=1; }
done
[[ -n $JSON ]] || { cat "$WORK/figures" >&3; : >"$WORK/figures"; }
# The citizens' web needs a browser, and nginx and wrk beside it; without them it is left out, and said so.
if command -v chromium nginx wrk >/dev/null && [[ $(command -v chromium nginx wrk | wc -l) == 3 ]]; then
  npm_packages tests/bench/web "npm-Pakete der Messungen laden"
  node "$ROOT/tests/bench/web/web_bench.mjs" "$PRODUCT_URL" "$PRODUCT" >>"$WORK/figures" || { (($? == 3)) || failed=1; }
  [[ -n $JSON ]] || { cat "$WORK/figures" >&3; : >"$WORK/figures"; }
else
  warn "Ohne chromium, nginx-light und wrk wird die Webseite nicht gemessen."
fi
if [[ -n $JSON ]]; then
  printf '[\n' >&3
  sed '$!s/$/,/; s/^/  /' "$WORK/figures" >&3
  printf ']\n' >&3
fi
exit $failed
