# shellcheck shell=bash
# What an installed Amtslotse is made of for the operating system: systemd units, the user, folders and their modes, and
# the settings that belong to a release. Sourced by installation.sh. Paths are those of the installed system.

readonly SERVICES=(nlu knowledge responsibility booking staff dialogue messengers web)

# What every unit refuses. `systemd-analyze security` reads it in the tests.
hardening() {
  cat <<'TEXT'
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
CapabilityBoundingSet=
AmbientCapabilities=
SystemCallArchitectures=native
UMask=0077
LimitCORE=0
LimitNOFILE=65536
TEXT
}

# The folders a unit sees below /var/lib/amtslotse and the keys it may read; of the others not even the names.
rooms() {
  local service=$1 path
  [[ $service == redis ]] && return 0
  printf 'TemporaryFileSystem=/var/lib/amtslotse:ro /etc/amtslotse/keys:ro\n'
  printf 'BindPaths=/var/lib/amtslotse/run/%s /var/lib/amtslotse/%s\n' "$service" "$service"
  # Of the others' sockets only those that it calls: what it does not see, it cannot call.
  for path in $(called_by "$service"); do printf 'BindReadOnlyPaths=/var/lib/amtslotse/run/%s\n' "$path"; done
  printf 'BindReadOnlyPaths=-/etc/amtslotse/keys/tls/%s\n' "$service"
  # It reads knowledge's store beside its owner; SQLite needs the shared-memory file for that.
  [[ $service != responsibility ]] || printf 'BindPaths=/var/lib/amtslotse/knowledge\n'
  for path in $(keys_of "$service"); do printf 'BindReadOnlyPaths=/etc/amtslotse/keys/%s\n' "$path"; done
}

# The arrows of ARCHITECTURE.md.
called_by() {
  case $1 in
    nlu) printf 'knowledge' ;;
    knowledge) printf 'booking' ;;
    dialogue) printf 'redis nlu knowledge responsibility booking' ;;
    messengers) printf 'dialogue' ;;
    web) printf 'dialogue knowledge responsibility booking staff redis messengers' ;;
  esac
}

keys_of() {
  case $1 in
    nlu | knowledge | responsibility) printf 'actor.key' ;;
    booking | staff | dialogue | messengers) printf '%s.keys actor.key' "$1" ;;
    web) printf 'web.keys' ;;
  esac
}

# Who talks to the world: web is called, booking sends mails, knowledge fetches catalogues, messengers and staff (OpenID)
# call out; the others stay on this machine and in private networks.
network() {
  case $1 in
    redis | nlu | responsibility | dialogue)
      printf 'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6\nIPAddressDeny=any\nIPAddressAllow=localhost 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7\n' ;;
    *) printf 'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK\n' ;;
  esac
  # nlu trains in a niced, memory-limited child.
  if [[ $1 == nlu ]]; then printf 'SystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n'; else
    printf 'SystemCallFilter=@system-service\nSystemCallFilter=~@privileged @resources\n'; fi
}

unit_of_service() {
  local service=$1 after=amtslotse-redis.service pause=500ms
  case $service in
    dialogue) after+=' amtslotse-nlu.service amtslotse-knowledge.service amtslotse-responsibility.service amtslotse-booking.service' ;;
    messengers) after+=' amtslotse-dialogue.service' ;;
    web) after+=' amtslotse-dialogue.service amtslotse-staff.service amtslotse-knowledge.service' ;;
  esac
  cat <<TEXT
[Unit]
Description=Amtslotse: $service
Documentation=file:///opt/amtslotse/current/docs/betrieb.md
After=network-online.target time-sync.target $after
Wants=network-online.target
PartOf=amtslotse.target
StartLimitIntervalSec=0

[Service]
Type=exec
User=amtslotse
Group=amtslotse
WorkingDirectory=/opt/amtslotse/current
TEXT
  # No public operation without its legal pages; tried again until they are there.
  if [[ $service == web ]]; then
    pause=5s
    printf 'ExecStartPre=/opt/amtslotse/current/services/cli/amtslotse-cli check --before-start --etc /etc/amtslotse --data /var/lib/amtslotse --keys /etc/amtslotse/keys\n'
  fi
  cat <<TEXT
