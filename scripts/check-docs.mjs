// Checks the Markdown files: each relative link leads to a file, each anchor to a heading, each `npm run` to a script.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
});
const files = listed
  .toString()
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const problems = files.flatMap((file) => checkFile(file, readFileSync(join(root, file), 'utf8')));
for (const problem of problems) console.error(problem);
console.log(`${files.length} Markdown files, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

function checkFile(file, text) {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);
  const broken = links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(file, text, link));
  const runs = [...text.matchAll(/\bnpm run ([a-z][a-z0-9:-]*)/g)].map((match) => match[1]);
  return [
    ...broken.map((link) => `${file}: the link ${link} leads nowhere`),
    ...runs
      .filter((name) => !(name in scripts))
      .map((name) => `${file}: package.json has no script "${name}"`),
  ];
}

function leadsSomewhere(file, text, link) {
  const [path, anchor] = link.split('#');
  const target = path === '' ? join(root, file) : join(root, dirname(file), decodeURI(path));
  if (!existsSync(target)) return false;
  if (anchor === undefined || statSync(target).isDirectory() || !target.endsWith('.md')) return true;
  return anchorsOf(path === '' ? text : readFileSync(target, 'utf8')).has(anchor);
}

/** Headings as GitHub turns them into anchors. */
function anchorsOf(text) {
  const headings = [...text.matchAll(/^#{1,6} +(.+)$/gm)].map((match) => match[1]);
  return new Set(
    headings.map((heading) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
