/** What travels between the process and the thread that computes password hashes. */

import type { LoggedError } from "../logging/log_error.ts";

/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane. */
export const ARGON2_PARAMETERS = {
  memorySize: 19_456,
  iterations: 2,
  parallelism: 1,
  hashLength: 32,
} as const;

/** What a hash costs. Only tests have others than {@link ARGON2_PARAMETERS}. */
export type PasswordCost = { readonly [name in keyof typeof ARGON2_PARAMETERS]: number };

export type PasswordRequest =
  & { readonly id: number; readonly password: string }
  & ({ readonly kind: "hash"; readonly cost: PasswordCost } | {
    readonly kind: "verify";
    readonly hash: string;
  });

export type PasswordReply =
  & { readonly id: number }
  & ({ readonly hash: string } | { readonly fits: boolean } | { readonly error: LoggedError });
