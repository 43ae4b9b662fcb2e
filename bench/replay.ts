// The four subgraphs, replayed: a process of its own that answers a request it has seen with the bytes it gave before.
// The first time a body arrives it is executed by graphql-js and recorded, so that no gateway's way of asking has to be
// known beforehand. Sockets instead of `node:http`: this process must never be the limit.

import { createServer, type Socket } from 'node:net';
import { createMessageReader, type Message } from './messages.ts';
import {
  createSubgraph,
  type DatasetName,
  datasets,
  type Subgraph,
  type SubgraphName,
  subgraphNames,
} from './workload.ts';

export type ReplayCommand = { kind: 'counters' } | { kind: 'stop' };

export type ReplayReport =
  | { kind: 'listening'; ports: Record<SubgraphName, number> }
  | { kind: 'counters'; requests: number; recorded: number };

let requests = 0;
let recorded = 0;

function respond(status: string, body: string): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([
    Buffer.from(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    ),
    bytes,
  ]);
}

interface Recording {
  subgraph: Subgraph;
  /** By request body. */
  answers: Map<string, Buffer>;
}

function record(recording: Recording, { body }: Message): Buffer {
  recorded++;
  let answer: Buffer;
  try {
    const request = JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
    const result = recording.subgraph.answer(request) as { errors?: unknown };
    answer = respond('200 OK', JSON.stringify(result));
  } catch (error) {
    answer = respond('400 Bad Request', JSON.stringify({ errors: [{ message: String(error) }] }));
  }
  recording.answers.set(body, answer);
  return answer;
}

function serve(name: SubgraphName): (socket: Socket) => void {
  const recordings = new Map<string, Recording>();
  for (const dataset of Object.keys(datasets) as DatasetName[]) {
    recordings.set(`/${dataset}`, {
      subgraph: createSubgraph(name, dataset),
      answers: new Map(),
    });
  }
  const notFound = respond('404 Not Found', '{}');
  const answerTo = (message: Message): Buffer => {
    const { head } = message;
    const pathStart = head.indexOf(' ') + 1;
    const recording = recordings.get(head.slice(pathStart, head.indexOf(' ', pathStart)));
    if (!recording) return notFound;
    requests++;
    return recording.answers.get(message.body) ?? record(recording, message);
  };
  return (socket) => {
    socket.setNoDelay(true);
    const reader = createMessageReader((message) => socket.write(answerTo(message)), {
      keepBodies: true,
    });
    socket.on('data', (bytes: Buffer) => reader.read(bytes));
    // A gateway that is stopped breaks its connections off; that is no fault here.
    socket.on('error', () => socket.destroy());
  };
}

async function main(send: (report: ReplayReport) => void): Promise<void> {
  const ports: Partial<Record<SubgraphName, number>> = {};
  for (const name of subgraphNames) {
    const server = createServer(serve(name));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 2048, resolve));
    const address = server.address();
    if (address && typeof address === 'object') ports[name] = address.port;
  }
  process.on('message', ({ kind }: ReplayCommand) => {
    if (kind === 'stop') process.exit(0);
    send({ kind: 'counters', requests, recorded });
  });
  process.on('disconnect', () => process.exit(0));
  send({ kind: 'listening', ports: ports as Record<SubgraphName, number> });
}

if (import.meta.main) await main((report) => process.send?.(report));
