/**
 * Calls `stop` at the first SIGINT or SIGTERM. Under `npm run` one Ctrl-C comes twice, from the terminal and by way of
 * npm: only the third signal ends what is still under way.
 */
export function onStop(stop: () => Promise<void>): void {
  let received = 0;
  const receive = (): void => {
    received++;
    if (received === 1) void stop();
    else if (received > 2) process.exit(1);
  };
  process.on('SIGINT', receive);
  process.on('SIGTERM', receive);
}
