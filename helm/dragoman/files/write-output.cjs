// Runs a program of Node and keeps what it prints in a file: OUT PROGRAM ARGUMENT... The image has no shell to do it with.
// Where the program fails the file holds nothing that could be wrong: another container says what is, where Helm reads it.
const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const [out, ...program] = process.argv.slice(1);
const { status, stdout } = spawnSync(process.execPath, program, {
  maxBuffer: Infinity,
  stdio: ['ignore', 'pipe', 'inherit'],
});
writeFileSync(out, status === 0 ? stdout : '{}');
