{{/*
The check before an install or upgrade. Of mode gateway it needs both images: Dragoman's writes the whole of Envoy's
configuration into one file, because Envoy's --mode validate reads none of the files that a bootstrap names. What fails
does so in a container that is none of the init containers, because Helm prints only the logs of the others.
*/}}
{{- define "dragoman.checkRenderContainer" -}}
- name: render
  image: {{ include "dragoman.image" . | quote }}
  imagePullPolicy: {{ .Values.dragoman.image.pullPolicy }}
  args:
    - envoy
    - /etc/dragoman/registry
    - --static=/run/dragoman/envoy.yaml
    - --or-empty
    {{- with include "dragoman.otlpEndpoint" . }}
    - --otlp={{ . }}
    {{- end }}
  {{- include "dragoman.checkSettings" . | trim | nindent 2 }}
{{- end -}}

{{- define "dragoman.checkValidateContainer" -}}
- name: validate
  image: {{ include "dragoman.envoyImage" . | quote }}
  imagePullPolicy: {{ .Values.envoy.image.pullPolicy }}
  command: [envoy]
  args: [--mode, validate, --config-path, /run/dragoman/envoy.yaml, --log-level, error]
  {{- with include "dragoman.keyEnv" . | trim }}
  env:
    {{- . | nindent 4 }}
  {{- end }}
  resources: {{- toYaml .Values.envoy.resources | nindent 4 }}
  securityContext: {{- include "dragoman.containerSecurity" . | nindent 4 }}
  volumeMounts:
    {{- include "dragoman.envoyMounts" . | nindent 4 }}
{{- end -}}

{{/* Says every problem of the registry. In the other modes, whose Envoy is not ours, it is all there is to check. */}}
{{- define "dragoman.checkContainer" -}}
- name: check
  image: {{ include "dragoman.image" . | quote }}
  imagePullPolicy: {{ .Values.dragoman.image.pullPolicy }}
  args: [check, /etc/dragoman/registry]
  {{- include "dragoman.checkSettings" . | trim | nindent 2 }}
{{- end -}}

{{/* With the secrets of the pods to come, so that one that is missing shows here. */}}
{{- define "dragoman.checkSettings" -}}
{{- with print (include "dragoman.secrets" .) (include "dragoman.bundleSecrets" .) | trim }}
env:
  {{- . | nindent 2 }}
{{- end }}
resources: {{- toYaml .Values.dragoman.resources | nindent 2 }}
securityContext: {{- include "dragoman.containerSecurity" . | nindent 2 }}
volumeMounts:
  - { name: run, mountPath: /run/dragoman }
  - { name: registry, mountPath: /etc/dragoman/registry, readOnly: true }
{{- end -}}

{{/* "true" where the check is made: custom resources are checked where they are applied. */}}
{{- define "dragoman.checks" -}}
{{- if and .Values.registry.check (eq .Values.registry.source "configMap") }}true{{ end -}}
{{- end -}}
