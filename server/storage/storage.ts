/** A blob as it lies there. */
export interface StoredBlob {
  readonly key: string;
  /** When it was written, by the storage's clock. */
  readonly modifiedAt: Date;
}

/** Blobs under keys such as `runs/4c7…/results.json`. */
export interface BlobStorage {
  /** Writes all of it or nothing; an existing blob is replaced. Throws RangeError for a key that is not one. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** The whole blob, or `null` where there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Deleting what is not there is fine. */
  delete(key: string): Promise<void>;
  /** All that lies there, in no order, also what writes left behind that were cut short. */
  list(): AsyncIterable<StoredBlob>;
  /** Throws when the storage cannot be reached or written to, which is tried out. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const KEY = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/;

/** Throws RangeError unless `key` is a plain relative path of at most 512 letters, digits, `.`, `_`, `-` and `/`. */
export function assertKey(key: string): void {
  if (key.length > 512 || !KEY.test(key)) throw new RangeError(`not a storage key: ${key}`);
}
