import { countries, languageCodes } from '@network/schema';
import { readsOf, type TestSubgraph, testSubgraph } from '@network/schema/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { regions } from '../src/documents.ts';
import { schema } from '../src/schema.ts';

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await testSubgraph('compact', schema);
  await subgraph.storage.collection(regions, {}).load(
    [
      {
        _id: 'asia-pacific',
        name: { original: 'zh', texts: { zh: '亚洲及太平洋', en: 'Asia and the Pacific' } },
        countries: ['BGD', 'THA', 'NPL'],
        citations: [{ document: '002', at: '¶2' }],
      },
      {
        _id: 'arab-states',
        name: { original: 'en', texts: { en: 'Arab States' } },
        countries: [],
        citations: [],
      },
    ],
    { at: '2021-01-01T00:00:00.000Z', by: 'system' },
  );
});

afterAll(() => subgraph[Symbol.asyncDispose]());

interface ServedName {
  id: string;
  name: { translations: { language: string; text: string; status: string }[] };
}

async function servedNames(): Promise<ServedName[]> {
  const served: ServedName[] = [];
  let after: string | null = null;
  do {
    const result = await subgraph.run(
      `query ($after: String) { countries(first: 100, after: $after) {
        edges { node { id name { translations { language text status } } } }
        pageInfo { hasNextPage endCursor }
      } }`,
      { variables: { after } },
    );
    const page = result.data?.countries as {
      edges: { node: ServedName }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    served.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return served;
}

test('a country has its codes, its name, its M49 regions and the Network’s regions', async () => {
  const result = await subgraph.run(
    `{ country(id: "BGD") {
      id alpha2 m49
      name { text language isFallback status }
      m49Regions { code name { text status } parent { code } }
      regions { edges { node { id } } totalCount }
    } }`,
    { languages: 'fr' },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "country": {
          "alpha2": "BD",
          "id": "BGD",
          "m49": "050",
          "m49Regions": [
            {
              "code": "034",
              "name": {
                "status": "OFFICIAL",
                "text": "Asie méridionale",
              },
              "parent": {
                "code": "142",
              },
            },
            {
              "code": "142",
              "name": {
                "status": "OFFICIAL",
                "text": "Asie",
              },
              "parent": null,
            },
          ],
          "name": {
            "isFallback": false,
            "language": "FR",
            "status": "UNOFFICIAL",
            "text": "Bangladesh",
          },
          "regions": {
            "edges": [
              {
                "node": {
                  "id": "asia-pacific",
                },
              },
            ],
            "totalCount": 1,
          },
        },
      },
    }
  `);
});

test('the regions of many countries are one storage call', async () => {
  await using other = await testSubgraph('compact', schema);
  const reads = readsOf(other.storage);
  await other.run(
    '{ countries(first: 50) { edges { node { regions { edges { node { id } } } } } } }',
  );
  expect(reads).toEqual(['regions.pagePerParent']);
});

test('country is null without an error for a code that M49 does not list', async () => {
  for (const id of ['XXX', 'bgd', '', '__proto__']) {
    expect(
      await subgraph.run('query ($id: ID!) { country(id: $id) { id } }', { variables: { id } }),
    ).toEqual({
      data: { country: null },
    });
  }
});

test('all 248 countries and areas of M49 are listed, with a name in each of the six languages', async () => {
  const served = await servedNames();
  expect(served).toHaveLength(248);
  expect(new Set(served.map(({ id }) => id)).size).toBe(248);
  for (const { id, name } of served) {
    expect(name.translations.map(({ language }) => language).sort(), id).toEqual(
      languageCodes.map((code) => code.toUpperCase()).sort(),
    );
    // A code in the place of a name is what the runtime answers where it has none.
    for (const { text } of name.translations) expect(text).not.toMatch(/^([A-Z]{2,3}|\d{3})?$/);
  }
});

test('no country is called what the United Nations do not call it', async () => {
  const wrong: Record<string, readonly string[]> = {
    BOL: ['Bolivia', 'Bolivie', 'Боливия', 'بوليفيا', '玻利维亚'],
    BRN: ['Brunei', 'Brunéi', 'Бруней', 'بروناي', '文莱'],
    CIV: ['Ivory Coast', 'Costa de Marfil', 'Берег Слоновой Кости', 'ساحل العاج', '象牙海岸'],
    COD: [
      'Congo - Kinshasa',
      'Congo-Kinshasa',
      'Конго - Киншаса',
      'الكونغو - كينشاسا',
      '刚果（金）',
    ],
    COG: ['Congo - Brazzaville', 'Congo-Brazzaville', 'Конго - Браззавиль', '刚果（布）'],
    CPV: ['Cape Verde', 'Cap-Vert', 'الرأس الأخضر'],
    CZE: [
      'Czech Republic',
      'República Checa',
      'République tchèque',
      'Чешская Республика',
      'التشيك',
    ],
    ESH: ['阿拉伯撒哈拉民主共和国', 'САДР', 'Sahrawi Arab Democratic Republic'],
    FLK: [
      'Falkland Islands',
      'Islas Malvinas',
      'Îles Malouines',
      'Фолклендские о-ва',
      '福克兰群岛',
    ],
    FSM: ['Micronesia', 'Micronésie', 'ميكرونيزيا', '密克罗尼西亚'],
    GBR: [
      'United Kingdom',
      'Reino Unido',
      'Royaume-Uni',
      'Великобритания',
      'المملكة المتحدة',
      '英国',
    ],
    HKG: ['Hong Kong', 'Hong Kong SAR China', 'Гонконг (САР)', 'Гонконг', '香港'],
    IRN: ['Iran', 'Irán', 'Иран', 'إيران', '伊朗'],
    KOR: ['South Korea', 'Corea del Sur', 'Corée du Sud', 'Южная Корея', 'كوريا الجنوبية', '韩国'],
    LAO: ['Laos', 'Лаос', 'لاوس', '老挝'],
    MAC: ['Macao', 'Macau', 'Макао (САР)', 'Макао', '澳门'],
    MDA: ['Moldova', 'Moldavia', 'Moldavie', 'Молдова', 'مولدوفا', '摩尔多瓦'],
    MKD: ['Macedonia', 'Macédoine', 'Македония', 'مقدونيا', '马其顿'],
    MMR: ['Burma', 'Myanmar (Burma)', 'Birmania', 'Birmanie', 'Мьянма (Бирма)', 'ميانمار (بورما)'],
    NLD: ['Netherlands', 'Holland', 'Países Bajos', 'Pays-Bas', 'Нидерланды', 'هولندا', '荷兰'],
    PRK: ['North Korea', 'Corea del Norte', 'Corée du Nord', 'КНДР', 'كوريا الشمالية', '朝鲜'],
    PSE: [
      'Palestinian Territories',
      'Territorios Palestinos',
      'Territoires palestiniens',
      'Палестинские территории',
      'الأراضي الفلسطينية',
      '巴勒斯坦领土',
    ],
    RUS: ['Russia', 'Rusia', 'Russie', 'Россия', 'روسيا', '俄罗斯'],
    SWZ: ['Swaziland', 'Suazilandia', 'Esuatini', 'سوازيلاند', 'Свазиленд'],
    SYR: ['Syria', 'Siria', 'Syrie', 'Сирия', 'سوريا', '叙利亚'],
    TLS: ['East Timor', 'Timor Oriental', 'Timor oriental', 'Восточный Тимор'],
    TUR: ['Turkey', 'Turquía', 'Turquie'],
    TZA: ['Tanzania', 'Tanzanie', 'Танзания', 'تنزانيا', '坦桑尼亚'],
    USA: [
      'United States',
      'Estados Unidos',
      'États-Unis',
      'Соединенные Штаты',
      'الولايات المتحدة',
      '美国',
    ],
    VAT: [
      'Vatican City',
      'Ciudad del Vaticano',
      'État de la Cité du Vatican',
      'Ватикан',
      'الفاتيكان',
      '梵蒂冈',
    ],
    VEN: ['Venezuela', 'Венесуэла', 'فنزويلا', '委内瑞拉'],
    VNM: ['Vietnam', 'Viêt Nam', 'فيتنام'],
  };
  const namesById = new Map((await servedNames()).map(({ id, name }) => [id, name.translations]));
  for (const [id, names] of Object.entries(wrong)) {
    const served = namesById.get(id)?.map(({ text }) => text) ?? [];
    expect(served, id).toHaveLength(6);
    expect(
      served.filter((name) => names.includes(name)),
      id,
    ).toEqual([]);
    // Whatever comes from the table or from M49 is official; nothing of these countries may come from elsewhere.
    expect(
      namesById.get(id)?.filter(({ status }) => status === 'UNOFFICIAL'),
      id,
    ).toEqual([]);
  }
});

test('nobody is listed whom M49 does not list as a country or area', async () => {
  const ids = (await servedNames()).map(({ id }) => id);
  expect(ids.filter((id) => ['TWN', 'XKX', 'BGD'].includes(id))).toEqual(['BGD']);
});

test('a common name of the language is marked as unofficial, an official one is not', async () => {
  const query = '{ country(id: "FRA") { name { text status translations { language status } } } }';
  expect(await subgraph.run(query, { languages: 'es' })).toMatchInlineSnapshot(`
    {
      "data": {
        "country": {
          "name": {
            "status": "UNOFFICIAL",
            "text": "Francia",
            "translations": [
              {
                "language": "AR",
                "status": "UNOFFICIAL",
              },
              {
                "language": "EN",
                "status": "ORIGINAL",
              },
              {
                "language": "ES",
                "status": "UNOFFICIAL",
              },
              {
                "language": "FR",
                "status": "UNOFFICIAL",
              },
              {
                "language": "RU",
                "status": "UNOFFICIAL",
              },
              {
                "language": "ZH",
                "status": "UNOFFICIAL",
              },
            ],
          },
        },
      },
    }
  `);
});

test('countries are narrowed by M49 region, by the Network’s region and by name, together', async () => {
  const result = await subgraph.run(`{
    inSouthEast: countries(m49Region: "035", first: 3) { totalCount edges { node { id } } }
    inRegion: countries(region: "asia-pacific") { totalCount edges { node { id } } }
    both: countries(region: "asia-pacific", m49Region: "035") { edges { node { id } } }
    accents: countries(name: "turkiye") { edges { node { id } } }
    chinese: countries(name: "几内亚") { edges { node { id } } }
    russian: countries(name: "ОМАН") { edges { node { id } } }
    noSuchRegion: countries(region: "atlantis") { totalCount }
    noSuchM49Region: countries(m49Region: "999") { totalCount }
  }`);
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "accents": {
          "edges": [
            {
              "node": {
                "id": "TUR",
              },
            },
          ],
        },
        "both": {
          "edges": [
            {
              "node": {
                "id": "THA",
              },
            },
          ],
        },
        "chinese": {
          "edges": [
            {
              "node": {
                "id": "GNQ",
              },
            },
            {
              "node": {
                "id": "GIN",
              },
            },
            {
              "node": {
                "id": "GNB",
              },
            },
            {
              "node": {
                "id": "PNG",
              },
            },
          ],
        },
        "inRegion": {
          "edges": [
            {
              "node": {
                "id": "BGD",
              },
            },
            {
              "node": {
                "id": "NPL",
              },
            },
            {
              "node": {
                "id": "THA",
              },
            },
          ],
          "totalCount": 3,
        },
        "inSouthEast": {
          "edges": [
            {
              "node": {
                "id": "BRN",
              },
            },
            {
              "node": {
                "id": "KHM",
              },
            },
            {
              "node": {
                "id": "IDN",
              },
            },
          ],
          "totalCount": 11,
        },
        "noSuchM49Region": {
          "totalCount": 0,
        },
        "noSuchRegion": {
          "totalCount": 0,
        },
        "russian": {
          "edges": [
            {
              "node": {
                "id": "OMN",
              },
            },
          ],
        },
      },
    }
  `);
});

