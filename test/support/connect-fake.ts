import { type ApiServer, connectApiServer } from '../../src/kube/api-server.js';
import type { FakeApiServer } from './fake-api-server.js';

/** The client's way to a fake API server, with a short deadline. */
export async function connectFake(
  fake: FakeApiServer,
  folder: string,
  deadlineMs = 2_000,
): Promise<ApiServer> {
  return connectApiServer({ KUBECONFIG: await fake.kubeconfig(folder) }, deadlineMs);
}
