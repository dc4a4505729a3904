/** What the editor asks of the server, as an interface: the browser's calls in the app, plain objects in tests. */
import type { Fault, StrategyDocument } from "../../engine/mod.ts";

/** A strategy's name and market. */
export interface StrategyInfo {
  readonly id: string;
  readonly name: string;
  readonly asset: string;
  readonly timeframe: string;
  /** The import of one's own that it is tested on. */
  readonly import?: string | null | undefined;
}

/** A saved version with its document. */
export interface SavedVersion {
  readonly versionNumber: number;
  /** ISO time. */
  readonly createdAt: string;
  /** The author's line about it. */
  readonly note: string | null;
  readonly document: StrategyDocument;
}

/** A line of the version history. */
export type VersionSummary = Omit<SavedVersion, "document">;

/** Why a call did not do what was asked. */
export type ApiFailure =
  | { readonly kind: "signed_out" }
  | { readonly kind: "refused"; readonly message: string; readonly faults: readonly Fault[] }
  | { readonly kind: "unreachable"; readonly message: string };

/** The outcome of saving. */
export type SaveOutcome =
  | ({ readonly kind: "saved" } & VersionSummary)
  | { readonly kind: "conflict" }
  | ApiFailure;

/** The outcome of any other call. */
export type Outcome<T> = { readonly kind: "done"; readonly value: T } | ApiFailure;

/** The server, as the editor sees it. None of these throws. */
export interface StrategyApi {
  /** An empty note is none. */
  saveVersion(document: StrategyDocument, baseVersion: number, note: string): Promise<SaveOutcome>;
  /** The newest version; `null` when there is none. */
  latestVersion(): Promise<Outcome<SavedVersion | null>>;
  version(versionNumber: number): Promise<Outcome<SavedVersion>>;
  /** Newest first. */
  versions(): Promise<Outcome<readonly VersionSummary[]>>;
  /** Writes the note of a version, which may be long saved; an empty one is none. */
  noteVersion?(versionNumber: number, note: string): Promise<Outcome<VersionSummary>>;
  rename(name: string): Promise<Outcome<string>>;
  /** Changes its market; absent where nothing is kept on a server. */
  move?(
    asset: string,
    timeframe: string,
    importName: string | null,
  ): Promise<Outcome<Pick<StrategyInfo, "asset" | "timeframe" | "import">>>;
}
