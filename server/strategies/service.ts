/** Strategies and their immutable versions. Those of another account are not found. */
import type { Kysely, Transaction } from "kysely";
import { AppError, type Issue } from "../../contracts/errors.ts";
import type {
  CreateStrategy,
  ListStrategies,
  SaveVersion,
  Strategy,
  StrategyDetail,
  StrategyListItem,
  UpdateStrategy,
  UpdateVersion,
  Validation,
  Version,
} from "../../contracts/strategies.ts";
import { keptContext, readContext } from "../../contracts/strategy_context.ts";
import { type Fault, parseStrategy, type StrategyDocument, TEMPLATES } from "../../engine/mod.ts";
import { isForeignKeyViolation, isUniqueViolation } from "../db/errors.ts";
import type { Changes } from "../db/changes.ts";
import type { Database, StrategyRow, StrategyVersionRow } from "../db/schema.ts";
import type { Limits } from "../limits/limits.ts";
import { openRecord } from "../track_records/records.ts";
import type { Trial } from "../../contracts/trial_bounds.ts";
import type { Trials } from "../../contracts/trials.ts";
import { compilations } from "./compilations.ts";
import {
  findStrategy,
  findVersion,
  insertStrategy,
  insertVersion,
  latestVersionNumber,
  listVersions,
  type ReadRow,
  strategiesOnImports,
  updateStrategy,
  updateVersionNote,
} from "./queries.ts";
import type { MarketData } from "../market_data/service.ts";
import { OfferedAssets } from "../market_data/offered_assets.ts";
import { StrategyLists } from "./lists.ts";
import { toStrategy } from "./strategy_row.ts";
import { type ChosenMarket, marketAfter, requireMarket } from "./chosen_market.ts";
import { addTrials, inheritTrials, trialsOf } from "./trials.ts";
import { untitledName, usualMarket } from "./untitled.ts";

export interface StrategiesOptions {
  readonly db: Kysely<Database>;
  readonly limits: Limits;
  readonly now: () => number;
  /** What this process writes, when no other one does; absent = others write too. */
  readonly changes?: Changes | null;
  /** What everybody may choose; absent = what is on offer everywhere. */
  readonly assets?: OfferedAssets;
  /** Where an import ends, as {@link MarketData.endOf}; absent = nobody has any. */
  readonly endOf?: MarketData["endOf"];
}

export class Strategies {
  readonly #db: Kysely<Database>;
  readonly #offer: { readonly db: Kysely<Database>; readonly assets: OfferedAssets };
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #lists: StrategyLists;

  constructor(
    { db, limits, now, changes = null, assets = new OfferedAssets([]), endOf }: StrategiesOptions,
  ) {
    this.#db = db;
    this.#offer = { db, assets };
    this.#lists = new StrategyLists({ db, changes, now, assets, ...endOf ? { endOf } : {} });
    this.#limits = limits;
    this.#now = now;
  }

  /** The strategies of one account: pinned ones first, and of both the last changed first unless `sort` says otherwise. */
  list(userId: string, query: ListStrategies = {}): Promise<readonly StrategyListItem[]> {
    return this.#lists.of(userId, query);
  }

