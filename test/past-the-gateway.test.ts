import { signIdentity } from '@network/schema/identity';
import { describe, expect, it } from 'vitest';
import { type DistributedGraph, startDistributed } from './distributed.ts';
import { clearStatement, draftStatement } from './one-voice.ts';
import { beforePublications } from './publications.ts';

describe('a subgraph that is asked past the gateway', () => {
  const id = 'embargoed';
  const asked = (graph: DistributedGraph, token: string | null) =>
    fetch(graph.urlOf('statements'), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({
        query:
          'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Statement { id state } } }',
        variables: { r: [{ __typename: 'Statement', id }] },
      }),
    });
  const secretariat = {
    subject: 'sara',
    roles: [{ role: 'SECRETARIAT', scope: null, validFrom: null, validTo: null }],
  };

  async function withEmbargo(): Promise<DistributedGraph> {
    const graph = await startDistributed(beforePublications);
    const draft = await draftStatement(graph, id);
    await clearStatement(draft);
    await draft.step('openSilence', { deadline: '2026-07-08T09:00:00.000Z', zone: 'UTC' });
    graph.clock.now = new Date('2026-07-08T09:00:00.001Z');
    await draft.step('scheduleStatement', { at: '2026-07-10T09:00:00.000Z', zone: 'UTC' });
    return graph;
  }

  it('answers as to the public without a token, and as to its reader with the gateway’s', async () => {
    await using graph = await withEmbargo();
    const hidden = await asked(graph, null);
    expect([hidden.status, await hidden.text()]).toEqual([200, '{"data":{"_entities":[null]}}\n']);
    const token = signIdentity(secretariat, { secret: graph.secret, audience: 'statements' });
    const seen = await asked(graph, token);
    expect(await seen.json()).toEqual({ data: { _entities: [{ id, state: 'EMBARGOED' }] } });
    graph.clock.now = new Date('2026-07-10T09:00:00.000Z');
    const issued = await asked(graph, null);
    expect(await issued.json()).toEqual({ data: { _entities: [{ id, state: 'ISSUED' }] } });
  });

  it('refuses with 401 a token that is forged, for another subgraph, over, a client’s own, or none at all', async () => {
    await using graph = await withEmbargo();
    const { secret } = graph;
    const good = signIdentity(secretariat, { secret, audience: 'statements' });
    const wrong = {
      forged: signIdentity(secretariat, { secret: 'another', audience: 'statements' }),
      changed: good.replace(/\.[^.]+\./, (claims) => claims.replace(/..\.$/, 'fQ.')),
      'for another subgraph': signIdentity(secretariat, { secret, audience: 'members' }),
      over: signIdentity(secretariat, {
        secret,
        audience: 'statements',
        now: Date.now() - 61_000,
      }),
      'a client’s': await graph.tokenOf('sara', 'SECRETARIAT'),
      'none at all': '',
    };
    for (const [kind, token] of Object.entries(wrong)) {
      const response = await asked(graph, token);
      expect(response.status, kind).toBe(401);
      const { data, errors } = (await response.json()) as {
        data?: unknown;
        errors: { extensions: { code: string } }[];
      };
      expect([data, errors.map(({ extensions }) => extensions.code)], kind).toEqual([
        undefined,
        ['UNAUTHENTICATED'],
      ]);
    }
  });
});
