{{/* The registry's ConfigMap, and that of the check before it. */}}
{{- define "dragoman.registryData" -}}
{{- if eq .Values.registry.source "configMap" }}
registry.yaml: |
  {{- range $index, $document := .Values.registry.documents }}
  {{- if $index }}
  ---
  {{- end }}
  {{- toYaml $document | nindent 2 }}
  {{- end }}
{{- end }}
{{- range $file, $content := .Values.registry.files }}
{{ $file | quote }}: {{ $content | quote }}
{{- end }}
{{- end -}}
