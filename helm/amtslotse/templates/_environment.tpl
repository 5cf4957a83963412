{{/* The settings of one process: what services/<name>/settings.cc requires, then what values.settings adds. */}}
{{- define "amtslotse.environment" -}}
{{- $root := .root -}}
{{- $service := .service -}}
{{- $prefix := upper $service -}}
{{- $at := dict -}}
{{- range $name, $_ := $root.Values.services -}}
{{- $_ := set $at $name (include "amtslotse.address" (dict "root" $root "service" $name)) -}}
{{- end -}}
{{- $own := dict "LISTEN" (printf "0.0.0.0:%v" (index $root.Values.services $service).port) -}}
{{- if $root.Values.tls.enabled -}}
{{- $_ := set $own "TLS_DIR" "/etc/amtslotse/tls" -}}
{{- if ne $service "web" -}}
{{- $_ := set $own "LISTEN_TLS" (get $own "LISTEN") -}}
{{- $_ := set $own "LISTEN" "unix:/tmp/socket" -}}
{{- end -}}
{{- end -}}
{{- if $root.Values.metrics.enabled -}}
{{- $_ := set $own "METRICS_LISTEN" (printf "0.0.0.0:%v" $root.Values.metrics.port) -}}
{{- end -}}
{{- $_ := set $own "DATA_DIR" (printf "/var/lib/amtslotse/%s" $service) -}}
{{- if eq $service "nlu" -}}
{{- $_ := set $own "MODEL_DIR" "/opt/amtslotse/nlu/model" -}}
{{- $_ := set $own "KNOWLEDGE" (get $at "knowledge") -}}
{{- if include "amtslotse.trains" $root -}}
{{- $_ := set $own "TRAINING_MEMORY_MB" $root.Values.training.memoryMegabytes -}}
{{- else -}}
{{- $_ := set $own "TRAINING" "false" -}}
{{- end -}}
{{- end -}}
{{- if eq $service "knowledge" -}}{{- $_ := set $own "BOOKING" (get $at "booking") -}}{{- end -}}
{{- if eq $service "booking" -}}{{- $_ := set $own "WEB_URL" $root.Values.url -}}{{- end -}}
{{- if has $service (list "booking" "dialogue" "messengers" "staff" "web") -}}
{{- $_ := set $own "KEYS_FILE" (printf "/etc/amtslotse/keys/%s.keys" $service) -}}
{{- end -}}
{{- if has $service (list "nlu" "knowledge" "responsibility" "booking" "dialogue" "staff" "messengers") -}}
{{- $_ := set $own "ACTOR_KEY_FILE" "/etc/amtslotse/keys/actor.key" -}}
{{- end -}}
{{- if eq $service "responsibility" -}}
{{- $_ := set $own "KNOWLEDGE_DIR" "/var/lib/amtslotse/knowledge" -}}
{{- end -}}
{{- if eq $service "dialogue" -}}
{{- $_ := set $own "REDIS" (include "amtslotse.redis" $root) -}}
{{- $_ := set $own "WEB_URL" $root.Values.url -}}
{{- if not (or (index $root.Values.services "dialogue").stores (include "amtslotse.database" .)) -}}{{- $_ := set $own "HAND_OVER" "false" -}}{{- end -}}
{{- range $name := list "nlu" "knowledge" "responsibility" "booking" -}}{{- $_ := set $own (upper $name) (get $at $name) -}}{{- end -}}
{{- end -}}
{{- if eq $service "messengers" -}}
{{- $_ := set $own "DIALOGUE" (get $at "dialogue") -}}
{{- with $root.Values.messengerWebhooks -}}
{{- if .enabled -}}{{- $_ := set $own "WEBHOOK_LISTEN" (printf "0.0.0.0:%v" .port) -}}{{- end -}}
{{- end -}}
{{- if not $root.Values.services.messengers.stores -}}{{- $_ := set $own "ACCOUNTS" "/etc/amtslotse/keys/accounts.json" -}}{{- end -}}
{{- end -}}
{{- if eq $service "web" -}}
{{- $_ := set $own "HTTPS" (not $root.Values.trial) -}}
{{- /* The ingress comes from a pod; who else may come, the network policies say. */ -}}
{{- $_ := set $own "PROXIES" "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fd00::/8" -}}
{{- $_ := set $own "REDIS" (include "amtslotse.redis" $root) -}}
{{- range $name := list "dialogue" "knowledge" "responsibility" "booking" "staff" "messengers" -}}{{- $_ := set $own (upper $name) (get $at $name) -}}{{- end -}}
{{- end -}}
{{- range $key, $value := index $root.Values.settings $service -}}{{- $_ := set $own $key $value -}}{{- end -}}
{{- range $key := keys $own | sortAlpha }}
- name: {{ $prefix }}_{{ $key }}
  value: {{ get $own $key | toString | quote }}
{{- end }}
{{- include "amtslotse.secretSettings" . }}
{{- end -}}
