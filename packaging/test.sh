#!/usr/bin/env bash
# Every test, ending in the line "N passed, N failed". Called by `./amtslotse test [--long]`.
# A suite that cannot be built, cannot start, crashes or takes too long counts as one failed test.
set -uo pipefail

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
readonly ROOT
# shellcheck source=packaging/steps.sh
source "$ROOT/packaging/steps.sh"
# shellcheck source=packaging/setup.sh
source "$ROOT/packaging/setup.sh"
# shellcheck source=packaging/suites.sh
source "$ROOT/packaging/suites.sh"

LONG=
for argument in "$@"; do
  case $argument in
    --long) LONG=1 ;;
    *) fail "test: $argument: unbekannt. Aufruf: ./amtslotse test [--long]" ;;
  esac
done
export AMTSLOTSE_LONG=$LONG

# finish: stops what this script started and prints the one line that counts.
finish() {
  trap - EXIT INT TERM
  stop_product
  stop_ticker
  [[ -z $WORK || ! -d $WORK ]] || rm -rf "$WORK"
  ((${#UNSTABLE[@]} == 0)) || say "Erst beim zweiten Mal bestanden: ${UNSTABLE[*]}"
  printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
  ((FAILED == 0 && PASSED > 0)) && exit 0
  exit 1
}
# Whatever ends this script early is a failure.
trap 'FAILED=$((FAILED + 1)); finish' EXIT
trap 'FAILED=$((FAILED + 1)); finish' INT TERM

lock_setup
if [[ -n $LONG ]]; then setup_packages run test long; else setup_packages run test; fi
build_pages
npm_packages tests/browser "npm-Pakete der Tests laden"
npm_packages tests/integration "npm-Pakete der Messenger-Tests laden"
npm_packages tests/mail "npm-Pakete der Mail-Tests laden"
build "Programme und Tests bauen" -k 0 all || count_suite Bau 0 1
unlock_setup
WORK=$(mktemp -d "${TMPDIR:-/tmp}/amtslotse-test.XXXXXX") || fail "$WORK: kein Platz für die Tests."

run_ctest "Einheitstests" "$BUILD"
run_node "Webseite" "$ROOT/gateways/web/ui/build"
run_core_scenarios
if start_product; then
  run_scenarios "Gespräche am laufenden Produkt" "$BUILD/tests/scenarios/scenario_http" "$PRODUCT_URL" "$WORK/product/run/redis/socket"
  run_node "Browser" "$ROOT/tests/browser"
else
  count_suite "Start des Produkts" 0 1
fi
check_orderly_end
run_node "Zusammenspiel" "$ROOT/tests/integration"
run_node "Mail" "$ROOT/tests/mail"
run_node "Kubernetes" "$ROOT/tests/helm"
run_node "Einrichtung" "$ROOT/tests/install"
run_node "Ausfälle" "$ROOT/tests/faults"
if [[ -n $LONG ]]; then
  run_node "Last und Dauerlauf" "$ROOT/tests/load" 3600
  run_fuzzing
  run_sanitizer asan
  run_sanitizer tsan
fi
finish