test('the pages of any filter together are what the filter matches, once each and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(null, '142', '035', '202', '419'),
      fc.constantFrom(null, 'a', 'land', '亚', 'zzz'),
      fc.integer({ min: 1, max: 100 }),
      async (m49Region, name, first) => {
        const seen: string[] = [];
        let after: string | null = null;
        let total = 0;
        do {
          const result = await subgraph.run(
            `query ($m49Region: String, $name: String, $first: Int, $after: String) {
              countries(m49Region: $m49Region, name: $name, first: $first, after: $after) {
                totalCount edges { node { id } } pageInfo { hasNextPage endCursor }
              }
            }`,
            { variables: { m49Region, name, first, after } },
          );
          const page = result.data?.countries as {
            totalCount: number;
            edges: { node: { id: string } }[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
          total = page.totalCount;
          seen.push(...page.edges.map(({ node }) => node.id));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        } while (after !== null);
        expect(seen).toHaveLength(total);
        const order = countries.map(({ id }) => id).filter((id) => seen.includes(id));
        expect(seen).toEqual(order);
      },
    ),
    { numRuns: 30 },
  );
});

test('representations of countries and languages are answered without the store', async () => {
  const result = await subgraph.run(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Country { id m49 } ... on Language { id endonym } } }',
    {
      variables: {
        r: [
          { __typename: 'Country', id: 'BGD' },
          { __typename: 'Language', id: 'ar' },
          { __typename: 'Country', id: 'XXX' },
          { __typename: 'Language', id: 'de' },
        ],
      },
    },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "_entities": [
          {
            "id": "BGD",
            "m49": "050",
          },
          {
            "endonym": "العربية",
            "id": "ar",
          },
          null,
          null,
        ],
      },
    }
  `);
});

test('an M49 region has its parent, its countries and an official name in every language', async () => {
  const result = await subgraph.run(`{ m49Regions {
    code name { text translations { text status } } parent { code } countries { totalCount }
  } }`);
  const all = result.data?.m49Regions as {
    code: string;
    name: { text: string; translations: { text: string; status: string }[] };
    parent: { code: string } | null;
    countries: { totalCount: number };
  }[];
  expect(all).toHaveLength(29);
  for (const { code, name } of all) {
    expect(name.translations, code).toHaveLength(6);
    expect(
      name.translations.filter(({ status }) => status === 'UNOFFICIAL'),
      code,
    ).toEqual([]);
  }
  const largest = all.filter(({ parent }) => parent === null);
  expect(largest.map(({ name }) => name.text)).toMatchInlineSnapshot(`
    [
      "Africa",
      "Oceania",
      "Americas",
      "Asia",
      "Europe",
    ]
  `);
  // All but Antarctica, each in one region of the highest level.
  expect(largest.reduce((sum, { countries }) => sum + countries.totalCount, 0)).toBe(247);
});

test('the Network’s regions are listed by id, with their countries in the order of the source', async () => {
  const result = await subgraph.run(
    `{
      region(id: "asia-pacific") {
        id name { text } citations { document { id } at }
        countries(first: 2) { totalCount edges { node { id } } pageInfo { hasNextPage } }
      }
      regions { totalCount edges { node { id countries { totalCount } } } }
      nowhere: region(id: "atlantis") { id }
    }`,
    { languages: 'zh' },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "nowhere": null,
        "region": {
          "citations": [
            {
              "at": "¶2",
              "document": {
                "id": "002",
              },
            },
          ],
          "countries": {
            "edges": [
              {
                "node": {
                  "id": "BGD",
                },
              },
              {
                "node": {
                  "id": "THA",
                },
              },
            ],
            "pageInfo": {
              "hasNextPage": true,
            },
            "totalCount": 3,
          },
          "id": "asia-pacific",
          "name": {
            "text": "亚洲及太平洋",
          },
        },
        "regions": {
          "edges": [
            {
              "node": {
                "countries": {
                  "totalCount": 0,
                },
                "id": "arab-states",
              },
            },
            {
              "node": {
                "countries": {
                  "totalCount": 3,
                },
                "id": "asia-pacific",
              },
            },
          ],
          "totalCount": 2,
        },
      },
    }
  `);
});

