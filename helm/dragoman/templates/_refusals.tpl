{{/* What a schema cannot say: values that are wrong together. Every message names what to set. */}}
{{- define "dragoman.refuse" -}}
{{- $values := .Values -}}
{{- $embedded := eq $values.records.store "embedded" -}}
{{- if and $embedded (eq $values.mode "sidecar") -}}
{{- fail "records.store: embedded keeps records on a volume of one pod, and in mode sidecar the pods are yours: set records.store to postgres or none." -}}
{{- end -}}
{{- if and $values.networkPolicy.enabled (eq $values.mode "sidecar") -}}
{{- fail "networkPolicy.enabled: in mode sidecar the pods are yours, so write the policy in your own chart." -}}
{{- end -}}
{{- if and $values.autoscaling.enabled (eq $values.mode "sidecar") -}}
{{- fail "autoscaling.enabled: in mode sidecar the pods are yours, so write the autoscaler in your own chart." -}}
{{- end -}}
{{- if and $embedded $values.autoscaling.enabled -}}
{{- fail "records.store: embedded is for one replica, and autoscaling.enabled makes more: set records.store to postgres, with records.postgres.secretName, or to none." -}}
{{- end -}}
{{- if and $embedded (gt (int $values.replicas) 1) -}}
{{- fail (printf "records.store: embedded is for one replica, and replicas is %d: set replicas to 1, or records.store to postgres, with records.postgres.secretName, or to none." (int $values.replicas)) -}}
{{- end -}}
{{- if and (eq $values.records.store "postgres") (not $values.records.postgres.secretName) -}}
{{- fail "records.store: postgres needs records.postgres.secretName: the Secret that holds the URL." -}}
{{- end -}}
{{- if and $values.sharedCache.secretName (not $values.hashKey.secretName) -}}
{{- fail "sharedCache.secretName needs hashKey.secretName: replicas find each other's entries by names that the same key makes." -}}
{{- end -}}
{{- if and (eq $values.registry.source "crd") $values.registry.existingConfigMap -}}
{{- fail (printf "registry.existingConfigMap is %q, and registry.source crd reads custom resources: set one of them; files go into registry.files." $values.registry.existingConfigMap) -}}
{{- end -}}
{{- if and $values.registry.existingConfigMap $values.registry.files -}}
{{- fail (printf "registry.files is not used with registry.existingConfigMap: put the files into the ConfigMap %q." $values.registry.existingConfigMap) -}}
{{- end -}}
{{- if and $values.bundle.url (not $values.bundle.sha256) -}}
{{- fail "bundle.url needs bundle.sha256: the checksum that sha256sum prints of the bundle." -}}
{{- end -}}
{{- if and $values.bundle.url $values.bundle.volume -}}
{{- fail "bundle.url and bundle.volume are two places for the same folder: set one of them." -}}
{{- end -}}
{{- if and $values.autoscaling.enabled (lt (int $values.autoscaling.maxReplicas) (int $values.autoscaling.minReplicas)) -}}
{{- fail (printf "autoscaling.maxReplicas is %d, below autoscaling.minReplicas, which is %d." (int $values.autoscaling.maxReplicas) (int $values.autoscaling.minReplicas)) -}}
{{- end -}}
{{- if and $values.autoscaling.enabled (not $values.autoscaling.cpuPercent) (not $values.autoscaling.requestsPerSecond) -}}
{{- fail "autoscaling.enabled needs something to look at: set autoscaling.cpuPercent or autoscaling.requestsPerSecond." -}}
{{- end -}}
{{- end -}}
