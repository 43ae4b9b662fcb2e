import { type LanguageCode, languageCodes } from './stored.ts';

/** `ar`, `en` … if it is one of the six, in whatever case and with whatever region (`zh-Hans-CN`); otherwise undefined. */
export function languageCodeOf(tag: string): LanguageCode | undefined {
  const primary = tag.trim().split('-', 1)[0]?.toLowerCase();
  return languageCodes.find((code) => code === primary);
}

/**
 * The official languages of an `Accept-Language` header, best first. Unknown languages, `*` and those with weight 0 are
 * passed over; of equal weights the earlier wins (RFC 9110, section 12.5.4).
 */
export function languagesWanted(header: string): readonly LanguageCode[] {
  if (header === '') return none;
  const known = cache.get(header);
  if (known) return known;
  const wanted = header
    .slice(0, 1000)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const q = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='));
      const weight = q === undefined ? 1 : Number(q.slice(2));
      return { code: languageCodeOf(tag), weight: Number.isFinite(weight) ? weight : 0 };
    })
    .filter((entry) => entry.code !== undefined && entry.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map((entry) => entry.code as LanguageCode);
  const languages = [...new Set(wanted)];
  if (cache.size >= 500) cache.clear();
  cache.set(header, languages);
  return languages;
}

const none: readonly LanguageCode[] = [];
const cache = new Map<string, readonly LanguageCode[]>();
