# shellcheck shell=bash
# Set-up, step by step; each step is skipped when its result is there. Sourced by ./amtslotse, in the repository's root.
# A run that was interrupted leaves no stamp, so that the next one does that step again.

readonly PRESET=release
readonly BUILD=$ROOT/build/$PRESET
readonly STAMPS=$ROOT/build/stamps
readonly SETUP_LOGS=$ROOT/build/logs
# shellcheck disable=SC2034
readonly CLI=$BUILD/services/cli/amtslotse-cli

# One set-up at a time: the second waits.
lock_setup() {
  mkdir -p "$STAMPS" "$SETUP_LOGS" 2>/dev/null ||
    fail "$ROOT/build: kann nicht angelegt werden. Gehört der Ordner jemand anderem, oder ist die Platte voll?"
  exec 8>"$ROOT/build/setup.lock"
  if ! flock -n 8; then
    say "  Ein anderer Lauf richtet hier gerade ein; warte …"
    flock 8
  fi
}
unlock_setup() { exec 8>&-; }

# need_space MEGABYTES WHAT FOLDER
need_space() {
  local free
  free=$(df -Pm "$3" 2>/dev/null | awk 'NR == 2 {print $4}')
  [[ -z $free || $free -ge $1 ]] ||
    fail "$2 braucht etwa $1 MB in $3, frei sind $free MB. Platz schaffen und neu starten; fertige Schritte bleiben."
}

# missing_packages GROUP…: the names, one a line.
missing_packages() {
  local wanted=() line group='' name program installed
  while read -r line; do
    case $line in
      '' | '#'*) ;;
      '['*) group=${line:1:-1} ;;
      *)
        [[ " $* " == *" $group "* ]] || continue
        read -r name program <<<"$line"
        if [[ -n $program ]] && command -v "$program" >/dev/null; then continue; fi
        wanted+=("$name")
        ;;
    esac
  done <"$ROOT/packaging/debian-packages.txt"
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p')
  printf '%s\n' "${wanted[@]}" | grep -vxF -f <(printf '%s\n' "$installed") || true
}

apt_install() {
  local as_root=("$@") packages
  read -r -a packages <<<"$MISSING"
  export DEBIAN_FRONTEND=noninteractive
  # An interrupted installation is finished first.
  [[ -z $(dpkg --audit 2>/dev/null) ]] || "${as_root[@]}" dpkg --configure -a
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${packages[@]}"
}

setup_packages() {
  command -v apt-get >/dev/null || fail "Dieses Skript richtet Debian 12 ein (apt-get fehlt). Die nötigen Pakete stehen in packaging/debian-packages.txt."
  MISSING=$(missing_packages "$@" | tr '\n' ' ')
  [[ -n ${MISSING// /} ]] || return 0
  local way_on="Ein Administrator kann sie so einrichten, danach geht es hier weiter:
  apt-get install --no-install-recommends $MISSING"
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "Es fehlen Debian-Pakete, und dieser Benutzer ist weder root noch gibt es sudo. $way_on"
    sudo -n true 2>/dev/null || sudo -v || fail "Es fehlen Debian-Pakete, und sudo wurde verweigert. $way_on"
    as_root=(sudo DEBIAN_FRONTEND=noninteractive)
  fi
  need_space 1500 "Das Einrichten der Pakete" /usr
  step "$(wc -w <<<"$MISSING") Debian-Pakete einrichten" apt_install "${as_root[@]}" ||
    fail "Die Pakete ließen sich nicht einrichten. Netz und Paketquellen prüfen und neu starten. $way_on"
}

# npm trusts what the system trusts, also behind a proxy that inspects.
export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}

# npm_packages FOLDER TEXT: as the lock file says, only when that changed.
npm_packages() {
  local folder=$ROOT/$1 stamp sum
  stamp=$STAMPS/npm-${1//\//-}
  sum=$(sha256sum <"$folder/package-lock.json")
  [[ -d $folder/node_modules && $(cat "$stamp" 2>/dev/null) == "$sum" ]] && return 0
  rm -f "$stamp"
  step "$2" npm --prefix "$folder" ci --no-audit --no-fund --loglevel=error ||
    fail "Die npm-Pakete ließen sich nicht laden. Netz prüfen und neu starten."
  printf '%s\n' "$sum" >"$stamp"
}

configure() {
  # A configuration that was interrupted, or made elsewhere, is made anew.
  cmake -S "$ROOT" --preset "$PRESET" "$@" || { rm -rf "$BUILD/CMakeCache.txt" "$BUILD/CMakeFiles" && cmake -S "$ROOT" --preset "$PRESET" "$@"; }
}

# build TEXT TARGET…
build() {
  local text=$1
  shift
  if [[ ! -f $BUILD/build.ninja ]]; then
    need_space 2500 "Das Bauen" "$ROOT"
    step "Bau vorbereiten" configure || fail "Der Bau ließ sich nicht vorbereiten."
  fi
  NINJA_STATUS='[%f/%t, seit %e s] ' step "$text" ninja -C "$BUILD" -j "$(nproc)" "$@"
}

build_pages() {
  local ui=$ROOT/gateways/web/ui stamp=$STAMPS/ui
  [[ -f $ui/package.json ]] || return 0
  if [[ -f $stamp && -d $ui/dist && -z $(find "$ROOT/gateways/web" -path "$ui/node_modules" -prune -o -path "$ui/dist" -prune -o \
    -type f -newer "$stamp" -print -quit) ]]; then
    return 0
  fi
  npm_packages gateways/web/ui "npm-Pakete der Webseite laden"
  rm -f "$stamp"
  touch "$stamp.new"
  step "Webseite bauen" npm --prefix "$ui" run build || fail "Die Webseite ließ sich nicht bauen."
  mv "$stamp.new" "$stamp"
}

setup_product() {
  lock_setup
  setup_packages run
  build_pages
  # The model first: one core trains while the other builds on.
  build "Programme bauen, Sprachmodell trainieren" amtslotse_nlu_model services/all || fail "Der Bau ist gescheitert; siehe oben."
  unlock_setup
}
