// Writes everything that is generated: schemas/, src/gen/ and docs/{reference,errors,reasons,features}.md. Needs no build.
import { generateErrorTable } from './generate/error-table.mjs';
import { generateFeatureTable } from './generate/feature-table.mjs';
import { generateProtoTypes } from './generate/proto-types.mjs';
import { generateReasonTable } from './generate/reason-table.mjs';
import { generateReference } from './generate/reference.mjs';
import { generateSchemas } from './generate/schemas.mjs';

const schemas = generateSchemas();
await generateReference(schemas);
await generateErrorTable();
await generateReasonTable();
await generateFeatureTable();
generateProtoTypes();
