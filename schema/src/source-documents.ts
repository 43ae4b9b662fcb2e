import type { StoredText } from './stored.ts';

/** A public document that records cite. */
export interface SourceDocument {
  /** How citations name it: the source documents by their file's number, others by their symbol. */
  id: string;
  /** Null where the document does not state its own. */
  symbol: string | null;
  title: StoredText;
  /** Null where the document states none. */
  date: string | null;
}

/** The documents that may be cited; a citation of any other is refused when it is loaded. */
export const sourceDocuments: readonly SourceDocument[] = [
  {
    id: '000',
    symbol: null,
    title: {
      original: 'zh',
      texts: {
        zh: '与移民在一起：支持民间社会和其他利益攸关方应对新冠疫情大流行',
        en: 'Together with migrants: supporting civil society and other stakeholders in the response to the COVID-19 pandemic',
      },
      unofficial: ['en'],
    },
    date: '2020-07-08',
  },
  {
    id: '001',
    symbol: null,
    title: {
      original: 'zh',
      texts: {
        zh: '安全、有序和正常移民全球契约 秘书长的报告',
        en: 'Global Compact for Safe, Orderly and Regular Migration: report of the Secretary-General',
      },
      unofficial: ['en'],
    },
    date: null,
  },
  {
    id: '002',
    symbol: 'ESCAP/GCM/2021/3',
    title: {
      original: 'zh',
      texts: {
        zh: '《安全、有序和正常移民全球契约》执行情况亚太区域审查报告',
        en: 'Report of the Asia-Pacific Regional Review of Implementation of the Global Compact for Safe, Orderly and Regular Migration',
      },
      unofficial: ['en'],
    },
    date: '2021-03',
  },
  {
    id: '003',
    symbol: null,
    title: {
      original: 'zh',
      texts: {
        zh: '落实和审查《纽约宣言》的承诺 秘书长的报告',
        en: 'Follow-up to and review of the commitments of the New York Declaration: report of the Secretary-General',
      },
      unofficial: ['en'],
    },
    date: null,
  },
  {
    id: '004',
    symbol: null,
    title: {
      original: 'zh',
      texts: {
        zh: '联合国移民问题网络 工作计划',
        en: 'United Nations Network on Migration: Workplan',
      },
      unofficial: ['en'],
    },
    date: '2019-07',
  },
  {
    id: 'A/RES/73/195',
    symbol: 'A/RES/73/195',
    title: {
      original: 'en',
      texts: {
        en: 'Global Compact for Safe, Orderly and Regular Migration',
        ar: 'الاتفاق العالمي من أجل الهجرة الآمنة والمنظمة والنظامية',
        es: 'Pacto Mundial para la Migración Segura, Ordenada y Regular',
        fr: 'Pacte mondial pour des migrations sûres, ordonnées et régulières',
        ru: 'Глобальный договор о безопасной, упорядоченной и легальной миграции',
        zh: '安全、有序和正常移民全球契约',
      },
    },
    date: '2018-12-19',
  },
  {
    id: 'A/RES/76/266',
    symbol: 'A/RES/76/266',
    title: {
      original: 'en',
      texts: {
        en: 'Progress Declaration of the International Migration Review Forum',
        zh: '国际移民问题审查论坛进展宣言',
      },
    },
    date: '2022-06-07',
  },
];
