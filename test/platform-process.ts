// The platform as somebody starts it: a process of its own, on a folder, watched by what it prints.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What it has printed, to either stream. */
  output: string;
}

export interface Program {
  /** What it has printed so far. */
  output: () => string;
  /** Resolves when something like it has been printed; rejects when the program ends without it. */
  printed: (what: RegExp) => Promise<RegExpExecArray>;
  signal: (signal: NodeJS.Signals) => void;
  ended: Promise<Ended>;
}

export interface Surroundings {
  args?: string[];
  env?: Record<string, string>;
}

/** Runs a program of the repository with this Node: `platform/src/start.ts`. */
export function run(script: string, { args = [], env }: Surroundings = {}): Program {
  return watch(process.execPath, { args: [join(root, script), ...args], ...(env && { env }) });
}

/** Runs a command in the repository; of this environment it gets only what a shell would have given it. */
export function watch(command: string, { args = [], env = {} }: Surroundings): Program {
  const { PATH = '', HOME = '', TMPDIR, JAVA_HOME } = process.env;
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...(JAVA_HOME && { JAVA_HOME }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let heard = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      heard.resolve();
      heard = Promise.withResolvers();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, output }));
  });
  const printed = async (what: RegExp) => {
    for (;;) {
      const found = what.exec(output);
      if (found) return found;
      const isOver = await Promise.race([heard.promise.then(() => false), ended.then(() => true)]);
      if (isOver && !what.test(output)) {
        throw new Error(
          `${[command, ...args].join(' ')} ended without printing ${what}:\n${output}`,
        );
      }
    }
  };
  return { output: () => output, printed, signal: (signal) => child.kill(signal), ended };
}

export interface PlatformProcess extends Program, AsyncDisposable {
  /** The GraphQL endpoint. */
  url: string;
}

/** `npm start` on a folder and a free port; resolves when it has printed its address. */
export async function startPlatformProcess(
  folder: string,
  env: Record<string, string> = {},
): Promise<PlatformProcess> {
  return platformOf(
    run('platform/src/start.ts', { env: { STORAGE_URL: `sqlite:${folder}`, PORT: '0', ...env } }),
  );
}

/** A program that prints the platform's address, once it has. */
export async function platformOf(program: Program): Promise<PlatformProcess> {
  const [, url = ''] = await program.printed(/^GraphQL: +(\S+)$/m);
  return {
    ...program,
    url,
    async [Symbol.asyncDispose]() {
      program.signal('SIGKILL');
      await program.ended;
    },
  };
}
