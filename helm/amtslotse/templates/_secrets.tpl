{{/*
Which secrets a process is given, as JSON: setting → {secret, key, optional}. They lie in files that only it sees
(<setting>_FILE), never in its environment.
*/}}
{{- define "amtslotse.secrets" -}}
{{- $values := .root.Values -}}
{{- $stores := dict -}}
{{- range $name, $is := $values.services -}}{{- $_ := set $stores $name $is.stores -}}{{- end -}}
{{- $keys := dict -}}
{{- $optional := list -}}
{{- if eq .service "booking" -}}
{{- $_ := set $keys "BOOKING_DATABASE" "booking" -}}
{{- if not $stores.booking -}}{{- $_ := set $keys "BOOKING_ERASURES_DATABASE" "erasures" -}}{{- end -}}
{{- else if eq .service "knowledge" -}}{{- $_ := set $keys "KNOWLEDGE_POSTGRES" "knowledge" -}}
{{- else if eq .service "dialogue" -}}{{- $_ := set $keys "DIALOGUE_DATABASE" "dialogue" -}}
{{- else if eq .service "responsibility" -}}
{{- $_ := set $keys "RESPONSIBILITY_KNOWLEDGE_POSTGRES" "knowledge" -}}
{{- if not $stores.responsibility -}}{{- $_ := set $keys "RESPONSIBILITY_DATABASE" "responsibility" -}}{{- end -}}
{{- else if has .service (list "messengers" "staff") -}}
{{- if not (get $stores .service) -}}{{- $_ := set $keys (printf "%s_DATABASE" (upper .service)) .service -}}{{- end -}}
{{- else if eq .service "migrate" -}}
{{- $_ := set $keys "BOOKING_DATABASE" "booking" -}}
{{- $_ := set $keys "KNOWLEDGE_POSTGRES" "knowledge" -}}
{{- $_ := set $keys "DIALOGUE_DATABASE" "dialogue" -}}
{{- /* Only where these keep nothing themselves. */ -}}
{{- $_ := set $keys "BOOKING_ERASURES_DATABASE" "erasures" -}}
{{- $_ := set $keys "MESSENGERS_DATABASE" "messengers" -}}
{{- $_ := set $keys "STAFF_DATABASE" "staff" -}}
{{- $_ := set $keys "RESPONSIBILITY_DATABASE" "responsibility" -}}
{{- range $name := list "messengers" "staff" "responsibility" -}}
{{- if get $stores $name -}}{{- $optional = append $optional (printf "%s_DATABASE" (upper $name)) -}}{{- end -}}
{{- end -}}
{{- if $stores.booking -}}{{- $optional = append $optional "BOOKING_ERASURES_DATABASE" -}}{{- end -}}
{{- end -}}
{{- $all := dict -}}
{{- if $values.postgres.connectionSecret -}}
{{- range $setting, $key := $keys -}}
{{- $_ := set $all $setting (dict "secret" $values.postgres.connectionSecret "key" $key "optional" (has $setting $optional)) -}}
{{- end -}}
{{- end -}}
{{- if and (has .service (list "dialogue" "web")) $values.redis.passwordSecret -}}
{{- $_ := set $all (printf "%s_REDIS_PASSWORD" (upper .service)) (dict "secret" $values.redis.passwordSecret "key" "password" "optional" false) -}}
{{- end -}}
{{- $service := .service -}}
{{- range $name, $from := index $values.settingsFromSecrets .service | default dict -}}
{{- $_ := set $all (printf "%s_%s" (upper $service) $name) (dict "secret" $from.secret "key" $from.key "optional" false) -}}
{{- end -}}
{{- toJson $all -}}
{{- end -}}

{{- define "amtslotse.secretSettings" -}}
{{- range $setting, $_ := include "amtslotse.secrets" . | fromJson }}
- {name: {{ $setting }}_FILE, value: /etc/amtslotse/secrets/{{ $setting }}}
{{- end }}
{{- end -}}

{{- define "amtslotse.secretMount" -}}
{{- if include "amtslotse.secrets" . | fromJson -}}
- {name: secrets, mountPath: /etc/amtslotse/secrets, readOnly: true}
{{- end -}}
{{- end -}}

{{- define "amtslotse.secretVolume" -}}
{{- with include "amtslotse.secrets" . | fromJson -}}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      {{- range $setting, $from := . }}
      - secret: {name: {{ $from.secret }}, items: [{key: {{ $from.key }}, path: {{ $setting }}}]{{ if $from.optional }}, optional: true{{ end }}}
      {{- end }}
{{- end -}}
{{- end -}}

{{/* Of the installation's keys those that a process needs, as packaging/units.sh shows them; accounts of messengers name files beside them. */}}
{{- define "amtslotse.keysVolume" -}}
{{- $files := list -}}
{{- if has .service (list "booking" "dialogue" "messengers" "staff" "web") -}}{{- $files = append $files (printf "%s.keys" .service) -}}{{- end -}}
{{- if ne .service "web" -}}{{- $files = append $files "actor.key" -}}{{- end -}}
- name: keys
  secret:
    secretName: {{ .root.Values.keysSecret }}
    defaultMode: 0440
    {{- if not (and (eq .service "messengers") (not .root.Values.services.messengers.stores)) }}
    items:
      {{- range $file := $files }}
      - {key: {{ $file }}, path: {{ $file }}}
      {{- end }}
    {{- end }}
{{- end -}}
