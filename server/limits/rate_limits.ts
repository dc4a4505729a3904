/**
 * How many calls one address and one account may make, by kind. Counted in the process, or in Redis for all web processes
 * together; while Redis is away each process counts for itself.
 */
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { AppError } from "../../contracts/errors.ts";
import type { Config } from "../config/config.ts";
import { addressGroup } from "./client_address.ts";

export interface RateRule {
  /** Calls from one address in `seconds`; `null` = not counted. */
  readonly address: number | null;
  /** Calls of one account in `seconds`; `null` = not counted. */
  readonly account: number | null;
  readonly seconds: number;
}

/** What is counted. People do not come near; an address may be that of a whole office. */
export const RATE_RULES = {
  signup: { address: 100, account: null, seconds: 3_600 },
  links: { address: 120, account: 60, seconds: 3_600 },
  keys: { address: 240, account: 60, seconds: 3_600 },
  webhooks: { address: 240, account: 60, seconds: 3_600 },
  operator: { address: 1_200, account: 600, seconds: 60 },
  login: { address: 120, account: null, seconds: 300 },
  candles: { address: 1_200, account: 600, seconds: 60 },
  validation: { address: 1_200, account: 600, seconds: 60 },
  runs: { address: 600, account: 120, seconds: 60 },
  imports: { address: 120, account: 60, seconds: 60 },
  streams: { address: 1_200, account: 300, seconds: 60 },
  everything: { address: 6_000, account: 3_000, seconds: 60 },
} as const satisfies Record<string, RateRule>;

export type RateKind = keyof typeof RATE_RULES;

/** Who is counted. */
export type RateSubject = { readonly address: string } | { readonly account: string };

/** What is left after a call. */
export interface RateStanding {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the count starts again. */
  readonly resetSeconds: number;
}

type MakeLimiter = (keyPrefix: string, points: number, duration: number) => RateLimiterAbstract;

export class RateLimits {
  readonly #limiters = new Map<string, RateLimiterAbstract>();

  constructor(
    makeLimiter: MakeLimiter,
    private readonly rules: Readonly<Record<RateKind, RateRule>>,
    readonly close: () => Promise<void>,
  ) {
    for (const [kind, { address, account, seconds }] of Object.entries(rules)) {
      for (const [by, points] of [["address", address], ["account", account]] as const) {
        const name = `${kind}:${by}`;
        if (points !== null) this.#limiters.set(name, makeLimiter(`rate:${name}`, points, seconds));
      }
    }
  }

  /**
   * Counts a call; `null` when calls of this kind are not counted for this subject.
   *
   * @throws {AppError} `rate_limited`
   */
  async count(kind: RateKind, subject: RateSubject): Promise<RateStanding | null> {
    const [by, key] = "address" in subject
      ? ["address", addressGroup(subject.address)] as const
      : ["account", subject.account] as const;
    const limit = this.rules[kind][by];
    const limiter = this.#limiters.get(`${kind}:${by}`);
    if (limit === null || !limiter) return null;
    try {
      return standing(limit, await limiter.consume(key));
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw thrown;
      const full = standing(limit, thrown);
      throw new RateLimitedError(full);
    }
  }
}

/** A refusal that knows what is left, for the answer's headers. */
export class RateLimitedError extends AppError {
  constructor(readonly standing: RateStanding) {
    const { resetSeconds } = standing;
    const minutes = Math.ceil(resetSeconds / 60);
    const wait = resetSeconds <= 60
      ? `${resetSeconds} ${resetSeconds === 1 ? "second" : "seconds"}`
      : `${minutes} minutes`;
    super("rate_limited", `Too many requests. Wait ${wait}, then try again.`, {
      retryAfterSeconds: resetSeconds,
    });
  }
}

function standing(limit: number, { remainingPoints, msBeforeNext }: RateLimiterRes): RateStanding {
  return {
    limit,
    remaining: Math.max(0, remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
  };
}

/** The limits that the configuration names; `null` when they are switched off. */
export async function openRateLimits(
  { rateLimits, redisUrl }: Pick<Config, "rateLimits" | "redisUrl">,
  onProblem: (error: unknown) => void = () => {},
  rules: Readonly<Record<RateKind, RateRule>> = RATE_RULES,
): Promise<RateLimits | null> {
  if (!rateLimits) return null;
  const inMemory: MakeLimiter = (keyPrefix, points, duration) =>
    new RateLimiterMemory({ keyPrefix, points, duration });
  if (redisUrl === null) return new RateLimits(inMemory, rules, () => Promise.resolve());
  const { Redis } = await import("ioredis");
  // A call never waits for a Redis that is away.
  const redis = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 500,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  redis.on("error", onProblem);
  const inRedis: MakeLimiter = (keyPrefix, points, duration) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix,
      points,
      duration,
      // What is used up is not asked again.
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: inMemory(keyPrefix, points, duration),
    });
  return new RateLimits(inRedis, rules, () => {
    redis.disconnect();
    return Promise.resolve();
  });
}
