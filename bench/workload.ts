// The graph that is measured: four subgraphs over made-up data, as executable schemas and as one whole.
// The data come in blocks whose references stay inside the block, so that n blocks give exactly n times the answer.

import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  buildSchema,
  type DocumentNode,
  execute,
  type GraphQLSchema,
  parse,
} from 'graphql';

export const subgraphNames = ['accounts', 'inventory', 'products', 'reviews'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

export const datasets = { '1x': 1, '10x': 10, '100x': 100, languages: 1 } as const;
export type DatasetName = keyof typeof datasets;

export interface Operation {
  name: string;
  text: string;
}

const here = (path: string) => new URL(path, import.meta.url);
const readText = (path: string) => readFileSync(here(path), 'utf8');

export const heavy: Operation = { name: 'heavy', text: readText('operations/heavy.graphql') };
export const light: Operation = { name: 'light', text: readText('operations/light.graphql') };

/** The heavy operation again, as one that no gateway has seen: another operation name and another response name. */
export function heavyVariant(n: number): string {
  return heavy.text
    .replace('query Heavy', `query Heavy${n}`)
    .replace('  rating\n', `  r${n}: rating\n`);
}

export function sdlOf(subgraph: SubgraphName): string {
  return readText(`workload/${subgraph}.graphql`);
}

interface Account {
  __typename: 'Account';
  id: string;
  name: string;
  handle: string;
  memberSince: string;
  reviews(): Review[];
}

interface Product {
  __typename: 'Product';
  upc: string;
  name: string;
  price: number;
  weight: number;
  inStock: boolean;
  shippingEstimate: number;
  reviews(): Review[];
}

interface Review {
  __typename: 'Review';
  id: string;
  rating: number;
  body: string;
  author(): Account;
  product(): Product;
}

interface Words {
  people: readonly string[];
  goods: readonly string[];
  opinions: readonly string[];
}

/** Accounts of a block, products of a block. Every account reviews `reviewsEach` products. */
const blockSize = 8;
const reviewsEach = 3;

const plainWords: Words = {
  people: [
    'Ada Mbeki',
    'Bruno Costa',
    'Chen Wei',
    'Dalia Haddad',
    'Emil Novak',
    'Farah Idris',
    'Grace Owusu',
    'Hugo Lind',
  ],
  goods: [
    'Folding desk',
    'Wool blanket',
    'Water filter',
    'Solar lantern',
    'Cargo bicycle',
    'Rain jacket',
    'Steel kettle',
    'Field radio',
  ],
  opinions: [
    'Does what it says; bought a second one for the office.',
    'Arrived late, but the quality makes up for it.',
    'The "large" is smaller than expected. Kept it anyway.',
    'Would recommend to anyone who travels a lot.',
    'Broke after two months, replaced without a question.',
  ],
};

/** The same in several scripts: texts that are not ASCII cost a gateway more. */
const languageWords: Words = {
  people: [
    'Zoë Müller',
    'José Núñez',
    '陈伟',
    'داليا حداد',
    'Эмиль Новак',
    'Françoise Lévêque',
    'Grace Owusu',
    'Håkan Öberg',
  ],
  goods: [
    'Schreibtisch, klappbar',
    'Couverture en laine',
    '净水器',
    'فانوس شمسي',
    'Грузовой велосипед',
    'Chaqueta de lluvia',
    'Steel kettle',
    'Fältradio',
  ],
  opinions: [
    'Fait ce qui est annoncé; déjà commandé un deuxième.',
    'Пришло поздно, но качество отличное.',
    '比想象的小，不过还是留下了。',
    'أنصح به كل من يسافر كثيرا.',
    'Se rompió a los dos meses; lo cambiaron sin preguntar.',
  ],
};

interface Data {
  accounts: Account[];
  products: Product[];
}

function shippingEstimate(price: number, weight: number): number {
  return price > 75_000 ? 0 : Math.ceil(weight / 20);
}

function pick(list: readonly string[], n: number): string {
  return list[n % list.length] ?? '';
}

function makeData(dataset: DatasetName): Data {
  const words = dataset === 'languages' ? languageWords : plainWords;
  const accounts: Account[] = [];
  const products: Product[] = [];
  const byAccount = new Map<string, Review[]>();
  const byProduct = new Map<string, Review[]>();
  const count = datasets[dataset] * blockSize;
  for (let n = 0; n < count; n++) {
    // Of one length, so that n blocks also give n times the bytes.
    const id = `account-${1_000 + n}`;
    const upc = `upc-${10_000 + n}`;
    const price = 10_990 + ((n * 7_919) % 80_000);
    const weight = 1_050 + ((n * 104_729) % 8_000);
    byAccount.set(id, []);
    byProduct.set(upc, []);
    accounts.push({
      __typename: 'Account',
      id,
      name: pick(words.people, n),
      handle: `@${id}`,
      memberSince: `20${10 + (n % 15)}-0${1 + (n % 9)}-1${n % 9}`,
      reviews: () => byAccount.get(id) ?? [],
    });
    products.push({
      __typename: 'Product',
      upc,
      name: pick(words.goods, n),
      price,
      weight,
      inStock: n % 3 !== 0,
      shippingEstimate: shippingEstimate(price, weight),
      reviews: () => byProduct.get(upc) ?? [],
    });
  }
  let written = 0;
  for (const [n, account] of accounts.entries()) {
    const blockStart = n - (n % blockSize);
    for (let k = 0; k < reviewsEach; k++) {
      const product = products[blockStart + ((n + k * 3) % blockSize)];
      if (!product) continue;
      const review: Review = {
        __typename: 'Review',
        id: `review-${10_000 + ++written}`,
        rating: 1 + (written % 5),
        body: pick(words.opinions, written),
        author: () => account,
        product: () => product,
      };
      byAccount.get(account.id)?.push(review);
      byProduct.get(product.upc)?.push(review);
    }
  }
  return { accounts, products };
}

const made = new Map<DatasetName, Data>();

function dataOf(dataset: DatasetName): Data {
  let data = made.get(dataset);
  if (!data) {
    data = makeData(dataset);
    made.set(dataset, data);
  }
  return data;
}

const entitySdl = (members: readonly string[]) => `
scalar _Any
union _Entity = ${members.join(' | ')}
type Query { _entities(representations: [_Any!]!): [_Entity]! }
`;

const entityTypes: Readonly<Record<SubgraphName, readonly string[]>> = {
  accounts: ['Account'],
  inventory: ['Product'],
  products: ['Product'],
  reviews: ['Account', 'Product', 'Review'],
};

function executableSchema(subgraph: SubgraphName): GraphQLSchema {
  const sdl = sdlOf(subgraph);
  const entities = entitySdl(entityTypes[subgraph]);
  const extended = sdl.includes('type Query')
    ? entities.replace('type Query', 'extend type Query')
    : entities;
  return buildASTSchema(parse(sdl + extended), { assumeValidSDL: true });
}

interface Representation {
  __typename?: unknown;
  id?: unknown;
  upc?: unknown;
  price?: unknown;
  weight?: unknown;
}

/** Answers an operation of one subgraph, as that subgraph's service would. */
export interface Subgraph {
  answer(request: { query: string; variables?: Record<string, unknown> | null }): unknown;
}

export function createSubgraph(name: SubgraphName, dataset: DatasetName): Subgraph {
  const schema = executableSchema(name);
  const data = dataOf(dataset);
  const accounts = new Map(data.accounts.map((account) => [account.id, account]));
  const products = new Map(data.products.map((product) => [product.upc, product]));
  const entityOf = (representation: Representation): unknown => {
    if (representation.__typename === 'Account') return accounts.get(String(representation.id));
    const product = products.get(String(representation.upc));
    if (!product || name !== 'inventory') return product;
    const { price, weight } = representation;
    const isComplete = typeof price === 'number' && typeof weight === 'number';
    return {
      ...product,
      shippingEstimate: isComplete ? shippingEstimate(price, weight) : null,
    };
  };
  const root = {
    accounts: data.accounts,
    featured: data.products,
    _entities: ({ representations }: { representations: Representation[] }) =>
      representations.map(entityOf),
  };
  return {
    answer({ query, variables }) {
      return execute({
        schema,
        document: parse(query),
        rootValue: root,
        variableValues: variables ?? {},
      });
    },
  };
}

/** The right answer: the operation run by plain graphql-js on the whole graph as one schema. */
export function expectedAnswer(publicSdl: string, text: string, dataset: DatasetName): unknown {
  const data = dataOf(dataset);
  const document: DocumentNode = parse(text);
  const result = execute({
    schema: buildSchema(publicSdl),
    document,
    rootValue: { accounts: data.accounts, featured: data.products },
  });
  return JSON.parse(JSON.stringify(result));
}
