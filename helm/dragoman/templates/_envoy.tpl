{{/*
Envoy's admin port is on loopback, where the kubelet cannot ask it; the listener opens only after its configuration was
accepted and the routes were read, so a TCP connection to it is the probe. It asks nothing of Dragoman or of a model.
*/}}
{{- define "dragoman.envoyContainer" -}}
- name: envoy
  image: {{ include "dragoman.envoyImage" . | quote }}
  imagePullPolicy: {{ .Values.envoy.image.pullPolicy }}
  # Not the image's entry point: it wants to be root.
  command: [envoy]
  args:
    - --config-path
    - /run/dragoman/xds/envoy.yaml
    - --concurrency
    - {{ .Values.envoy.concurrency | quote }}
    - --log-level
    - {{ .Values.envoy.logLevel | quote }}
    - --disable-hot-restart
  {{- with include "dragoman.keyEnv" . | trim }}
  env:
    {{- . | nindent 4 }}
  {{- end }}
  ports:
    - { name: http, containerPort: 10000 }
  startupProbe:
    tcpSocket: { port: http }
    periodSeconds: 1
    failureThreshold: 60
  readinessProbe:
    tcpSocket: { port: http }
    periodSeconds: 5
  livenessProbe:
    tcpSocket: { port: http }
    periodSeconds: 10
    failureThreshold: 3
  lifecycle:
    preStop:
      exec:
        command:
          {{- include "dragoman.drainCommand" . | nindent 10 }}
  resources: {{- toYaml .Values.envoy.resources | nindent 4 }}
  securityContext: {{- include "dragoman.containerSecurity" . | nindent 4 }}
  volumeMounts:
    {{- include "dragoman.envoyMounts" . | nindent 4 }}
{{- end -}}

{{- define "dragoman.envoyMounts" -}}
- { name: run, mountPath: /run/dragoman, readOnly: true }
{{- include "dragoman.keyMounts" . }}
{{- if eq .Values.mode "gateway" }}
{{- with .Values.envoy.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "dragoman.drainCommand" -}}
- bash
- -c
- | {{- .Files.Get "files/drain.sh" | trim | nindent 2 }}
- drain
- {{ .Values.drain.delaySeconds | quote }}
- {{ .Values.drain.maxSeconds | quote }}
- {{ include "dragoman.envoyAdminAddress" . | quote }}
{{- end -}}
