# shellcheck shell=bash
# The suites of `./amtslotse test`: each counts what passed and failed into PASSED and FAILED. Sourced by test.sh.

PASSED=0
FAILED=0
UNSTABLE=()
readonly AGAIN_AT_MOST=3
WORK=
PRODUCT=
PRODUCT_URL=

# count_suite NAME PASSED FAILED
count_suite() {
  PASSED=$((PASSED + $2))
  FAILED=$((FAILED + $3))
  say "    $1: $2 bestanden, $3 gescheitert"
}

# show_log: what matters in the log of the step that just ran.
show_log() {
  grep -vE '^\s*(Start +[0-9]+:|[0-9]+/[0-9]+ Test .* Passed|ok )' "$STEP_LOG" | tail -n 60 | sed 's/^/    /'
}

attribute() { sed -n "s/.*<testsuite [^>]*[[:space:]]$1=\"\([0-9]*\)\".*/\1/p" <<<"$2" | head -n 1; }

# run_ctest NAME BUILD_FOLDER: what failed runs once more (docs/decisions/0015-a-second-run.md).
run_ctest() {
  local report=$WORK/ctest.xml suite tests failures skipped disabled failed_once
  rm -f "$report"
  step "$1" timeout 3600 ctest --test-dir "$2" -j 2 --timeout 300 --repeat until-pass:2 --output-on-failure --output-junit "$report" || show_log
  suite=$(tr '\n\t' '  ' <"$report" 2>/dev/null | grep -o '<testsuite [^>]*>')
  tests=$(attribute tests "$suite")
  if [[ -z $tests || $tests == 0 ]]; then
    count_suite "$1" 0 1
    return
  fi
  failures=$(attribute failures "$suite") skipped=$(attribute skipped "$suite") disabled=$(attribute disabled "$suite")
  # A test that did not run is not a test that passed.
  local bad=$((${failures:-0} + ${skipped:-0} + ${disabled:-0}))
  mapfile -t failed_once < <(sed -n 's/.*Test *#[0-9]*: \([^ ]*\) .*\*\*\*.*/\1/p' "$STEP_LOG" | sort -u)
  ((bad > 0)) || UNSTABLE+=("${failed_once[@]}")
  count_suite "$1" $((tests - bad)) "$bad"
}

# run_files NAME SECONDS FILE…: node's tests, counted by tests/reporter.mjs into $WORK/counts.
run_files() {
  local counts=$WORK/counts name=$1 limit=$2
  shift 2
  rm -f "$counts"
  AMTSLOTSE_URL=$PRODUCT_URL AMTSLOTSE_DATA=${WORK:+$WORK/product} AMTSLOTSE_COUNTS=$counts AMTSLOTSE_CLI=${AMTSLOTSE_CLI:-$CLI} \
    step "$name" timeout "$limit" node --test --test-concurrency=1 --test-reporter="$ROOT/tests/reporter.mjs" --test-reporter-destination=stdout "$@"
}

