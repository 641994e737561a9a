{{/* A variable out of a Secret: include "dragoman.secretEnv" (list NAME SECRET KEY). */}}
{{- define "dragoman.secretEnv" -}}
- name: {{ index . 0 }}
  valueFrom: { secretKeyRef: { name: {{ index . 1 | quote }}, key: {{ index . 2 | quote }} } }
{{- end -}}

{{/* What Dragoman is told by variables: all that is secret, and who it is. */}}
{{- define "dragoman.env" -}}
{{- include "dragoman.secrets" . }}
{{- if eq .Values.records.store "embedded" }}
- { name: DRAGOMAN_RECORDS, value: 'sqlite:/var/lib/dragoman/records/records.db' }
{{- end }}
{{- with include "dragoman.otlpEndpoint" . }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- if include "dragoman.usesApi" . }}
- { name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
- { name: POD_NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
- { name: POD_UID, valueFrom: { fieldRef: { fieldPath: metadata.uid } } }
{{- end }}
{{- with .Values.dragoman.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "dragoman.secrets" -}}
{{- with .Values.admin.tokenSecret }}
{{- if .name }}
{{ include "dragoman.secretEnv" (list "DRAGOMAN_ADMIN_TOKEN" .name .key) }}
{{- end }}
{{- end }}
{{- with .Values.hashKey }}
{{- if .secretName }}
{{ include "dragoman.secretEnv" (list "DRAGOMAN_HASH_KEY" .secretName .secretKey) }}
{{- end }}
{{- end }}
{{- with .Values.sharedCache }}
{{- if .secretName }}
{{ include "dragoman.secretEnv" (list "DRAGOMAN_SHARED_CACHE" .secretName .secretKey) }}
{{- end }}
{{- end }}
{{- if eq .Values.records.store "postgres" }}
{{- with .Values.records.postgres }}
{{ include "dragoman.secretEnv" (list "DRAGOMAN_RECORDS" .secretName .secretKey) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The login of the registry that the bundle is pulled from. */}}
{{- define "dragoman.bundleSecrets" -}}
{{- if .Values.bundle.url }}
{{- with .Values.bundle.secretName }}
{{ include "dragoman.secretEnv" (list "DRAGOMAN_REGISTRY_USER" . "username") }}
{{ include "dragoman.secretEnv" (list "DRAGOMAN_REGISTRY_PASSWORD" . "password") }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The models' keys, which only Envoy gets. */}}
{{- define "dragoman.keyEnv" -}}
{{- range .Values.apiKeys.env }}
{{ include "dragoman.secretEnv" (list .name .secretName .secretKey) }}
{{- end }}
{{- end -}}

{{- define "dragoman.keyMounts" -}}
{{- range $index, $file := .Values.apiKeys.files }}
- { name: key-{{ $index }}, mountPath: {{ printf "/etc/dragoman/keys/%s" $file.secretName | quote }}, readOnly: true }
{{- end }}
{{- end -}}

{{- define "dragoman.keyVolumes" -}}
{{- range $index, $file := .Values.apiKeys.files }}
- name: key-{{ $index }}
  secret: { secretName: {{ $file.secretName | quote }} }
{{- end }}
{{- end -}}
