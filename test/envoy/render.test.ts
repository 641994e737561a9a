import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import type { Registry, RegistryGate, RegistryModel } from '../../src/config/registry.js';
import { clusterNames } from '../../src/envoy/cluster-names.js';
import { dragomanCluster } from '../../src/envoy/dragoman-cluster.js';
import { httpFilters } from '../../src/envoy/http-filters.js';
import { listener } from '../../src/envoy/listener.js';
import { modelCluster } from '../../src/envoy/model-cluster.js';
import { renderEnvoy, renderStaticEnvoy } from '../../src/envoy/render.js';
import { routeConfiguration } from '../../src/envoy/routes.js';
import { tierCluster } from '../../src/envoy/tier-cluster.js';
import { longestAnswerMs } from '../../src/envoy/timeouts.js';
import type { Branch } from '../../src/envoy/yaml.js';
import { buildCascade, buildRoute } from '../support/build-registry.js';
import { SAMPLE_OPTIONS, sampleModel, sampleRegistry } from './sample-registry.js';

/** The value at a path such as `a.0.b`. */
function at(tree: unknown, path: string): unknown {
  return path.split('.').reduce((node, key) => (node as Record<string, unknown> | undefined)?.[key], tree);
}

/** A registry with a cascade of these models. */
function cascading(names: readonly string[], gate: Partial<RegistryGate> = {}): Registry {
  const { gate: usual } = buildCascade(names);
  const cascade = buildCascade(names, { gate: { ...usual, ...gate } });
  const models = names.map((name) => sampleModel(name));
  return { ...sampleRegistry(models), routes: [buildRoute('r', '', { target: undefined, cascade })] };
}

function clusterOfModel(changes: Partial<RegistryModel>): Branch {
  const model = sampleModel('m', changes);
  return modelCluster(sampleRegistry([model]), model, SAMPLE_OPTIONS);
}

