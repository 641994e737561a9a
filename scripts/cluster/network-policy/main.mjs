/**
 * Enforces NetworkPolicies on the node of a test cluster.  node main.mjs KUBECONFIG
 * There is no network plug-in in any package registry that does it with what containers need anyway, so this one reads the
 * pods and policies twice a second, and writes them as rules of nftables. For pods of one node, in IPv4; no more is asked.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { rulesOf } from './rules.mjs';

const PAUSE_MS = 500;
const LISTS = {
  pods: '/api/v1/pods',
  namespaces: '/api/v1/namespaces',
  policies: '/apis/networking.k8s.io/v1/networkpolicies',
};

const { clusters, users } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { server, 'certificate-authority-data': authority } = clusters[0].cluster;
const agent = new Agent({ keepAlive: true, ca: Buffer.from(authority, 'base64') });
const headers = { authorization: `Bearer ${users[0].user.token}` };

async function main() {
  let written = '';
  for (;;) {
    try {
      const lists = await Promise.all(
        Object.entries(LISTS).map(async ([name, path]) => [name, await itemsAt(path)]),
      );
      const rules = rulesOf(Object.fromEntries(lists));
      if (rules !== written) await write(rules);
      written = rules;
    } catch (error) {
      // The API server may be away for a while: what was written goes on.
      console.error(error.message);
    }
    await sleep(PAUSE_MS);
  }
}

function itemsAt(path) {
  return new Promise((resolve, reject) => {
    const request = get(`${server}${path}`, { agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve(JSON.parse(text).items);
        else reject(new Error(`${path} answered ${answer.statusCode}: ${text}`));
      });
    });
    request.once('error', reject);
  });
}

/** One transaction: there is no moment without rules. */
function write(rules) {
  return new Promise((resolve, reject) => {
    const nft = spawn('nft', ['-f', '-'], { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    nft.stderr.on('data', (chunk) => (said += chunk));
    nft.once('error', reject);
    nft.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`nft: ${said}\n${rules}`))));
    nft.stdin.end(rules);
  });
}

await main();
