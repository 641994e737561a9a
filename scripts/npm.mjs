import { run } from './progress.mjs';

/** Runs npm; also where `npm` on the PATH is not a plain program, for npm names itself when it runs a script. */
export function runNpm(args, options) {
  const itself = process.env.npm_execpath;
  return itself?.endsWith('.js')
    ? run(process.execPath, [itself, ...args], options)
    : run('npm', args, options);
}
