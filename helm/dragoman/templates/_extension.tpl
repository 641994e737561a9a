{{/*
The models that routes are made of, as YAML: {default, models: [{name, upstream, timeout, prefix, tls, serverName, caFile,
key, keyHeader, servers: [{host, port, ip, weight}]}]}. A host of one word is a Service of the release's namespace, and is
named in full, because the gateway's pods look names up in a namespace of their own.
*/}}
{{- define "dragoman.extension.pool" -}}
{{- $pool := include "dragoman.extension.poolSpec" . | fromYaml -}}
{{- $models := list -}}
{{- range $model := $pool.models -}}
{{- $servers := list -}}
{{- $first := dict -}}
{{- range $backend := default (list (dict "url" $model.url)) $model.backends -}}
{{- $url := urlParse $backend.url -}}
{{- if not $first }}{{ $first = $url }}{{ end -}}
{{- $host := $url.hostname -}}
{{- $ip := or (contains ":" $host) (regexMatch "^[0-9.]+$" $host) -}}
{{- if not (or $ip (contains "." $host)) -}}
{{- $host = printf "%s.%s.svc.%s" $host $.Release.Namespace $.Values.extension.clusterDomain -}}
{{- end -}}
{{- $port := regexFind ":[0-9]+$" (trimPrefix (printf "[%s]" $url.hostname) $url.host) | trimPrefix ":" | default (ternary "443" "80" (eq $url.scheme "https")) | int -}}
{{- $servers = append $servers (dict "host" $host "port" $port "ip" $ip "weight" (default 1 $backend.weight)) -}}
{{- end -}}
{{- $tls := default (dict) $model.tls -}}
{{- $models = append $models (dict
      "name" $model.name
      "upstream" (default $model.name $model.model)
      "timeout" (default "300s" $model.timeout)
      "prefix" (trimSuffix "/" $first.path | default "/v1")
      "tls" (eq $first.scheme "https")
      "serverName" (default "" $tls.serverName)
      "caFile" (default "" $tls.caFile)
      "key" (not (empty $model.apiKey))
      "keyHeader" (default "authorization" (default (dict) $model.apiKey).header)
      "servers" $servers) -}}
{{- end -}}
{{- dict "default" $pool.default "models" $models | toYaml -}}
{{- end -}}

{{/* The ModelPool's spec: of these values where they hold it, else of `extension.pool`. */}}
{{- define "dragoman.extension.poolSpec" -}}
{{- $spec := .Values.extension.pool -}}
{{- if and (eq .Values.registry.source "configMap") (not .Values.registry.existingConfigMap) -}}
{{- range .Values.registry.documents }}{{ if eq .kind "ModelPool" }}{{ $spec = .spec }}{{ end }}{{ end -}}
{{- end -}}
{{- if not $spec.models -}}
{{- fail "extension.pool: the registry is not in these values, and the routes to its models are made of the ModelPool: set extension.pool to its spec." -}}
{{- end -}}
{{- toYaml $spec -}}
{{- end -}}

{{/* What the gateway of somebody else cannot carry out is refused; what it only leaves out is told by the notes. */}}
{{- define "dragoman.extension.refuse" -}}
{{- $extension := .Values.extension -}}
{{- if or $extension.envoyGateway.enabled $extension.istio.enabled -}}
{{- if ne .Values.mode "extension" -}}
{{- fail (printf "extension: its routes are for mode extension, and mode is %s: set mode to extension, or extension.*.enabled to false." .Values.mode) -}}
{{- end -}}
{{- if and $extension.envoyGateway.enabled (not $extension.envoyGateway.gateway.name) -}}
{{- fail "extension.envoyGateway.gateway.name is empty: name the Gateway that takes the requests." -}}
{{- end -}}
{{- if and $extension.istio.enabled (not (and $extension.istio.gateways $extension.istio.hosts)) -}}
{{- fail "extension.istio.gateways or extension.istio.hosts is empty: name the Gateways that take the requests, as NAMESPACE/NAME, and the names by which clients call them." -}}
{{- end -}}
{{- $pool := include "dragoman.extension.poolSpec" . | fromYaml -}}
{{- if $pool.cascade -}}
{{- fail "extension: the ModelPool has a cascade, and its gates need Envoy's configuration of mode gateway: leave the cascade out, or use that mode." -}}
{{- end -}}
{{- range .Values.registry.documents -}}
{{- if and (eq .kind "Route") .spec.cascade -}}
{{- fail (printf "extension: the Route %q has a cascade, and its gates need Envoy's configuration of mode gateway: give it a target, or use that mode." .metadata.name) -}}
{{- end -}}
{{- if and (eq .kind "RouterPolicy") .spec.shadow -}}
{{- fail (printf "extension: the RouterPolicy %q has a shadow, and copies need Envoy's configuration of mode gateway: leave it out, or use that mode." .metadata.name) -}}
{{- end -}}
{{- if and (eq .kind "RouterPolicy") .spec.llmRouter -}}
{{- fail (printf "extension: the RouterPolicy %q has an llmRouter, which is asked through the Envoy of mode gateway: leave it out, or use that mode." .metadata.name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Names of the routes whose fallback is not carried out. */}}
{{- define "dragoman.extension.fallbacks" -}}
{{- $names := list -}}
{{- range .Values.registry.documents -}}
{{- if and (eq .kind "Route") .spec.policy -}}
{{- if .spec.policy.fallback }}{{ $names = append $names .metadata.name }}{{ end -}}
{{- end -}}
{{- end -}}
{{- join ", " $names -}}
{{- end -}}

{{/* Largest body that a decision may wait for, in bytes. */}}
{{- define "dragoman.extension.bodyBytes" -}}
{{- $bytes := 16777216 -}}
{{- range .Values.registry.documents -}}
{{- if and (eq .kind "RouterPolicy") .spec.limits }}{{ $bytes = default $bytes .spec.limits.maxBodyBytes }}{{ end -}}
{{- end -}}
{{- max 1048576 (int64 $bytes) -}}
{{- end -}}

{{/* What the client learns of a decision: header and field of Envoy's metadata. */}}
{{- define "dragoman.extension.answerHeaders" -}}
{{- range $field := list "decision" "route" "model" "reason" "fallback" }}
x-dragoman-{{ $field }}: '%DYNAMIC_METADATA(dragoman:{{ $field }})%'
{{- end }}
{{- end -}}

{{/* Headers by which Dragoman names the model: no client may send them, no model shall see them. */}}
{{- define "dragoman.extension.controlHeaders" -}}
[x-dragoman-cluster, x-dragoman-mode, x-dragoman-shadow-cluster]
{{- end -}}
