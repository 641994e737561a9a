import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from '../paths.mjs';

/** The flags say what test/extproc/service-definitions.ts loads with. */
const FLAGS = [
  '--keepCase',
  '--longs=Number',
  '--enums=String',
  '--oneofs',
  '--includeDirs=protos',
  '--outDir=test/extproc/gen',
  '--grpcLib=@grpc/grpc-js',
  '--importFileExtension=.js',
];

const PROTOS = [
  'envoy/service/ext_proc/v3/external_processor.proto',
  'envoy/service/accesslog/v3/als.proto',
  'grpc/health/v1/health.proto',
];

/** Writes `test/extproc/gen/` anew from `protos/`: the types of what the tests say as Envoy. */
export function generateProtoTypes() {
  const loader = dirname(createRequire(import.meta.url).resolve('@grpc/proto-loader/package.json'));
  const generator = join(loader, 'build', 'bin', 'proto-loader-gen-types.js');
  rmSync(join(root, 'test', 'extproc', 'gen'), { recursive: true, force: true });
  execFileSync(process.execPath, [generator, ...FLAGS, ...PROTOS], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
