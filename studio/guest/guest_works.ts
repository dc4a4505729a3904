/**
 * The strategy of someone without an account, kept in the browser until an account has it: one, and the same one in every
 * tab. It has an id from the start, so that handing it over twice makes nothing twice.
 */
import { parseStrategy, type StrategyDocument } from "../../engine/mod.ts";
import { sameDocument } from "../document/document.ts";
import { GUEST_KEY } from "./guest_key.ts";

/** What a guest has made. */
export interface GuestWork {
  /** A UUID: the strategy's id, once an account has it. */
  readonly id: string;
  readonly name: string;
  readonly asset: string;
  readonly timeframe: string;
  readonly savedAtMs: number;
  readonly document: StrategyDocument;
}

/** The part of `localStorage` that is needed. */
export type GuestStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class GuestWorks {
  /** `storage` may be `null` where the browser refuses it: then nothing is kept. */
  constructor(
    private readonly storage: GuestStorage | null,
    private readonly now: () => number = Date.now,
  ) {}

  /** What is kept; `null` when that is nothing, or nothing that can be read. */
  read(): GuestWork | null {
    try {
      return readWork(this.storage?.getItem(GUEST_KEY) ?? null);
    } catch {
      return null;
    }
  }

  /** Keeps the work, under the id it has or a fresh one. False when the browser would not (full, or storage is off). */
  write(work: Omit<GuestWork, "id" | "savedAtMs">): boolean {
    const before = this.read();
    if (before && sameWork(before, work)) return true;
    const id = before?.id ?? freshId();
    return this.#put({ ...work, id, savedAtMs: this.now() });
  }

  /** Another id for what is kept: the one it has belongs to a strategy of somebody else. */
  renew(): GuestWork | null {
    const work = this.read();
    if (!work) return null;
    const renewed = { ...work, id: freshId() };
    return this.#put(renewed) ? renewed : null;
  }

  /** Forgets the work, unless it has been changed since it was read. */
  forget(work: GuestWork): void {
    const now = this.read();
    if (now && (now.id !== work.id || !sameWork(now, work))) return;
    try {
      this.storage?.removeItem(GUEST_KEY);
    } catch {
      // A browser that refuses storage has nothing to forget.
    }
  }

  #put(work: GuestWork): boolean {
    try {
      this.storage?.setItem(GUEST_KEY, JSON.stringify(work));
      return this.storage !== null;
    } catch {
      return false;
    }
  }
}

function sameWork(a: Omit<GuestWork, "id" | "savedAtMs">, b: typeof a): boolean {
  return a.name === b.name && a.asset === b.asset && a.timeframe === b.timeframe &&
    sameDocument(a.document, b.document);
}

function readWork(text: string | null): GuestWork | null {
  const raw: unknown = JSON.parse(text ?? "null");
  if (raw === null || typeof raw !== "object") return null;
  const { id, name, asset, timeframe, savedAtMs, document } = raw as Record<string, unknown>;
  const parsed = parseStrategy(document);
  const isWhole = [id, name, asset, timeframe].every((part) => typeof part === "string") &&
    typeof savedAtMs === "number";
  return isWhole && parsed.ok
    ? { ...raw as GuestWork, savedAtMs, document: parsed.document }
    : null;
}

/** A random UUID; `crypto.randomUUID` is there on secure pages alone. */
function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
