// Writes everything that is generated: schemas/, docs/reference.md, docs/errors.md and src/gen/. Needs no build.
import { generateErrorTable } from './generate/error-table.mjs';
import { generateProtoTypes } from './generate/proto-types.mjs';
import { generateReference } from './generate/reference.mjs';
import { generateSchemas } from './generate/schemas.mjs';

const schemas = generateSchemas();
await generateReference(schemas);
await generateErrorTable();
generateProtoTypes();
