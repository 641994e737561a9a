import { isIP } from 'node:net';
import type { RegistryModel } from '../config/registry.js';
import { any } from './extension.js';
import type { Branch } from './yaml.js';

/** TLS towards an https upstream: the server name sent is also the name that the certificate must carry. */
export function upstreamTls(model: RegistryModel, systemCaFile: string): Branch {
  if (!model.tls) return {};
  return {
    transport_socket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: any('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
        ...serverName(model),
        common_tls_context: {
          tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
          validation_context: {
            trusted_ca: { filename: model.caFile ?? systemCaFile },
            ...addressNames(model),
          },
        },
      }),
    },
  };
}

function serverName({ serverName: name, backends }: RegistryModel): Branch {
  if (name !== undefined) return { sni: name, auto_sni_san_validation: true };
  // An address cannot be a server name (RFC 6066, section 3): the certificate must list the address itself.
  if (backends.some(({ host }) => isIP(host) !== 0)) return {};
  return { auto_host_sni: true, auto_sni_san_validation: true };
}

function addressNames({ serverName: name, backends }: RegistryModel): Branch {
  if (name !== undefined || backends.every(({ host }) => isIP(host) === 0)) return {};
  return {
    match_typed_subject_alt_names: backends.map(({ host }) => ({
      san_type: isIP(host) === 0 ? 'DNS' : 'IP_ADDRESS',
      matcher: { exact: host },
    })),
  };
}
