/** What seeds say there has to be: read from YAML files, checked as a whole before anything is written. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { tagsSchema } from "../../contracts/annotations.ts";
import { importTimeframeSchema, pairSchema } from "../../contracts/markets.ts";
import { strategyNameSchema } from "../../contracts/strategies.ts";
import { TEMPLATES } from "../../engine/mod.ts";
import { findAsset, isMarketTimeframe } from "../market_data/catalog.ts";
import { compilations } from "../strategies/compilations.ts";

const keySchema = z.string().regex(
  /^[a-z0-9][a-z0-9-]{0,63}$/,
  "must be a name in small letters, digits and hyphens",
);
const limit = z.int().min(0).max(1_000_000_000).optional();

const strategySchema = z.strictObject({
  /** By which it is known again when its name changes. */
  key: keySchema,
  name: strategyNameSchema,
  asset: pairSchema,
  timeframe: importTimeframeSchema,
  tags: tagsSchema.default([]),
  /** A template of the app, or a document of its own. */
  template: z.string().optional(),
  definition: z.unknown().optional(),
}).superRefine(({ asset, timeframe, template, definition }, ctx) => {
  if (!findAsset(asset)) ctx.addIssue(`there are no candles of ${asset}`);
  if (!isMarketTimeframe(timeframe)) ctx.addIssue(`there are no candles of ${timeframe}`);
  if ((template === undefined) === (definition === undefined)) {
    ctx.addIssue("needs a template or a definition, and not both");
  } else if (template !== undefined && !TEMPLATES.some(({ id }) => id === template)) {
    ctx.addIssue(`there is no template "${template}"`);
  } else if (definition !== undefined) {
    const compiled = compilations.of(definition);
    if (compiled.kind === "sound") return;
    for (const { message } of compiled.faults) ctx.addIssue(`its strategy has a fault: ${message}`);
  }
});

const accountSchema = z.strictObject({
  email: z.email().overwrite((text) => text.trim().toLowerCase()),
  limits: z.strictObject({ strategies: limit, backtests: limit, imports: limit, candles: limit })
    .default({}),
  strategies: z.array(strategySchema).default([]),
});

/** One file of `ops/seed`. */
export const seedFileSchema = z.strictObject({ accounts: z.array(accountSchema).default([]) });

/** All files together. */
export const manifestSchema = seedFileSchema.superRefine(({ accounts }, ctx) => {
  for (const email of repeated(accounts.map((account) => account.email))) {
    ctx.addIssue(`${email} is there twice`);
  }
  for (const { email, strategies } of accounts) {
    for (const key of repeated(strategies.map((strategy) => strategy.key))) {
      ctx.addIssue(`${email} has two strategies with the key ${key}`);
    }
  }
});

export type SeedManifest = z.infer<typeof manifestSchema>;

/** What a seeded row has to be like. */
export type SeedContent =
  | { readonly kind: "account"; readonly limits: SeedManifest["accounts"][number]["limits"] }
  | {
    readonly kind: "strategy";
    readonly name: string;
    readonly asset: string;
    readonly timeframe: string;
    readonly tags: readonly string[];
    readonly definition: unknown;
  };

/** A seeded row by its key; strategies come after their account. */
export interface WantedRow {
  readonly key: string;
  readonly email: string;
  readonly content: SeedContent;
}

/** Every row that a manifest asks for. */
export function wantedRows({ accounts }: SeedManifest): WantedRow[] {
  return accounts.flatMap(({ email, limits, strategies }): WantedRow[] => [
    { key: `account/${email}`, email, content: { kind: "account", limits } },
    ...strategies.map(({ key, name, asset, timeframe, tags, template, definition }): WantedRow => ({
      key: `strategy/${email}/${key}`,
      email,
      content: {
        kind: "strategy",
        name,
        asset,
        timeframe,
        tags,
        definition: definition ?? TEMPLATES.find(({ id }) => id === template)?.document,
      },
    })),
  ]);
}

/** SHA-256 of a value's JSON with its keys in order, hex. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(inOrder(value))).digest("hex");
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => a < b ? -1 : 1).map(([key, one]) => [key, inOrder(one)]),
  );
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, n) => values.indexOf(value) !== n))];
}
