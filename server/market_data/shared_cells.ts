/**
 * Small values that all processes share: in the process (embedded), or in Redis. While Redis is away each process goes on with
 * what it knows.
 */
import type { Redis } from "ioredis";

export interface SharedCells {
  /** What is kept under a name. */
  read<T>(name: string): Promise<T | null>;
  /**
   * Changes what is kept under a name in one step that no other process comes between. `step` may be called more than once, and
   * must only compute.
   */
  change<T, A>(name: string, step: (before: T | null) => Changed<T, A>): Promise<A>;
  close(): Promise<void>;
}

export interface Changed<T, A> {
  readonly value: T;
  /** What the caller learns. */
  readonly answer: A;
}

/** The cells that the configuration names. */
export async function openSharedCells(
  { redisUrl }: { readonly redisUrl: string | null },
  onProblem: (error: unknown) => void = () => {},
): Promise<SharedCells> {
  if (redisUrl === null) return new ProcessCells();
  const { Redis } = await import("ioredis");
  const redis = new Redis(redisUrl, {
    // A call never waits long for a Redis that is away.
    maxRetriesPerRequest: 1,
    commandTimeout: 500,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  redis.on("error", onProblem);
  return new RedisCells(redis, onProblem);
}

export class ProcessCells implements SharedCells {
  readonly #texts = new Map<string, string>();

  read<T>(name: string): Promise<T | null> {
    return Promise.resolve(this.#get<T>(name));
  }

  // Async so that what `step` throws is a rejection here as there.
  // deno-lint-ignore require-await
  async change<T, A>(name: string, step: (before: T | null) => Changed<T, A>): Promise<A> {
    const { value, answer } = step(this.#get<T>(name));
    this.#texts.set(name, JSON.stringify(value));
    return answer;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #get<T>(name: string): T | null {
    const text = this.#texts.get(name);
    return text === undefined ? null : JSON.parse(text) as T;
  }
}

const PREFIX = "cells:";
/** What nobody changes for so long is forgotten, ms. */
const KEPT_MS = 7 * 86_400_000;
/** Writes that lose against another process's before it is given up; each time one of them has gone on. */
const MOST_TRIES = 100;
/** Writes only over what was read. */
const COMPARE_AND_SET = `
  local now = redis.call('get', KEYS[1])
  if (now == false and ARGV[1] == '') or now == ARGV[1] then
    redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
    return 1
  end
  return 0`;

class RedisCells implements SharedCells {
  readonly #own = new ProcessCells();

  constructor(
    private readonly redis: Redis,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  async read<T>(name: string): Promise<T | null> {
    try {
      const text = await this.redis.get(PREFIX + name);
      return text === null ? null : JSON.parse(text) as T;
    } catch (error) {
      this.onProblem(error);
      return await this.#own.read<T>(name);
    }
  }

  async change<T, A>(name: string, step: (before: T | null) => Changed<T, A>): Promise<A> {
    try {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const before = await this.redis.get(PREFIX + name);
        const { value, answer } = step(before === null ? null : JSON.parse(before) as T);
        const after = JSON.stringify(value);
        const isSet = after === before || await this.redis.eval(
              COMPARE_AND_SET,
              1,
              PREFIX + name,
              before ?? "",
              after,
              KEPT_MS,
            ) === 1;
        if (!isSet) continue;
        // What this process goes on with while Redis is away.
        await this.#own.change<T, null>(name, () => ({ value, answer: null }));
        return answer;
      }
      throw new Error(`${name} was changed by others ${MOST_TRIES} times in a row`);
    } catch (error) {
      this.onProblem(error);
      return await this.#own.change(name, step);
    }
  }

  close(): Promise<void> {
    this.redis.disconnect();
    return Promise.resolve();
  }
}
