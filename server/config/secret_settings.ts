/** Settings whose text is secret: they may lie in files, and are in no backup and no log. */
import { SETTING_NAMES, type SettingName } from "./settings.ts";

const SECRET_NAME = /KEY|SECRET|PASSWORD|TOKEN|DSN|WEBHOOK_SECRET|HEADERS/;
/** Addresses that hold a password. */
const WITH_PASSWORD: ReadonlySet<string> = new Set(["DATABASE_URL", "REDIS_URL", "SMTP_URL"]);

/** Whether a setting's text is secret whatever it says. */
export function isSecretSetting(name: string): boolean {
  return SECRET_NAME.test(name) || WITH_PASSWORD.has(name);
}

/** What Deno itself reads before it starts a program cannot be read from a file by the program. */
const READ_BY_DENO: ReadonlySet<string> = new Set(["OTEL_EXPORTER_OTLP_HEADERS"]);

/** Those that may lie in a file. */
export const SECRET_SETTINGS: readonly SettingName[] = SETTING_NAMES.filter((name) =>
  isSecretSetting(name) && !READ_BY_DENO.has(name)
);

/** The variable that names the file in which a secret lies: `DATABASE_URL_FILE`. */
export function fileVariable(name: string): string {
  return `${name}_FILE`;
}

/** Every variable that the app reads: settings, and files of secrets. */
export const VARIABLES: readonly string[] = [
  ...SETTING_NAMES,
  ...SECRET_SETTINGS.map(fileVariable),
];
