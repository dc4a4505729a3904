/** Password hashes: argon2id with OWASP's first-choice parameters (19 MiB, 2 passes, 1 lane). */
import { argon2id, argon2Verify } from "hash-wasm";

const PARAMETERS = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 };

/** Hashes `password` with a new salt; the result names its own parameters. */
export function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return argon2id({ password, salt, ...PARAMETERS, outputType: "encoded" });
}

let decoy: Promise<string> | null = null;

/**
 * Whether `password` is the one behind `hash`. Without a hash (no such account) the same work is done for nothing, so that
 * the time an answer takes does not tell which addresses have an account.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID());
  const fits = await argon2Verify({ password, hash: hash ?? await decoy });
  return fits && hash !== null;
}
