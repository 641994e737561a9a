{{/*
For charts of other people's Envoys, which have this one as a dependency in mode sidecar: a map of the parts of a pod.
  $dragoman := include "dragoman.sidecar" .Subcharts.dragoman | fromYaml
podLabels, serviceAccountName, securityContext, initContainers and volumes are the pod's, envoy.env and
envoy.volumeMounts the Envoy container's; docs/kubernetes.md shows where each goes.
*/}}
{{- define "dragoman.sidecar" -}}
{{- if ne .Values.mode "sidecar" -}}
{{- fail (printf "dragoman.sidecar is for mode sidecar, and mode is %q: set dragoman.mode to sidecar." .Values.mode) -}}
{{- end -}}
podLabels:
  {{- include "dragoman.podSelector" . | nindent 2 }}
serviceAccountName: {{ include "dragoman.serviceAccountName" . }}
# The group to which the socket belongs: Envoy may run as another user of it.
securityContext: { fsGroup: 65532 }
initContainers:
  {{- if .Values.bundle.url }}
  {{- include "dragoman.bundleContainer" . | nindent 2 }}
  {{- end }}
  {{- include "dragoman.renderContainer" . | nindent 2 }}
  {{- include "dragoman.dragomanContainer" . | nindent 2 }}
volumes:
  {{- include "dragoman.volumes" . | trim | nindent 2 }}
envoy:
  env:
    {{- include "dragoman.keyEnv" . | trim | default "[]" | nindent 4 }}
  volumeMounts:
    {{- include "dragoman.envoyMounts" . | nindent 4 }}
  preStop:
    exec:
      command:
        {{- include "dragoman.drainCommand" . | nindent 8 }}
{{- end -}}
