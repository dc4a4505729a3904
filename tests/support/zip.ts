/** Opening a ZIP the way a person's computer does. */
import { configure, TextWriter, Uint8ArrayReader, ZipReader } from "@zip.js/zip.js";

configure({ useWebWorkers: false });

/** The texts of all files in the archive by their paths; checks every checksum. */
export async function unzip(bytes: Uint8Array): Promise<Record<string, string>> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes));
  const files: Record<string, string> = {};
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    files[entry.filename] = await entry.getData(new TextWriter(), { checkSignature: true });
  }
  await reader.close();
  return files;
}
