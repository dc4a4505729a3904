import type { BlobStorage } from "../../storage/storage.ts";

/** A storage in memory that counts, and can be away. */
export class MemoryStorage implements Pick<BlobStorage, "get" | "put"> {
  readonly blobs = new Map<string, Uint8Array>();
  reads = 0;
  writes = 0;
  away = false;

  get(key: string): Promise<Uint8Array | null> {
    this.reads++;
    if (this.away) return Promise.reject(new Error("the storage is away"));
    return Promise.resolve(this.blobs.get(key) ?? null);
  }

  put(key: string, bytes: Uint8Array): Promise<void> {
    this.writes++;
    if (this.away) return Promise.reject(new Error("the storage is away"));
    this.blobs.set(key, bytes);
    return Promise.resolve();
  }
}
