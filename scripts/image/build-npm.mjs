import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../npm.mjs';

const CERTIFICATES = '/etc/ssl/certs';
const BUNDLE = `${CERTIFICATES}/ca-certificates.crt`;

/**
 * Lets the npm inside a build use the registry, the certificates and the cache of the npm of this machine; the Dockerfile
 * knows nothing of them.
 *
 * @param {string} folder keeps the settings file
 * @returns {Promise<string[]>} flags of `buildah build`
 */
export async function npmMounts(folder) {
  const [registry, cache] = await Promise.all(['registry', 'cache'].map(npmSetting));
  const certified = existsSync(BUNDLE);
  const settings = [
    ...(registry.startsWith('http') ? [`registry=${registry}`] : []),
    ...(certified ? [`cafile=${BUNDLE}`] : []),
    ...['cache=/var/cache/npm', 'prefer-offline=true', 'update-notifier=false'],
  ];
  const file = join(folder, 'npmrc');
  writeFileSync(file, `${settings.join('\n')}\n`);
  return [
    ...['--volume', `${file}:/root/.npmrc:ro`],
    ...(existsSync(cache) ? ['--volume', `${cache}:/var/cache/npm`] : []),
    ...(certified ? ['--volume', `${CERTIFICATES}:${CERTIFICATES}:ro`] : []),
  ];
}

async function npmSetting(name) {
  const { code, output } = await runNpm(['config', 'get', name, '--loglevel=silent']);
  return code === 0 ? output.trim() : '';
}
