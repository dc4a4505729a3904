/** Bars searched one by one before the search is handed to the runtime, whose call costs as much as some fifty bars. */
const NEAR = 64;

/** Place of the first true value of a signal at or after `from`; `Infinity` when there is none. */
export function findTrue(signal: Uint8Array, from: number): number {
  const near = Math.min(signal.length, from + NEAR);
  for (let i = from; i < near; i++) if (signal[i] === 1) return i;
  const found = near < signal.length ? signal.indexOf(1, near) : -1;
  return found < 0 ? Infinity : found;
}
