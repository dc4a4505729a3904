/** Keys by which programs use the API for an account. */
import { z } from "zod";

/** Keys of one account. */
export const KEY_LIMIT = 20;
export const KEY_NAME_MAX = 60;

export const keyScopeSchema = z.enum(["read", "run"], "Choose what the key may do.");
export type KeyScope = z.infer<typeof keyScopeSchema>;

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** `read`: GET alone. `run`: strategies can be changed and backtests run too. */
  scope: keyScopeSchema,
  /** How the key begins. */
  prefix: z.string(),
  created_at: z.string(),
  /** To within some minutes; `null` before it was used. */
  last_used_at: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const apiKeyListSchema = z.object({ keys: z.array(apiKeySchema) });

export const newApiKeySchema = z.strictObject({
  name: z.string("Give the key a name.").trim().min(1, "Give the key a name.")
    .max(KEY_NAME_MAX, `A name has at most ${KEY_NAME_MAX} characters.`),
  scope: keyScopeSchema,
  /** Needed when it was last typed more than ten minutes ago. */
  password: z.string().max(800).optional(),
});
export type NewApiKey = z.infer<typeof newApiKeySchema>;

/** With the key itself, which is told this once. */
export const madeApiKeySchema = apiKeySchema.extend({ key: z.string() });
