import type { StoredText } from '@network/schema';
import { type SeededStatement, toStatementDocument } from '../src/documents.ts';

function zh(text: string, en: string): StoredText {
  return { original: 'zh', texts: { zh: text, en }, unofficial: ['en'] };
}

const citation = { document: '000', at: 'title' };

const mentioned: Omit<SeededStatement, '_id' | 'title' | 'date'> = {
  place: null,
  hasFullText: false,
  paragraphs: [],
  asks: [],
  mediaContacts: [],
  objectives: [],
  principles: [],
  notes: [],
  citations: [citation],
};

/** A statement with everything that one can have. */
export const solidarity = toStatementDocument({
  _id: 'solidarity',
  title: zh('与移民在一起', 'Together with migrants'),
  date: '2020-07-08',
  place: zh('日内瓦', 'Geneva'),
  hasFullText: true,
  paragraphs: [
    {
      number: 1,
      text: zh('移民问题网络呼吁支持¹。', 'The Network calls for support¹.'),
      isBoilerplate: false,
      links: [{ words: zh('支持', 'support'), url: null }],
      footnotes: [{ mark: '¹', text: zh('网址', 'an address'), url: 'https://example.org/' }],
      notes: [{ text: zh('照原文', 'As printed'), citations: [citation] }],
    },
    {
      number: 2,
      text: zh('联合国建立了网络。', 'The United Nations established the Network.'),
      isBoilerplate: true,
      links: [],
      footnotes: [],
      notes: [],
    },
  ],
  asks: [
    {
      number: 1,
      paragraph: 1,
      text: zh('支持', 'Support'),
      addressees: [
        { type: 'NamedRole', role: 'GOVERNMENTS', qualifier: zh('各国政府', 'all Governments') },
        { type: 'Body', id: 'executive-committee' },
      ],
      objectives: ['objective-15', 'objective-13'],
      principles: [],
    },
    {
      number: 2,
      paragraph: 1,
      text: zh('更多支持', 'More support'),
      addressees: [{ type: 'Organization', id: 'who' }],
      objectives: ['objective-15'],
      principles: ['principle-10'],
    },
  ],
  mediaContacts: [
    {
      organization: 'ilo',
      heading: zh('国际劳工组织', 'International Labour Organization'),
      name: 'Ada Brown',
      positions: [zh('干事', 'Officer')],
      phones: ['+41 (0)22 000 00 00'],
      emails: ['a@ilo.example', 'b@ilo.example'],
      consent: 'NOT_STATED',
    },
  ],
  objectives: ['objective-13'],
  principles: [],
  notes: [{ text: zh('两处链接', 'Two links'), citations: [citation] }],
  citations: [citation],
});

export const remittances = toStatementDocument({
  ...mentioned,
  _id: 'remittances',
  title: zh('家庭汇款国际日', 'International Day of Family Remittances'),
  date: '2020-06-16',
  objectives: ['objective-20'],
});

export const ofAMonth = toStatementDocument({
  ...mentioned,
  _id: 'of-a-month',
  title: zh('一份声明', 'A statement'),
  date: '2020-07',
  objectives: ['objective-13'],
});

export const undated = toStatementDocument({
  ...mentioned,
  _id: 'undated',
  title: zh('关于气候的声明', 'On a changing climate'),
  date: null,
});
