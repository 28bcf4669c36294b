// npm run dev: as npm start, and what changes is built and started again: api and worker by nest build --watch,
// the admin by Vite, which serves it on an address of its own and passes /api on to us.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { stopSignal, supervise } from './supervisor.mjs';

const root = path.resolve(import.meta.dirname, '..');
const run = (program, args, options) =>
  spawn(process.execPath, [path.join(root, 'node_modules', program), ...args], { cwd: root, ...options });

const stop = stopSignal();
const compiler = run('@nestjs/cli/bin/nest.js', ['build', 'api', '--watch', '--preserveWatchOutput'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const helpers = [compiler];
stop.addEventListener('abort', () => helpers.forEach((child) => child.kill('SIGTERM')));

/** Calls back after every build; what the compiler says is shown only when it complains. */
function afterEachBuild(then) {
  let text = '';
  compiler.stdout.setEncoding('utf8').on('data', (more) => {
    text += more;
    const end = /Found (\d+) errors?\./.exec(text);
    if (!end) return;
    if (end[1] !== '0') console.log(text.trim());
    text = '';
    then();
  });
}

let project;
let changed = Promise.resolve();
const startAnew = () =>
  (changed = changed.then(async () => {
    if (!project || stop.aborted) return;
    await project.stop();
    if (stop.aborted) return;
    await project.start().then(
      () => console.log('Started again after a change'),
      () => console.log('It does not start; waiting for the next change'),
    );
  }));

await Promise.race([new Promise((resolve) => afterEachBuild(() => (resolve(), startAnew()))), once(compiler, 'exit')]);
fs.mkdirSync(path.join(root, 'apps/admin/dist'), { recursive: true }); // the api serves this folder; Vite does here

if (!stop.aborted && compiler.exitCode === null)
  await supervise({
    stop,
    untilEnd: async (running) => {
      project = running;
      helpers.push(run('vite/bin/vite.js', [], { cwd: path.join(root, 'apps/admin'), stdio: ['ignore', 'inherit', 'inherit'] }));
      if (!stop.aborted) await once(stop, 'abort');
      await changed;
    },
  });
helpers.forEach((child) => child.kill('SIGTERM'));
process.exit();
