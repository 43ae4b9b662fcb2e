// What the tests of the HTTP face start from: subgraphs in this process, a gateway, and its face on a free port.

import { connect } from 'node:net';
import { type HttpOptions, startHttp } from '../src/http.ts';
import { type SubgraphSource, startTester, type Tester, type TesterOptions } from './tester.ts';

export interface TestFace extends AsyncDisposable {
  url: string;
  tester: Tester;
  /** A POST of this value as JSON; a text is sent as it is. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Any request to the endpoint, with what stands after its path. */
  send(after: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export async function startFace(
  subgraphs: Record<string, SubgraphSource>,
  { http, ...options }: TesterOptions & { http?: Partial<HttpOptions> } = {},
): Promise<TestFace> {
  const tester = startTester(subgraphs, options);
  const { url, close } = await startHttp(tester.gateway, { port: 0, ...http });
  let closing: Promise<void> | null = null;
  const closeOnce = () => {
    closing ??= close();
    return closing;
  };
  return {
    url,
    tester,
    post: (body, headers) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    send: (after, init) => fetch(`${url}${after}`, init),
    close: closeOnce,
    async [Symbol.asyncDispose]() {
      await closeOnce();
      await tester.gateway.close();
    },
  };
}

/** An answer's JSON, as far as tests look into it. */
export interface GivenAnswer {
  data: Record<string, string>;
  errors: { message: string; extensions: Record<string, unknown> }[];
}

export async function answerOf(response: Response): Promise<GivenAnswer> {
  return (await response.json()) as GivenAnswer;
}

export async function messageOf(response: Response): Promise<string> {
  return String((await answerOf(response)).errors[0]?.message);
}

/** Sends exactly these characters and gives everything that comes back until the server closes the connection. */
export function exchange(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      received += text;
    });
    // A reset after the answer is the server's way of not reading on.
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
}

/** The texts that were written to the book below. */
export const written: string[] = [];

export const book: SubgraphSource = {
  sdl: `
    type Query { title(of: ID = "1"): String  pages(of: ID!): Int  languages: String  headers: String  broken: Int }
    type Mutation { write(text: String!): Int }
  `,
  resolvers: {
    Query: {
      title: (_parent, { of }: { of: string }) => `Title ${of}`,
      pages: () => 12,
      languages: (_parent, _args, { languages }: { languages: string }) => languages,
      headers: (_parent, _args, { headers }: { headers?: unknown }) =>
        JSON.stringify(headers ?? null),
      broken: () => {
        throw new Error('The pages are stuck.');
      },
    },
    Mutation: { write: (_parent, { text }: { text: string }) => written.push(text) },
  },
};