ExecStart=/opt/amtslotse/current/services/$service/amtslotse-$service --config /opt/amtslotse/current/etc/$service.conf --config /etc/amtslotse/$service.conf
Restart=always
RestartSec=$pause
TimeoutStopSec=20
$(rooms "$service")
$(hardening)
$(network "$service")

[Install]
WantedBy=amtslotse.target
TEXT
}

unit_of_redis() {
  cat <<TEXT
[Unit]
Description=Amtslotse: Redis für Gespräche, nur auf einem Socket
PartOf=amtslotse.target
StartLimitIntervalSec=0

[Service]
Type=notify
User=amtslotse
Group=amtslotse
WorkingDirectory=/var/lib/amtslotse/run/redis
ExecStart=/usr/bin/redis-server /opt/amtslotse/current/etc/redis.conf --supervised systemd --daemonize no
Restart=always
RestartSec=500ms
TimeoutStopSec=10
ReadWritePaths=/var/lib/amtslotse/run/redis
InaccessiblePaths=/etc/amtslotse
$(hardening)
$(network redis)

[Install]
WantedBy=amtslotse.target
TEXT
}

unit_of_backup() {
  cat <<TEXT
[Unit]
Description=Amtslotse: nächtliche Sicherung
Documentation=file:///opt/amtslotse/current/docs/betrieb.md

[Service]
Type=oneshot
User=amtslotse
Group=amtslotse
WorkingDirectory=/opt/amtslotse/current
EnvironmentFile=/etc/amtslotse/backup.conf
$(for service in "${SERVICES[@]}"; do [[ $service == web ]] || printf 'EnvironmentFile=-/etc/amtslotse/%s.conf\n' "$service"; done)
ExecStart=/opt/amtslotse/current/services/cli/amtslotse-cli backup --data /var/lib/amtslotse --keys /etc/amtslotse/keys --into \${BACKUP_FOLDER} --keep-days \${BACKUP_KEEP_DAYS}
Nice=10
IOSchedulingClass=idle
ReadWritePaths=/var/lib/amtslotse /var/backups/amtslotse
InaccessiblePaths=/etc/amtslotse/keys
$(hardening)
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
TEXT
}

# write_units FOLDER
write_units() {
  local folder=$1 service
  mkdir -p "$folder"
  for service in "${SERVICES[@]}"; do
    unit_of_service "$service" >"$folder/amtslotse-$service.service"
  done
  unit_of_redis >"$folder/amtslotse-redis.service"
  unit_of_backup >"$folder/amtslotse-backup.service"
  printf '[Unit]\nDescription=Amtslotse: nächtliche Sicherung\n\n[Timer]\nOnCalendar=*-*-* 02:30:00\nRandomizedDelaySec=20min\nPersistent=yes\n\n[Install]\nWantedBy=timers.target\n' \
    >"$folder/amtslotse-backup.timer"
  # What belongs to it says so itself (WantedBy): it starts what is enabled.
  printf '[Unit]\nDescription=Amtslotse\nDocumentation=file:///opt/amtslotse/current/docs/betrieb.md\n\n[Install]\nWantedBy=multi-user.target\n' \
    >"$folder/amtslotse.target"
}

