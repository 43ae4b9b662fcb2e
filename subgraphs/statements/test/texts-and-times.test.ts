import { expect, test } from 'vitest';
import { canonicalText, textHashes } from '../src/canonical-text.ts';
import type { StatementContent } from '../src/documents.ts';
import { dayIn, isZone, localTime, millisecondsOf } from '../src/time-zone.ts';
import { solidarity } from './sources.ts';

const content = solidarity.published as StatementContent;

test('the canonical text is pinned: a change of it would break every hash that was given on', () => {
  expect(canonicalText(content)).toMatchInlineSnapshot(
    `"{"asks":[{"addressees":["NamedRole/GOVERNMENTS (各国政府)","Body/executive-committee"],"number":1,"objectives":["objective-15","objective-13"],"paragraph":1,"principles":[],"text":"支持"},{"addressees":["Organization/who"],"number":2,"objectives":["objective-15"],"paragraph":1,"principles":["principle-10"],"text":"更多支持"}],"language":"zh","objectives":["objective-13","objective-15"],"paragraphs":[{"footnotes":[{"mark":"¹","text":"网址","url":"https://example.org/"}],"isBoilerplate":false,"links":[{"url":null,"words":"支持"}],"number":1,"text":"移民问题网络呼吁支持¹。"},{"footnotes":[],"isBoilerplate":true,"links":[],"number":2,"text":"联合国建立了网络。"}],"place":"日内瓦","principles":["principle-10"],"title":"与移民在一起"}"`,
  );
  expect(textHashes(content)).toMatchInlineSnapshot(`
    {
      "paragraphs": [
        "e32cd74a8fa0e7b178553694aa3bcf22dbb4012bbc0c5f73d36c47a6a8fd9478",
        "f2594487cef14548bfc034bf074e3beea26bcb86b4d8d74b6b6e029e63a57932",
      ],
      "whole": "4a54490726326e4b4c9db4ad9a5b342a5490c93db621d46a5d5f624b3f542f29",
    }
  `);
});

test('translations, notes and contacts are not hashed, every word of the original is', () => {
  const { whole } = textHashes(content);
  const [first, ...rest] = content.paragraphs;
  if (!first) throw new Error('there is a first paragraph');
  const translated = {
    ...content,
    title: { ...content.title, texts: { ...content.title.texts, en: 'Other words' } },
    mediaContacts: [],
    notes: [],
  };
  expect(textHashes(translated).whole).toBe(whole);
  const changed = (text: string) => ({
    ...content,
    paragraphs: [{ ...first, text: { original: 'zh' as const, texts: { zh: text } } }, ...rest],
  });
  expect(textHashes(changed(`${first.text.texts.zh}`)).whole).toBe(whole);
  expect(textHashes(changed(`${first.text.texts.zh} `)).whole).not.toBe(whole);
  expect(textHashes({ ...content, asks: [] }).whole).not.toBe(whole);
});

test('an instant reads as the clocks of its zone show it, through changes of the clock', () => {
  expect(localTime('2021-03-05T17:00:00.000Z', 'Europe/Zurich')).toBe(
    '2021-03-05T18:00:00.000+01:00',
  );
  expect(localTime('2021-03-28T01:00:00.123Z', 'Europe/Zurich')).toBe(
    '2021-03-28T03:00:00.123+02:00',
  );
  expect(localTime('2021-03-05T17:00:00.000Z', 'UTC')).toBe('2021-03-05T17:00:00.000+00:00');
  expect(localTime('2021-03-05T17:00:00.000Z', 'Asia/Kathmandu')).toBe(
    '2021-03-05T22:45:00.000+05:45',
  );
  expect(dayIn('2021-03-05T11:00:00.000Z', 'Pacific/Auckland')).toBe('2021-03-06');
});

test.each(['UTC', 'Europe/Zurich', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])(
  '%s is a time zone',
  (zone) => expect(isZone(zone)).toBe(true),
);

test.each(['', 'utc', 'EST', '+01:00', 'Europe/Atlantis', 'Europe/Zurich\n', 'europe/zurich'])(
  '%j is no time zone',
  (zone) => expect(isZone(zone)).toBe(false),
);

test('windows of time have exact lengths, so years and months are none', () => {
  expect(millisecondsOf('PT72H')).toBe(72 * 3_600_000);
  expect(millisecondsOf('P1W2DT3H4M5S')).toBe((((9 * 24 + 3) * 60 + 4) * 60 + 5) * 1000);
  expect(millisecondsOf('PT1M')).toBe(60_000);
  expect(millisecondsOf('P1M')).toBeNull();
  expect(millisecondsOf('P1Y')).toBeNull();
});
