#!/usr/bin/env bash
# The installed command: operators' commands as the service user, on the installed data. `amtslotse help` says which.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
readonly CLI=$HERE/services/cli/amtslotse-cli

# What the processes of this machine are told, also reaches a command that starts one of them or opens PostgreSQL.
read_settings() {
  local line
  while IFS= read -r line; do
    if [[ $line =~ ^([A-Z]+_[A-Z0-9_]+)=(.*)$ ]]; then export "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"; fi
  done < <(cat /etc/amtslotse/*.conf)
}

case ${1:-help} in
  status | start | stop | restart)
    if (($# > 1)); then echo "amtslotse: $1: $2 ist hier unbekannt. Aufruf: amtslotse $1" >&2; exit 2; fi
    ;;&
  rollback | uninstall)
    exec "$HERE/packaging/installation.sh" "$@"
    ;;
  install | upgrade)
    echo "amtslotse: $1 geschieht aus dem Ordner der neuen Version: ./amtslotse $1" >&2
    exit 1
    ;;
  status)
    echo "Version $(cat "$HERE/VERSION")"
    exec systemctl --no-pager list-units --all 'amtslotse*'
    ;;
  start | stop | restart)
    exec systemctl "$1" amtslotse.target
    ;;
  help | -h | --help)
    cat <<'TEXT'
amtslotse status | start | stop | restart   die Dienste
amtslotse check                             Fehler der Einstellungen, alle auf einmal
amtslotse rollback [VERSION]                zurück zur früheren Version
amtslotse uninstall                         Programme entfernen; Daten und Einstellungen bleiben
TEXT
    exec "$CLI" --help
    ;;
  check) set -- "$@" --etc /etc/amtslotse ;;
esac

((EUID == 0)) || [[ $(id -un) == amtslotse ]] || { echo "amtslotse: als root oder als Benutzer amtslotse aufrufen." >&2; exit 1; }
read_settings
# Where it was called: paths are meant as they were typed. The service user must be able to read them.
if ((EUID == 0)); then exec runuser -u amtslotse -- "$CLI" "$@" --data /var/lib/amtslotse --keys /etc/amtslotse/keys; fi
exec "$CLI" "$@" --data /var/lib/amtslotse --keys /etc/amtslotse/keys
