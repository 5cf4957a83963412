# shellcheck shell=bash
# What the operator sees while the script works: one line a step, a spinner only on a terminal. Sourced by ./amtslotse.

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() {
  warn "amtslotse: $*"
  exit 1
}

# A missing, unknown or wrong argument; nothing was done.
refuse_call() {
  warn "amtslotse: $*"
  exit 2
}

now_ms() {
  local now=${EPOCHREALTIME/[.,]/}
  printf '%s' "$((now / 1000))"
}

seconds_since() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}

# Shows that a step is still at work: on a terminal every moment, else every 15 s. Runs beside it, in the background.
tick() {
  local text=$1 log=$2 frames='◐◓◑◒' i=0 last
  # A file descriptor that never has anything to read: sleeping without starting a process.
  exec 9<> <(:)
  read -r -t 0.5 -u 9 || true
  [[ -t 1 ]] || printf '  %s …\n' "$text"
  if [[ -t 1 ]]; then
    while kill -0 $$ 2>/dev/null; do
      last=$(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c 1-70)
      printf '\r\033[K%s %s … %s' "${frames:i++%4:1}" "$text" "$last"
      read -r -t 0.2 -u 9 || true
    done
  else
    while read -r -t 15 -u 9 || kill -0 $$ 2>/dev/null; do
      printf '  %s … %s\n' "$text" "$(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c 1-70)"
    done
  fi
}

stop_ticker() {
  [[ -z $TICKER ]] || { kill "$TICKER" && wait "$TICKER"; } 2>/dev/null || true
  TICKER=
}
TICKER=
trap stop_ticker EXIT

# step TEXT COMMAND…: runs it without a word when it takes less than half a second, else with a line.
# Its output goes to a log, STEP_LOG, whose end is shown when it fails; then step returns 1.
step() {
  local text=$1 begin log status=0
  shift
  begin=$(now_ms)
  STEP_NUMBER=$((STEP_NUMBER + 1))
  log=$(printf '%s/%02d-%s.log' "$SETUP_LOGS" "$STEP_NUMBER" "$(tr -cs 'A-Za-z0-9' '-' <<<"$text")")
  STEP_LOG=$log
  : >"$log" || fail "$log: kann nicht geschrieben werden. Ist die Platte voll?"
  tick "$text" "$log" 2>/dev/null &
  TICKER=$!
  "$@" >"$log" 2>&1 </dev/null 8>&- || status=$?
  stop_ticker
  [[ -t 1 ]] && printf '\r\033[K'
  if ((status == 0)); then
    (($(now_ms) - begin < 500)) || say "✓ $text ($(seconds_since "$begin") s)"
    return 0
  fi
  say "✗ $text ($(seconds_since "$begin") s)"
  tail -n 15 "$log" | sed 's/^/    /' >&2
  warn "  Das ganze Protokoll: $log"
  grep -qiE 'No space left on device|ENOSPC' "$log" && warn "  Die Platte ist voll: Platz schaffen und neu starten; fertige Schritte bleiben."
  return 1
}
STEP_NUMBER=0
# shellcheck disable=SC2034
STEP_LOG=
