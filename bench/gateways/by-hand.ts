// The ceiling: the plan of the two operations written out by hand, with `node:http` in, undici's `dispatch` out,
// `JSON.parse` and `JSON.stringify`. No GraphQL at all: a known text runs known code. Every field the operation selects
// is copied by its name; representations are deduplicated; a fetch starts as soon as what it needs is there.
// With `--in-process DATASET` the subgraphs are recorded objects in this process.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import {
  createSubgraph,
  type DatasetName,
  heavy,
  light,
  type SubgraphName,
  subgraphNames,
} from '../workload.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    sharing: { type: 'string', default: 'off' },
    /** A file with the subgraphs' addresses as JSON. */
    addresses: { type: 'string' },
    'in-process': { type: 'string' },
  },
});

/** Answers one fetch of the plan with the `data` of the subgraph. Nobody writes to it: it may be shared. */
type Fetch = <Data>(step: Step, representations: readonly string[]) => Promise<Data>;

interface Step {
  subgraph: SubgraphName;
  query: string;
  /** Names of the variables that take lists of representations, in the order in which those are given. */
  variables: readonly string[];
}

const steps = {
  light: { subgraph: 'products', query: '{featured{upc name price}}', variables: [] },
  featured: { subgraph: 'products', query: '{featured{upc name price weight}}', variables: [] },
  accounts: {
    subgraph: 'accounts',
    query: '{accounts{id name handle memberSince}}',
    variables: [],
  },
  reviews: {
    subgraph: 'reviews',
    query:
      'query($p:[_Any!]!,$a:[_Any!]!){p:_entities(representations:$p){...on Product{reviews{...r}}}' +
      'a:_entities(representations:$a){...on Account{reviews{id rating body product{upc reviews{...r}}}}}}' +
      'fragment r on Review{id rating body author{id reviews{id rating body product{upc}}}}',
    variables: ['p', 'a'],
  },
  stock: {
    subgraph: 'inventory',
    query:
      'query($p:[_Any!]!){p:_entities(representations:$p){...on Product{inStock shippingEstimate}}}',
    variables: ['p'],
  },
  products: {
    subgraph: 'products',
    query: 'query($p:[_Any!]!){p:_entities(representations:$p){...on Product{name price weight}}}',
    variables: ['p'],
  },
  authors: {
    subgraph: 'accounts',
    query:
      'query($a:[_Any!]!){a:_entities(representations:$a){...on Account{name handle memberSince}}}',
    variables: ['a'],
  },
} as const satisfies Record<string, Step>;

interface PlainProduct {
  upc: string;
  name: string;
  price: number;
  weight: number;
}
interface Stock {
  inStock: boolean;
  shippingEstimate: number;
}
interface PlainAccount {
  id: string;
  name: string;
  handle: string;
  memberSince: string;
}
interface Words {
  id: string;
  rating: number;
  body: string;
}
type LeafReview = Words & { product: { upc: string } };
type AuthoredReview = Words & { author: { id: string; reviews: LeafReview[] } };
type AccountReview = Words & { product: { upc: string; reviews: AuthoredReview[] } };
interface Reviews {
  p: { reviews: AuthoredReview[] }[];
  a: { reviews: AccountReview[] }[];
}
type Product = PlainProduct & Stock;

const productKey = (upc: string) => `{"__typename":"Product","upc":${JSON.stringify(upc)}}`;
const accountKey = (id: string) => `{"__typename":"Account","id":${JSON.stringify(id)}}`;
const pricedProduct = ({ upc, price, weight }: PlainProduct) =>
  `{"__typename":"Product","price":${price},"weight":${weight},"upc":${JSON.stringify(upc)}}`;
const list = (representations: readonly string[]) => `[${representations.join(',')}]`;

function joinStock(
  products: readonly PlainProduct[],
  stock: readonly Stock[],
): Map<string, Product> {
  const joined = new Map<string, Product>();
  for (const [n, { upc, name, price, weight }] of products.entries()) {
    const { inStock, shippingEstimate } = stock[n] as Stock;
    joined.set(upc, { upc, name, price, weight, inStock, shippingEstimate });
  }
  return joined;
}

