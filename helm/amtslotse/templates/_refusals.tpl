{{/* Whether a database of its own is named for the service: "yes" or nothing. */}}
{{- define "amtslotse.database" -}}
{{- $own := index .root.Values.settings .service | default dict -}}
{{- $name := ternary "POSTGRES" "DATABASE" (eq .service "knowledge") -}}
{{- if has .service (list "booking" "knowledge" "dialogue" "staff" "messengers" "responsibility") -}}
{{- if or .root.Values.postgres.connectionSecret (get $own $name) (get $own (printf "%s_FILE" $name)) -}}yes{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Values with which data would be lost or be two: in a folder that goes with its pod, or in a file for each replica.
*/}}
{{- define "amtslotse.refuseLoss" -}}
{{- $root := .root -}}
{{- $service := .service -}}
{{- $is := index $root.Values.services $service -}}
{{- $own := index $root.Values.settings $service | default dict -}}
{{- $database := include "amtslotse.database" . -}}
{{- if and $is.stores (gt (int $is.replicas) 1) -}}
{{- fail (printf "services.%s.replicas: %v, but it keeps a file of its own: only 1" $service $is.replicas) -}}
{{- end -}}
{{- if and $is.stores (gt (int $is.autoscale) 1) -}}
{{- fail (printf "services.%s.autoscale: %v, but it keeps a file of its own: only 1 replica" $service $is.autoscale) -}}
{{- end -}}
{{- if and $is.autoscale (lt (int $is.autoscale) (int $is.replicas)) -}}
{{- fail (printf "services.%s.autoscale: %v is less than its replicas, %v" $service $is.autoscale $is.replicas) -}}
{{- end -}}
{{- if and (has $service (list "booking" "knowledge" "staff" "messengers" "responsibility")) (not $is.stores) (not $database) -}}
{{- fail (printf "services.%s.stores: false, but it has no database: its data would go with the pod, and each replica would have its own. Set postgres.connectionSecret, or stores: true with one replica" $service) -}}
{{- end -}}
{{- if and (eq $service "booking") (not $is.stores) (not $root.Values.postgres.connectionSecret) (not (or (hasKey $own "ERASURES_DATABASE") (hasKey $own "ERASURES_DATABASE_FILE"))) -}}
{{- fail "services.booking.stores: false, but the list of erasures would go with the pod, and a restored backup would bring back whom the console erased. Set postgres.connectionSecret with the key erasures" -}}
{{- end -}}
{{- if and (eq $service "dialogue") (not $is.stores) (not $database) (hasKey $own "HAND_OVER") (ne (toString $own.HAND_OVER) "false") -}}
{{- fail "settings.dialogue.HAND_OVER, but dialogue has neither a database nor a file: hand-overs would go with the pod. Set postgres.connectionSecret, or services.dialogue.stores: true with one replica and autoscale: 0" -}}
{{- end -}}
{{- if eq $service "nlu" -}}
{{- if and $is.stores $root.Values.training.claim -}}
{{- fail "services.nlu.stores and training.claim: the towns' models lie in one of them" -}}
{{- end -}}
{{- range $name := list "TRAINING" "TRAINING_MEMORY_MB" -}}
{{- if hasKey $own $name -}}
{{- fail (printf "settings.nlu.%s: say training.claim, services.nlu.stores and training.memoryMegabytes; the volume and the memory limit follow them" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $name := list "DATA_DIR" "DATA_DIR_FILE" -}}
{{- if hasKey $own $name -}}
{{- fail (printf "settings.%s.%s: the chart says where data lie; elsewhere they would go with the pod" $service $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Secrets written into the values would stand in the objects and in the environment of a process. */}}
{{- define "amtslotse.refusePlainSecrets" -}}
{{- $service := .service -}}
{{- range $name, $value := index .root.Values.settings .service | default dict -}}
{{- if or (regexMatch "(PASSWORD|TOKEN|SECRET|_KEY)$" $name) (and (regexMatch "(DATABASE|POSTGRES)$" $name) (regexMatch "(://[^/@]*:[^/@]*@|password=)" (toString $value))) -}}
{{- fail (printf "settings.%s.%s is a secret: say settingsFromSecrets.%s.%s: {secret, key}; the process reads it from a file that only its pod sees" $service $name $service $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "amtslotse.refuseOwnPostgres" -}}
{{- if and .Values.postgres.own.enabled (not .Values.postgres.connectionSecret) -}}
{{- fail "postgres.own.enabled, but no postgres.connectionSecret: nobody would store there" -}}
{{- end -}}
{{- end -}}

{{- define "amtslotse.refusePublicTrial" -}}
{{- if and .Values.trial .Values.ingress.enabled -}}
{{- fail "trial, but ingress.enabled: a trial runs without imprint, privacy notice and accessibility statement and must not be reached from outside. Set ingress.enabled: false and use kubectl port-forward" -}}
{{- end -}}
{{- end -}}
