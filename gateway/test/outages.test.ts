import { describe, expect, test } from 'vitest';
import { posts, users } from './people.ts';
import { type Answer, answerText, startHttpTester } from './subgraph-server.ts';

/** What a subgraph may do instead of answering, and what the client is told. */
const faults: [string, Answer, string, string][] = [
  [
    'breaks off',
    (request) => void request.socket.destroy(),
    'could not be reached.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'breaks off in the middle',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"data":{"_entities":[{"');
      response.once('drain', () => {});
      setImmediate(() => request.socket.destroy());
    },
    'could not be reached.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers a page of HTML',
    (_request, response) => answerText(response, '<html><body>Welcome</body></html>'),
    'did not answer with GraphQL.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers 502 with a page',
    (_request, response) => answerText(response, '<h1>Bad gateway</h1>', 502),
    'answered with status 502.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers 500 with JSON that is not GraphQL',
    (_request, response) => answerText(response, '{"message":"secret"}', 500),
    'answered with status 500.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'redirects',
    (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    'answered with status 302.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers nothing',
    (_request, response) => answerText(response, ''),
    'did not answer with GraphQL.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers half of its JSON',
    (_request, response) =>
      answerText(response, '{"data":{"_entities":[{"__typename":"User","posts":[{"id'),
    'did not answer with GraphQL.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers a list',
    (_request, response) => answerText(response, '[]'),
    'did not answer with GraphQL.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers null',
    (_request, response) => answerText(response, 'null'),
    'did not answer with GraphQL.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers an empty object',
    (_request, response) => answerText(response, '{}'),
    'did not answer with GraphQL.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers more than it says and then rubbish',
    (_request, response) => answerText(response, '{"data":{"_entities":[null]}}}}'),
    'did not answer with GraphQL.',
    'SUBGRAPH_UNAVAILABLE',
  ],
  [
    'answers for too few entities',
    (_request, response) => answerText(response, '{"data":{"_entities":[]}}'),
    'did not answer for every entity.',
    'SUBGRAPH_ERROR',
  ],
  [
    'answers for too many entities',
    (_request, response) => answerText(response, '{"data":{"_entities":[null,null]}}'),
    'did not answer for every entity.',
    'SUBGRAPH_ERROR',
  ],
  [
    'answers an object for the entities',
    (_request, response) => answerText(response, '{"data":{"_entities":{"0":null}}}'),
    'did not answer for every entity.',
    'SUBGRAPH_ERROR',
  ],
];