/** The keys of all products and accounts that the reviews mention, each once. */
function mentioned({ p, a }: Reviews): { upcs: Set<string>; ids: Set<string> } {
  const upcs = new Set<string>();
  const ids = new Set<string>();
  const addAuthored = (reviews: readonly AuthoredReview[]): void => {
    for (const { author } of reviews) {
      ids.add(author.id);
      for (const review of author.reviews) upcs.add(review.product.upc);
    }
  };
  for (const product of p) addAuthored(product.reviews);
  for (const account of a) {
    for (const { product } of account.reviews) {
      upcs.add(product.upc);
      addAuthored(product.reviews);
    }
  }
  return { upcs, ids };
}

async function runHeavy(fetch: Fetch): Promise<unknown> {
  const featuredArrives = fetch<{ featured: PlainProduct[] }>(steps.featured, []);
  const accountsArrive = fetch<{ accounts: PlainAccount[] }>(steps.accounts, []);
  const featuredStockArrives = featuredArrives.then(({ featured }) =>
    fetch<{ p: Stock[] }>(steps.stock, [list(featured.map(pricedProduct))]),
  );
  const { featured } = await featuredArrives;
  const { accounts } = await accountsArrive;
  const reviews = await fetch<Reviews>(steps.reviews, [
    list(featured.map(({ upc }) => productKey(upc))),
    list(accounts.map(({ id }) => accountKey(id))),
  ]);

  const { upcs, ids } = mentioned(reviews);
  const productsArrive = fetch<{ p: Omit<PlainProduct, 'upc'>[] }>(steps.products, [
    list(Array.from(upcs, productKey)),
  ]);
  const authorsArrive = fetch<{ a: Omit<PlainAccount, 'id'>[] }>(steps.authors, [
    list(Array.from(ids, accountKey)),
  ]);
  const found = (await productsArrive).p;
  const products = Array.from(upcs, (upc, n) => {
    const { name, price, weight } = found[n] as PlainProduct;
    return { upc, name, price, weight };
  });
  const stock = await fetch<{ p: Stock[] }>(steps.stock, [list(products.map(pricedProduct))]);
  const productOf = joinStock(products, stock.p);
  const authors = (await authorsArrive).a;
  const authorOf = new Map<string, PlainAccount>();
  for (const [n, id] of Array.from(ids).entries()) {
    const { name, handle, memberSince } = authors[n] as PlainAccount;
    authorOf.set(id, { id, name, handle, memberSince });
  }
  const featuredOf = joinStock(featured, (await featuredStockArrives).p);

  const leafReview = ({ id, rating, body, product }: LeafReview) => ({
    id,
    rating,
    body,
    product: productOf.get(product.upc),
  });
  const authoredReview = ({ id, rating, body, author }: AuthoredReview) => {
    const { name, handle, memberSince } = authorOf.get(author.id) as PlainAccount;
    const reviews = author.reviews.map(leafReview);
    return { id, rating, body, author: { id: author.id, name, handle, memberSince, reviews } };
  };
  const productWith = (product: Product, reviews: readonly AuthoredReview[]) => ({
    upc: product.upc,
    name: product.name,
    price: product.price,
    weight: product.weight,
    inStock: product.inStock,
    shippingEstimate: product.shippingEstimate,
    reviews: reviews.map(authoredReview),
  });
  return {
    data: {
      accounts: accounts.map(({ id, name, handle, memberSince }, n) => ({
        id,
        name,
        handle,
        memberSince,
        reviews: reviews.a[n]?.reviews.map((review) => ({
          id: review.id,
          rating: review.rating,
          body: review.body,
          product: productWith(
            productOf.get(review.product.upc) as Product,
            review.product.reviews,
          ),
        })),
      })),
      featured: featured.map(({ upc }, n) =>
        productWith(featuredOf.get(upc) as Product, reviews.p[n]?.reviews ?? []),
      ),
    },
  };
}

async function runLight(fetch: Fetch): Promise<unknown> {
  const { featured } = await fetch<{ featured: PlainProduct[] }>(steps.light, []);
  return { data: { featured: featured.map(({ upc, name, price }) => ({ upc, name, price })) } };
}

