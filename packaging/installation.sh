#!/usr/bin/env bash
# install, upgrade, rollback, uninstall: Amtslotse as services of the operating system. Called by ./amtslotse from the
# repository, and by the installed command from a release.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
SETUP_LOGS=$(mktemp -d)
readonly HERE SETUP_LOGS
# shellcheck source=packaging/steps.sh
source "$HERE/steps.sh"
# shellcheck source=packaging/units.sh
source "$HERE/units.sh"

readonly OPT=/opt/amtslotse KEPT_RELEASES=3
SOURCE=$(dirname "$HERE")
COMMAND=${1:-}
[[ $# -eq 0 ]] || shift
ROOT_DIR='' BUILT='' START=1 WANTED='' NO_BACKUP='' ONLY=''

wrong_call() {
  refuse_call "$COMMAND: $1 Aufruf:
  ./amtslotse install|upgrade [--root ORDNER] [--built ORDNER] [--no-start] [--no-backup] [--only DIENST,…]
  amtslotse rollback [VERSION] [--root ORDNER] [--no-start]
  amtslotse uninstall [--root ORDNER]"
}
needs_folder() { [[ -n ${2:-} && $2 != --* ]] || wrong_call "Nach $1 fehlt der Ordner."; }
# needs_services DIENST,…
needs_services() {
  local service
  [[ $COMMAND == install ]] || wrong_call "--only gilt beim Einrichten; später schaltet systemctl enable oder disable."
  [[ -n $1 ]] || wrong_call "Nach --only fehlen Dienste: ${SERVICES[*]}."
  for service in ${1//,/ }; do
    [[ " ${SERVICES[*]} " == *" $service "* ]] || wrong_call "--only: einen Dienst $service gibt es nicht, sondern ${SERVICES[*]}."
  done
}
while (($# > 0)); do
  case $1 in
    --root | --built) needs_folder "$@" ;;&
    --root) [[ -z $ROOT_DIR ]] || wrong_call "--root darf nur einmal angegeben werden."; ROOT_DIR=$2; shift 2 ;;
    --built) [[ -d $2 ]] || wrong_call "--built: den Ordner $2 gibt es nicht."; BUILT=$(cd "$2" && pwd); shift 2 ;;
    --no-start) START=; shift ;;
    --no-backup) NO_BACKUP=1; shift ;;
    --only) needs_services "${2:-}"; ONLY=${2//,/ }; shift 2 ;;
    *) [[ $COMMAND == rollback && -z $WANTED && $1 != -* ]] || wrong_call "$1 ist hier unbekannt."; WANTED=$1; shift ;;
  esac
done
# Only a call that is understood makes anything.
if [[ -n $ROOT_DIR ]]; then
  mkdir -p "$ROOT_DIR"
  ROOT_DIR=$(cd "$ROOT_DIR" && pwd)
  [[ $ROOT_DIR != / ]] || ROOT_DIR=
fi

at() { printf '%s%s' "$ROOT_DIR" "$1"; }
systemd_runs() { [[ -d $(at /run/systemd/system) ]]; }  # never in an image: there it is the place of a running one
version_of() { readlink "$(at "$OPT/$1")" 2>/dev/null | sed 's|.*/||' || true; }
releases() { find "$(at "$OPT/releases")" -mindepth 1 -maxdepth 1 -type d -printf '%f ' 2>/dev/null || true; }

need_root() {
  [[ -n $ROOT_DIR ]] || ((EUID == 0)) || fail "$COMMAND richtet Dienste des Betriebssystems ein: als root aufrufen (sudo ./amtslotse $COMMAND)."
}

# A link that is there at every moment, pointing to the old or to the new.
point() {
  local link=$1 target=$2
  ln -sfn "$target" "$link.new"
  mv -T "$link.new" "$link"
}

