/** Settings as somebody wrote them, for a backup: enough to set the app up again, and nothing that must stay secret. */
import { isSecretSetting } from "./secret_settings.ts";

export interface WrittenSettings {
  /** Names and texts. */
  readonly values: Readonly<Record<string, string>>;
  /** Names of those whose text is secret. */
  readonly secret: readonly string[];
}

/** @param given what differs from the defaults */
export function writtenSettings(given: Readonly<Record<string, string>>): WrittenSettings {
  const values: Record<string, string> = {};
  const secret: string[] = [];
  for (const [name, text] of Object.entries(given)) {
    if (isSecretSetting(name) || holdsLogin(text)) secret.push(name);
    else values[name] = text;
  }
  return { values, secret };
}

/** Whether a text is an address with a password, a user or a query in it. */
function holdsLogin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, search } = new URL(text);
  return username !== "" || password !== "" || search !== "";
}