function overHttp(addresses: Readonly<Record<SubgraphName, string>>, isShared: boolean): Fetch {
  const targets = new Map(
    subgraphNames.map((name) => {
      const { origin, pathname } = new URL(addresses[name]);
      return [name, { path: pathname, pool: new Pool(origin, { connections: 128 }) }];
    }),
  );
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const prefixes = new Map<Step, string>();
  for (const step of Object.values(steps)) {
    prefixes.set(step, `{"query":${JSON.stringify(step.query)},"variables":{`);
  }
  const send = (subgraph: SubgraphName, body: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const target = targets.get(subgraph);
      if (!target) return reject(new Error(subgraph));
      const chunks: Buffer[] = [];
      target.pool.dispatch(
        { path: target.path, method: 'POST', headers, body },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData(_controller, chunk) {
            chunks.push(chunk);
          },
          onResponseEnd() {
            const [first] = chunks;
            const bytes = chunks.length === 1 && first ? first : Buffer.concat(chunks);
            resolve(JSON.parse(bytes.toString('utf8')).data);
          },
          onResponseError(_controller, error) {
            reject(error);
          },
        },
      );
    });
  const inFlight = new Map<string, Promise<unknown>>();
  const sendShared = (subgraph: SubgraphName, body: string): Promise<unknown> => {
    const shared = inFlight.get(body);
    if (shared) return shared;
    const sent = send(subgraph, body).finally(() => inFlight.delete(body));
    inFlight.set(body, sent);
    return sent;
  };
  return ((step: Step, representations: readonly string[]) => {
    let body = prefixes.get(step) ?? '';
    for (const [n, name] of step.variables.entries()) {
      body += `${n === 0 ? '' : ','}"${name}":${representations[n]}`;
    }
    body += '}}';
    return isShared ? sendShared(step.subgraph, body) : send(step.subgraph, body);
  }) as Fetch;
}

function inProcess(dataset: DatasetName): Fetch {
  const subgraphs = new Map(subgraphNames.map((name) => [name, createSubgraph(name, dataset)]));
  // By step and first representations: one step of the plan may run twice in a query, for different products.
  const recorded = new Map<Step, Map<string | undefined, Promise<unknown>>>();
  return ((step: Step, representations: readonly string[]) => {
    const answers = recorded.get(step) ?? new Map<string | undefined, Promise<unknown>>();
    recorded.set(step, answers);
    let answer = answers.get(representations[0]);
    if (!answer) {
      const variables = Object.fromEntries(
        step.variables.map((name, n) => [name, JSON.parse(representations[n] ?? '[]')]),
      );
      const result = subgraphs.get(step.subgraph)?.answer({ query: step.query, variables });
      answer = Promise.resolve(JSON.parse(JSON.stringify(result)).data);
      answers.set(representations[0], answer);
    }
    return answer;
  }) as Fetch;
}

const isShared = values.sharing !== 'off';
const fetch = values['in-process']
  ? inProcess(values['in-process'] as DatasetName)
  : overHttp(JSON.parse(readFileSync(values.addresses ?? '', 'utf8')), isShared);

const operations = new Map([
  [heavy.text, async () => Buffer.from(JSON.stringify(await runHeavy(fetch)))],
  [light.text, async () => Buffer.from(JSON.stringify(await runLight(fetch)))],
]);
/** Answers under way, by request: the bytes are made once and written to every client that waits. */
const answering = new Map<string, Promise<Buffer>>();

function answerTo(body: string): Promise<Buffer> {
  if (values.sharing === 'client') {
    const shared = answering.get(body);
    if (shared) return shared;
  }
  const run = operations.get(JSON.parse(body).query);
  const answer = run ? run() : Promise.resolve(Buffer.from('{"errors":[{"message":"Unknown."}]}'));
  if (values.sharing === 'client') {
    answering.set(body, answer);
    answer.finally(() => answering.delete(body));
  }
  return answer;
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const [first] = chunks;
    const bytes = chunks.length === 1 && first ? first : Buffer.concat(chunks);
    const answer = await answerTo(bytes.toString('utf8'));
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': answer.length,
    });
    response.end(answer);
  });
}).listen(Number(values.port), '127.0.0.1');
