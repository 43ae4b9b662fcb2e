// The client: a process of its own that keeps a fixed number of requests under way and notes how long each took.
// Closed loop on kept-alive connections, no pipelining. Sockets instead of a client library, for the same reason as in
// `replay.ts`. Bodies of answers are counted, not kept: they were compared before.

import { connect, type Socket } from 'node:net';
import { createLatencies } from './latencies.ts';
import { createMessageReader, type Message } from './messages.ts';

export interface LoadCommand {
  kind: 'load';
  port: number;
  path: string;
  /** JSON. */
  body: string;
  connections: number;
  seconds: number;
  /** Bytes that the body of a right answer has. */
  answerBytes: number;
}

/** Sends each body `times` times, one request after another, on one connection. */
export interface SeriesCommand {
  kind: 'series';
  port: number;
  path: string;
  bodies: readonly string[];
  times: number;
}

export interface LoadReport {
  kind: 'load';
  requests: number;
  wrong: number;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
}

export interface SeriesReport {
  kind: 'series';
  /** Milliseconds, for each body one for each time. */
  latencies: number[][];
  wrong: number;
}

export interface FailureReport {
  kind: 'failure';
  message: string;
}

function requestBytes(port: number, path: string, body: string): Buffer {
  const bytes = Buffer.from(body);
  const head =
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n` +
    `Accept: application/json\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

// One buffer for all connections: what arrives is read to its end before the next read begins.
const arrivals = Buffer.allocUnsafe(512 * 1024);

interface Connection {
  send(bytes: Buffer): void;
  close(): void;
}

function open(
  port: number,
  onMessage: (message: Message) => void,
  onFailure: (error: Error) => void,
): Promise<Connection> {
  return new Promise((resolve) => {
    const reader = createMessageReader(onMessage, { keepBodies: false });
    let isClosed = false;
    const socket: Socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: arrivals,
        callback(count: number, buffer: Uint8Array) {
          const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, count);
          try {
            reader.read(bytes);
          } catch (error) {
            onFailure(error as Error);
          }
          return true;
        },
      },
    });
    socket.on('error', onFailure);
    socket.on('close', () => {
      if (!isClosed) onFailure(new Error('The gateway closed a connection.'));
    });
    socket.on('connect', () =>
      resolve({
        send: (bytes) => socket.write(bytes),
        close() {
          isClosed = true;
          socket.destroy();
        },
      }),
    );
  });
}

async function load(command: LoadCommand): Promise<LoadReport> {
  const { port, connections, answerBytes } = command;
  const bytes = requestBytes(port, command.path, command.body);
  const latencies = createLatencies();
  let wrong = 0;
  const opened: Connection[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let started = 0;
  let until = 0;
  let running = connections;
  const sentAt = new Float64Array(connections);
  const onMessage = (n: number) => (message: Message) => {
    const now = performance.now();
    if (message.bodyBytes !== answerBytes || !message.head.startsWith('200', 9)) wrong++;
    latencies.add(now - (sentAt[n] ?? now));
    if (now < until) {
      sentAt[n] = now;
      opened[n]?.send(bytes);
    } else if (--running === 0) resolve(now - started);
  };
  try {
    for (let n = 0; n < connections; n++) opened.push(await open(port, onMessage(n), reject));
    started = performance.now();
    until = started + command.seconds * 1_000;
    for (const [n, connection] of opened.entries()) {
      sentAt[n] = performance.now();
      connection.send(bytes);
    }
    const took = await promise;
    return {
      kind: 'load',
      requests: latencies.count(),
      wrong,
      seconds: took / 1_000,
      p50: latencies.quantile(0.5),
      p95: latencies.quantile(0.95),
      p99: latencies.quantile(0.99),
    };
  } finally {
    for (const connection of opened) connection.close();
  }
}

async function series(command: SeriesCommand): Promise<SeriesReport> {
  let wrong = 0;
  let arrived: () => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const connection = await open(
    command.port,
    ({ head }) => {
      if (!head.startsWith('200', 9)) wrong++;
      arrived();
    },
    (error) => failed(error),
  );
  const latencies: number[][] = [];
  try {
    for (const body of command.bodies) {
      const bytes = requestBytes(command.port, command.path, body);
      const taken: number[] = [];
      for (let time = 0; time < command.times; time++) {
        const sent = performance.now();
        await new Promise<void>((resolve, reject) => {
          arrived = resolve;
          failed = reject;
          connection.send(bytes);
        });
        taken.push(performance.now() - sent);
      }
      latencies.push(taken);
    }
  } finally {
    connection.close();
  }
  return { kind: 'series', latencies, wrong };
}

if (import.meta.main) {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (command: LoadCommand | SeriesCommand) => {
    try {
      process.send?.(command.kind === 'load' ? await load(command) : await series(command));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      process.send?.({ kind: 'failure', message } satisfies FailureReport);
    }
  });
}
