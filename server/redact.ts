/** Keeps secrets out of logs whatever a library puts into its errors: the second line of defence, after not naming them. */
import type { Config } from "./config.ts";

const HIDDEN = "[hidden]";
/** Shorter ones would be found in ordinary words. */
const MIN_LENGTH = 6;
/** `user:password@` in an address. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi;

/** Makes a function that hides the configuration's secrets, and the credentials of any address, in a text. */
export function redactor(
  config: Pick<Config, "databaseUrl" | "redisUrl" | "s3">,
): (text: string) => string {
  const secrets = new Set<string>();
  for (const address of [config.databaseUrl, config.redisUrl]) {
    if (!address) continue;
    const { password } = new URL(address);
    secrets.add(password).add(decoded(password));
  }
  if (config.s3) secrets.add(config.s3.secretAccessKey).add(config.s3.accessKeyId);
  const known = [...secrets].filter((secret) => secret.length >= MIN_LENGTH)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const plain = text.includes("://") ? text.replace(CREDENTIALS, `$1${HIDDEN}@`) : text;
    return known.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), plain);
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
