/** An import from the file that was chosen to the candles that are stored. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  type ColumnChoice,
  type DateOrder,
  detectCandleFile,
  type DetectedFile,
  pairIn,
  type TimeUnit,
} from "../../engine/candle_files.ts";
import { ApiError } from "../../contracts/client/api_client.ts";
import type { Issue } from "../../contracts/errors.ts";
import { columnsText, IMPORT_NAME, PAIR } from "../../contracts/import_files.ts";
import { zoneOf } from "../../contracts/time_zones.ts";
import { type FileHead, readHead } from "./read_head.ts";
import { type ImportDone, type SendFile, sendFile, type Sending } from "./send_file.ts";

export const MOST_BYTES = 200 * 1024 * 1024;

/** What whoever imports can say of a file; `null` = as it was found. */
export interface ImportChoice {
  readonly pair: string;
  readonly timeframe: string;
  readonly name: string;
  readonly zone: string;
  readonly unit: TimeUnit | null;
  readonly dateOrder: DateOrder | null;
  readonly columns: ColumnChoice | null;
}

export type ImportState =
  | { readonly kind: "idle"; readonly problem: string | null }
  | { readonly kind: "opening" }
  | { readonly kind: "confirm" }
  /** `sent`: share of the file; `stored`: candles so far, of how many, once they are counted. */
  | {
    readonly kind: "sending";
    readonly sent: number;
    readonly stored: { readonly done: number; readonly total: number } | null;
  }
  /** Lines that are wrong, or a limit. */
  | { readonly kind: "refused"; readonly message: string; readonly issues: readonly Issue[] }
  /** Candles that are stored with other values. */
  | { readonly kind: "differs"; readonly message: string; readonly samples: readonly string[] }
  | { readonly kind: "done"; readonly result: ImportDone };

/** What it asks of the server and the browser, for tests to stand in. */
export interface ImportSources {
  readonly readHead: (file: File) => Promise<FileHead>;
  readonly send: SendFile;
  /** The candles that a series has and will have, while it is being stored; `null` when it is not. */
  readonly progress: (
    series: Pick<ImportChoice, "pair" | "timeframe" | "name">,
  ) => Promise<{ readonly done: number; readonly total: number } | null>;
  readonly now: () => number;
}

const LOOK_MS = 700;

export class ImportSession {
  readonly state: Signal<ImportState> = signal({ kind: "idle", problem: null });
  readonly file: Signal<File | null> = signal(null);
  readonly choice: Signal<ImportChoice>;
  readonly #head: Signal<FileHead | null> = signal(null);
  /** What is known of the file, with what was chosen; `null` before one is open. */
  readonly found: ReadonlySignal<DetectedFile | null>;
  /** What keeps it from being imported, in a sentence, by field. */
  readonly problems: ReadonlySignal<
    Readonly<Partial<Record<"pair" | "timeframe" | "name", string>>>
  >;
  #sending: Sending | null = null;

  constructor(private readonly sources: ImportSources = webSources) {
    this.choice = signal(UNKNOWN);
    const read = computed(() => {
      const { zone, unit, dateOrder, columns } = this.choice.value;
      return JSON.stringify([zone, unit, dateOrder, columns]);
    });
    this.found = computed(() => {
      const head = this.#head.value;
      if (!head) return null;
      // The file is read anew where that changes what is read, not with every letter of a name.
      void read.value;
      const { zone, unit, dateOrder, columns } = this.choice.peek();
      const nowMs = this.sources.now();
      return detectCandleFile(head.text, head.isWhole, {
        nowMs,
        earliestMs: Date.UTC(2009, 0, 1),
        ...(zone === "UTC" ? {} : { zone: zoneOf(zone, nowMs) }),
        ...(unit === null ? {} : { unit }),
        ...(dateOrder === null ? {} : { dateOrder }),
        ...(columns === null ? {} : { columns }),
      });
    });
    this.problems = computed(() => {
      const { pair, timeframe, name } = this.choice.value;
      return {
        ...(PAIR.test(pair)
          ? {}
          : { pair: "A pair is two symbols with a slash between them, such as LTC/EUR." }),
        ...(timeframe === "" ? { timeframe: "Choose the timeframe of the candles." } : {}),
        ...(IMPORT_NAME.test(name)
          ? {}
          : { name: "A name is short: small letters, digits, dots, dashes." }),
      };
    });
  }

