import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';

it('npx dragoman may run what the set-up compiled', () => {
  accessSync(join(packageRoot, 'dist/src/cli/main.js'), constants.X_OK);
});
