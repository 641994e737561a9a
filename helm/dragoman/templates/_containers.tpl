{{/* Pod Security "restricted", with a read-only root as well. */}}
{{- define "dragoman.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* Writes Envoy's files once, so that Envoy finds its bootstrap; a bad registry ends here, with every problem in its log. */}}
{{- define "dragoman.renderContainer" -}}
- name: render
  image: {{ include "dragoman.image" . | quote }}
  imagePullPolicy: {{ .Values.dragoman.image.pullPolicy }}
  args:
    - envoy
    - /etc/dragoman/registry
    - --out=/run/dragoman/xds
    - --listen=0.0.0.0:10000
    - --admin=127.0.0.1:9901
    - --dragoman=unix:/run/dragoman/extproc.sock
    {{- with .Values.otlp.endpoint }}
    - --otlp={{ . }}
    {{- end }}
  resources: {{- toYaml .Values.dragoman.resources | nindent 4 }}
  securityContext: {{- include "dragoman.containerSecurity" . | nindent 4 }}
  volumeMounts:
    - { name: run, mountPath: /run/dragoman }
    - { name: registry, mountPath: /etc/dragoman/registry, readOnly: true }
{{- end -}}

{{/*
A sidecar container (restartPolicy Always): it starts before Envoy and is stopped after it, whatever the drain takes.
The startup probe holds Envoy back until the registry and the encoder are loaded, so a roll-out of a broken version
stops there. There is no readiness probe on purpose: once started, a late or reloading Dragoman must not take the pod
out of the Service, because Envoy then answers from the default model.
*/}}
{{- define "dragoman.dragomanContainer" -}}
- name: dragoman
  restartPolicy: Always
  image: {{ include "dragoman.image" . | quote }}
  imagePullPolicy: {{ .Values.dragoman.image.pullPolicy }}
  args:
    - serve
    - /etc/dragoman/registry
    - --listen=unix:/run/dragoman/extproc.sock
    - --admin=0.0.0.0:9902
    - --xds=/run/dragoman/xds
    - --envoy-listen=0.0.0.0:10000
    - --envoy-admin=127.0.0.1:9901
    - --log-level={{ .Values.dragoman.logLevel }}
    {{- with .Values.otlp.endpoint }}
    - --otlp={{ . }}
    {{- end }}
  {{- if or .Values.otlp.endpoint .Values.dragoman.env }}
  env:
    {{- with .Values.otlp.endpoint }}
    - { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
    {{- end }}
    {{- with .Values.dragoman.env }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
  ports:
    - { name: admin, containerPort: 9902 }
  startupProbe:
    httpGet: { path: /readyz, port: admin }
    periodSeconds: 1
    failureThreshold: 60
  livenessProbe:
    httpGet: { path: /healthz, port: admin }
    periodSeconds: 10
    timeoutSeconds: 5
    failureThreshold: 3
  resources: {{- toYaml .Values.dragoman.resources | nindent 4 }}
  securityContext: {{- include "dragoman.containerSecurity" . | nindent 4 }}
  volumeMounts:
    - { name: run, mountPath: /run/dragoman }
    - { name: registry, mountPath: /etc/dragoman/registry, readOnly: true }
{{- end -}}

{{/*
Envoy's admin port is on loopback, where the kubelet cannot ask it; the listener opens only after its configuration was
accepted and the routes were read, so a TCP connection to it is the probe. It asks nothing of Dragoman or of a model.
*/}}
{{- define "dragoman.envoyContainer" -}}
- name: envoy
  image: {{ printf "%s:%s" .Values.envoy.image.repository .Values.envoy.image.tag | quote }}
  imagePullPolicy: {{ .Values.envoy.image.pullPolicy }}
  # Not the image's entry point: it wants to be root.
  command: [envoy]
  args:
    - --config-path
    - /run/dragoman/xds/envoy.yaml
    - --concurrency
    - {{ .Values.envoy.concurrency | quote }}
    - --log-level
    - {{ .Values.envoy.logLevel }}
    - --disable-hot-restart
  {{- with .Values.apiKeys.env }}
  env:
    {{- range . }}
    - name: {{ .name }}
      valueFrom: { secretKeyRef: { name: {{ .secretName | quote }}, key: {{ .secretKey | quote }} } }
    {{- end }}
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
          - bash
          - -c
          - | {{- .Files.Get "files/drain.sh" | trim | nindent 12 }}
          - drain
          - {{ .Values.drain.delaySeconds | quote }}
          - {{ .Values.drain.maxSeconds | quote }}
  resources: {{- toYaml .Values.envoy.resources | nindent 4 }}
  securityContext: {{- include "dragoman.containerSecurity" . | nindent 4 }}
  volumeMounts:
    - { name: run, mountPath: /run/dragoman, readOnly: true }
    {{- range $index, $file := .Values.apiKeys.files }}
    - { name: key-{{ $index }}, mountPath: {{ printf "/etc/dragoman/keys/%s" $file.secretName | quote }}, readOnly: true }
    {{- end }}
    {{- with .Values.envoy.extraVolumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
