/**
 * Whether there is room on the disk of the data folder. A database or queue that meets a full disk in the middle of a write may
 * not go on by itself, so new work is refused while some room is left, and taken again as soon as there is more.
 */
import fs from "node:fs/promises";
import { AppError } from "../../contracts/errors.ts";
import type { Logger } from "../logging/log.ts";
import { describeError } from "../logging/log.ts";

/** Bytes of a disk. */
export interface DiskSpace {
  readonly free: number;
  readonly size: number;
}

export interface DiskRoomParts {
  /** On the disk that is watched. */
  readonly folder: string;
  /** What has to stay free, bytes; of a small disk a tenth is enough. 0 = nothing is watched. */
  readonly marginBytes: number;
  readonly log: Pick<Logger, "warn" | "info">;
  /** Space of the disk that a folder is on. */
  readonly spaceOf?: (folder: string) => Promise<DiskSpace>;
}

/** An answer is good for so long, milliseconds. */
const FRESH_MS = 250;
/** How often whoever waits for room looks again, milliseconds. */
const LOOK_AGAIN_MS = 500;

export class DiskRoom {
  readonly #parts: DiskRoomParts;
  #isFull = false;
  #looking: Promise<boolean> | null = null;
  #lookedAt = -Infinity;

  constructor(parts: DiskRoomParts) {
    this.#parts = parts;
  }

  /** Whether less is free than has to be. A disk that cannot be asked counts as one with room. */
  async isFull(): Promise<boolean> {
    if (this.#parts.marginBytes === 0) return false;
    if (performance.now() - this.#lookedAt < FRESH_MS) return this.#isFull;
    return await (this.#looking ??= this.#look().finally(() => this.#looking = null));
  }

  /**
   * For what would write.
   *
   * @throws {AppError} `disk_full`
   */
  async require(): Promise<void> {
    if (await this.isFull()) throw diskFull();
  }

  /** Resolves when there is room, or `signal` aborts. */
  async untilRoom(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && await this.isFull()) {
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", end);
          resolve();
        };
        const timer = setTimeout(end, LOOK_AGAIN_MS);
        signal.addEventListener("abort", end);
      });
    }
  }

  async #look(): Promise<boolean> {
    const { folder, marginBytes, log, spaceOf = spaceOfFolder } = this.#parts;
    try {
      const { free, size } = await spaceOf(folder);
      const isFull = free < Math.min(marginBytes, size / 10);
      if (isFull !== this.#isFull) {
        const fields = { folder, free_mb: Math.floor(free / 1e6) };
        if (isFull) log.warn("the disk is full: no new work is taken", fields);
        else log.info("the disk has room again", fields);
      }
      this.#isFull = isFull;
    } catch (error) {
      if (this.#isFull) log.warn("the disk cannot be asked", { error: describeError(error) });
      this.#isFull = false;
    }
    this.#lookedAt = performance.now();
    return this.#isFull;
  }
}

/** What is said where something cannot be written. */
export function diskFull(): AppError {
  return new AppError(
    "disk_full",
    "The server’s disk is full, so nothing new can be saved or run right now. What you have saved is safe. Try again later.",
    { retryAfterSeconds: 60 },
  );
}

async function spaceOfFolder(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await fs.statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
}