# copy_release FOLDER: what the processes need, at the paths that they look for from their working directory.
copy_release() {
  local to=$1 service
  for service in "${SERVICES[@]}" cli; do
    install -D -m 0755 "$BUILT/services/$service/amtslotse-$service" "$to/services/$service/amtslotse-$service"
    strip -g "$to/services/$service/amtslotse-$service"  # the names of functions stay, for reports of a crash
  done
  mkdir -p "$to/nlu" "$to/knowledge" "$to/gateways/web/ui" "$to/gateways/web/api" "$to/packaging"
  cp -r "$BUILT/nlu/model" "$SOURCE/nlu/data" "$to/nlu/"
  cp -r "$SOURCE/knowledge/data" "$to/knowledge/"
  cp -r "$SOURCE/gateways/web/texts" "$to/gateways/web/"
  cp "$SOURCE/gateways/web/api/openapi.json" "$to/gateways/web/api/"
  cp -r "$SOURCE/gateways/web/ui/dist" "$to/gateways/web/ui/"
  cp -r "$SOURCE/docs" "$SOURCE/LICENSE" "$to/"
  cp "$HERE/steps.sh" "$HERE/units.sh" "$HERE/installation.sh" "$to/packaging/"
  install -m 0755 "$HERE/installed.sh" "$to/amtslotse"
  write_release_settings "$to/etc"
  write_units "$to/units"
  chmod -R u=rwX,go=rX "$to"
}

# Built only where nothing built is named, and only for a call that is understood.
build_unless_named() {
  [[ -z $BUILT ]] || return 0
  "$SOURCE/amtslotse" build || exit
  BUILT=$SOURCE/build/release
}

# Sets VERSION. The same files give the same version; it is whole or not there at all.
assemble() {
  local fresh sum
  mkdir -p "$(at "$OPT/releases")"
  fresh=$(at "$OPT/releases/.new")
  rm -rf "$fresh"
  mkdir "$fresh"
  step "Version zusammenstellen" copy_release "$fresh" || fail "Die Version ließ sich nicht zusammenstellen. Vorher muss gebaut sein: ./amtslotse help"
  sum=$(cd "$fresh" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  VERSION=$(sed -n 's/^project(amtslotse VERSION \([0-9.]*\).*/\1/p' "$SOURCE/CMakeLists.txt")-${sum:0:8}
  printf '%s\n' "$VERSION" >"$fresh/VERSION"
  if [[ -d $(at "$OPT/releases/$VERSION") ]]; then rm -rf "$fresh"; else mv -T "$fresh" "$(at "$OPT/releases/$VERSION")"; fi
}

# The user, folders and first settings, as files; what an operator wrote stays.
prepare_system() {
  local service file
  mkdir -p "$(at /etc/amtslotse/secrets)" "$(at /usr/lib/sysusers.d)" "$(at /usr/lib/tmpfiles.d)" "$(at /usr/local/bin)" "$(at /etc/systemd/system)"
  sysusers >"$(at /usr/lib/sysusers.d/amtslotse.conf)"
  tmpfiles >"$(at /usr/lib/tmpfiles.d/amtslotse.conf)"
  for service in "${SERVICES[@]}"; do
    file=$(at "/etc/amtslotse/$service.conf")
    [[ -e $file ]] || (umask 0137 && own_settings "$service" >"$file")
  done
  file=$(at /etc/amtslotse/backup.conf)
  [[ -e $file ]] || (umask 0137 && printf '# Nächtliche Sicherung\nBACKUP_FOLDER=/var/backups/amtslotse\nBACKUP_KEEP_DAYS=14\n' >"$file")
}

# Keys are made once and belong to the service user; so does everything else that it writes.
make_keys_and_owners() {
  local arguments=(keys create --data "$(at /var/lib/amtslotse)" --keys "$(at /etc/amtslotse/keys)") cli folder mode
  cli=$(at "$OPT/current/services/cli/amtslotse-cli")
  if [[ -n $ROOT_DIR && ! -e $(at /etc/amtslotse/keys/web.keys) ]]; then "$cli" "${arguments[@]}" >/dev/null; fi
  # For an image made by an ordinary user, systemd-tmpfiles sets the owners when that first starts.
  if ((EUID == 0)); then
    systemd-sysusers ${ROOT_DIR:+--root="$ROOT_DIR"} amtslotse.conf
    systemd-tmpfiles ${ROOT_DIR:+--root="$ROOT_DIR"} --create amtslotse.conf
    if [[ -n $ROOT_DIR ]]; then chown --reference="$(at /etc/amtslotse/keys)" "$(at /etc/amtslotse/keys)"/*; fi
  elif [[ -n $ROOT_DIR ]]; then
    while read -r _ folder mode _; do install -d -m "$mode" "$(at "$folder")"; done < <(tmpfiles | grep '^d ')
  fi
  if [[ -z $ROOT_DIR ]]; then runuser -u amtslotse -- "$cli" "${arguments[@]}"; fi
}

# activate VERSION: its programs, settings and units become the current ones.
activate() {
  local before
  before=$(version_of current)
  [[ -z $before || $before == "$1" ]] || point "$(at "$OPT/previous")" "releases/$before"
  point "$(at "$OPT/current")" "releases/$1"
  rm -f "$(at /etc/systemd/system)"/amtslotse*.{service,timer,target}
  cp "$(at "$OPT/releases/$1/units")"/* "$(at /etc/systemd/system)/"
  ln -sfn "$OPT/current/amtslotse" "$(at /usr/local/bin/amtslotse)"
  if systemd_runs; then systemctl daemon-reload; fi
}

# What starts with the machine and with amtslotse.target. On one of several machines only some services do, and without
# appointments there is nothing to back up.
enable_services() {
  local units=("${SERVICES[@]/#/amtslotse-}")
  if [[ -n $ONLY ]]; then
    read -ra units <<<"$ONLY"
    units=("${units[@]/#/amtslotse-}")
  fi
  if [[ " ${units[*]} " == *' amtslotse-dialogue '* ]]; then units+=(amtslotse-redis); fi
  if [[ " ${units[*]} " == *' amtslotse-booking '* ]]; then units+=(amtslotse-backup.timer); fi
  unit_files enable amtslotse.target "${units[@]}"
}
# unit_files enable|disable|is-enabled UNIT…: also in an image.
unit_files() {
  if command -v systemctl >/dev/null; then systemctl ${ROOT_DIR:+--root="$ROOT_DIR"} --quiet "$@"; fi
}
# enable_new VERSION: the units that it did not have. What the operator disabled stays so.
enable_new() {
  local unit
  for unit in "$(at "$OPT/current/units")"/*.{service,timer}; do
    if [[ ! -e $(at "$OPT/releases/$1/units")/${unit##*/} ]] && grep -q '^WantedBy=' "$unit"; then unit_files enable "${unit##*/}"; fi
  done
}
starts() { unit_files is-enabled "amtslotse-$1" 2>/dev/null; }

