{{- define "amtslotse.name" -}}
{{- printf "%s-%s" .root.Release.Name .service | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "amtslotse.selector" -}}
app.kubernetes.io/name: amtslotse
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end -}}

{{- define "amtslotse.labels" -}}
{{ include "amtslotse.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{- define "amtslotse.address" -}}
{{ if .root.Values.tls.enabled }}tls:{{ end }}{{ include "amtslotse.name" . }}:{{ (index .root.Values.services .service).port }}
{{- end -}}

{{- define "amtslotse.redis" -}}
{{- .Values.redis.address | default (printf "%s:6379" (include "amtslotse.name" (dict "root" . "service" "redis"))) -}}
{{- end -}}

{{/* The pod's and the container's rights: none but to read its image and write where it stores. */}}
{{- define "amtslotse.podRights" -}}
runAsNonRoot: true
runAsUser: {{ .Values.podSecurity.runAsUser }}
runAsGroup: {{ .Values.podSecurity.runAsGroup }}
fsGroup: {{ .Values.podSecurity.fsGroup }}
seccompProfile: {type: RuntimeDefault}
{{- end -}}
{{- define "amtslotse.containerRights" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}
