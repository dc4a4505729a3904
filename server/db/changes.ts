/**
 * Which tables have been written to. The embedded database belongs to one process, so every write passes here, and what was
 * read while nothing has been written since still holds. On PostgreSQL other processes write too, and nothing is counted.
 */
import type {
  Dialect,
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryId,
  RootOperationNode,
} from "kysely";
import type { Database } from "./schema.ts";

export type TableName = keyof Database & string;

/** Stands for every table: a statement that does not tell what it writes to. */
const ANY = "*";

export class Changes {
  readonly #counts = new Map<string, number>();
  /** Written since the last commit, and seen by others from then on. */
  readonly #open = new Set<string>();

  /** Another number after every write to one of `tables`: what was read at the same number is as it was. */
  stampOf(tables: readonly TableName[]): number {
    let sum = this.#counts.get(ANY) ?? 0;
    for (const table of tables) sum += this.#counts.get(table) ?? 0;
    return sum;
  }

  /** A statement has written. */
  wrote(table: string): void {
    this.#open.add(table);
    this.#count(table);
  }

  /** A transaction has ended: only now others see what it wrote. */
  committed(): void {
    for (const table of this.#open) this.#count(table);
    this.#open.clear();
  }

  #count(table: string): void {
    this.#counts.set(table, (this.#counts.get(table) ?? 0) + 1);
  }
}

/** Counts every statement that has written, before who asked for it goes on. */
export class ChangesPlugin implements KyselyPlugin {
  readonly #writes = new WeakMap<QueryId, readonly string[]>();

  constructor(private readonly changes: Changes) {}

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    const tables = writtenBy(node);
    if (tables.length > 0) this.#writes.set(queryId, tables);
    return node;
  }

  transformResult({ queryId, result }: PluginTransformResultArgs) {
    for (const table of this.#writes.get(queryId) ?? []) this.changes.wrote(table);
    return Promise.resolve(result);
  }
}

/** The dialect, whose commits are counted. */
export function countingCommits(dialect: Dialect, changes: Changes): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => {
      const driver = dialect.createDriver();
      const commit = driver.commitTransaction.bind(driver);
      driver.commitTransaction = async (connection) => {
        try {
          await commit(connection);
        } finally {
          changes.committed();
        }
      };
      return driver;
    },
  };
}

/** The tables that a statement writes to. */
function writtenBy(node: RootOperationNode): string[] {
  switch (node.kind) {
    case "SelectQueryNode":
      return insideWith(node);
    case "InsertQueryNode":
      return [node.into ? nameOf(node.into) : ANY, ...insideWith(node)];
    case "UpdateQueryNode":
      return [node.table ? nameOf(node.table) : ANY, ...insideWith(node)];
    case "DeleteQueryNode":
      return [...node.from.froms.map(nameOf), ...insideWith(node)];
    case "RawNode":
      return /^\s*select\b/i.test(node.sqlFragments[0] ?? "") ? [] : [ANY];
    default:
      return [ANY];
  }
}

type WithWith = Extract<RootOperationNode, { readonly kind: "SelectQueryNode" }>;

/** A statement may write in its `with`, too. */
function insideWith({ with: node }: Pick<WithWith, "with">): string[] {
  return (node?.expressions ?? []).flatMap(({ expression }) =>
    writtenBy(expression as RootOperationNode)
  );
}

function nameOf(node: { readonly kind: string }): string {
  if (node.kind === "AliasNode") return nameOf((node as unknown as { node: typeof node }).node);
  if (node.kind !== "TableNode") return ANY;
  return (node as unknown as { table: { identifier: { name: string } } }).table.identifier.name;
}
