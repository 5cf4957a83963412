{{- define "amtslotse.name" -}}
{{- printf "%s-%s" .root.Release.Name .service | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* What all of the installation's pods have. */}}
{{- define "amtslotse.everyone" -}}
app.kubernetes.io/name: amtslotse
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "amtslotse.selector" -}}
{{ include "amtslotse.everyone" .root }}
app.kubernetes.io/component: {{ .service }}
{{- end -}}

{{/* What stays with a version; besides it names whose an object is. */}}
{{- define "amtslotse.labelsOfAll" -}}
{{ include "amtslotse.everyone" . }}
app.kubernetes.io/part-of: amtslotse
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "amtslotse.labels" -}}
{{ include "amtslotse.labelsOfAll" .root }}
app.kubernetes.io/component: {{ .service }}
{{- end -}}

{{- define "amtslotse.address" -}}
{{ if .root.Values.tls.enabled }}tls:{{ end }}{{ include "amtslotse.name" . }}:{{ (index .root.Values.services .service).port }}
{{- end -}}

{{- define "amtslotse.redis" -}}
{{- .Values.redis.address | default (printf "%s:6379" (include "amtslotse.name" (dict "root" . "service" "redis"))) -}}
{{- end -}}

{{- define "amtslotse.image" -}}
"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
{{- end -}}

{{/* Where the data centre wants its pods, and from where it takes images. */}}
{{- define "amtslotse.place" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.scheduling.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.scheduling.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.scheduling.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
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
