import { fileURLToPath } from 'node:url';

/** The folder that holds `package.json`, `protos/` and `models/`; this file is compiled to `dist/src/`. */
export const packageRoot: string = fileURLToPath(new URL('../../', import.meta.url));
