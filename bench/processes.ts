// Child processes, each on one core, and what the kernel says they used. Linux only: `taskset` and `/proc`.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

export interface StartOptions {
  core: number;
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>> | undefined;
  cwd?: string | undefined;
  /** Opens a channel for messages. */
  hasChannel?: boolean | undefined;
}

export interface Pinned {
  pid: number;
  child: ChildProcess;
  /** The end of what it wrote, for a report of its failure. */
  output(): string;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

const outputKept = 4_000;
const running = new Set<Pinned>();

/** `taskset` becomes the command itself, so that the pid is the command's. */
export function startPinned(options: StartOptions): Pinned {
  const args = ['-c', String(options.core), options.command, ...options.args];
  const child = spawn('taskset', args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', ...(options.hasChannel ? (['ipc'] as const) : [])],
  });
  if (child.pid === undefined) throw new Error('taskset cannot be started: is util-linux there?');
  let output = '';
  const keep = (text: Buffer): void => {
    output = (output + text.toString('utf8')).slice(-outputKept);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  let isEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      isEnded = true;
      running.delete(pinned);
      resolve();
    });
  });
  const pinned: Pinned = {
    pid: child.pid,
    child,
    output: () => output,
    hasEnded: () => isEnded,
    async stop() {
      if (isEnded) return;
      child.kill('SIGTERM');
      const last = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(last);
    },
  };
  running.add(pinned);
  return pinned;
}

export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((pinned) => pinned.stop()));
}

/** Asks a child over its channel; it answers one request at a time. */
export function ask<Answer>(pinned: Pinned, command: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`A process of the bench ended:\n${pinned.output()}`));
    pinned.child.once('exit', onExit);
    pinned.child.once('message', (answer) => {
      pinned.child.off('exit', onExit);
      resolve(answer as Answer);
    });
    pinned.child.send(command);
  });
}

/** The first message of a child. */
export function firstMessage<Answer>(pinned: Pinned): Promise<Answer> {
  return new Promise((resolve, reject) => {
    pinned.child.once('message', (answer) => resolve(answer as Answer));
    pinned.child.once('exit', () => reject(new Error(pinned.output())));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address !== 'object') throw new Error('No free port.');
  return address.port;
}

/** The unit of `/proc/PID/stat`: a hundred a second on every Linux that Node runs on. */
const ticksPerSecond = 100;

function withChildren(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return [
      pid,
      ...children
        .split(' ')
        .filter(Boolean)
        .flatMap((child) => withChildren(Number(child))),
    ];
  } catch {
    return [pid];
  }
}

/** Seconds of processor time of a process with its threads and children. */
export function processorSeconds(pid: number): number {
  let ticks = 0;
  for (const each of withChildren(pid)) {
    try {
      const stat = readFileSync(`/proc/${each}/stat`, 'utf8');
      // The name in parentheses may hold spaces; after it, utime and stime are the 12th and 13th field.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It ended between the two reads.
    }
  }
  return ticks / ticksPerSecond;
}

/** Megabytes of resident memory of a process with its children. */
export function residentMegabytes(pid: number): number {
  let kilobytes = 0;
  for (const each of withChildren(pid)) {
    try {
      const status = readFileSync(`/proc/${each}/status`, 'utf8');
      kilobytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    } catch {
      // As above.
    }
  }
  return kilobytes / 1_024;
}

/** Seconds in which a core did anything at all, since the machine started; time taken by its host counts as busy. */
export function coreBusySeconds(core: number): number {
  const line = new RegExp(`^cpu${core} (.*)$`, 'm').exec(readFileSync('/proc/stat', 'utf8'));
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (line?.[1] ?? '')
    .split(' ')
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
}
