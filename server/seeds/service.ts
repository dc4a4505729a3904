/**
 * Seeds: accounts with their limits and strategies, as files say. Applying is one transaction and a numbered run; taking a run
 * back is applying what was said before it. Nothing that people made is deleted: what is not asked for any more is archived,
 * and its account is disabled.
 */
import type { Kysely, Transaction } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import { findUserByEmail, insertUser, updateUser } from "../accounts/queries.ts";
import type { Database } from "../db/schema.ts";
import { LIMIT_COLUMNS } from "../limits/account_limits.ts";
import type { Logger } from "../logging/log.ts";
import {
  insertStrategy,
  insertVersion,
  latestVersionNumber,
  updateStrategy,
} from "../strategies/queries.ts";
import { actualContent } from "./actual.ts";
import {
  digestOf,
  manifestSchema,
  type SeedContent,
  type SeedManifest,
  type WantedRow,
  wantedRows,
} from "./manifest.ts";
import {
  insertRun,
  listRuns,
  lockSeeds,
  putSeedRow,
  type SeedRow,
  seedRows,
  type SeedRun,
} from "./queries.ts";

export interface SeedsOptions {
  readonly db: Kysely<Database>;
  readonly log: Pick<Logger, "info">;
  readonly now: () => number;
  /** The hash of a password that nobody knows. */
  readonly unknownPassword: () => Promise<string>;
}

/** What a run has changed, by key. */
export interface SeedReport {
  readonly run: number;
  readonly made: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly same: number;
}

/** Content of a row that no file asks for any more. */
const REMOVED = { kind: "removed" } as const;

export class Seeds {
  constructor(private readonly parts: SeedsOptions) {}

  /** All runs, the newest first. */
  runs(): Promise<SeedRun[]> {
    return listRuns(this.parts.db);
  }

  /**
   * Makes the rows as the manifest says.
   *
   * @param digests SHA-256 of the files by name
   * @throws {AppError} `invalid_input` when an email belongs to an account that seeds did not make
   */
  async apply(
    manifest: SeedManifest,
    digests: Readonly<Record<string, string>>,
  ): Promise<SeedReport> {
    return await this.#run({ action: "apply", of_run: null, digests, manifest });
  }

