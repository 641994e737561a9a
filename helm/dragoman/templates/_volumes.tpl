{{/* Volumes of Dragoman's containers, and of the Envoy beside it. */}}
{{- define "dragoman.volumes" -}}
{{- if ne .Values.mode "extension" }}
- name: run
  emptyDir: { medium: Memory, sizeLimit: 16Mi }
{{- end }}
{{- include "dragoman.registryVolumes" . }}
# Vectors of the examples: a container that is started again embeds none of them.
- name: cache
  emptyDir: { sizeLimit: 512Mi }
{{- if eq .Values.records.store "embedded" }}
- name: records
  persistentVolumeClaim: { claimName: {{ include "dragoman.name" (list . "records") }} }
{{- end }}
{{- if .Values.bundle.url }}
- name: bundles
  emptyDir: { sizeLimit: 512Mi }
{{- else if .Values.bundle.volume }}
- name: bundles
  {{- toYaml .Values.bundle.volume | nindent 2 }}
{{- end }}
{{- if include "dragoman.usesApi" . }}
{{ include "dragoman.apiVolume" . }}
{{- end }}
{{- with .Values.dragoman.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- if ne .Values.mode "extension" }}
{{- include "dragoman.keyVolumes" . }}
{{- end }}
{{- if eq .Values.mode "gateway" }}
{{- with .Values.envoy.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "dragoman.registryVolumes" -}}
{{- if eq .Values.registry.source "crd" }}
# The custom resources as files; they outlive a container, so that it starts without the API server as well.
- name: registry
  emptyDir: { sizeLimit: 64Mi }
{{- if .Values.registry.files }}
- name: registry-files
  configMap: { name: {{ include "dragoman.registryName" . | quote }} }
{{- end }}
{{- else }}
# A whole folder, never a subPath: only a folder is updated in the running pod.
- name: registry
  configMap: { name: {{ include "dragoman.registryName" . | quote }} }
{{- end }}
{{- end -}}

{{/* The service account's token, for the containers that mount it and no others. */}}
{{- define "dragoman.apiVolume" -}}
- name: api
  projected:
    sources:
      - serviceAccountToken: { path: token, expirationSeconds: 3607 }
      - configMap: { name: kube-root-ca.crt, items: [{ key: ca.crt, path: ca.crt }] }
      - downwardAPI: { items: [{ path: namespace, fieldRef: { fieldPath: metadata.namespace } }] }
{{- end -}}
