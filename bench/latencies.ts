// Latencies as a histogram whose buckets grow by two per cent: quantiles without keeping every value.

const growth = Math.log(1.02);
/** Milliseconds; everything shorter is in the first bucket. */
const shortest = 0.005;
const buckets = 1_024;

export interface Latencies {
  add(milliseconds: number): void;
  count(): number;
  /** Milliseconds; the upper edge of the bucket in which the quantile lies. */
  quantile(share: number): number;
}

export function createLatencies(): Latencies {
  const counts = new Uint32Array(buckets);
  let total = 0;
  return {
    add(milliseconds) {
      const bucket = milliseconds <= shortest ? 0 : Math.log(milliseconds / shortest) / growth;
      const index = Math.min(buckets - 1, Math.ceil(bucket));
      counts[index] = (counts[index] ?? 0) + 1;
      total++;
    },
    count: () => total,
    quantile(share) {
      let below = 0;
      for (let index = 0; index < buckets; index++) {
        below += counts[index] ?? 0;
        if (total > 0 && below >= share * total) return shortest * Math.exp(index * growth);
      }
      return 0;
    },
  };
}