restart_services() {
  note_backups_due
  [[ -n $START ]] || { say "Nicht gestartet (--no-start)."; return 0; }
  systemd_runs || { say "Hier läuft kein systemd: eingerichtet, aber nicht gestartet."; return 0; }
  if starts backup.timer; then systemctl start amtslotse-backup.timer; fi
  step "Dienste neu starten" systemctl restart amtslotse.target || return 1
  step "Warten, bis sie bereit sind" await_ready
}
# From here on nights without a backup count, for the alert (docs/alarme.md).
note_backups_due() {
  local noted
  systemd_runs && starts backup.timer || return 0
  noted=$(at /var/lib/amtslotse/booking/last-backup)
  [[ -e $noted ]] || install -m 0600 --owner="$(stat -c %u "${noted%/*}")" --group="$(stat -c %g "${noted%/*}")" /dev/null "$noted"
}

web_address() { cat "$(at "$OPT/current/etc/web.conf")" "$(at /etc/amtslotse/web.conf)" | sed -n 's/^WEB_LISTEN=//p' | tail -n 1 | sed 's/^0\.0\.0\.0:/127.0.0.1:/'; }
is_ready() {
  local line
  exec 3<>"/dev/tcp/${1%:*}/${1##*:}" || return 1
  printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  read -r -t 2 line <&3 && [[ $line == *' 200'* ]]
}
# Web is ready when those are that it needs; where it does not run, each of the others is asked.
are_ready() {
  local service
  if starts web; then is_ready "$(web_address)"; return; fi
  for service in "${SERVICES[@]}"; do
    starts "$service" || continue
    "$(at "$OPT/current/services/cli/amtslotse-cli")" health "unix:$(at "/var/lib/amtslotse/run/$service/socket")" >/dev/null || return 1
  done
}
await_ready() {
  local give_up=$((SECONDS + 60))
  until (are_ready) 2>/dev/null; do
    ((SECONDS < give_up)) || { journalctl -u 'amtslotse-*' -p warning -n 20 --no-pager -o cat; return 1; }
    sleep 0.5
  done
}

# The newest stay, and always those in use.
prune_releases() {
  local folder version
  find "$(at "$OPT/releases")" -mindepth 1 -maxdepth 1 -type d ! -name '.new' -printf '%T@ %p\n' | sort -rn | tail -n +$((KEPT_RELEASES + 1)) |
    while read -r _ folder; do
      version=$(basename "$folder")
      [[ $version == "$(version_of current)" || $version == "$(version_of previous)" ]] || rm -rf "$folder"
    done
}

backup_before() {
  [[ -z $NO_BACKUP && -z $ROOT_DIR ]] || return 0
  [[ -e /var/lib/amtslotse/booking/booking.db ]] || grep -qsE '^[A-Z]+_(DATABASE|POSTGRES)(_FILE)?=' /etc/amtslotse/*.conf || return 0
  step "Sichern vor dem Wechsel" "$OPT/current/amtslotse" backup "/var/backups/amtslotse/vor-$1-$(date +%Y%m%d-%H%M%S)" ||
    fail "Ohne Sicherung kein Wechsel. Bewusst ohne: --no-backup"
}

do_install() {
  need_root
  [[ -z $(version_of current) ]] || fail "Amtslotse $(version_of current) ist schon eingerichtet: ./amtslotse upgrade bringt diese Version."
  build_unless_named
  assemble
  prepare_system
  activate "$VERSION"
  make_keys_and_owners
  enable_services
  say "Eingerichtet: $OPT/releases/$VERSION, Einstellungen in /etc/amtslotse, Daten in /var/lib/amtslotse."
  restart_services || fail "Die Dienste sind nicht bereit: amtslotse check, journalctl -u 'amtslotse-*'"
  say "Weiter: amtslotse import …, amtslotse check; siehe $OPT/current/docs/betrieb.md"
}

do_upgrade() {
  need_root
  local before earlier
  before=$(version_of current) earlier=$(version_of previous)
  [[ -n $before ]] || fail "Amtslotse ist noch nicht eingerichtet: ./amtslotse install"
  build_unless_named
  assemble
  if [[ $VERSION == "$before" ]]; then say "Diese Version läuft schon: $VERSION"; return 0; fi
  backup_before "$VERSION"
  prepare_system
  activate "$VERSION"
  make_keys_and_owners
  enable_new "$before"
  if restart_services; then
    prune_releases
    say "Gewechselt von $before zu $VERSION. Zurück: amtslotse rollback"
    return 0
  fi
  warn "$VERSION wurde nicht bereit; zurück zu $before."
  activate "$before"
  # What did not start is nothing to roll back to.
  if [[ -n $earlier ]]; then point "$(at "$OPT/previous")" "releases/$earlier"; else rm -f "$(at "$OPT/previous")"; fi
  restart_services || warn "Auch $before ist nicht bereit: amtslotse check, journalctl -u 'amtslotse-*'"
  exit 1
}

do_rollback() {
  need_root
  local before target
  before=$(version_of current)
  target=${WANTED:-$(version_of previous)}
  [[ -n $target && $target != "$before" ]] || fail "Es gibt keine frühere Version. Da sind: $(releases)"
  [[ $target =~ ^[A-Za-z0-9.-]+$ && -f $(at "$OPT/releases/$target/VERSION") ]] || fail "$target gibt es nicht. Da sind: $(releases)"
  activate "$target"
  restart_services || fail "$target ist nicht bereit: amtslotse check, journalctl -u 'amtslotse-*'"
  say "Zurück von $before zu $target. Die Daten sind dieselben."
}

do_uninstall() {
  need_root
  local units=(amtslotse-backup.timer amtslotse.target amtslotse-redis.service "${SERVICES[@]/#/amtslotse-}")
  if systemd_runs; then systemctl stop --quiet "${units[@]}" || true; fi
  unit_files disable "${units[@]}" || true
  rm -f "$(at /etc/systemd/system)"/amtslotse*.{service,timer,target} "$(at /usr/local/bin/amtslotse)" \
    "$(at /usr/lib/sysusers.d/amtslotse.conf)" "$(at /usr/lib/tmpfiles.d/amtslotse.conf)"
  if systemd_runs; then systemctl daemon-reload; fi
  rm -rf "$(at "$OPT")"
  say "Entfernt. Geblieben sind die Daten (/var/lib/amtslotse), Sicherungen (/var/backups/amtslotse), Einstellungen und"
  say "Schlüssel (/etc/amtslotse) und der Benutzer amtslotse. ./amtslotse install macht damit weiter."
}

trap 'rm -rf "$SETUP_LOGS"; stop_ticker' EXIT
case $COMMAND in
  install | upgrade | rollback | uninstall) "do_$COMMAND" ;;
  *) wrong_call "$COMMAND" ;;
esac