describe.each([
  ['spliced', false],
  ['merged', true],
])('while the answer is %s, a subgraph that', (_how, isPlain) => {
  test.each(faults)(
    '%s is named in one error, and the data of others is kept',
    async (_what, answer, message, code) => {
      await using graph = await startHttpTester(
        { users, posts: { ...posts, answer } },
        { isPlain },
      );
      for (const _again of [1, 2]) {
        expect(await graph.run('{ me: user(id: 1) { name w: posts { title } } greeting }')).toEqual(
          {
            data: { me: { name: 'User 1', w: null }, greeting: 'hello' },
            errors: [
              {
                message: `Subgraph "posts" ${message}`,
                path: ['me'],
                extensions: { code, subgraph: 'posts' },
              },
            ],
          },
        );
      }
    },
  );

  test('is down nulls only what needs it', async () => {
    await using graph = await startHttpTester({ users, posts }, { isPlain });
    await graph.servers.posts?.stop();
    expect(
      await graph.run(
        '{ user(id: 1) { name posts { id } } latest { id } l: latest { title } greeting }',
      ),
    ).toEqual({
      data: { user: { name: 'User 1', posts: null }, latest: null, l: null, greeting: 'hello' },
      errors: expect.arrayContaining([
        {
          message: 'Subgraph "posts" could not be reached.',
          path: ['user'],
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'posts' },
        },
      ]),
    });
    const single = await graph.run('{ l: latest { title } }');
    expect(single.errors?.[0]?.path).toEqual(['l']);
  });

  test('comes back is asked again', async () => {
    let isDown = true;
    const answer: Answer = (_request, response) =>
      isDown
        ? answerText(response, 'down', 503)
        : answerText(response, '{"data":{"latest":{"id":"p9"}}}');
    await using graph = await startHttpTester({ users, posts: { ...posts, answer } }, { isPlain });
    expect((await graph.run('{ latest { id } }')).data).toEqual({ latest: null });
    isDown = false;
    expect(await graph.run('{ latest { id } }')).toEqual({ data: { latest: { id: 'p9' } } });
  });

  test('is too slow is not waited for', async () => {
    await using graph = await startHttpTester(
      { users, posts: { ...posts, answer: () => {} } },
      { isPlain, http: { timeout: 300 } },
    );
    expect(await graph.run('{ user(id: 1) { name posts { id } } }')).toEqual({
      data: { user: { name: 'User 1', posts: null } },
      errors: [
        {
          message: 'Subgraph "posts" did not answer within 300 ms.',
          path: ['user'],
          extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'posts' },
        },
      ],
    });
  });

  test('answers endlessly is cut off', async () => {
    const answer: Answer = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    };
    await using graph = await startHttpTester(
      { users, posts: { ...posts, answer } },
      { isPlain, http: { maxAnswerBytes: 100_000 } },
    );
    const { data, errors } = await graph.run('{ latest { id } greeting }');
    expect(data).toEqual({ latest: null, greeting: 'hello' });
    expect(errors?.[0]).toMatchObject({
      message: 'Subgraph "posts" answered with more than 100000 bytes.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
    });
  });

  test('refuses with a status and GraphQL errors is heard', async () => {
    const answer: Answer = (_request, response) =>
      answerText(
        response,
        '{"errors":[{"message":"not you","extensions":{"code":"FORBIDDEN"}}]}',
        403,
      );
    await using graph = await startHttpTester({ users, posts: { ...posts, answer } }, { isPlain });
    expect(await graph.run('{ user(id: 1) { name posts { id } } }')).toEqual({
      data: { user: { name: 'User 1', posts: null } },
      errors: [
        {
          message: 'not you',
          path: ['user'],
          extensions: { code: 'FORBIDDEN', subgraph: 'posts' },
        },
      ],
    });
  });

  test.each<[string, string]>([
    ['errors that are no list', '{"data":{"latest":{"id":"p1"}},"errors":"none"}'],
    ['errors that are null', '{"errors":null,"data":{"latest":{"id":"p1"}}}'],
    [
      'fields nobody asked for',
      '{"data":{"more":[{"a":1}],"latest":{"x":{},"id":"p1","id2":[]}},"extensions":{"cost":1}}',
    ],
    ['spaces everywhere', ' {\n "data" : { "latest" : { "id" :\t"p1" } } } \r\n'],
    ['escapes', '{"d\\u0061ta":{"l\\u0061test":{"id":"\\u00701"}}}'],
  ])('answers with %s is understood', async (_what, text) => {
    const answer: Answer = (_request, response) => answerText(response, text);
    await using graph = await startHttpTester({ users, posts: { ...posts, answer } }, { isPlain });
    expect(await graph.run('{ latest { id } }')).toEqual({ data: { latest: { id: 'p1' } } });
  });

  test.each<[string, string, unknown, string]>([
    [
      'a text for an object',
      '{"data":{"latest":"p1"}}',
      null,
      'Expected an object for "Query.latest".',
    ],
    [
      'a list for an object',
      '{"data":{"latest":[{"id":"p1"}]}}',
      null,
      'Expected an object for "Query.latest".',
    ],
    [
      'an object for a scalar',
      '{"data":{"latest":{"id":{"a":1}}}}',
      null,
      'Scalar "ID" cannot represent the value of "Post.id".',
    ],
    [
      'an object for a list',
      '{"data":{"latest":{"id":"p","author":{"__typename":"User","id":"1","posts":{"id":"p"}}}}}',
      { id: 'p', author: { posts: null } },
      'Expected a list for "User.posts".',
    ],
  ])('answers with %s is corrected, with an error', async (_what, text, latest, message) => {
    const answer: Answer = (_request, response) => answerText(response, text);
    await using graph = await startHttpTester({ users, posts: { ...posts, answer } }, { isPlain });
    const query = text.includes('author')
      ? '{ latest { id author { posts { id } } } }'
      : '{ latest { id } }';
    const { data, errors } = await graph.run(query);
    expect(data).toEqual({ latest });
    expect(errors?.map((error) => [error.message, error.extensions?.code])).toEqual([
      [message, 'UNEXPECTED_VALUE'],
    ]);
  });

  test.each<[string, string, string]>([
    ['no message', '{}', 'The subgraph gave an error without a message.'],
    ['a text', '"oh"', 'The subgraph gave an error without a message.'],
    ['a path that is a text', '{"message":"m","path":"latest"}', 'm'],
    ['a path to nowhere', '{"message":"m","path":["nothing",0,"x"]}', 'm'],
    ['a path of objects', '{"message":"m","path":[{},[]]}', 'm'],
    ['extensions that are a list', '{"message":"m","path":["latest"],"extensions":[1]}', 'm'],
    ['extensions that are null', '{"message":"m","path":["latest"],"extensions":null}', 'm'],
  ])('gives as an error %s is still heard', async (_what, error, message) => {
    const answer: Answer = (_request, response) =>
      answerText(response, `{"data":{"latest":null},"errors":[${error}]}`);
    await using graph = await startHttpTester({ users, posts: { ...posts, answer } }, { isPlain });
    expect(await graph.run('{ latest { id } greeting }')).toMatchObject({
      data: { latest: null, greeting: 'hello' },
      errors: [{ message, extensions: { subgraph: 'posts', code: 'SUBGRAPH_ERROR' } }],
    });
  });
});
