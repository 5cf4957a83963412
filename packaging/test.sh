#!/usr/bin/env bash
# Every test, ending in the line "N passed, N failed". Called by `./amtslotse test [--long] [SUITE…]`; with names, only those.
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

readonly SHORT_SUITES="unit pages scenarios browser integration mail helm install faults" LONG_SUITES="load fuzz image asan tsan"
LONG=
SUITES=
for argument in "$@"; do
  case " $SHORT_SUITES $LONG_SUITES --long " in
    *" $argument "*) ;;
    *) refuse_call "test: $argument ist hier unbekannt. Aufruf: ./amtslotse test [--long] [SUITE…]; Suiten: $SHORT_SUITES, lang: $LONG_SUITES" ;;
  esac
  [[ " --long $LONG_SUITES " != *" $argument "* ]] || LONG=1
  [[ $argument == --long ]] || SUITES+=" $argument"
done
: "${SUITES:="$SHORT_SUITES${LONG:+ $LONG_SUITES}"}"
export AMTSLOTSE_LONG=$LONG

# chosen SUITE
chosen() { [[ " $SUITES " == *" $1 "* ]]; }

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

! chosen unit || run_ctest "Einheitstests" "$BUILD"
! chosen pages || run_node "Webseite" "$ROOT/gateways/web/ui/build"
! chosen scenarios || run_core_scenarios
if chosen scenarios || chosen browser; then
  if start_product; then
    ! chosen scenarios || run_scenarios "Gespräche am laufenden Produkt" "$BUILD/tests/scenarios/scenario_http" "$PRODUCT_URL" "$WORK/product/run/redis/socket"
    ! chosen browser || run_node "Browser" "$ROOT/tests/browser"
  else
    count_suite "Start des Produkts" 0 1
  fi
  check_orderly_end
fi
! chosen integration || run_node "Zusammenspiel" "$ROOT/tests/integration"
! chosen mail || run_node "Mail" "$ROOT/tests/mail"
! chosen helm || run_node "Kubernetes" "$ROOT/tests/helm"
! chosen install || run_node "Einrichtung" "$ROOT/tests/install"
! chosen faults || run_node "Ausfälle" "$ROOT/tests/faults"
! chosen load || run_node "Last und Dauerlauf" "$ROOT/tests/load" 3600
! chosen fuzz || run_fuzzing
! chosen image || run_node "Abbild" "$ROOT/tests/image" 7200
! chosen asan || run_sanitizer asan
! chosen tsan || run_sanitizer tsan
finish