describe('renderEnvoy', () => {
  const key = { env: 'THE_KEY', header: 'authorization', prefix: 'Bearer ' };
  const registry = sampleRegistry([sampleModel('medium'), sampleModel('hosted', { apiKey: key })]);
  const files = renderEnvoy(registry, SAMPLE_OPTIONS);

  it('is deterministic', () => {
    assert.deepEqual(renderEnvoy(registry, SAMPLE_OPTIONS), files);
  });

  it('watches the folder for clusters, routes, listener and secrets', () => {
    const source = (file: string): object => ({
      resource_api_version: 'V3',
      path_config_source: {
        path: `/run/dragoman/xds/${file}`,
        watched_directory: { path: '/run/dragoman/xds' },
      },
    });
    const bootstrap = parse(files['envoy.yaml']) as unknown;
    assert.deepEqual(at(bootstrap, 'dynamic_resources.cds_config'), source('cds.yaml'));
    assert.deepEqual(at(bootstrap, 'dynamic_resources.lds_config'), source('lds.yaml'));
    const [listeners, routes] = [parse(files['lds.yaml']), parse(files['rds.yaml'])] as unknown[];
    const config = at(listeners, 'resources.0.filter_chains.0.filters.0.typed_config');
    assert.deepEqual(at(config, 'rds.config_source'), source('rds.yaml'));
    assert.equal(at(config, 'rds.route_config_name'), at(routes, 'resources.0.name'));
    assert.equal(at(config, 'route_config'), undefined);
    assert.ok(files['cds.yaml'].includes('/run/dragoman/xds/secret-hosted.yaml'));
    const secret = parse(files['secret-hosted.yaml'] ?? '') as unknown;
    assert.deepEqual(at(secret, 'resources.0.generic_secret.secret'), { environment_variable: 'THE_KEY' });
  });

  /** The files that differ from those of `registry`. */
  function changedBy(next: Registry): readonly string[] {
    const known = new Map(Object.entries(files));
    return Object.entries(renderEnvoy(next, SAMPLE_OPTIONS))
      .filter(([name, text]) => known.get(name) !== text)
      .map(([name]) => name);
  }

  it('changes only the clusters when a model is added', () => {
    const more = [...registry.pool.models.values(), sampleModel('new')];
    assert.deepEqual(changedBy(sampleRegistry(more)), ['cds.yaml']);
  });

  it('never changes the listener with the models, the default or the time-outs', () => {
    const [medium, hosted] = [sampleModel('medium'), sampleModel('hosted', { apiKey: key })];
    const otherKey = { ...key, header: 'x-other-key' };
    assert.deepEqual(changedBy(sampleRegistry([hosted, medium])), ['cds.yaml', 'rds.yaml']);
    assert.deepEqual(changedBy(sampleRegistry([{ ...medium, timeoutMs: 90_000 }, hosted])), ['rds.yaml']);
    assert.deepEqual(changedBy(sampleRegistry([{ ...medium, upstreamModel: 'org/other' }, hosted])), [
      'cds.yaml',
      'rds.yaml',
    ]);
    assert.deepEqual(changedBy(sampleRegistry([medium, { ...hosted, apiKey: otherKey }])), [
      'cds.yaml',
      'rds.yaml',
    ]);
    assert.ok(changedBy(sampleRegistry([medium, hosted], 33_554_432)).includes('lds.yaml'));
  });

  it('has a listener for our own questions only where they are asked', () => {
    const llmRouter = {
      ...{ model: 'medium', deadlineMs: 700, maxShare: 0.05, tokensPerMinute: 1000, examples: 4 },
    };
    assert.ok(!files['lds.yaml'].includes('name: internal'));
    const asking = { ...registry, policy: { ...registry.policy, llmRouter } };
    assert.deepEqual(changedBy(asking), ['lds.yaml']);
    const both = parse(renderEnvoy(asking, SAMPLE_OPTIONS)['lds.yaml']) as unknown;
    assert.deepEqual(at(both, 'resources.0'), at(parse(files['lds.yaml']), 'resources.0'));
    const config = at(both, 'resources.1.filter_chains.0.filters.0.typed_config');
    assert.equal(at(both, 'resources.1.address.socket_address.address'), '127.0.0.1');
    assert.equal(at(config, 'route_config.virtual_hosts.0.routes.0.route.timeout'), '0.7s');
    assert.ok(!JSON.stringify(config).includes('ext_proc'), 'nobody decides about a question');
    assert.ok(renderStaticEnvoy(asking, SAMPLE_OPTIONS).includes('name: internal'));
  });

  it('lets gates ask their questions there, for as long as the longest may take', () => {
    const ask = (gate: Partial<RegistryGate>): unknown => {
      const lds = renderEnvoy(cascading(['medium', 'hosted'], gate), SAMPLE_OPTIONS)['lds.yaml'];
      const config = 'resources.1.filter_chains.0.filters.0.typed_config.route_config';
      return at(parse(lds), `${config}.virtual_hosts.0.routes.0.route.timeout`);
    };
    const verifier = { model: 'medium', deadlineMs: 2000, width: 0.1 };
    const consistency = { samples: 3, maxTokens: 9, deadlineMs: 5000, agreement: 0.5 };
    assert.equal(ask({ verifier }), '2s');
    assert.equal(ask({ verifier, consistency }), '5s');
    assert.equal(ask({}), '0s', 'that of the tiers');
  });

  it('has a form in one file', () => {
    const whole = parse(renderStaticEnvoy(registry, SAMPLE_OPTIONS)) as unknown;
    const clusters = at(whole, 'static_resources.clusters') as readonly { name: string }[];
    assert.deepEqual(
      clusters.map(({ name }) => name),
      ['dragoman', 'model/medium', 'model/hosted'],
    );
    assert.equal(at(whole, 'dynamic_resources'), undefined);
    const config = at(whole, 'static_resources.listeners.0.filter_chains.0.filters.0.typed_config');
    assert.equal(at(config, 'rds'), undefined);
    assert.equal(at(config, 'route_config.name'), 'llm');
    assert.equal(at(whole, 'static_resources.secrets.0.name'), 'key/hosted');
  });

  it('traces only where there is a collector', () => {
    const otlp = { host: 'collector', port: 4318, path: '/v1/traces', share: 0.25 };
    assert.ok(!files['lds.yaml'].includes('tracers'));
    const traced = renderEnvoy(registry, { ...SAMPLE_OPTIONS, otlp });
    assert.ok(traced['lds.yaml'].includes('uri: http://collector:4318/v1/traces'));
    assert.ok(traced['envoy.yaml'].includes('address: collector'));
    assert.match(traced['lds.yaml'], /numerator: 250000\n\s+denominator: MILLION/);
  });
});

describe('the clusters of tiers', () => {
  const registry = cascading(['small', 'medium', 'large']);

  it('are those of all tiers but the last', () => {
    const names = ['model/small', 'model/medium', 'model/large', 'tier/small', 'tier/medium'];
    assert.deepEqual(clusterNames(registry), names);
    const clusters = at(parse(renderEnvoy(registry, SAMPLE_OPTIONS)['cds.yaml']), 'resources') as Branch[];
    assert.deepEqual(
      clusters.map(({ name }) => name),
      names,
    );
  });

  it('lead to a listener that is there only with them, and never limit', () => {
    const cluster = parse(renderEnvoy(registry, SAMPLE_OPTIONS)['cds.yaml']) as unknown;
    const address = 'load_assignment.endpoints.0.lb_endpoints.0.endpoint.address.envoy_internal_address';
    assert.equal(at(cluster, `resources.3.${address}.server_listener_name`), 'tiers');
    const { max_retries: retries } = at(cluster, 'resources.3.circuit_breakers.thresholds.0') as Branch;
    assert.equal(retries, 1_000_000);
    const listenersOf = (some: Registry): unknown =>
      (at(parse(renderEnvoy(some, SAMPLE_OPTIONS)['lds.yaml']), 'resources') as Branch[]).map(
        ({ name }) => name,
      );
    assert.deepEqual(listenersOf(registry), ['llm', 'tiers']);
    assert.deepEqual(listenersOf(sampleRegistry([sampleModel('m')])), ['llm']);
  });

  it('hold answers of 32 MiB, or what the policy takes', () => {
    const room = (bytes: number): unknown => {
      const model = sampleModel('m');
      return tierCluster(sampleRegistry([model], bytes), model)['per_connection_buffer_limit_bytes'];
    };
    assert.equal(room(1024), 33_554_432);
    assert.equal(room(67_108_864), 67_108_864);
  });
});

