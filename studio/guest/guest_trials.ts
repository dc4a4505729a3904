/** The variations that someone without an account has looked at: kept in the browser until an account has the work. */
import { asTrial, type Trial } from "../../contracts/trial_bounds.ts";
import type { Trials } from "../../contracts/trials.ts";
import { GUEST_TRIALS_KEY } from "./guest_key.ts";
import type { GuestStorage } from "./guest_works.ts";

/** So many are kept, the newest. */
const MOST_KEPT = 2_000;

export class GuestTrials {
  /** `storage` may be `null` where the browser refuses it: then nothing is kept. */
  constructor(private readonly storage: GuestStorage | null) {}

  /** What is kept, the oldest first; nothing of it that cannot be read. */
  read(): Trial[] {
    try {
      const raw: unknown = JSON.parse(this.storage?.getItem(GUEST_TRIALS_KEY) ?? "[]");
      if (!Array.isArray(raw)) return [];
      return raw.flatMap((entry: unknown) => {
        const trial = Array.isArray(entry) ? asTrial(entry[0], entry[1]) : null;
        return trial ? [trial] : [];
      });
    } catch {
      return [];
    }
  }

  /** Adds those that are new, and says how many there are now. */
  add(trials: readonly Trial[]): Trials {
    const all = new Map(this.read().map(({ hash, sharpe_daily }) => [hash, sharpe_daily]));
    const before = all.size;
    for (const { hash, sharpe_daily } of trials) {
      if (!all.has(hash)) all.set(hash, sharpe_daily);
    }
    const kept = [...all].slice(-MOST_KEPT);
    try {
      if (all.size > before) this.storage?.setItem(GUEST_TRIALS_KEY, JSON.stringify(kept));
    } catch {
      // A full or refused storage costs the count, no more.
    }
    return trialsOf(kept.map(([, sharpe]) => sharpe));
  }

  forget(): void {
    try {
      this.storage?.removeItem(GUEST_TRIALS_KEY);
    } catch {
      // A browser that refuses storage has nothing to forget.
    }
  }
}

function trialsOf(sharpes: readonly number[]): Trials {
  const trials = sharpes.length;
  if (trials < 2) return { trials, variance: null };
  const mean = sharpes.reduce((sum, sharpe) => sum + sharpe, 0) / trials;
  const squares = sharpes.reduce((sum, sharpe) => sum + (sharpe - mean) * (sharpe - mean), 0);
  return { trials, variance: squares / (trials - 1) };
}
