/** The file of flags: read, checked, and looked at again when it has changed. */
import { parse } from "yaml";
import { z } from "zod";
import { describeError, errorText, type Logger } from "../logging/log.ts";
import { FLAG_NAMES, type FlagName, FLAGS } from "./definitions.ts";

export type FlagValues = Readonly<Partial<Record<FlagName, boolean | string>>>;

/** Larger files are none of flags. */
const MOST_BYTES = 64 * 1024;

const fileSchema = z.strictObject({
  flags: z.strictObject(
    Object.fromEntries(FLAG_NAMES.map((name) => [name, FLAGS[name].schema.optional()])),
  ).nullable().optional(),
});

/** Reads the text of a file. @throws {Error} that says what is wrong, in a line */
export function readFlags(text: string): FlagValues {
  let raw: unknown;
  try {
    raw = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new Error(`is no YAML: ${errorText(error).split("\n")[0]}`);
  }
  const parsed = fileSchema.safeParse(raw ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join(".") || "the whole"}: ${issue?.message}`);
  }
  return (parsed.data.flags ?? {}) as FlagValues;
}

export interface FlagFileState {
  readonly values: FlagValues;
  /** Why the file is not in use as it is now; `null` when it is. */
  readonly problem: string | null;
  /** When what is in use was read, Unix ms; `null` while nothing was. */
  readonly readAtMs: number | null;
}

export interface FlagFileOptions {
  readonly path: string;
  /** Whether it may be missing: nobody has named it. */
  readonly isOptional: boolean;
  readonly log: Logger;
  readonly now: () => number;
  /** Called with the names of flags that have another value than before. */
  readonly onChange: (names: readonly FlagName[]) => void;
}

export class FlagFile {
  #state: FlagFileState = { values: {}, problem: null, readAtMs: null };
  /** What the file looked like: size and time of its last change. */
  #stamp: string | null = null;
  #looking: Promise<void> | null = null;

  constructor(private readonly options: FlagFileOptions) {}

  get state(): FlagFileState {
    return this.#state;
  }

  /** Reads it when it is another than at the last look. Never throws: a file that is wrong leaves everything as it was. */
  look(): Promise<void> {
    return this.#looking ??= this.#look().finally(() => this.#looking = null);
  }

  async #look(): Promise<void> {
    const { path, isOptional, log } = this.options;
    try {
      const stamp = await stampOf(path);
      if (stamp === this.#stamp) return;
      this.#stamp = stamp;
      if (stamp === "missing") {
        if (!isOptional) throw new Error("is not there");
        this.#use({});
        return;
      }
      const text = await Deno.readTextFile(path);
      if (text.length > MOST_BYTES) throw new Error("is too large");
      this.#use(readFlags(text));
    } catch (error) {
      const problem = errorText(error);
      if (problem !== this.#state.problem) {
        log.error("the file of flags cannot be used; its last values stay", {
          path,
          error: describeError(error),
        });
      }
      this.#state = { ...this.#state, problem };
    }
  }

  #use(values: FlagValues): void {
    const { log, now, onChange } = this.options;
    const before = this.#state.values;
    const changed = FLAG_NAMES.filter((name) => before[name] !== values[name]);
    this.#state = { values, problem: null, readAtMs: now() };
    if (changed.length === 0) return;
    for (const name of changed) log.info("flag", { flag: name, value: values[name] ?? null });
    onChange(changed);
  }
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtime, size, ino } = await Deno.stat(path);
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "missing";
    throw error;
  }
}
