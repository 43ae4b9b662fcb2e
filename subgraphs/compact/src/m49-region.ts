import {
  type Country,
  countries,
  type LanguageCode,
  languageCodes,
  type M49Region as M49RegionRecord,
  m49Regions,
  pageOfList,
  type StoredText,
} from '@network/schema';
import { builder, pageArguments, text } from './builder.ts';
import { CountryConnection } from './country.ts';

/** The names of UN M49 in its editions in Arabic, Spanish, French, Russian and Chinese. */
const names: Readonly<
  Record<string, readonly [ar: string, es: string, fr: string, ru: string, zh: string]>
> = {
  '002': ['أفريقيا', 'África', 'Afrique', 'Африка', '非洲'],
  '005': ['أمريكا الجنوبية', 'América del Sur', 'Amérique du Sud', 'Южная Америка', '南美洲'],
  '009': ['أوقيانوسيا', 'Oceanía', 'Océanie', 'Океания', '大洋洲'],
  '011': ['غرب أفريقيا', 'África occidental', 'Afrique occidentale', 'Западная Африка', '西非'],
  '013': ['أمريكا الوسطى', 'América central', 'Amérique centrale', 'Центральная Америка', '中美洲'],
  '014': ['شرق أفريقيا', 'África oriental', 'Afrique orientale', 'Восточная Африка', '东非'],
  '015': [
    'أفريقيا الشمالية',
    'África septentrional',
    'Afrique septentrionale',
    'Северная Африка',
    '北非',
  ],
  '017': ['وسط أفريقيا', 'África central', 'Afrique centrale', 'Центральная Африка', '中非'],
  '018': [
    'الجنوب الأفريقي',
    'África meridional',
    'Afrique australe',
    'Южная часть Африки',
    '南部非洲',
  ],
  '019': ['الأمريكتان', 'Américas', 'Amériques', 'Северная и Южная Америка', '美洲'],
  '021': [
    'أمريكا الشمالية',
    'América septentrional',
    'Amérique septentrionale',
    'Северная Америка',
    '北美',
  ],
  '029': ['منطقة البحر الكاريبي', 'El Caribe', 'Caraïbes', 'Карибский бассейн', '加勒比'],
  '030': ['شرقي آسيا', 'Asia oriental', 'Asie orientale', 'Восточная Азия', '东亚'],
  '034': ['جنوب آسيا', 'Asia meridional', 'Asie méridionale', 'Южная Азия', '南亚'],
  '035': ['جنوب شرقي آسيا', 'Asia sudoriental', 'Asie du Sud-Est', 'Юго-Восточная Азия', '东南亚'],
  '039': ['أوروبا الجنوبية', 'Europa meridional', 'Europe méridionale', 'Южная Европа', '南欧'],
  '053': [
    'أستراليا ونيوزيلندا',
    'Australia y Nueva Zelandia',
    'Australie et Nouvelle-Zélande',
    'Австралия и Новая Зеландия',
    '澳大利亚和新西兰',
  ],
  '054': ['ميلانيزيا', 'Melanesia', 'Mélanésie', 'Меланезия', '美拉尼西亚'],
  '057': ['ميكرونيزيا', 'Micronesia', 'Micronésie', 'Микронезия', '密克罗尼西亚'],
  '061': ['بولينيزيا', 'Polinesia', 'Polynésie', 'Полинезия', '波利尼西亚'],
  '142': ['آسيا', 'Asia', 'Asie', 'Азия', '亚洲'],
  '143': ['آسيا الوسطى', 'Asia central', 'Asie centrale', 'Центральная Азия', '中亚'],
  '145': ['غربي آسيا', 'Asia occidental', 'Asie occidentale', 'Западная Азия', '西亚'],
  '150': ['أوروبا', 'Europa', 'Europe', 'Европа', '欧洲'],
  '151': ['أوروبا الشرقية', 'Europa oriental', 'Europe orientale', 'Восточная Европа', '东欧'],
  '154': [
    'أوروبا الشمالية',
    'Europa septentrional',
    'Europe septentrionale',
    'Северная Европа',
    '北欧',
  ],
  '155': ['أوروبا الغربية', 'Europa occidental', 'Europe occidentale', 'Западная Европа', '西欧'],
  '202': [
    'أفريقيا جنوب الصحراء الكبرى',
    'África Subsahariana',
    'Afrique subsaharienne',
    'Африка к югу от Сахары',
    '撒哈拉以南非洲',
  ],
  '419': [
    'أمريكا اللاتينية ومنطقة البحر الكاريبي',
    'América Latina y el Caribe',
    'Amérique latine et Caraïbes',
    'Латинская Америка и Карибский бассейн',
    '拉丁美洲和加勒比',
  ],
};

function nameOf({ code, name }: M49RegionRecord): StoredText {
  const [ar, es, fr, ru, zh] = names[code] ?? [];
  const known: Partial<Record<LanguageCode, string | undefined>> = { ar, en: name, es, fr, ru, zh };
  const texts = Object.fromEntries(
    languageCodes.flatMap((language) => {
      const text = known[language];
      return text === undefined ? [] : [[language, text]];
    }),
  );
  return { original: 'en', texts };
}

const regionByCode = new Map(m49Regions.map((region) => [region.code, region]));

/** The regions of a country from the smallest to the largest. */
export function m49RegionsOf(country: Country): M49RegionRecord[] {
  return country.m49Regions.flatMap((code) => regionByCode.get(code) ?? []);
}

export const M49Region = builder.objectRef<M49RegionRecord>('M49Region');

M49Region.implement({
  description:
    'A geographical region of UN M49, which the United Nations use for statistics: a continental region, a sub-region or an intermediate region. It is not one of the Network’s own regions.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Its three digits in UN M49: `035`.' }),
    name: t.field(text('Its name in UN M49, official in all six languages.', nameOf)),
    parent: t.field({
      type: M49Region,
      nullable: true,
      description: 'The larger region that it is a part of; null for a continental region.',
      resolve: ({ parent }) => (parent === null ? null : regionByCode.get(parent)),
    }),
    countries: t.field({
      type: CountryConnection,
      description: 'The countries and areas in it, in the order of their English names.',
      args: pageArguments,
      resolve: ({ code }, page) =>
        pageOfList(
          countries.filter(({ m49Regions }) => m49Regions.includes(code)),
          ({ id }) => id,
          page,
        ),
    }),
  }),
});

builder.queryField('m49Regions', (t) =>
  t.field({
    type: [M49Region],
    description: 'The 29 regions of UN M49 at all levels, by code, without the world as a whole.',
    resolve: () => [...m49Regions],
  }),
);