  /** Opens a file and finds out what it is. */
  async open(file: File): Promise<void> {
    const refuse = (problem: string) => {
      this.state.value = { kind: "idle", problem };
    };
    if (file.size === 0) return refuse(`${file.name} is empty.`);
    if (file.size > MOST_BYTES) {
      return refuse(`${file.name} is larger than 200 MB. Split it first.`);
    }
    this.state.value = { kind: "opening" };
    try {
      const head = await this.sources.readHead(file);
      if (head.text.slice(0, 10_000).includes("\0")) {
        return refuse(
          `${file.name} is not text. A candle file is CSV, alone or packed as gzip or ZIP.`,
        );
      }
      batch(() => {
        this.file.value = file;
        this.#head.value = head;
        this.choice.value = UNKNOWN;
        const found = this.found.value;
        this.choice.value = {
          ...UNKNOWN,
          pair: pairIn(file.name, found?.names, found?.cells[0]) ?? "",
          timeframe: found?.timeframe ?? "",
          name: found && found.format !== "CSV" ? found.format.toLowerCase() : "mine",
        };
        this.state.value = { kind: "confirm" };
      });
    } catch (error) {
      refuse(error instanceof Error ? error.message : "The file cannot be read.");
    }
  }

  /** Changes what is said of the file; another reading of it may be of another timeframe. */
  set(change: Partial<ImportChoice>): void {
    const before = this.found.peek()?.timeframe ?? "";
    this.choice.value = { ...this.choice.peek(), ...change };
    const found = this.found.value?.timeframe ?? "";
    if (change.timeframe === undefined && found !== before && found !== "") {
      this.choice.value = { ...this.choice.peek(), timeframe: found };
    }
  }

  /** Sends the file; `onConflict` is the answer to what differs from an earlier import. */
  async send(onConflict?: "keep" | "replace"): Promise<void> {
    const file = this.file.peek();
    if (!file || Object.keys(this.problems.peek()).length > 0) return;
    const choice = this.choice.peek();
    this.state.value = { kind: "sending", sent: 0, stored: null };
    const sending = this.sources.send(file, queryOf(choice, onConflict), (sent) => {
      const now = this.state.peek();
      if (now.kind === "sending") this.state.value = { ...now, sent };
    });
    this.#sending = sending;
    const timer = setInterval(() => void this.#look(choice, sending), LOOK_MS);
    try {
      const result = await sending.done;
      this.state.value = { kind: "done", result };
    } catch (error) {
      this.state.value = stateAfter(error);
    } finally {
      clearInterval(timer);
      this.#sending = null;
    }
  }

  /** Gives up what is being sent; nothing of it stays. */
  cancel(): void {
    this.#sending?.cancel();
  }

  /** Back to what was said of the file. */
  back(): void {
    this.state.value = this.file.peek() ? { kind: "confirm" } : { kind: "idle", problem: null };
  }

  /** Forgets the file. */
  reset(): void {
    batch(() => {
      this.file.value = null;
      this.#head.value = null;
      this.choice.value = UNKNOWN;
      this.state.value = { kind: "idle", problem: null };
    });
  }

  async #look(choice: ImportChoice, sending: Sending): Promise<void> {
    const stored = await this.sources.progress(choice).catch(() => null);
    const now = this.state.peek();
    if (stored && this.#sending === sending && now.kind === "sending") {
      this.state.value = { ...now, stored };
    }
  }
}

const UNKNOWN: ImportChoice = {
  pair: "",
  timeframe: "",
  name: "mine",
  zone: "UTC",
  unit: null,
  dateOrder: null,
  columns: null,
};

/** What was chosen as the parameters of the call. */
export function queryOf(
  { pair, timeframe, name, zone, unit, dateOrder, columns }: ImportChoice,
  onConflict?: "keep" | "replace",
): Record<string, string> {
  return {
    asset: pair,
    timeframe,
    name,
    ...(zone === "UTC" ? {} : { zone }),
    ...(unit === null ? {} : { unit }),
    ...(dateOrder === null ? {} : { date_order: dateOrder }),
    ...(columns === null ? {} : { columns: columnsText(columns) }),
    ...(onConflict === undefined ? {} : { on_conflict: onConflict }),
  };
}

function stateAfter(error: unknown): ImportState {
  if (!(error instanceof ApiError)) {
    return { kind: "refused", message: "The import did not work. Try again.", issues: [] };
  }
  if (error.code === "aborted") return { kind: "confirm" };
  if (error.code === "candles_differ") {
    const samples = error.issues.filter(({ code }) => code === "sample");
    const counted = error.issues.find(({ code }) => code === "differing");
    return {
      kind: "differs",
      message: counted?.message ?? error.message,
      samples: samples.map(({ message }) => message),
    };
  }
  const issues = error.issues.filter(({ line }) => line !== undefined && line > 0);
  return { kind: "refused", message: error.message, issues };
}

const webSources: ImportSources = {
  readHead,
  send: sendFile,
  now: () => Date.now(),
  async progress({ pair, timeframe, name }) {
    const answer = await fetch("/api/v1/candles/imports/progress", {
      headers: { accept: "application/json" },
    });
    if (!answer.ok) return null;
    const { imports } = await answer.json() as {
      imports: {
        asset: string;
        timeframe: string;
        name: string;
        stored: number;
        candles: number;
      }[];
    };
    const own = imports.find((one) =>
      one.asset === pair && one.timeframe === timeframe && one.name === name
    );
    return own ? { done: own.stored, total: own.candles } : null;
  },
};
