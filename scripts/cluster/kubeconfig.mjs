/**
 * A kubeconfig of the cluster's administrator.
 * @param {{ port: number, authority: string, token: string }} access where the API server is asked on 127.0.0.1, the
 *   authority's certificate (PEM), and the token
 */
export function kubeconfig({ port, authority, token }) {
  const data = Buffer.from(authority).toString('base64');
  const server = `https://127.0.0.1:${port}`;
  return `${JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cluster', cluster: { server, 'certificate-authority-data': data } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'cluster', context: { cluster: 'cluster', user: 'admin' } }],
    'current-context': 'cluster',
  })}\n`;
}
