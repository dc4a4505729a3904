/** What a setting is, and who reads it. */
import { z } from "zod";

/** A kind of process: the web app, a queue worker, or a command of `tools/`. */
export type SettingProcess = "web" | "worker" | "tools";

/**
 * Where the containers get a setting from: the operator's `.env` (`pass`; `require` refuses to start without it), a file of
 * `secrets/` (`secret`), a folder of the operator's that is mounted at `mount`, a value that belongs to the containers (`fixed`), the image (`image`), or nowhere.
 */
export type SettingInCompose =
  | { readonly kind: "pass" | "require" | "secret" | "image" | "none" }
  | { readonly kind: "fixed"; readonly only?: SettingProcess }
  | { readonly kind: "mount"; readonly mount: string };

export interface Setting<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  /** As it would be written in `.env`; empty when the setting is optional. */
  readonly default: string;
  /** What it is for, in a sentence; `docs/settings.md` repeats it. */
  readonly purpose: string;
  readonly processes: readonly SettingProcess[];
  readonly compose: SettingInCompose;
}

export const WEB = ["web"] as const;
export const SERVERS = ["web", "worker"] as const;
export const ALL = ["web", "worker", "tools"] as const;
export const PASS = { kind: "pass" } as const;
export const REQUIRE = { kind: "require" } as const;
export const FIXED = { kind: "fixed" } as const;
export const SECRET = { kind: "secret" } as const;

export const setting = <S extends z.ZodType>(
  schema: S,
  fallback: string,
  processes: Setting["processes"],
  compose: SettingInCompose,
  purpose: string,
): Setting<S> => ({ schema, default: fallback, processes, compose, purpose });
