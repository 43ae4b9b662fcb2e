// Goes in: something that is asked by several at the same time. Comes out: one answer for all of them, asked for once.
// What is shared is never written to. Nothing is kept: who comes after the answer asks anew.

import { type Cancellation, createCancellation, onAbort } from './cancellation.ts';
import { codes, requestError } from './errors.ts';
import type { GatewayRequest } from './gateway.ts';
import type { SubgraphAnswer, SubgraphRequest, Transport } from './transport.ts';

/** `nothing`; identical queries to subgraphs in flight; identical queries of clients without a login too. */
export type Sharing = 'nothing' | 'subgraphs' | 'clients';

interface Flights<Value> {
  /**
   * Joins what is under way for a key, or starts it. Who goes away gets `left` thrown; when all have gone the signal
   * that `start` was given is aborted.
   */
  join(
    key: string,
    start: (signal: AbortSignal) => Promise<Value>,
    options: { signal: AbortSignal | undefined; left(): Error },
  ): Promise<Value>;
  /** Nobody joins what is under way now; those who have keep it. */
  forget(): void;
}

interface Flight<Value> {
  value: Promise<Value>;
  travellers: number;
  end: Cancellation;
}

function createFlights<Value>(): Flights<Value> {
  const flights = new Map<string, Flight<Value>>();
  return {
    forget: () => flights.clear(),
    join(key, start, { signal, left }) {
      let flight = flights.get(key);
      if (!flight) {
        const end = createCancellation();
        const made: Flight<Value> = { value: start(end.signal), travellers: 0, end };
        flight = made;
        flights.set(key, made);
        const land = () => {
          if (flights.get(key) === made) flights.delete(key);
        };
        made.value.then(land, land);
      }
      const own = flight;
      own.travellers++;
      if (!signal) return own.value;
      return new Promise((resolve, reject) => {
        const leave = onAbort(signal, () => {
          own.travellers--;
          if (own.travellers === 0) {
            if (flights.get(key) === own) flights.delete(key);
            own.end.cancel();
          }
          reject(left());
        });
        own.value.then(
          (value) => {
            leave();
            resolve(value);
          },
          (error) => {
            leave();
            reject(error);
          },
        );
      });
    },
  };
}

/**
 * Sends identical queries in flight once: gives a function that makes a transport do so, for all subgraphs of one
 * gateway. Identical is what the subgraph could not tell apart: the same text, variables, language, forwarded headers
 * and, above all, the same reader. `left`: what is thrown to who goes away.
 */
export function createSubgraphSharing(left: () => Error): (transport: Transport) => Transport {
  const all: Flights<SubgraphAnswer>[] = [];
  // Who reads after a write must not join a question that was asked before it was answered, of whatever subgraph: one
  // may tell what was written in another.
  const forgetAll = () => {
    for (const flights of all) flights.forget();
  };
  return (transport) => {
    if (transport.wants === 'values') return transport;
    const flights = createFlights<SubgraphAnswer>();
    all.push(flights);
    return {
      wants: transport.wants,
      send(request) {
        if (request.isMutation) {
          return Promise.resolve(transport.send(request)).finally(forgetAll);
        }
        return flights.join(
          keyOf(request),
          async (signal) => transport.send({ ...request, signal }),
          { signal: request.signal, left },
        );
      },
      async close() {
        await transport.close?.();
      },
    };
  };
}

/** Answers of whole queries under way. */
export interface ClientSharing {
  join(
    request: GatewayRequest,
    operation: number,
    answer: (signal: AbortSignal) => Promise<{ body: Buffer; release?: (() => void) | undefined }>,
  ): Promise<{ body: Buffer }>;
  /** To be called when a mutation was answered: nobody joins what was asked before. */
  forget(): void;
}

/**
 * Answers identical queries under way once, with the same bytes. They must be queries without a login; `operation` stands
 * for their text.
 */
export function createClientSharing(): ClientSharing {
  const flights = createFlights<{ body: Buffer }>();
  return {
    forget: flights.forget,
    join: ({ languages, headers, variables, signal }, operation, answer) =>
      flights.join(
        `${operation}\n${languages}\n${JSON.stringify([headers, variables])}`,
        async (end) => {
          const { body, release } = await answer(end);
          if (!release) return { body };
          // Several send it, and who is the last is not known: it gets memory of its own.
          const copy = Buffer.from(body);
          release();
          return { body: copy };
        },
        { signal, left: () => requestError('The request was cancelled.', codes.cancelled) },
      ),
  };
}

function keyOf({ identity, languages, headers, body }: SubgraphRequest): string {
  const who = identity ? readerOf(identity) : '';
  const more = headers ? JSON.stringify(headers) : '';
  return `${who}\n${languages}\n${more}\n${body.toString('latin1')}`;
}

const readers = new WeakMap<object, string>();

/** A reader as text, made once for each identity object. */
function readerOf(identity: object): string {
  let text = readers.get(identity);
  if (text === undefined) {
    text = JSON.stringify(identity);
    readers.set(identity, text);
  }
  return text;
}
