/**
 * Encrypts secrets that the database keeps: AES-256-GCM under a key that HKDF derives from `SECRET_KEY`, or from a key file in
 * the data folder. What was encrypted for one row opens in no other.
 */
import { join } from "node:path";
import type { Config } from "../config/config.ts";

const VERSION = "v1";
const NONCE = 12;
const KEY_FILE = "secret.key";
const KEY_BYTES = 32;
const encoder = new TextEncoder();

interface Key {
  /** By which a stored text names it; tells nothing of the key. */
  readonly id: string;
  readonly key: CryptoKey;
}

export class SecretBox {
  #keys: Promise<readonly Key[]> | null = null;

  /** @param material the keys that others are derived from, the newest first; none = nothing is encrypted */
  constructor(private readonly material: () => Promise<readonly string[]>) {}

  /**
   * What is stored in place of a secret.
   *
   * @param context what it belongs to, such as the account's id
   */
  async seal(secret: string, context: string): Promise<string> {
    const [newest] = await this.#allKeys();
    if (newest === undefined) return secret;
    const iv = crypto.getRandomValues(new Uint8Array(NONCE));
    const params = { name: "AES-GCM", iv, additionalData: encoder.encode(context) };
    const sealed = await crypto.subtle.encrypt(params, newest.key, encoder.encode(secret));
    const bytes = new Uint8Array([...iv, ...new Uint8Array(sealed)]);
    return `${VERSION}:${newest.id}:${bytes.toBase64({ alphabet: "base64url" })}`;
  }

  /** The secret; `null` when it was encrypted with a key that is not here, or belongs to something else. */
  async open(stored: string, context: string): Promise<string | null> {
    const [version, id, text] = stored.split(":");
    // Stored by an earlier version, or without a key.
    if (text === undefined) return stored;
    const key = (await this.#allKeys()).find((one) => one.id === id);
    if (version !== VERSION || key === undefined) return null;
    try {
      const bytes = Uint8Array.fromBase64(text, { alphabet: "base64url" });
      const params = {
        name: "AES-GCM",
        iv: bytes.slice(0, NONCE),
        additionalData: encoder.encode(context),
      };
      const plain = await crypto.subtle.decrypt(params, key.key, bytes.slice(NONCE));
      return new TextDecoder().decode(plain);
    } catch {
      return null;
    }
  }

  /** Whether a stored text would be written otherwise now: it is not encrypted, or with an older key. */
  async isOutdated(stored: string): Promise<boolean> {
    const [newest] = await this.#allKeys();
    return newest !== undefined && !stored.startsWith(`${VERSION}:${newest.id}:`);
  }

  /** Whether secrets are encrypted at all. */
  async isOn(): Promise<boolean> {
    return (await this.#allKeys()).length > 0;
  }

  #allKeys(): Promise<readonly Key[]> {
    this.#keys ??= this.material().then((all) => Promise.all(all.map(derive)));
    // What failed is tried again.
    this.#keys.catch(() => this.#keys = null);
    return this.#keys;
  }
}

/** The box of an app: `SECRET_KEY`, else the key file of an embedded database's folder, else one that encrypts nothing. */
export function openSecretBox(
  { secretKeys, dataDir, databaseUrl }: Pick<Config, "secretKeys" | "dataDir" | "databaseUrl">,
): SecretBox {
  return new SecretBox(async () => {
    const given = secretKeys ?? [];
    if (databaseUrl !== null) return given;
    // What was encrypted before SECRET_KEY was set stays readable.
    const file = await readKeyFile(dataDir, given.length === 0);
    return file === null ? given : [...given, file];
  });
}

/** The key in the data folder, which nobody else may read; made when there is none and one is wanted. */
async function readKeyFile(dataDir: string, isWanted: boolean): Promise<string | null> {
  const path = join(dataDir, KEY_FILE);
  const read = () =>
    Deno.readTextFile(path).then((text) => text.trim(), (error) => {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    });
  const there = await read();
  if (there !== null || !isWanted) return there;
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES)).toBase64();
  await Deno.mkdir(dataDir, { recursive: true });
  const beside = `${path}.${crypto.randomUUID()}`;
  try {
    const file = await Deno.open(beside, { write: true, createNew: true, mode: 0o600 });
    try {
      await new Blob([`${key}\n`]).stream().pipeTo(file.writable, { preventClose: true });
      // A key that is lost takes what it encrypted with it.
      await file.sync();
    } finally {
      file.close();
    }
    // Two that make one at once end with the same.
    await Deno.link(beside, path).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
  } finally {
    await Deno.remove(beside).catch(() => {});
  }
  return await read() ?? key;
}

async function derive(material: string): Promise<Key> {
  const base = await crypto.subtle.importKey("raw", encoder.encode(material), "HKDF", false, [
    "deriveBits",
    "deriveKey",
  ]);
  const params = (info: string) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: encoder.encode(`blockbuilders ${info}`),
  });
  const id = new Uint8Array(await crypto.subtle.deriveBits(params("key id"), base, 32)).toHex();
  const aes = { name: "AES-GCM", length: 256 };
  const key = await crypto.subtle.deriveKey(params("secrets"), base, aes, false, [
    "encrypt",
    "decrypt",
  ]);
  return { id, key };
}
