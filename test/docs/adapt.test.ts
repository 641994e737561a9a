import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adapt, choosePorts } from './adapt.js';

describe('adapt', () => {
  it('gives a page ports and a temporary folder of its own', async () => {
    const script =
      'curl localhost:10000/v1 127.0.0.1:8000 -o /tmp/a # 10000\nnpm start -- --port 10000\ncat /var/tmp/b';
    const ports = await choosePorts([script]);
    const [listener, model] = [ports.get('10000') ?? 0, ports.get('8000') ?? 0];
    assert.ok(listener !== model && listener > 0 && model > 0);
    assert.equal(
      adapt(script, ports, '/t'),
      `curl localhost:${listener}/v1 127.0.0.1:${model} -o /t/a # 10000\nnpm start -- --port ${listener}\ncat /var/tmp/b`,
    );
    assert.match(adapt('kubectl port-forward pod/a 9902 x', ports, '/t'), /port-forward pod\/a \d+:9902 x$/);
  });

  it('lets run on what ends by Ctrl-C, and waits until it answers', async () => {
    const ports = await choosePorts([]);
    const lines = adapt('cd a\nnpx dragoman serve b \\\n  --xds c   # until Ctrl-C\ntrue', ports, '/t').split(
      '\n',
    );
    assert.equal(lines.length, 4);
    assert.equal(lines[1], '{ npx dragoman serve b \\');
    assert.match(lines[2] ?? '', /^ {2}--xds c; } >>.* & goes_on \$! .*:\d+\/readyz$/);
  });
});
