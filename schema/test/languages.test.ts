import { describe, expect, it } from 'vitest';
import { languageCodeOf, languagesWanted } from '../src/languages.ts';
import { localize } from '../src/localized-text.ts';

describe('the languages that a client wants', () => {
  it.each([
    ['', []],
    ['zh', ['zh']],
    ['zh-Hans-CN, fr;q=0.5', ['zh', 'fr']],
    ['fr;q=0.5, ar;q=0.9, en', ['en', 'ar', 'fr']],
    ['de, ru;q=0', []],
    ['*, es', ['es']],
    ['en, EN-gb, en;q=0.1', ['en']],
    [';;;,,q=', []],
  ])('%j are %j', (header, wanted) => {
    expect(languagesWanted(header)).toEqual(wanted);
  });

  it('are looked for only in the first thousand characters of a hostile header', () => {
    expect(languagesWanted(`${'x'.repeat(5000)},fr`)).toEqual([]);
  });

  it('are known by their primary subtag', () => {
    expect(languageCodeOf('ar-LB')).toBe('ar');
    expect(languageCodeOf('arc')).toBeUndefined();
  });
});

describe('a text', () => {
  const title = {
    original: 'zh' as const,
    texts: { zh: '移民', en: 'Migration' },
    unofficial: ['en' as const],
  };
  const served = (languages: ('zh' | 'en' | 'ar' | 'fr')[], language?: 'ar') => {
    const { language: code, isFallback } = localize(title, { languages }, language);
    return [code, isFallback];
  };

  it('is served in the language wanted most that it has', () => {
    expect(served(['zh', 'en'])).toEqual(['zh', false]);
    expect(served(['ar', 'zh'])).toEqual(['zh', true]);
  });

  it('is served in English, then in its original, where it has none of them, and says so', () => {
    expect(served(['fr'])).toEqual(['en', true]);
    expect(localize({ original: 'zh', texts: { zh: '移民' } }, { languages: [] })).toMatchObject({
      language: 'zh',
      isFallback: true,
    });
  });

  it('is English and no fallback for a client that states no language', () => {
    expect(served([])).toEqual(['en', false]);
  });

  it('is chosen by the field’s argument before the header', () => {
    expect(served(['zh'], 'ar')).toEqual(['en', true]);
  });
});
