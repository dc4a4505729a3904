/** Seeds as YAML files of a folder. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { manifestSchema, seedFileSchema, type SeedManifest } from "./manifest.ts";

/** All files of a folder, and everything that is wrong with them, a sentence each. */
export interface SeedFiles {
  readonly manifest: SeedManifest | null;
  readonly digests: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

/** Reads all YAML files of a folder; nothing of them where one is wrong. */
export async function readSeedFiles(folder: string): Promise<SeedFiles> {
  const names: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile && /\.ya?ml$/.test(name)) names.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { manifest: null, digests: {}, problems: [`There is no folder ${folder}.`] };
  }
  const digests: Record<string, string> = {};
  const problems: string[] = [];
  const accounts: unknown[] = [];
  for (const name of names.sort()) {
    const text = await Deno.readTextFile(join(folder, name));
    digests[name] = createHash("sha256").update(text).digest("hex");
    const read = readFile(name, text);
    problems.push(...read.problems);
    accounts.push(...read.accounts);
  }
  if (problems.length > 0) return { manifest: null, digests, problems };
  const all = manifestSchema.safeParse({ accounts });
  if (all.success) return { manifest: all.data, digests, problems };
  return {
    manifest: null,
    digests,
    problems: all.error.issues.map(({ message }) => `${message}.`),
  };
}

function readFile(
  name: string,
  text: string,
): { readonly accounts: readonly unknown[]; readonly problems: readonly string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (offset: number | undefined) =>
    offset === undefined ? name : `${name}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) =>
      `${lineOf(pos[0])}: ${message.split("\n")[0]}`
    );
    return { accounts: [], problems };
  }
  const value = document.toJS() ?? {};
  const parsed = seedFileSchema.safeParse(value);
  if (parsed.success) return { accounts: value.accounts ?? [], problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) => {
    // Of a key that is missing its parent has the line.
    let node: unknown;
    for (let length = path.length; length > 0 && !node; length--) {
      node = document.getIn(path.slice(0, length), true);
    }
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    const where = path.length > 0 ? `${path.join(".")}: ` : "";
    return `${lineOf(range?.[0])}: ${where}${message}.`;
  });
  return { accounts: [], problems };
}
