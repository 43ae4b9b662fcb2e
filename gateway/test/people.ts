// Two subgraphs that share a type and fail at certain ids, for tests of errors.

/** Users, whose home is never known. */
export const users = {
  sdl: `
    type Query { users: [User!]  user(id: ID!): User  greeting: String  both: Int }
    type User @key(fields: "id") { id: ID!  name: String  friends: [User]  home: Home }
    type Home @shareable { city: String }
  `,
  resolvers: {
    Query: {
      users: () => ['1', '2', '3'].map((id) => ({ id, name: `User ${id}` })),
      user: (_parent: unknown, { id }: { id: string }) => ({ id, name: `User ${id}` }),
      greeting: () => 'hello',
    },
    User: {
      __resolveReference: ({ id }: { id: string }) => ({ id, name: `User ${id}` }),
      friends: ({ id }: { id: string }) => [{ id: `${id}0` }, null, { id: `${id}1` }],
      home() {
        throw Object.assign(new Error('moved'), {
          extensions: { code: 'MOVED', to: 'Oslo', stacktrace: ['at x'] },
        });
      },
    },
  },
};

/** Posts of a user whose id ends in 2 cannot be read. */
export const posts = {
  sdl: `
    type Query { latest: Post }
    type User @key(fields: "id") { id: ID!  posts(first: Int): [Post]  count: Int! }
    type Post @key(fields: "id") { id: ID!  title: String  author: User }
  `,
  resolvers: {
    Query: { latest: () => ({ id: 'p1', author: { id: '1' } }) },
    User: {
      posts({ id }: { id: string }) {
        if (id.endsWith('2')) throw new Error(`no posts of ${id}`);
        return [{ id: `p${id}` }, { id: `bad${id}` }];
      },
      count({ id }: { id: string }) {
        if (id.endsWith('2')) throw new Error(`no count of ${id}`);
        return 2;
      },
    },
    Post: {
      title({ id }: { id: string }) {
        if (id.startsWith('bad')) throw new Error(`unreadable ${id}`);
        return id;
      },
      author: () => ({ id: '2' }),
    },
  },
};
