import { type LanguageCode, languageCodes, type StoredText } from './stored.ts';

/** The languages other than English, whose names the package of UN M49 has itself. */
type Translated = Exclude<LanguageCode, 'en'>;

/**
 * Where the languages' common names (CLDR, through `Intl.DisplayNames`) are not the short names that the United Nations
 * use: the names of UN M49, "Standard country or area codes for statistical use", in its six editions. Left out are the
 * few entries of those editions that are misprinted (a genitive, words in the wrong order).
 */
export const officialNames: Readonly<Record<string, Partial<Record<Translated, string>>>> = {
  ALA: { ar: 'جزر ألاند', es: 'Islas Åland', fr: 'Îles d’Åland' },
  ARE: { ru: 'Объединенные Арабские Эмираты' },
  ATF: {
    es: 'Territorio de las Tierras Australes Francesas',
    ru: 'Южные земли (французская заморская территория)',
    zh: '法属南方领地',
  },
  BEN: { ar: 'بنن', es: 'Benin' },
  BES: {
    ar: 'بونير وسانت يوستاشيوس وسابا',
    es: 'Bonaire, San Eustaquio y Saba',
    fr: 'Bonaire, Saint-Eustache et Saba',
    ru: 'Бонайре, Синт-Эстатиус и Саба',
    zh: '博纳尔，圣俄斯塔休斯和萨巴',
  },
  BGD: { es: 'Bangladesh' },
  BHR: { es: 'Bahrein' },
  BHS: { ru: 'Багамские Острова' },
  BLM: { es: 'San Barthélemy' },
  BLR: { es: 'Belarús', fr: 'Bélarus' },
  BMU: { es: 'Bermuda', ru: 'Бермудские острова' },
  BOL: {
    ar: 'بوليفيا (دولة - المتعددة القوميات)',
    es: 'Bolivia (Estado Plurinacional de)',
    fr: 'Bolivie (État plurinational de)',
    ru: 'Боливия (Многонациональное Государство)',
    zh: '多民族玻利维亚国',
  },
  BRN: {
    ar: 'بروني دار السلام',
    es: 'Brunei Darussalam',
    fr: 'Brunéi Darussalam',
    ru: 'Бруней-Даруссалам',
    zh: '文莱达鲁萨兰国',
  },
  BTN: { es: 'Bhután' },
  BVT: { ar: 'جزيرة بوفيت', ru: 'Остров Буве', zh: '布维岛' },
  BWA: { es: 'Botswana' },
  CAF: { ru: 'Центральноафриканская Республика' },
  CCK: { ar: 'جزر كوكس (كيلينغ)', es: 'Islas Cocos (Keeling)', fr: 'Îles des Cocos (Keeling)' },
  CHL: { ar: 'شيلي' },
  CIV: {
    ar: 'كوت ديفوار',
    es: 'Côte d’Ivoire',
    fr: 'Côte d’Ivoire',
    ru: 'Кот-д’Ивуар',
    zh: '科特迪瓦',
  },
  COD: {
    ar: 'جمهورية الكونغو الديمقراطية',
    es: 'República Democrática del Congo',
    fr: 'République démocratique du Congo',
    ru: 'Демократическая Республика Конго',
    zh: '刚果民主共和国',
  },
  COG: { ar: 'الكونغو', es: 'Congo', fr: 'Congo', ru: 'Конго', zh: '刚果' },
  COK: { ru: 'Острова Кука' },
  COM: { ru: 'Коморские Острова' },
  CPV: { ar: 'كابو فيردي', es: 'Cabo Verde', fr: 'Cabo Verde', ru: 'Кабо-Верде', zh: '佛得角' },
  CXR: { ar: 'جزيرة عيد الميلاد', es: 'Isla Christmas', ru: 'остров Рождества' },
  CYM: { fr: 'Îles Caïmanes', ru: 'Кайман острова' },
  CZE: { ar: 'تشيكيا', es: 'Chequia', fr: 'Tchéquie', ru: 'Чехия', zh: '捷克' },
  DJI: { es: 'Djibouti' },
  DOM: { ar: 'الجمهورية الدومينيكية', zh: '多米尼加' },
  ECU: { ar: 'إكوادور' },
  ESH: {
    ar: 'الصحراء الغربية',
    es: 'Sáhara Occidental',
    fr: 'Sahara occidental',
    ru: 'Западная Сахара',
    zh: '西撒哈拉',
  },
  FJI: { es: 'Fiji' },
  FLK: {
    ar: 'جزر فوكلاند (مالفيناس)',
    es: 'Islas Malvinas (Falkland)',
    fr: 'Îles Falkland (Malvinas)',
    ru: 'Фолклендские (Мальвинские) острова',
    zh: '福克兰群岛（马尔维纳斯）',
  },
  FRO: { ar: 'جزر فايرو', ru: 'Фарерские острова' },
  FSM: {
    ar: 'ميكرونيزيا (ولايات - الموحدة)',
    es: 'Micronesia (Estados Federados de)',
    fr: 'Micronésie (États fédérés de)',
    ru: 'Микронезия (Федеративные Штаты)',
    zh: '密克罗尼西亚联邦',
  },
  GAB: { ar: 'غابون' },
  GBR: {
    ar: 'المملكة المتحدة لبريطانيا العظمى وآيرلندا الشمالية',
    es: 'Reino Unido de Gran Bretaña e Irlanda del Norte',
    fr: 'Royaume-Uni de Grande-Bretagne et d’Irlande du Nord',
    ru: 'Соединенное Королевство Великобритании и Северной Ирландии',
    zh: '大不列颠及北爱尔兰联合王国',
  },
  GGY: { ar: 'غيرنسي', es: 'Guernsey', zh: '格恩西' },
  GMB: { ar: 'غامبيا', es: 'Gambia', fr: 'Gambie', ru: 'Гамбия', zh: '冈比亚' },
  GNB: { ar: 'غينيا - بيساو', es: 'Guinea-Bissau' },
  GRL: { ar: 'غرينلند' },
  GUF: { ar: 'غيانا الفرنسية' },
  HKG: {
    ar: 'الصين، منطقة هونغ كونغ الإدارية الخاصة',
    es: 'China, región administrativa especial de Hong Kong',
    fr: 'Chine, région administrative spéciale de Hong Kong',
    ru: 'Китай, Специальный административный район Гонконг',
    zh: '中国香港特别行政区',
  },
  HMD: {
    fr: 'Île Heard-et-Îles MacDonald',
    ru: 'Остров Херд и острова Макдональд',
    zh: '赫德岛和麦克唐纳岛',
  },
  IMN: { ru: 'Остров Мэн' },
  IOT: { zh: '英属印度洋领土' },
  IRL: { ar: 'آيرلندا' },
  IRN: {
    ar: 'إيران (جمهورية - الإسلامية)',
    es: 'Irán (República Islámica del)',
    fr: 'Iran (République islamique d’)',
    ru: 'Иран (Исламская Республика)',
    zh: '伊朗伊斯兰共和国',
  },
  IRQ: { es: 'Iraq', fr: 'Iraq' },
  JEY: { zh: '泽西' },
  KAZ: { es: 'Kazajstán' },
  KEN: { es: 'Kenya' },
  KGZ: { fr: 'Kirghizistan', ru: 'Кыргызстан' },
  KIR: { ar: 'كيريباس' },
  KNA: { ar: 'سانت كيتس ونيفس', es: 'Saint Kitts y Nevis', fr: 'Saint-Kitts-et-Nevis' },
  KOR: {
    ar: 'جمهورية كوريا',
    es: 'República de Corea',
    fr: 'République de Corée',
    ru: 'Республика Корея',
    zh: '大韩民国',
  },
  LAO: {
    ar: 'جمهورية لاو الديمقراطية الشعبية',
    es: 'República Democrática Popular Lao',
    fr: 'République démocratique populaire lao',
    ru: 'Лаосская Народно-Демократическая Республика',
    zh: '老挝人民民主共和国',
  },
  LBR: { ar: 'ليبريا', fr: 'Libéria' },
  LKA: { ar: 'سري لانكا' },
  LSO: { es: 'Lesotho' },
  LUX: { ar: 'لكسمبرغ' },
  MAC: {
    ar: 'الصين، منطقة ماكاو الإدارية الخاصة',
    es: 'China, región administrativa especial de Macao',
    fr: 'Chine, région administrative spéciale de Macao',
    ru: 'Китай, Специальный административный район Макао',
    zh: '中国澳门特别行政区',
  },
  MAF: {
    ar: 'سانت مارتن (الجزء الفرنسي)',
    es: 'San Martín (parte francesa)',
    fr: 'Saint-Martin (partie française)',
    ru: 'Сен-Мартен (французская часть)',
    zh: '圣马丁（法属）',
  },
  MDA: {
    ar: 'جمهورية مولدوفا',
    es: 'República de Moldova',
    fr: 'République de Moldova',
    ru: 'Республика Молдова',
    zh: '摩尔多瓦共和国',
  },
  MDV: { ar: 'ملديف', ru: 'Мальдивские Острова' },
  MHL: { ru: 'Маршалловы Острова' },
  MKD: {
    ar: 'مقدونيا الشمالية',
    es: 'Macedonia del Norte',
    fr: 'Macédoine du Nord',
    ru: 'Северная Македония',
    zh: '北马其顿',
  },
  MLI: { es: 'Malí' },
  MLT: { ar: 'مالطة' },
  MMR: { ar: 'ميانمار', es: 'Myanmar', fr: 'Myanmar', ru: 'Мьянма', zh: '缅甸' },
  MNP: { es: 'Islas Marianas Septentrionales', ru: 'Северные Марианские острова' },
  MSR: { ar: 'مونتسيرات' },
  MTQ: { ar: 'مارتينيك' },
  MWI: { es: 'Malawi' },
  MYT: { ru: 'Остров Майотта' },
  NFK: { ru: 'Остров Норфолк' },
  NGA: { fr: 'Nigéria' },
  NIU: { fr: 'Nioué' },
  NLD: {
    ar: 'هولندا (مملكة -)',
    es: 'Países Bajos (Reino de los)',
    fr: 'Pays-Bas (Royaume des)',
    ru: 'Нидерланды (Королевство)',
    zh: '荷兰王国',
  },
  NZL: { es: 'Nueva Zelandia' },
  PCN: { ar: 'بيتكرن', es: 'Pitcairn', fr: 'Pitcairn', ru: 'Питкэрн', zh: '皮特凯恩' },
  PLW: { es: 'Palau' },
  PNG: { es: 'Papua Nueva Guinea' },
  PRK: {
    ar: 'جمهورية كوريا الشعبية الديمقراطية',
    es: 'República Popular Democrática de Corea',
    fr: 'République populaire démocratique de Corée',
    ru: 'Корейская Народно-Демократическая Республика',
    zh: '朝鲜民主主义人民共和国',
  },
  PSE: {
    ar: 'دولة فلسطين',
    es: 'Estado de Palestina',
    fr: 'État de Palestine',
    ru: 'Государство Палестина',
    zh: '巴勒斯坦国',
  },
  QAT: { es: 'Qatar' },
  REU: { fr: 'Réunion' },
  ROU: { es: 'Rumania' },
  RUS: {
    ar: 'الاتحاد الروسي',
    es: 'Federación de Rusia',
    fr: 'Fédération de Russie',
    ru: 'Российская Федерация',
    zh: '俄罗斯联邦',
  },
  RWA: { es: 'Rwanda' },
  SAU: { es: 'Arabia Saudita' },
  SGS: {
    es: 'Georgia del Sur y las Islas Sandwich del Sur',
    ru: 'Южная Джорджия и Южные Сандвичевы острова',
    zh: '南乔治亚岛和南桑德韦奇岛',
  },
  SHN: { ar: 'سانت هيلانة', ru: 'Остров Святой Елены' },
  SJM: {
    es: 'Islas Svalbard y Jan Mayen',
    fr: 'Îles Svalbard-et-Jan Mayen',
    ru: 'Острова Свальбард и Ян-Майен',
    zh: '斯瓦尔巴群岛和扬马延岛',
  },
  SLB: { ru: 'Соломоновы Острова' },
  SLV: { fr: 'El Salvador' },
  SPM: { ar: 'سان بيير وميكلون', zh: '圣皮埃尔和密克隆' },
  STP: { ar: 'سان تومي وبرينسيبي' },
  SUR: { es: 'Suriname' },
  SWZ: { ar: 'إسواتيني', es: 'Eswatini', fr: 'Eswatini', ru: 'Эсватини', zh: '斯威士兰' },
  SXM: {
    ar: 'سانت مارتن (الجزء الهولندي)',
    es: 'San Martín (parte Holandesa)',
    fr: 'Saint-Martin (partie néerlandaise)',
    ru: 'Синт-Мартен (нидерландская часть)',
    zh: '圣马丁（荷属）',
  },
  SYC: { ar: 'سيشيل', ru: 'Сейшельские Острова' },
  SYR: {
    ar: 'الجمهورية العربية السورية',
    es: 'República Árabe Siria',
    fr: 'République arabe syrienne',
    ru: 'Сирийская Арабская Республика',
    zh: '阿拉伯叙利亚共和国',
  },
  TCA: { ar: 'جزر تركس وكايكوس', ru: 'Острова Теркс и Кайкос' },
  THA: { ar: 'تايلند' },
  TKL: { fr: 'Tokélaou' },
  TLS: {
    ar: 'تيمور - ليشتي',
    es: 'Timor-Leste',
    fr: 'Timor-Leste',
    ru: 'Тимор-Лешти',
    zh: '东帝汶',
  },
  TTO: { es: 'Trinidad y Tabago' },
  TUR: { ar: 'تركيا', es: 'Türkiye', fr: 'Türkiye', ru: 'Турция', zh: '土耳其' },
  TZA: {
    ar: 'جمهورية تنزانيا المتحدة',
    es: 'República Unida de Tanzanía',
    fr: 'République-Unie de Tanzanie',
    ru: 'Объединенная Республика Танзания',
    zh: '坦桑尼亚联合共和国',
  },
  UMI: {
    es: 'Islas menores alejadas de Estados Unidos',
    ru: 'Внешние малые острова Соединенных Штатов',
  },
  URY: { ar: 'أوروغواي' },
  USA: {
    ar: 'الولايات المتحدة الأمريكية',
    es: 'Estados Unidos de América',
    fr: 'États-Unis d’Amérique',
    ru: 'Соединенные Штаты Америки',
    zh: '美利坚合众国',
  },
  VAT: {
    ar: 'الكرسي الرسولي',
    es: 'Santa Sede',
    fr: 'Saint-Siège',
    ru: 'Святой Престол',
    zh: '教廷',
  },
  VEN: {
    ar: 'فنزويلا (جمهورية - البوليفارية)',
    es: 'Venezuela (República Bolivariana de)',
    fr: 'Venezuela (République bolivarienne du)',
    ru: 'Венесуэла (Боливарианская Республика)',
    zh: '委内瑞拉玻利瓦尔共和国',
  },
  VGB: { ar: 'جزر فرجن البريطانية', ru: 'Британские Виргинские острова' },
  VIR: {
    ar: 'جزر فرجن التابعة للولايات المتحدة',
    es: 'Islas Vírgenes de los Estados Unidos',
    fr: 'Îles Vierges américaines',
    ru: 'Виргинские острова Соединенных Штатов',
  },
  VNM: { ar: 'فييت نام', es: 'Viet Nam', fr: 'Viet Nam', ru: 'Вьетнам', zh: '越南' },
  WLF: {
    ar: 'جزر واليس وفوتونا',
    es: 'Islas Wallis y Futuna',
    fr: 'Îles Wallis-et-Futuna',
    ru: 'Острова Уоллис и Футуна',
    zh: '瓦利斯群岛和富图纳群岛',
  },
  ZAF: { ru: 'Южная Африка' },
  ZWE: { ar: 'زمبابوي', es: 'Zimbabwe' },
};

/**
 * The name of a country in six languages. English and what stands in the table are the names of UN M49; the others are
 * the common names of the languages and are marked as unofficial.
 */
export function countryName(country: { id: string; alpha2: string; name: string }): StoredText {
  const known = names.get(country.id);
  if (known) return known;
  const official: Partial<Record<LanguageCode, string>> = {
    ...officialNames[country.id],
    en: country.name,
  };
  const unofficial = languageCodes.filter((code) => official[code] === undefined);
  const name: StoredText = {
    original: 'en',
    texts: Object.fromEntries(
      languageCodes.map((code) => [
        code,
        official[code] ?? commonNames(code).of(country.alpha2) ?? country.name,
      ]),
    ),
    ...(unofficial.length > 0 && { unofficial }),
  };
  names.set(country.id, name);
  return name;
}

/** Made when a name is first asked for: the 1,240 names would cost every start of a subgraph some milliseconds. */
const names = new Map<string, StoredText>();
const displayNames = new Map<LanguageCode, Intl.DisplayNames>();

function commonNames(code: LanguageCode): Intl.DisplayNames {
  let made = displayNames.get(code);
  if (!made) {
    made = new Intl.DisplayNames([code], { type: 'region' });
    displayNames.set(code, made);
  }
  return made;
}