# The settings that belong to the release; those in /etc/amtslotse come after and win.
write_release_settings() {
  local folder=$1 service upper run=/var/lib/amtslotse/run
  local keys=/etc/amtslotse/keys release=/opt/amtslotse/current
  mkdir -p "$folder"
  for service in "${SERVICES[@]}"; do
    upper=${service^^}
    {
      printf '# Gehört zur Version und wird mit ihr ersetzt. Eigenes steht in /etc/amtslotse/%s.conf und gilt davor.\n' "$service"
      [[ $service == web ]] || printf '%s_LISTEN=unix:%s/%s/socket\n' "$upper" "$run" "$service"
      printf '%s_DATA_DIR=/var/lib/amtslotse/%s\n' "$upper" "$service"
      [[ " $(keys_of "$service") " != *" $service.keys "* ]] || printf '%s_KEYS_FILE=%s/%s.keys\n' "$upper" "$keys" "$service"
      [[ " $(keys_of "$service") " != *" actor.key "* ]] || printf '%s_ACTOR_KEY_FILE=%s/actor.key\n' "$upper" "$keys"
      case $service in
        nlu) printf 'NLU_MODEL_DIR=%s/nlu/model\nNLU_TEXTS_DIR=%s/nlu/data\nNLU_KNOWLEDGE=unix:%s/knowledge/socket\n' "$release" "$release" "$run" ;;
        knowledge) printf 'KNOWLEDGE_BOOKING=unix:%s/booking/socket\n' "$run" ;;
        responsibility) printf 'RESPONSIBILITY_KNOWLEDGE_DIR=/var/lib/amtslotse/knowledge\n' ;;
        # shellcheck disable=SC2046
        dialogue | messengers) addresses "$upper" $(called_by "$service") ;;
        # shellcheck disable=SC2046
        web) printf 'WEB_LISTEN=127.0.0.1:8080\n' && addresses WEB $(called_by web) ;;
      esac
    } >"$folder/$service.conf"
  done
  # When it is full it refuses rather than forgets: a forgotten lease would do an effect twice.
  printf 'port 0\nunixsocket %s/redis/socket\nunixsocketperm 600\nsave ""\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy noeviction\ndir %s/redis\n' \
    "$run" "$run" >"$folder/redis.conf"
}
addresses() {
  local prefix=$1 name
  shift
  for name in "$@"; do printf '%s_%s=unix:/var/lib/amtslotse/run/%s/socket\n' "$prefix" "${name^^}" "$name"; done
}

# own_settings SERVICE: the first /etc/amtslotse/SERVICE.conf; written once and then the operator's.
own_settings() {
  local upper=${1^^}
  printf '# Eigene Einstellungen von %s: NAME=WERT, eine je Zeile; Geheimnisse als NAME_FILE=/etc/amtslotse/secrets/…\n' "$1"
  printf '# Danach: amtslotse check && systemctl restart amtslotse-%s\n#%s_LOG_LEVEL=info\n' "$1" "$upper"
  case $1 in
    web) printf '# Öffentlich wird der Betrieb mit WEB_HTTPS=true (hinter einem Proxy mit TLS) oder einer Adresse, die andere erreichen.\n#WEB_HTTPS=true\n' ;;
    booking) printf '#BOOKING_WEB_URL=https://termine.musterstadt.de\n#BOOKING_SMTP_URL=smtp://mail.musterstadt.de:587\n#BOOKING_MAIL_FROM=termine@musterstadt.de\n#BOOKING_SMTP_USER=termine\n#BOOKING_SMTP_PASSWORD_FILE=/etc/amtslotse/secrets/smtp\n' ;;
  esac
}

sysusers() { printf 'u amtslotse - "Amtslotse" /var/lib/amtslotse /usr/sbin/nologin\n'; }

# Folders, owners and modes, in one place.
tmpfiles() {
  local service
  printf 'd /etc/amtslotse 0750 root amtslotse\nz /etc/amtslotse/*.conf 0640 root amtslotse\n'
  printf 'd /etc/amtslotse/secrets 0750 root amtslotse\nz /etc/amtslotse/secrets/* 0640 root amtslotse\n'
  printf 'd /etc/amtslotse/keys 0700 amtslotse amtslotse\n'
  printf 'd /var/lib/amtslotse 0700 amtslotse amtslotse\nd /var/backups/amtslotse 0700 amtslotse amtslotse\n'
  for service in run logs "${SERVICES[@]}" run/redis "${SERVICES[@]/#/run/}"; do printf 'd /var/lib/amtslotse/%s 0700 amtslotse amtslotse\n' "$service"; done
}
