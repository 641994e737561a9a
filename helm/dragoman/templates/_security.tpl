{{/* Pod Security "restricted", with a read-only root as well. One user for all containers of a pod: it owns the socket. */}}
{{- define "dragoman.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "dragoman.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* Of Dragoman's containers: in mode sidecar the pod is another chart's, so the whole standard is said here. */}}
{{- define "dragoman.ownSecurity" -}}
{{- if eq .Values.mode "sidecar" -}}
runAsNonRoot: true
runAsUser: 65532
seccompProfile: { type: RuntimeDefault }
{{ end -}}
{{ include "dragoman.containerSecurity" . }}
{{- end -}}