  /**
   * Goes back to what was said before a run.
   *
   * @throws {AppError} `not_found` when there is no such run
   */
  async rollback(id: number): Promise<SeedReport> {
    const runs = await this.runs();
    if (!runs.some((run) => run.id === id)) {
      throw new AppError("not_found", `There is no run ${id} of seeds.`);
    }
    const before = runs.find((run) => run.id < id);
    return await this.#run({
      action: "rollback",
      of_run: id,
      digests: before?.digests ?? {},
      manifest: manifestSchema.parse(before?.manifest ?? {}),
    });
  }

  /** Keys of rows that are not as the newest run has made them, each with what is different. */
  async verify(): Promise<{ readonly run: number | null; readonly differences: string[] }> {
    const { db } = this.parts;
    const [newest] = await this.runs();
    const differences: string[] = [];
    for (const row of (await seedRows(db)).values()) {
      const wanted = row.content as SeedContent | typeof REMOVED;
      const actual = await actualContent(db, row);
      if (wanted.kind === "removed") {
        if (actual !== null && !actual.isRemoved) differences.push(`${row.key}: is in use again`);
        continue;
      }
      if (actual === null) differences.push(`${row.key}: is gone`);
      else if (actual.isRemoved) differences.push(`${row.key}: is archived or disabled`);
      else differences.push(...fieldsThatDiffer(row.key, wanted, actual.content));
    }
    return { run: newest?.id ?? null, differences: differences.sort() };
  }

  async #run(
    run: Pick<SeedRun, "action" | "of_run" | "digests"> & { readonly manifest: SeedManifest },
  ): Promise<SeedReport> {
    const { db, log, unknownPassword } = this.parts;
    // Before the transaction: it takes a while.
    const passwordHash = await unknownPassword();
    const report = await db.transaction().execute(async (trx) => {
      await lockSeeds(trx);
      const id = await insertRun(trx, run);
      const known = await seedRows(trx);
      const wanted = wantedRows(run.manifest);
      const keys = new Set(wanted.map(({ key }) => key));
      const report = { run: id, made: [] as string[], changed: [] as string[] };
      let same = 0;
      for (const row of wanted) {
        const before = known.get(row.key);
        const actual = before ? await actualContent(trx, before) : null;
        const isSame = actual !== null && !actual.isRemoved &&
          digestOf(actual.content) === digestOf(row.content);
        const rowId = isSame
          ? before?.row_id ?? null
          : await this.#write(trx, row, actual === null ? null : before, passwordHash);
        if (isSame) same++;
        else (actual === null ? report.made : report.changed).push(row.key);
        const { key, content } = row;
        await putSeedRow(trx, {
          key,
          content,
          digest: digestOf(content),
          row_id: rowId,
          run_id: id,
        });
      }
      const removed: string[] = [];
      for (const row of known.values()) {
        if (keys.has(row.key) || (row.content as { kind: string }).kind === "removed") continue;
        await this.#remove(trx, row);
        removed.push(row.key);
        const { key, row_id } = row;
        await putSeedRow(trx, {
          key,
          content: REMOVED,
          digest: digestOf(REMOVED),
          row_id,
          run_id: id,
        });
      }
      return { ...report, removed, same };
    });
    const { run: id, made, changed, removed } = report;
    log.info("seeds applied", {
      run: id,
      action: run.action,
      made: made.length,
      changed: changed.length,
      removed: removed.length,
    });
    return report;
  }

  /** Makes or changes a row; answers its id. `before` is `undefined` or `null` where there is no row to change. */
  async #write(
    trx: Transaction<Database>,
    { email, content }: WantedRow,
    before: SeedRow | null | undefined,
    password_hash: string,
  ): Promise<string> {
    const user = await findUserByEmail(trx, email);
    if (content.kind === "account") {
      if (user && before?.row_id !== user.id) {
        throw new AppError(
          "invalid_input",
          `${email} is an account that seeds did not make. Choose another address.`,
        );
      }
      const { id } = user ?? await insertUser(trx, { email, password_hash });
      const limits = Object.fromEntries(
        Object.entries(LIMIT_COLUMNS).map(([name, column]) => [
          column,
          content.limits[name as keyof typeof LIMIT_COLUMNS] ?? null,
        ]),
      );
      const at = new Date(this.parts.now());
      await updateUser(trx, id, { ...limits, disabled_at: null, updated_at: at });
      return id;
    }
    if (!user) throw new AppError("invalid_input", `There is no account ${email}.`);
    return await this.#writeStrategy(trx, user.id, content, before?.row_id ?? null);
  }

  async #writeStrategy(
    trx: Transaction<Database>,
    user_id: string,
    { name, asset, timeframe, tags, definition }: Extract<SeedContent, { kind: "strategy" }>,
    known: string | null,
  ): Promise<string> {
    const updated_at = new Date(this.parts.now());
    const values = { name, asset, timeframe, tags: JSON.stringify(tags), updated_at };
    const id = known ?? (await insertStrategy(trx, { user_id, ...values })).id;
    if (known !== null) {
      await updateStrategy(trx, id, { ...values, import_name: null, is_archived: false });
    }
    const latest = await latestVersionNumber(trx, id);
    const actual = known === null
      ? null
      : await actualContent(trx, { key: "strategy/", row_id: id });
    const isNewest = actual?.content.kind === "strategy" &&
      digestOf(actual.content.definition) === digestOf(definition);
    // A version is never changed: another document is the next one.
    if (!isNewest) {
      await insertVersion(trx, {
        strategy_id: id,
        version_number: latest + 1,
        definition_json: JSON.stringify(definition),
      });
    }
    return id;
  }

  async #remove(trx: Transaction<Database>, { key, row_id }: SeedRow): Promise<void> {
    if (row_id === null || await actualContent(trx, { key, row_id }) === null) return;
    const at = new Date(this.parts.now());
    if (key.startsWith("account/")) await updateUser(trx, row_id, { disabled_at: at });
    else {
      await updateStrategy(trx, row_id, { is_archived: true, auto_update_enabled: false });
    }
  }
}

function fieldsThatDiffer(key: string, wanted: SeedContent, actual: SeedContent): string[] {
  const fields = new Set([...Object.keys(wanted), ...Object.keys(actual)]);
  const other = [...fields].filter((field) =>
    digestOf(wanted[field as keyof SeedContent] ?? null) !==
      digestOf(actual[field as keyof SeedContent] ?? null)
  );
  return other.length > 0 ? [`${key}: ${other.join(", ")} changed since`] : [];
}