  /**
   * Blank, from a template or with a document of its own. With an `id` that this account has already, that strategy is the
   * answer, as it is.
   *
   * @throws {AppError} `limit_reached`, `invalid_strategy`, `not_found` for an import that is not the account's, or `invalid_input` for a template that does not exist and an `id`
   * that is not free
   */
  async create(userId: string, input: CreateStrategy): Promise<StrategyDetail> {
    const made = input.id === undefined ? null : await findStrategy(this.#db, userId, input.id);
    if (made) return await this.get(userId, made.id);
    if (input.template !== undefined && input.definition !== undefined) {
      throw new AppError("invalid_input", "Send a template or a definition, not both.", {
        issues: [{ path: "definition", message: "Leave out the template or the definition." }],
      });
    }
    const template = TEMPLATES.find(({ id }) => id === input.template);
    if (input.template !== undefined && !template) {
      throw new AppError("invalid_input", "There is no such template.", {
        issues: [{ path: "template", message: "Choose a template from the list." }],
      });
    }
    const { id, name, asset, timeframe, definition, context } = input;
    const document = definition === undefined ? template?.document : readDocument(definition);
    await requireMarket(this.#offer, userId, input);
    const values = {
      name,
      asset,
      timeframe,
      import_name: input.import ?? null,
      ...(context === undefined ? {} : { context: JSON.stringify(keptContext(context)) }),
      ...(id === undefined ? {} : { id }),
    };
    try {
      return await this.#insert(userId, values, document ?? null);
    } catch (error) {
      if (id === undefined || !isUniqueViolation(error)) throw error;
      // Two requests with one id at once: the other one made it. One of another account is not disclosed.
      if (await findStrategy(this.#db, userId, id)) return await this.get(userId, id);
      throw new AppError("invalid_input", "This id is taken. Choose another.", {
        issues: [{ path: "id", message: "This id is taken. Choose another." }],
      });
    }
  }

  /**
   * A strategy without blocks, named by the next free number, on the market that was used last. With an `id` that is asked for
   * twice, the one that was made the first time, as long as nothing has been saved in it.
   *
   * @throws {AppError} `limit_reached`; `invalid_input` for an `id` of another account
   */
  async createUntitled(userId: string, id?: string): Promise<StrategyDetail> {
    const made = id === undefined ? undefined : await findStrategy(this.#db, userId, id);
    if (made && !made.is_archived && !await this.#latest(made.id)) {
      return await this.get(userId, made.id);
    }
    const [name, market] = await Promise.all([
      this.untitledName(userId),
      this.usualMarket(userId),
    ]);
    const wanted = id === undefined || made ? {} : { id };
    try {
      return await this.create(userId, { ...wanted, name, ...market });
    } catch (error) {
      // The first of two presses took the last place.
      if (id === undefined || made || !await findStrategy(this.#db, userId, id)) throw error;
      return await this.get(userId, id);
    }
  }

  /** Those that are tested on candles of the account's own. */
  onImports(userId: string) {
    return strategiesOnImports(this.#db, userId);
  }

  untitledName(userId: string): Promise<string> {
    return untitledName(this.#db, userId);
  }

  usualMarket(userId: string): Promise<Pick<CreateStrategy, "asset" | "timeframe" | "import">> {
    return usualMarket(this.#offer, userId);
  }

  /** @throws {AppError} `not_found` */
  async get(userId: string, id: string): Promise<StrategyDetail> {
    const row = await this.#own(userId, id);
    const [latest_version, forward_record] = await Promise.all([
      this.#latest(row.id),
      openRecord(this.#db, row.id),
    ]);
    return { ...toDetail(row), latest_version, forward_record };
  }

  /**
   * Changes the row; what `also` does happens with it or not at all.
   *
   * @throws {AppError} `not_found`, also for an import that is not the account's; `limit_reached` when restoring would be one
   * too many; `invalid_input` for a market that is not on offer
   */
  async update(
    userId: string,
    id: string,
    change: UpdateStrategy,
    also: (trx: Transaction<Database>) => Promise<void> = () => Promise.resolve(),
  ): Promise<StrategyDetail> {
    const row = await this.#own(userId, id);
    const { context, tags, is_pinned, ...given } = change;
    const own = withImportName(given, await this.#marketChange(userId, row, change));
    const words = {
      ...(tags === undefined ? {} : { tags: JSON.stringify(tags) }),
      ...(is_pinned === undefined ? {} : { is_pinned }),
    };
    const patch = keptContext(context ?? {});
    const changesItself = Object.keys(own).length > 0;
    const changes = { ...own, ...words, ...patch };
    if (Object.keys(changes).length === 0) return await this.get(userId, id);
    // What it is tested with, and how it is found, is not what it is: that does not count as edited.
    const values = {
      ...words,
      ...(changesItself ? { ...own, updated_at: new Date(this.#now()) } : {}),
    };
    const write = async (trx: Transaction<Database>) => {
      await also(trx);
      await updateStrategy(trx, row.id, values, patch);
    };
    if (row.is_archived && change.is_archived === false) {
      await this.#limits.withRoomForStrategy(userId, write);
    } else {
      await this.#db.transaction().execute(write);
    }
    return await this.get(userId, id);
  }

  /** The market that a change leads to; `null` when it is about something else. */
  async #marketChange(
    userId: string,
    row: ReadRow,
    change: UpdateStrategy,
  ): Promise<ChosenMarket | null> {
    if (
      change.asset === undefined && change.timeframe === undefined && change.import === undefined
    ) {
      return null;
    }
    const market = marketAfter({ ...row, import: row.import_name }, change);
    await requireMarket(this.#offer, userId, market);
    return market;
  }

  /** Hides a strategy from the list; its versions and runs stay. @throws {AppError} `not_found` */
  async archive(userId: string, id: string): Promise<void> {
    await this.update(userId, id, { is_archived: true });
  }

  /** The variations of it whose results were looked at. @throws {AppError} `not_found` */
  async trials(userId: string, id: string): Promise<Trials> {
    return await trialsOf(this.#db, (await this.#own(userId, id)).id);
  }

  /** Counts variations whose results were looked at, each content once. @throws {AppError} `not_found` */
  async addTrials(userId: string, id: string, trials: readonly Trial[]): Promise<Trials> {
    const { id: strategyId } = await this.#own(userId, id);
    try {
      return await this.#db.transaction().execute((trx) => addTrials(trx, strategyId, trials));
    } catch (error) {
      // Its account was deleted in between.
      if (isForeignKeyViolation(error)) throw notFound();
      throw error;
    }
  }

  /**
   * A new strategy with the newest version of this one, and with the variations that were tried on the way to it.
   *
   * @throws {AppError} `not_found`, `limit_reached`
   */
  async duplicate(userId: string, id: string): Promise<StrategyDetail> {
    const original = await this.get(userId, id);
    const { name, asset, timeframe, tags, context, latest_version } = original;
    const copy = {
      name: `${name.slice(0, 95)} copy`,
      asset,
      timeframe,
      import_name: original.import,
      tags: JSON.stringify(tags),
      context: JSON.stringify(context),
    };
    return await this.#insert(
      userId,
      copy,
      latest_version?.definition ?? null,
      (trx, copyId) => inheritTrials(trx, original.id, copyId),
    );
  }

  /** All versions, the newest first, without their documents. @throws {AppError} `not_found` */
  async listVersions(userId: string, id: string): Promise<Omit<Version, "definition">[]> {
    const { id: strategy_id } = await this.#own(userId, id);
    const rows = await listVersions(this.#db, strategy_id);
    return rows.map(({ version_number, created_at, note }) => ({
      version_number,
      created_at: created_at.toISOString(),
      note,
    }));
  }

  /** One version with its document. @throws {AppError} `not_found` */
  async getVersion(userId: string, id: string, versionNumber: number): Promise<Version> {
    return toVersion(await this.versionRow(userId, id, versionNumber));
  }

  /** Changes the note of a version; its document never changes. @throws {AppError} `not_found` */
  async updateVersion(
    userId: string,
    id: string,
    versionNumber: number,
    { note }: UpdateVersion,
  ): Promise<Version> {
    const row = await this.versionRow(userId, id, versionNumber);
    await updateVersionNote(this.#db, row.id, note || null);
    return await this.getVersion(userId, id, versionNumber);
  }

  /** The row of one version, the newest without a number. @throws {AppError} `not_found` */
  async versionRow(
    userId: string,
    id: string,
    versionNumber?: number,
  ): Promise<StrategyVersionRow> {
    const { id: strategy_id } = await this.#own(userId, id);
    const row = await findVersion(this.#db, strategy_id, versionNumber);
    if (!row) throw new AppError("not_found", "There is no such version of this strategy.");
    return row;
  }

  /**
   * Saves a document as the next version. One with faults is kept as a draft; one that is no document is refused.
   *
   * @throws {AppError} `not_found`, `invalid_strategy`, `version_conflict` when a version was saved since `base_version`
   */
  async saveVersion(
    userId: string,
    id: string,
    { definition, base_version: baseVersion, note }: SaveVersion,
  ): Promise<Version> {
    const { id: strategy_id } = await this.#own(userId, id);
    const document = readDocument(definition);
    try {
      const row = await this.#db.transaction().execute(async (trx) => {
        const latest = await latestVersionNumber(trx, strategy_id);
        if (latest !== baseVersion) throw conflict(latest);
        const now = new Date(this.#now());
        await updateStrategy(trx, strategy_id, { updated_at: now });
        return await insertVersion(trx, {
          strategy_id,
          version_number: baseVersion + 1,
          definition_json: JSON.stringify(document),
          note: note || null,
          created_at: now,
          updated_at: now,
        });
      });
      return toVersion(row);
    } catch (error) {
      // Two saves at once: the unique key lets one through.
      if (isUniqueViolation(error)) throw conflict(baseVersion + 1);
      throw error;
    }
  }

  /** What keeps a strategy from running: of `definition` when given, else of its newest version. */
  async validate(userId: string, id: string, definition?: unknown): Promise<Validation> {
    await this.#own(userId, id);
    const subject = definition ?? (await this.#latest(id))?.definition ??
      { version: 1, blocks: [], connections: [] };
    return validateDefinition(subject);
  }

  async #insert(
    userId: string,
    values: Pick<CreateStrategy, "name" | "asset" | "timeframe"> & {
      readonly import_name: string | null;
      readonly id?: string;
      readonly tags?: string;
      readonly context?: string;
    },
    definition: unknown,
    also: (trx: Transaction<Database>, id: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<StrategyDetail> {
    const now = new Date(this.#now());
    return await this.#limits.withRoomForStrategy(userId, async (trx) => {
      const row = await insertStrategy(trx, {
        ...values,
        user_id: userId,
        created_at: now,
        updated_at: now,
      });
      await also(trx, row.id);
      const made = { ...toDetail(row), forward_record: null };
      if (definition === null) return { ...made, latest_version: null };
      const version = await insertVersion(trx, {
        strategy_id: row.id,
        version_number: 1,
        definition_json: JSON.stringify(definition),
        created_at: now,
        updated_at: now,
      });
      return { ...made, latest_version: toVersion(version) };
    });
  }

  async #own(userId: string, id: string): Promise<ReadRow> {
    const row = await findStrategy(this.#db, userId, id);
    if (!row) throw notFound();
    return row;
  }

  async #latest(strategyId: string): Promise<Version | null> {
    const row = await findVersion(this.#db, strategyId);
    return row ? toVersion(row) : null;
  }
}

/** Parses and compiles: everything that keeps a document from running, and what is merely odd. */
export function validateDefinition(definition: unknown): Validation {
  const compiled = compilations.of(definition);
  return compiled.kind === "sound"
    ? { valid: true, errors: [], warnings: compiled.warnings.map(toIssue) }
    : { valid: false, errors: compiled.faults.map(toIssue), warnings: [] };
}

/** A fault of a strategy as in the API. */
export function toIssue({ code, block_id, port, param, message }: Fault): Issue {
  return { code, block_id, port, param, message };
}

function readDocument(definition: unknown): StrategyDocument {
  const parsed = parseStrategy(definition);
  if (parsed.ok) return parsed.document;
  throw new AppError(
    "invalid_strategy",
    "This is not a strategy that can be read, so it was not saved.",
    {
      issues: parsed.faults.map(toIssue),
    },
  );
}

/** A change as columns. */
function withImportName<T extends { readonly import?: string | null | undefined }>(
  { import: _name, ...change }: T,
  market: ChosenMarket | null,
) {
  return market === null ? change : { ...change, import_name: market.import };
}

function notFound(): AppError {
  return new AppError("not_found", "There is no such strategy.");
}

function conflict(latest: number): AppError {
  return new AppError(
    "version_conflict",
    `This strategy was saved elsewhere in the meantime (version ${latest}). Nothing of yours is lost: ` +
      "save it as the next version, or open the other one.",
  );
}

function toDetail(row: StrategyRow): Strategy & Pick<StrategyDetail, "context"> {
  return { ...toStrategy(row), context: readContext(row.context) };
}

function toVersion(row: StrategyVersionRow): Version {
  return {
    version_number: row.version_number,
    created_at: row.created_at.toISOString(),
    note: row.note,
    definition: row.definition_json,
  };
}