# run_again NAME SECONDS: once more the up to AGAIN_AT_MOST files of $WORK/counts in which something failed
# (docs/decisions/0015-a-second-run.md), counted into passed and failed. What passes then is named at the end.
run_again() {
  local counted line good bad file good_before=0 bad_before=0 again=()
  mapfile -t counted < <(tail -n +2 "$WORK/counts" 2>/dev/null)
  for line in "${counted[@]}"; do
    read -r good bad file <<<"$line"
    [[ $file == *.test.mjs ]] || return 1  # defined by a helper: which file it was is not known
    again+=("$file") good_before=$((good_before + good)) bad_before=$((bad_before + bad))
  done
  ((${#again[@]} > 0 && ${#again[@]} <= AGAIN_AT_MOST)) || return 1
  run_files "$1, noch einmal" "$2" "${again[@]}" && status=0 && UNSTABLE+=("${again[@]#"$ROOT"/}") || show_log
  good=0 bad=1
  read -r good bad 2>/dev/null <"$WORK/counts"
  passed=$((passed - good_before + good)) failed=$((failed - bad_before + bad))
}

# run_node NAME FOLDER [SECONDS]: its *.test.mjs files.
run_node() {
  local passed=0 failed=0 status=0 files=()
  mapfile -t files < <(find "$2" -name node_modules -prune -o -name '*.test.mjs' -print | sort)
  ((${#files[@]} > 0)) || return 0
  run_files "$1" "${3:-3600}" "${files[@]}" || { status=1; show_log; }
  read -r passed failed 2>/dev/null <"$WORK/counts" || failed=0
  ((status == 0)) || run_again "$1" "${3:-3600}"
  # Ended badly without saying which test failed: the suite itself did.
  ((status == 0 || ${failed:-0} > 0)) || failed=1
  ((passed + failed > 0)) || failed=1
  count_suite "$1" "$passed" "$failed"
}

# start_product: demo towns, a free port, its own data; sets PRODUCT, PRODUCT_URL.
start_product() {
  local begin line status=1
  begin=$(now_ms)
  mkfifo "$WORK/says"
  # Hundreds of citizens come from one address here, which the limits are made to stop.
  WEB_CONVERSATIONS_PER_MINUTE=0 WEB_READS_PER_MINUTE=0 WEB_MESSAGES_PER_MINUTE=0 "$CLI" serve --port 0 --data "$WORK/product" >"$WORK/says" 2>&1 &
  PRODUCT=$!
  exec 7<"$WORK/says"
  while read -r -t 120 -u 7 line; do
    printf '    %s\n' "$line"
    [[ $line =~ bereit:\ (http://[^ ]+) ]] || continue
    PRODUCT_URL=${BASH_REMATCH[1]%/}
    status=0
    break
  done
  cat <&7 >"$WORK/said" &
  exec 7<&-
  ((status == 0)) && say "✓ Produkt für die Tests starten ($(seconds_since "$begin") s)"
  return $status
}

stop_product() {
  [[ -n $PRODUCT ]] || return 0
  kill -TERM "$PRODUCT" 2>/dev/null
  wait "$PRODUCT"
  PRODUCT_STATUS=$?
  PRODUCT=
  PRODUCT_URL=
}

# The product that ran for the tests ends by itself when asked to, and nothing of it is left.
check_orderly_end() {
  [[ -n $PRODUCT ]] || return 0
  stop_product
  if ((PRODUCT_STATUS == 0)) && [[ -z $(find "$WORK/product/run" -type s 2>/dev/null) ]]; then
    count_suite "Geordnetes Ende" 1 0
  else
    say "    Rückgabewert $PRODUCT_STATUS, übrig: $(find "$WORK/product/run" -type s | tr '\n' ' ')"
    sed 's/^/    /' "$WORK/said"
    count_suite "Geordnetes Ende" 0 1
  fi
}

# run_scenarios NAME PROGRAM ARGUMENT…: a player of tests/scenarios, which prints its own count.
run_scenarios() {
  local name=$1 passed=0 failed=1
  shift
  step "$name" timeout 1800 env -C "$ROOT" "$@" || show_log
  [[ $(tail -n 1 "$STEP_LOG") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] && passed=${BASH_REMATCH[1]} failed=${BASH_REMATCH[2]}
  count_suite "$name" "$passed" "$failed"
}

# The dialogue core alone, on a data folder with the demo towns.
run_core_scenarios() {
  local data=$WORK/core
  step "Vorführ-Städte für den Gesprächskern" "$CLI" demo --data "$data" || show_log
  run_scenarios "Gespräche am Gesprächskern" "$BUILD/services/cli/scenario_core" "$data"
}

# build_other PRESET TARGET: the same sources with another preset.
build_other() {
  step "Mit $1 bauen" bash -c "cmake -S '$ROOT' --preset $1 && ninja -C '$ROOT/build/$1' -j $(nproc) -k 0 $2" || show_log
}

# run_sanitizer PRESET: the unit tests, and the suites on running processes, once more, built with it. Whatever a process
# says to the sanitizer counts as a failed test, also where the test itself went on.
run_sanitizer() {
  local suite reports=$WORK/reports-$1 found=()
  local said="log_path=$reports/report"
  # Also for processes of the service user.
  chmod o+x "$WORK" && mkdir -m 1777 "$reports" && install -m 0644 "$ROOT/tests/tsan.supp" "$reports.supp"
  build_other "$1" all
  # Slower by a factor: nothing is held to its time here. libfaketime comes before the sanitizer in some tests.
  local -x ASAN_OPTIONS=verify_asan_link_order=0:$said UBSAN_OPTIONS=print_stacktrace=1:$said TSAN_OPTIONS=suppressions=$reports.supp:$said AMTSLOTSE_LONG=
  local -x AMTSLOTSE_BUILD=$ROOT/build/$1 AMTSLOTSE_CLI=$ROOT/build/$1/services/cli/amtslotse-cli
  run_ctest "Einheitstests mit $1" "$AMTSLOTSE_BUILD"
  for suite in integration mail faults; do run_node "tests/$suite mit $1" "$ROOT/tests/$suite" 7200; done
  mapfile -t found < <(find "$reports" -type f)
  ((${#found[@]} == 0)) || head -n 40 "${found[@]}" | head -n 200
  count_suite "Meldungen von $1" $((${#found[@]} == 0)) "${#found[@]}"
}

# run_fuzzing: each program of tests/fuzz for a minute, beginning with its corpus.
run_fuzzing() {
  local source name passed=0 failed=0
  build_other fuzz tests/fuzz/all
  for source in "$ROOT"/tests/fuzz/*_fuzz.cc; do
    name=$(basename "$source" .cc)
    mkdir -p "$WORK/fuzz/$name" "$ROOT/tests/fuzz/corpus/${name%_fuzz}"
    if step "$name" env -C "$ROOT" "build/fuzz/tests/fuzz/$name" -max_total_time="${AMTSLOTSE_FUZZ_SECONDS:-60}" -timeout=25 -rss_limit_mb=4096 \
      -artifact_prefix="$SETUP_LOGS/$name-" "$WORK/fuzz/$name" "tests/fuzz/corpus/${name%_fuzz}"; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
    fi
  done
  count_suite "Fuzzing" "$passed" "$failed"
}
