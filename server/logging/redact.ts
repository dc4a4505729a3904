/** Keeps secrets out of logs whatever a library puts into its errors: the second line of defence, after not naming them. */
import type { Config } from "../config/config.ts";

const HIDDEN = "[hidden]";
/** Shorter ones would be found in ordinary words. */
const MIN_LENGTH = 6;
/** `user:password@` in an address; a password may hold an `@` itself. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"'<>\\]+@/gi;
/** A secret that says so itself, as queries and connection strings name them. */
const NAMED =
  /(\b(?:password|passwd|pwd|secret|token|signature|api[_-]?key|access[_-]?key(?:[_-]?id)?)=)[^\s&"'\\]+/gi;
/** An email address: an account is named by its id. */
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu;

/** Makes a function that hides the configuration's secrets, credentials, and email addresses in a text or a line of JSON. */
export function redactor(
  config:
    & Pick<Config, "databaseUrl" | "redisUrl" | "s3">
    & Partial<Pick<Config, "vendors" | "mail" | "telemetry" | "secretKeys" | "backup">>,
): (text: string) => string {
  const secrets = new Set<string>();
  for (const address of [config.databaseUrl, config.redisUrl, config.mail?.smtpUrl]) {
    if (!address) continue;
    const { password } = new URL(address);
    secrets.add(password).add(decoded(password));
  }
  if (config.s3) secrets.add(config.s3.secretAccessKey).add(config.s3.accessKeyId);
  for (const { apiKey } of Object.values(config.vendors ?? {})) {
    if (apiKey !== null) secrets.add(apiKey);
  }
  for (const header of config.telemetry?.headers?.split(",") ?? []) {
    secrets.add(header.slice(header.indexOf("=") + 1).trim());
  }
  for (const key of config.secretKeys ?? []) secrets.add(key);
  if (config.backup?.key) secrets.add(config.backup.key);
  if (config.backup?.s3) secrets.add(config.backup.s3.secretAccessKey);
  // As they are, and as they travel in addresses and in JSON.
  const forms = [...secrets].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]);
  const known = [...new Set(forms)].filter((secret) => secret.length >= MIN_LENGTH)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let plain = known.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text);
    if (plain.includes("://")) plain = plain.replace(CREDENTIALS, `$1${HIDDEN}@`);
    if (plain.includes("=")) plain = plain.replace(NAMED, `$1${HIDDEN}`);
    return plain.includes("@") ? plain.replace(EMAIL, "[email]") : plain;
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
