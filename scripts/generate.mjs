// Writes everything that is generated: schemas/, src/gen/, deploy/grafana/, the chart's files/ and pages of docs/. Needs no build.
import { generateAdminReference } from './generate/admin-reference.mjs';
import { copyChartFiles } from './generate/chart-files.mjs';
import { generateCliReference } from './generate/cli-reference.mjs';
import { generateErrorTable } from './generate/error-table.mjs';
import { generateFeatureTable } from './generate/feature-table.mjs';
import { generateGrafanaDashboard } from './generate/grafana-dashboard.mjs';
import { generateMetricTable } from './generate/metric-table.mjs';
import { generateOpenApi, readEndpoints } from './generate/openapi.mjs';
import { generateProtoTypes } from './generate/proto-types.mjs';
import { generateReasonTable } from './generate/reason-table.mjs';
import { generateReference } from './generate/reference.mjs';
import { generateSchemas } from './generate/schemas.mjs';
import { generateTraceTable } from './generate/trace-table.mjs';

const schemas = generateSchemas();
await generateReference(schemas);
await generateErrorTable();
await generateCliReference();
await generateReasonTable();
await generateFeatureTable();
await generateTraceTable();
await generateMetricTable();
await generateGrafanaDashboard();
const endpoints = await readEndpoints();
generateOpenApi(endpoints);
await generateAdminReference(endpoints);
copyChartFiles();
generateProtoTypes();
