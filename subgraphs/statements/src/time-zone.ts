// Instants are stored in UTC; a deadline or an embargo also carries the IANA zone in which it was named.

/** Whether a text names a time zone that this machine knows: `Europe/Zurich`, `UTC`. */
export function isZone(zone: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]+)+)$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** An instant as the clocks in a zone show it: `2021-03-05T18:00:00.000+01:00`. */
export function localTime(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(instant));
  const { year, month, day, hour, minute, second, timeZoneName } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  );
  const offset = timeZoneName?.replace('GMT', '') || '+00:00';
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${instant.slice(20, 23)}${offset}`;
}

/** The day on the calendars of a zone at an instant. */
export function dayIn(instant: string, zone: string): string {
  return localTime(instant, zone).slice(0, 10);
}

const units = { W: 604_800_000, D: 86_400_000, H: 3_600_000, M: 60_000, S: 1_000 } as const;

/** The length of an ISO 8601 duration in milliseconds; null where it has years or months, whose lengths differ. */
export function millisecondsOf(duration: string): number | null {
  const [days = '', times = ''] = duration.slice(1).split('T');
  if (/[YM]/.test(days)) return null;
  return [...`${days}${times}`.matchAll(/(\d+)([WDHMS])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units],
    0,
  );
}
