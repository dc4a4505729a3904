/** `count` of the items, each as likely as any other, in the order in which they were; the same ones for the same seed. */
export function pick<T>(items: readonly T[], count: number, seed: number): T[] {
  const random = randomNumbers(seed);
  const places = items.map((_, place) => place);
  const most = Math.min(count, places.length);
  // Fisher–Yates, as far as it is needed.
  for (let n = 0; n < most; n++) {
    const other = n + Math.floor(random() * (places.length - n));
    [places[n], places[other]] = [places[other]!, places[n]!];
  }
  return places.slice(0, most).sort((a, b) => a - b).map((place) => items[place]!);
}

/** Numbers in [0, 1): mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