test('the six languages have their names, what they call themselves and their direction', async () => {
  const result = await subgraph.run(
    `{
      languages { totalCount edges { node { id code endonym direction name { text status } } } }
      language(id: "ar") { name(language: EN) { text } }
      unofficial: language(id: "de") { id }
    }`,
    { languages: 'fr' },
  );
  expect(result).toMatchInlineSnapshot(`
    {
      "data": {
        "language": {
          "name": {
            "text": "Arabic",
          },
        },
        "languages": {
          "edges": [
            {
              "node": {
                "code": "AR",
                "direction": "RIGHT_TO_LEFT",
                "endonym": "العربية",
                "id": "ar",
                "name": {
                  "status": "UNOFFICIAL",
                  "text": "arabe",
                },
              },
            },
            {
              "node": {
                "code": "EN",
                "direction": "LEFT_TO_RIGHT",
                "endonym": "English",
                "id": "en",
                "name": {
                  "status": "UNOFFICIAL",
                  "text": "anglais",
                },
              },
            },
            {
              "node": {
                "code": "ES",
                "direction": "LEFT_TO_RIGHT",
                "endonym": "Español",
                "id": "es",
                "name": {
                  "status": "UNOFFICIAL",
                  "text": "espagnol",
                },
              },
            },
            {
              "node": {
                "code": "FR",
                "direction": "LEFT_TO_RIGHT",
                "endonym": "Français",
                "id": "fr",
                "name": {
                  "status": "UNOFFICIAL",
                  "text": "français",
                },
              },
            },
            {
              "node": {
                "code": "RU",
                "direction": "LEFT_TO_RIGHT",
                "endonym": "Русский",
                "id": "ru",
                "name": {
                  "status": "UNOFFICIAL",
                  "text": "russe",
                },
              },
            },
            {
              "node": {
                "code": "ZH",
                "direction": "LEFT_TO_RIGHT",
                "endonym": "中文",
                "id": "zh",
                "name": {
                  "status": "UNOFFICIAL",
                  "text": "chinois",
                },
              },
            },
          ],
          "totalCount": 6,
        },
        "unofficial": null,
      },
    }
  `);
});
