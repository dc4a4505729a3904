/** Bundles a module for browsers as the build does. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { build } from "vite";

export interface BrowserBundle {
  /** One ES module. */
  readonly code: string;
  readonly gzipBytes: number;
}

/** @param entry path of the module, from the root of the repository */
export async function bundleForBrowser(entry: string): Promise<BrowserBundle> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      write: false,
      target: "es2023",
      minify: true,
      // As an entry, not as a library: Vite leaves the spaces and comments of an ES library in.
      rollupOptions: { input: entry, preserveEntrySignatures: "strict" },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !("output" in output)) throw new Error(`${entry} gave no bundle`);
  const [chunk] = output.output;
  const { byteLength } = await promisify(gzip)(chunk.code, { level: 9, memLevel: 9 });
  return { code: chunk.code, gzipBytes: byteLength };
}
