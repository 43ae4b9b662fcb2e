import { expect, test } from 'vitest';
import { problems, publisher, secretariat, smallNetwork } from './fixtures.ts';

test('stakeholder groups are answered by id and as a list', async () => {
  await using subgraph = await smallNetwork();
  const result = await subgraph.run(`{
    stakeholderGroup(id: "child-rights-initiative") {
      id version name { text language isFallback } citations { at } history { totalCount }
    }
    stakeholderGroups { totalCount edges { node { id } } }
    unknown: stakeholderGroup(id: "nobody") { id }
  }`);
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "stakeholderGroup": {
          "citations": [
            {
              "at": "summary",
            },
          ],
          "history": null,
          "id": "child-rights-initiative",
          "name": {
            "isFallback": true,
            "language": "ZH",
            "text": "全球契约儿童权利倡议",
          },
          "version": 1,
        },
        "stakeholderGroups": {
          "edges": [
            {
              "node": {
                "id": "child-rights-initiative",
              },
            },
          ],
          "totalCount": 1,
        },
        "unknown": null,
      },
    }
  `);
});

const register = `mutation ($input: RegisterStakeholderGroupInput!) { registerStakeholderGroup(input: $input) {
  record { id name { text } source { text } history { edges { node { type by reason } } } }
  ${problems}
} }`;

const input = {
  id: 'youth-forum',
  name: { language: 'FR', text: 'Forum des jeunes' },
  reason: 'It takes part in the annual meeting.',
};

test('the secretariat registers a stakeholder group', async () => {
  await using subgraph = await smallNetwork();
  expect(
    await subgraph.run(register, { variables: { input }, as: secretariat }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "registerStakeholderGroup": {
          "problems": [],
          "record": {
            "history": {
              "edges": [
                {
                  "node": {
                    "by": "sara",
                    "reason": "It takes part in the annual meeting.",
                    "type": "registered",
                  },
                },
              ],
            },
            "id": "youth-forum",
            "name": {
              "text": "Forum des jeunes",
            },
            "source": null,
          },
        },
      },
    }
  `);
});

test('nobody else registers one', async () => {
  await using subgraph = await smallNetwork();
  expect(
    await subgraph.run(register, { variables: { input }, as: publisher }),
  ).toMatchInlineSnapshot(`
    {
      "data": {
        "registerStakeholderGroup": {
          "problems": [
            {
              "__typename": "NotAllowed",
              "code": "NOT_ALLOWED",
              "message": "Only the secretariat registers stakeholder groups.",
              "needed": [
                "SECRETARIAT",
              ],
              "path": [],
            },
          ],
          "record": null,
        },
      },
    }
  `);
});

test('a taken id and wrong texts are refused', async () => {
  await using subgraph = await smallNetwork();
  const inputs = [
    { ...input, id: 'child-rights-initiative' },
    { ...input, id: '', name: { language: 'FR', text: '' }, reason: '' },
  ];
  const found: unknown[] = [];
  for (const wrong of inputs) {
    const result = await subgraph.run(register, { variables: { input: wrong }, as: secretariat });
    const payload = result.data?.registerStakeholderGroup as { problems: { path: string[] }[] };
    found.push(payload.problems.map(({ path }) => path.join('.')));
  }
  expect(found).toEqual([['id'], ['id', 'name.text', 'reason']]);
});
