/** Commands about seeds: `deno task seed …`. */
import { z } from "zod";
import { Passwords } from "../accounts/passwords.ts";
import { newToken } from "../accounts/sessions.ts";
import { manifestSchema } from "../seeds/manifest.ts";
import { Seeds } from "../seeds/service.ts";
import { defineCommand, type OperatorParts } from "./command.ts";

function seedsOf({ services: { database, log, now } }: OperatorParts): Seeds {
  return new Seeds({ db: database.db, log, now, unknownPassword });
}

/** Nobody knows it: the account gets one by a link (`deno task users reset-password`). */
async function unknownPassword(): Promise<string> {
  const passwords = new Passwords();
  try {
    return await passwords.hash(newToken());
  } finally {
    passwords.close();
  }
}

export const applySeeds = defineCommand({
  name: "seeds-apply",
  input: z.strictObject({
    manifest: manifestSchema,
    digests: z.record(z.string(), z.string()),
  }),
  run: (parts, { manifest, digests }) => seedsOf(parts).apply(manifest, digests),
});

export const rollBackSeeds = defineCommand({
  name: "seeds-rollback",
  input: z.strictObject({ run: z.int().positive() }),
  run: (parts, { run }) => seedsOf(parts).rollback(run),
});

export const verifySeeds = defineCommand({
  name: "seeds-verify",
  input: z.strictObject({}),
  run: (parts) => seedsOf(parts).verify(),
});

export const listSeedRuns = defineCommand({
  name: "seeds-runs",
  input: z.strictObject({}),
  async run(parts) {
    const runs = await seedsOf(parts).runs();
    return runs.map(({ id, action, of_run, digests, created_at }) => ({
      id,
      action,
      of_run,
      digests,
      at: new Date(created_at).toISOString(),
    }));
  },
});
