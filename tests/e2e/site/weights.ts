/** What the scripts of a page weigh, as they travel. */

export interface LoadedScript {
  /** Its name in the build. */
  readonly file: string;
  /** Asked for before anything was painted. */
  readonly beforePaint: boolean;
  /** The script of a worker. */
  readonly worker: boolean;
}

export interface Weighed extends LoadedScript {
  /** The module that it was made for, as the build's manifest calls it; the file itself where it is shared by several. */
  readonly source: string;
  /** Compressed with gzip. */
  readonly bytes: number;
}

/** Looks each script up in the build. Throws when one is not there. */
export async function weigh(
  dist: string,
  scripts: readonly LoadedScript[],
): Promise<readonly Weighed[]> {
  const manifest: Record<string, { file: string; src?: string }> = JSON.parse(
    await Deno.readTextFile(`${dist}/.vite/manifest.json`),
  );
  const sources = new Map(Object.values(manifest).map(({ file, src }) => [file, src]));
  return await Promise.all(scripts.map(async (script) => ({
    ...script,
    source: sources.get(script.file) ?? script.file,
    bytes: await gzipBytes(`${dist}/${script.file}`),
  })));
}

/** The build leaves a file uncompressed where compressing it gains nothing. */
async function gzipBytes(path: string): Promise<number> {
  const { size } = await Deno.stat(`${path}.gz`).catch(() => Deno.stat(path));
  return size;
}

/** A sentence when `scripts` weigh more than `most` bytes together, the heaviest first; `null` when they do not. */
export function overweight(
  page: string,
  scripts: readonly Weighed[],
  { most }: { readonly most: number },
): string | null {
  const sum = scripts.reduce((total, { bytes }) => total + bytes, 0);
  if (sum <= most) return null;
  const heaviest = scripts.toSorted((a, b) => b.bytes - a.bytes);
  const files = heaviest.map(({ file, bytes }) => `${file} ${kilobytes(bytes)}`);
  return `${page}: ${kilobytes(sum)} of JavaScript, at most ${kilobytes(most)}: ${
    files.join(", ")
  }`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`;
}