describe('the cluster of a model', () => {
  it('is looked up by name, or static for addresses', () => {
    const port = { port: 8000, weight: 1 };
    assert.equal(clusterOfModel({ backends: [{ host: '10.0.0.1', ...port }] })['type'], 'STATIC');
    const mixed = [
      { host: 'vllm', port: 80, weight: 3 },
      { host: '::1', ...port },
    ];
    const cluster = clusterOfModel({ backends: mixed });
    assert.equal(cluster['type'], 'STRICT_DNS');
    const endpoints = at(cluster, 'load_assignment.endpoints.0.lb_endpoints');
    assert.equal(at(endpoints, '0.endpoint.hostname'), 'vllm');
    assert.equal(at(endpoints, '0.load_balancing_weight'), 3);
    assert.equal(at(endpoints, '1.endpoint.hostname'), '[::1]:8000');
  });

  it('takes the limits of the model', () => {
    const cluster = clusterOfModel({ maxRequests: 3, healthCheck: { path: '/ping', intervalMs: 1500 } });
    const breaker = at(cluster, 'circuit_breakers.thresholds.0');
    for (const name of ['max_connections', 'max_pending_requests', 'max_requests']) {
      assert.equal(at(breaker, name), 3);
    }
    assert.equal(at(cluster, 'health_checks.0.http_health_check.path'), '/ping');
    assert.equal(at(cluster, 'health_checks.0.interval'), '1.5s');
    // A panic threshold of 0 would make "no healthy upstream" final, past every fallback.
    assert.equal(cluster['common_lb_config'], undefined);
    assert.equal(clusterOfModel({})['health_checks'], undefined);
  });
});

describe('the listener and its routes', () => {
  it('wait longer than the longest answer', () => {
    const chained = {
      ...sampleRegistry([sampleModel('a', { timeoutMs: 5000 }), sampleModel('b', { timeoutMs: 7000 })]),
      routes: [{ target: 'a', fallback: 'b', timeoutMs: undefined }],
    } as unknown as Parameters<typeof longestAnswerMs>[0];
    assert.equal(longestAnswerMs(chained), 10_000);
    const routes = at(routeConfiguration(chained), 'virtual_hosts.0.routes') as Branch[];
    const toModels = routes.filter((route) => route['route'] !== undefined);
    assert.deepEqual(
      toModels.map((route) => at(route, 'route.idle_timeout')),
      toModels.map(() => '20s'),
    );
    assert.equal(at(toModels, '0.route.timeout'), '10s');
    assert.equal(longestAnswerMs(cascading(['a', 'b', 'c'])), 180_000);
  });

  it('keep room for answers when requests must be small', () => {
    const limits = (bytes: number): unknown =>
      listener(sampleRegistry([sampleModel('m')], bytes), SAMPLE_OPTIONS)[
        'per_connection_buffer_limit_bytes'
      ];
    assert.equal(limits(1024), 1_048_576);
    assert.equal(limits(33_554_432), 33_554_432);
  });

  it('scrub first, decide on plain bodies and fail open', () => {
    const filters = httpFilters();
    assert.deepEqual(
      filters.map(({ name }) => name),
      [
        'dragoman.scrub',
        'dragoman.decompress',
        'dragoman.decide',
        'dragoman.delivered',
        'dragoman.sse-usage',
        'dragoman.json-usage',
        'dragoman.fallback-model',
        'dragoman.client',
        'envoy.filters.http.router',
      ],
    );
    assert.equal(at(filters, '2.typed_config.failure_mode_allow'), true);
    assert.equal(at(filters, '6.typed_config.clear_route_cache'), false);
  });

  it('have the routes in the order in which they must be tried', () => {
    const routes = at(
      routeConfiguration(sampleRegistry([sampleModel('m')])),
      'virtual_hosts.0.routes',
    ) as Branch[];
    assert.deepEqual(
      routes.map(({ name }) => name),
      [
        'chain',
        'cascade',
        'cascade-prefix',
        'decided',
        'models',
        'feedback',
        'not-found',
        'default',
        'pass',
        'not-found',
      ],
    );
  });
});

describe('the cluster of Dragoman', () => {
  it('moves to a new connection before Node drops the old one', () => {
    const { typed_extension_protocol_options: options } = dragomanCluster(
      sampleRegistry([sampleModel('m')]),
      SAMPLE_OPTIONS,
    );
    const [protocol] = Object.values(options as Branch);
    assert.equal(at(protocol, 'common_http_protocol_options.max_requests_per_connection'), 500);
  });
});
