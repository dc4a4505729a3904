/**
 * The built islands and styles: which tags a page needs, and the files themselves. In development the tags point to the
 * Vite dev server instead.
 */
import { fileURLToPath } from "node:url";

/** What a page has to load for one entry (`islands/editor.tsx`). */
export interface AssetTags {
  readonly modules: readonly string[];
  readonly preloads: readonly string[];
  readonly styles: readonly string[];
  readonly fonts: readonly string[];
}

/** A file under `/assets/` or `/`, ready to be sent. */
export interface AssetFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

interface ManifestChunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
}
type Manifest = Readonly<Record<string, ManifestChunk>>;

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};
const IMMUTABLE = "public, max-age=31536000, immutable";
const HOURLY = "public, max-age=3600";

export class Assets {
  readonly #dist: string;
  readonly #static: string;
  readonly #packages: string;
  readonly #viteOrigin: string | null;
  #manifest: Promise<Manifest> | null = null;
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();

  constructor(
    { viteOrigin, root = fileURLToPath(new URL("../..", import.meta.url)) }: {
      readonly viteOrigin: string | null;
      readonly root?: string;
    },
  ) {
    this.#viteOrigin = viteOrigin;
    this.#dist = `${root}dist`;
    this.#static = `${root}static`;
    this.#packages = `${root}node_modules`;
  }

  /**
   * What `entry` needs, with everything that it imports.
   *
   * @throws {Error} when `dist/` is missing, or knows no such entry: the build and the pages do not fit together.
   */
  async tags(entry: string): Promise<AssetTags> {
    if (this.#viteOrigin) {
      const url = `${this.#viteOrigin}/${entry}`;
      return entry.endsWith(".css")
        ? { modules: [`${this.#viteOrigin}/@vite/client`], preloads: [], styles: [url], fonts: [] }
        : { modules: [url], preloads: [], styles: [], fonts: [] };
    }
    const manifest = await (this.#manifest ??= this.#readManifest());
    const chunk = manifest[entry];
    if (!chunk) throw new Error(`${entry} is not in dist/: run "deno task build"`);
    const preloads = new Set<string>();
    const styles = new Set<string>();
    const collect = ({ imports = [], css = [] }: ManifestChunk) => {
      for (const file of css) styles.add(url(file));
      for (const name of imports) {
        const imported = manifest[name];
        if (!imported || preloads.has(url(imported.file))) continue;
        preloads.add(url(imported.file));
        collect(imported);
      }
    };
    collect(chunk);
    const isStyle = chunk.file.endsWith(".css");
    if (isStyle) styles.add(url(chunk.file));
    return {
      modules: isStyle ? [] : [url(chunk.file)],
      preloads: [...preloads],
      styles: [...styles],
      // The Latin letters: what every page shows at once.
      fonts: (chunk.assets ?? []).filter((f) => /inter-latin-wght.*\.woff2$/.test(f)).map(url),
    };
  }

  /** A built file by its name under `/assets/`, in the best encoding that the client takes. */
  async built(name: string, acceptEncoding: string): Promise<AssetFile | null> {
    const type = typeOf(name);
    if (!type) return null;
    const headers: Record<string, string> = { "content-type": type, "cache-control": IMMUTABLE };
    for (const [encoding, ending] of [["br", ".br"], ["gzip", ".gz"]] as const) {
      if (!new RegExp(`\\b${encoding}\\b`).test(acceptEncoding)) continue;
      const body = await this.#read(`${this.#dist}/${name}${ending}`);
      if (!body) continue;
      return {
        body,
        headers: { ...headers, "content-encoding": encoding, vary: "accept-encoding" },
      };
    }
    const body = await this.#read(`${this.#dist}/${name}`);
    return body && { body, headers: { ...headers, vary: "accept-encoding" } };
  }

  /** A file of `static/`, such as the favicon. */
  async fixed(name: string): Promise<AssetFile | null> {
    const type = typeOf(name);
    const body = type && await this.#read(`${this.#static}/${name}`);
    return body ? { body, headers: { "content-type": type, "cache-control": HOURLY } } : null;
  }

  /** A file of swagger-ui. */
  async packaged(name: string): Promise<AssetFile | null> {
    const type = typeOf(name);
    const body = type && await this.#read(`${this.#packages}/swagger-ui-dist/${name}`);
    return body ? { body, headers: { "content-type": type, "cache-control": HOURLY } } : null;
  }

  async #readManifest(): Promise<Manifest> {
    try {
      return JSON.parse(await Deno.readTextFile(`${this.#dist}/.vite/manifest.json`));
    } catch (cause) {
      this.#manifest = null;
      throw new Error(`dist/ is missing: run "deno task build"`, { cause });
    }
  }

  /** Files are few and never change while the process runs, so each is read once. What is missing is not remembered. */
  async #read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const known = this.#files.get(path);
    if (known) return known;
    try {
      const bytes = await Deno.readFile(path);
      this.#files.set(path, bytes);
      return bytes;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }
}

function url(file: string): string {
  return `/assets/${file}`;
}

/** The type of a plain file name; `undefined` for unknown endings and for anything with a path in it. */
function typeOf(name: string): string | undefined {
  if (!/^[\w-][\w.-]*$/.test(name) || name.includes("..")) return undefined;
  return TYPES[name.slice(name.lastIndexOf(".") + 1)];
}
