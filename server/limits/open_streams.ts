/** How many streams of events one account and one address may have open in a process. */
import { AppError } from "../../contracts/errors.ts";
import { addressGroup } from "./client_address.ts";

/** A browser has one for each run that is looked at while it computes. */
export const STREAMS_OF_ACCOUNT = 50;
export const STREAMS_OF_ADDRESS = 400;
/** Browsers ask again by themselves. */
const RETRY_SECONDS = 10;

export class OpenStreams {
  readonly #counts = new Map<string, number>();

  constructor(
    private readonly ofAccount = STREAMS_OF_ACCOUNT,
    private readonly ofAddress = STREAMS_OF_ADDRESS,
  ) {}

  /**
   * Counts a stream until `left` aborts.
   *
   * @throws {AppError} `rate_limited`, and then it is not counted
   */
  open(userId: string, address: string, left: AbortSignal): void {
    const keys = [
      [`account ${userId}`, this.ofAccount],
      [`address ${addressGroup(address)}`, this.ofAddress],
    ] as const;
    if (keys.some(([key, most]) => (this.#counts.get(key) ?? 0) >= most)) {
      throw new AppError("rate_limited", "Too many live views are open. Close some of them.", {
        retryAfterSeconds: RETRY_SECONDS,
      });
    }
    for (const [key] of keys) this.#add(key, 1);
    left.addEventListener("abort", () => {
      for (const [key] of keys) this.#add(key, -1);
    }, { once: true });
  }

  #add(key: string, change: number): void {
    const count = (this.#counts.get(key) ?? 0) + change;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}
