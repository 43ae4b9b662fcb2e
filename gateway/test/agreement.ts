// One supergraph behind three gateways: one that only parses, merges and projects, and two that splice. Whatever the
// subgraphs answer, all three must say the same.

import { isUtf8 } from 'node:buffer';
import { expect } from 'vitest';
import { createGateway, type Gateway, type Transport } from '../src/gateway.ts';
import { compose, type SubgraphSource } from './tester.ts';

export type Answer = (subgraph: string, body: string) => string | Buffer | Promise<string | Buffer>;

const modes = [
  ['merged', { isPlain: true }],
  ['spliced by closures', { generateAfter: Number.POSITIVE_INFINITY }],
  ['spliced by generated code', { generateAfter: 0 }],
] as const;

/** The gateways; their subgraphs answer as `answer` says at the time. */
export function gatewaysFor(subgraphs: Record<string, SubgraphSource>) {
  const supergraph = compose(subgraphs);
  const state: { answer: Answer; asked: string[] } = { answer: () => '', asked: [] };
  const transport = (name: string): Transport => ({
    wants: 'bytes',
    async send(request) {
      const body = request.body.toString('utf8');
      state.asked.push(`${name} ${body}`);
      return { bytes: Buffer.from((await state.answer(name, body)) as string) };
    },
  });
  const gateways = modes.map(([mode, options]) => ({
    mode,
    gateway: createGateway({ supergraph, transport, sharing: 'nothing', ...options }),
  }));
  return { gateways, state };
}

interface Asked {
  query: string;
  variables?: Record<string, unknown>;
}

async function ask(gateway: Gateway, { query, variables = {} }: Asked): Promise<string> {
  const { body, release } = await gateway.respond({
    query,
    variables,
    identity: null,
    languages: '',
  });
  const text = body.toString('utf8');
  expect(isUtf8(body)).toBe(true);
  release?.();
  return summary(text);
}

/** Errors of fetches that run at the same time have no order. Numbers are compared as numbers. */
function summary(text: string): string {
  const { data, errors } = JSON.parse(text);
  return JSON.stringify([data, errors?.map((error: unknown) => JSON.stringify(error)).sort()]);
}

/** Asks all three; gives what they agree on, and how often it was spliced. */
export async function agreed(
  { gateways, state }: ReturnType<typeof gatewaysFor>,
  asked: Asked,
): Promise<{ text: string; spliced: number; calls: string[][] }> {
  let text = '';
  let spliced = 0;
  const calls: string[][] = [];
  for (const { mode, gateway } of gateways) {
    state.asked = [];
    const before = gateway.counts.spliced;
    const found = await ask(gateway, asked);
    calls.push(state.asked);
    spliced += gateway.counts.spliced - before;
    if (mode === 'merged') text = found;
    else if (found !== text) {
      const answers = await Promise.all(
        state.asked.map(async (call) => {
          const name = call.slice(0, call.indexOf(' '));
          return `${call}\n  ${await state.answer(name, call.slice(name.length + 1))}`;
        }),
      );
      expect.soft(found, `${mode}: ${asked.query}\n${answers.join('\n')}`).toBe(text);
    }
  }
  return { text, spliced, calls };
}
