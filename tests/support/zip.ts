/** Opening and making a ZIP the way a person's computer does. */
import {
  configure,
  TextReader,
  TextWriter,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
  type ZipWriterAddDataOptions,
} from "@zip.js/zip.js";

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

/** An archive of texts by their paths. */
export async function zipOf(
  files: Readonly<Record<string, string>>,
  options: ZipWriterAddDataOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [path, text] of Object.entries(files)) {
    await writer.add(path, new TextReader(text), options);
  }
  return new Uint8Array(await writer.close());
}
