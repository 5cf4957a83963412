{{/* "yes" where something keeps the models that towns train. */}}
{{- define "amtslotse.trains" -}}
{{- if or .Values.services.nlu.stores .Values.training.claim -}}yes{{- end -}}
{{- end -}}

{{/* What the container may use at most: nlu besides what its training child may. */}}
{{- define "amtslotse.memoryLimit" -}}
{{- $is := index .root.Values.services .service -}}
{{- $limit := $is.memoryLimit | default $is.memory -}}
{{- if and (eq .service "nlu") (include "amtslotse.trains" .root) -}}
{{- if not (hasSuffix "Mi" $limit) -}}{{- fail (printf "services.nlu.memoryLimit: %s: expected a number of Mi" $limit) -}}{{- end -}}
{{- add (trimSuffix "Mi" $limit | int) (int .root.Values.training.memoryMegabytes) }}Mi
{{- else -}}
{{- $limit -}}
{{- end -}}
{{- end -}}
