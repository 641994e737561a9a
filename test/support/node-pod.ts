import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

interface NodePod {
  readonly name: string;
  readonly namespace: string;
  /** Run by Node as an ES module. */
  readonly script: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Processor time that it asks for, such as `100m`. */
  readonly cpu?: string;
  /** TCP port that must be open before the pod is ready. */
  readonly port?: number;
}

/** Answers every request with 200. */
export const ANSWERING = `import { createServer } from 'node:http';
createServer((request, response) => response.end('ok')).listen(8080);`;

/** A pod that runs a script with the Node of Dragoman's image, as the restricted Pod Security Standard wants it. */
export function nodePod({
  name,
  namespace,
  script,
  labels = { app: name },
  cpu = '10m',
  port,
}: NodePod): object {
  const ready = port === undefined ? {} : { readinessProbe: { tcpSocket: { port }, periodSeconds: 1 } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'node',
          image: `docker.io/library/dragoman:${version()}`,
          imagePullPolicy: 'Never',
          command: ['/usr/local/bin/node', '--input-type=module', '-e', script],
          resources: { requests: { cpu, memory: '64Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          ...ready,
        },
      ],
    },
  };
}

/** A Service of port 80 before pods that listen on 8080. */
export function serviceOf(name: string, namespace: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}

/** A namespace that enforces the restricted Pod Security Standard. */
export function restrictedNamespace(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  };
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
