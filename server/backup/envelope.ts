/**
 * Encryption of a backup: AES-256-GCM in chunks under a key that scrypt derives from `BACKUP_KEY` and a salt of the file's own.
 * A chunk's nonce counts the chunks and marks the last one, so that none can be left out, moved, or cut off unnoticed; the
 * head is authenticated with each of them.
 *
 * Head: `BBBACKUP1\n`, then 1 byte log2(N), 16 bytes salt, 16 bytes that tell a wrong key from a damaged file.
 */
import { scrypt, timingSafeEqual } from "node:crypto";
import { BackupError, DamagedBackupError } from "./backup_error.ts";
import { ByteReader } from "./byte_reader.ts";

const MAGIC = new TextEncoder().encode("BBBACKUP1\n");
const SALT = 16;
const CHECK = 16;
const HEAD = MAGIC.byteLength + 1 + SALT + CHECK;
const CHUNK = 256 * 1024;
const TAG = 16;
/** log2 of scrypt's cost: 2^17 takes 128 MB and some tenths of a second, as OWASP has it. */
const COST = 17;
/** The largest cost that is read: a file must not ask for all memory. */
const LARGEST_COST = 20;

/** The first bytes of an encrypted backup. */
export function isEncrypted(start: Uint8Array): boolean {
  return MAGIC.every((byte, n) => start[n] === byte);
}

/** How many bytes `isEncrypted` looks at. */
export const MAGIC_BYTES = MAGIC.byteLength;

/** Encrypts a stream. `cost` is log2 of scrypt's N; tests take less. */
export async function* encrypt(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  cost = COST,
): AsyncGenerator<Uint8Array> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const { key, check } = await derive(passphrase, salt, cost);
  const head = new Uint8Array(HEAD);
  head.set(MAGIC);
  head[MAGIC.byteLength] = cost;
  head.set(salt, MAGIC.byteLength + 1);
  head.set(check, HEAD - CHECK);
  yield head;
  const reader = new ByteReader(source);
  try {
    let chunk = await reader.read(CHUNK);
    for (let n = 0;; n++) {
      // Only what follows tells whether this is the last one.
      const next = chunk.byteLength < CHUNK ? null : await reader.read(CHUNK);
      const isLast = next === null || next.byteLength === 0;
      const params = { name: "AES-GCM", iv: nonce(n, isLast), additionalData: head };
      yield new Uint8Array(await crypto.subtle.encrypt(params, key, chunk));
      if (isLast) return;
      chunk = next;
    }
  } finally {
    await reader.cancel();
  }
}

/**
 * Decrypts what `encrypt` wrote.
 *
 * @throws {BackupError} when there is no key or another one; {DamagedBackupError}
 */
export async function* decrypt(
  source: AsyncIterable<Uint8Array>,
  passphrase: string | null,
): AsyncGenerator<Uint8Array> {
  if (passphrase === null) {
    throw new BackupError("The backup is encrypted. Set BACKUP_KEY to the key it was made with.");
  }
  const reader = new ByteReader(source);
  try {
    const head = await reader.read(HEAD);
    const cost = head[MAGIC.byteLength] ?? 0;
    if (head.byteLength < HEAD || cost < 1 || cost > LARGEST_COST) {
      throw new DamagedBackupError("its head cannot be read.");
    }
    const salt = head.slice(MAGIC.byteLength + 1, HEAD - CHECK);
    const { key, check } = await derive(passphrase, salt, cost);
    if (!timingSafeEqual(check, head.subarray(HEAD - CHECK))) {
      throw new BackupError("BACKUP_KEY is not the key that this backup was made with.");
    }
    let chunk = await reader.read(CHUNK + TAG);
    for (let n = 0;; n++) {
      const next = chunk.byteLength < CHUNK + TAG ? null : await reader.read(CHUNK + TAG);
      const isLast = next === null || next.byteLength === 0;
      const params = { name: "AES-GCM", iv: nonce(n, isLast), additionalData: head };
      const plain = await crypto.subtle.decrypt(params, key, chunk).catch(() => {
        throw new DamagedBackupError("a part of it was changed or cut off.");
      });
      yield new Uint8Array(plain);
      if (isLast) return;
      chunk = next;
    }
  } finally {
    await reader.cancel();
  }
}

/** The number of the chunk, and whether it is the last. */
function nonce(n: number, isLast: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setBigUint64(3, BigInt(n));
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

async function derive(
  passphrase: string,
  salt: Uint8Array,
  cost: number,
): Promise<{ readonly key: CryptoKey; readonly check: Uint8Array }> {
  const N = 2 ** cost;
  const options = { N, r: 8, p: 1, maxmem: 256 * N * 8 };
  const bytes = await new Promise<Uint8Array>((resolve, reject) =>
    scrypt(
      passphrase.normalize("NFC"),
      salt,
      32 + CHECK,
      options,
      (error, derived) => error ? reject(error) : resolve(new Uint8Array(derived)),
    )
  );
  const raw = bytes.slice(0, 32);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  return { key, check: bytes.slice(32) };
}
