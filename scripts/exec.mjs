// Runs a command and waits for it; used by every script of test set-up.
import { spawn } from 'node:child_process';

/**
 * Runs `command args…`. Resolves to its exit code, or rejects where `check` (the default) is on and the code is not 0.
 * `quiet` keeps the output back and shows its last lines only on failure.
 */
export function exec(command, args, { cwd, env, check = true, quiet = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd,
      env: env ? { ...process.env, ...env } : process.env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && !/[\\/]/.test(command), // npm is a .cmd there
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output = (output + chunk).slice(-6000);
      });
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === 0 || !check) return done(code ?? 1);
      fail(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${output}`));
    });
  });
}
