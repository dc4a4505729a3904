import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { zipOf } from "../../tests/support/zip.ts";
import { openCandleFile } from "./candle_file.ts";

const TEXT = "timestamp,open,high,low,close,volume\n1609459200000,1,2,0.5,1.5,10\n";
const bytesOf = (text: string) => new TextEncoder().encode(text);
const gzip = (text: string) => new Uint8Array(gzipSync(text));

async function textOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const file = await openCandleFile(bytes);
  assert.ok(file.ok, file.ok ? "" : file.message);
  return file.text;
}

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return bytes;
}

Deno.test("candle file: text in every encoding, plain and packed", async () => {
  assert.equal(await textOf(bytesOf(TEXT)), TEXT);
  assert.equal(await textOf(bytesOf("\uFEFF" + TEXT)), TEXT);
  for (const littleEndian of [true, false]) {
    assert.equal(await textOf(utf16("\uFEFF" + TEXT, littleEndian)), TEXT);
    assert.equal(await textOf(utf16(TEXT, littleEndian)), TEXT, "without a mark");
  }
  assert.equal(await textOf(gzip(TEXT)), TEXT);
  const joined = new Uint8Array([...gzip(TEXT), ...gzip("more\n")]);
  assert.equal(await textOf(joined), TEXT + "more\n", "gzip files put behind one another");
  assert.equal(await textOf(await zipOf({ "folder/a.csv": TEXT })), TEXT);
  assert.equal(
    await textOf(await zipOf({ "a.csv": TEXT, "__MACOSX/._a.csv": "x", ".DS_Store": "x" })),
    TEXT,
  );
  assert.equal(await textOf(bytesOf("PK,no archive")), "PK,no archive");
});

Deno.test("candle file: what cannot be read is explained in a sentence", async () => {
  const packed = gzip(TEXT.repeat(50));
  const archive = await zipOf({ "a.csv": TEXT.repeat(50) });
  const damaged = archive.slice();
  damaged.fill(7, 60, 80);
  const table: [Uint8Array<ArrayBuffer>, RegExp][] = [
    [packed.slice(0, 40), /gzip file is damaged or cut off/],
    [new Uint8Array([0x1f, 0x8b]), /gzip file is damaged or cut off/],
    [archive.slice(0, 60), /ZIP is damaged or cut off/],
    [damaged, /ZIP is damaged or cut off/],
    [await zipOf({}), /ZIP is empty/],
    [await zipOf({ "a.csv": TEXT, "b.csv": TEXT }), /ZIP holds 2 files \(a\.csv, b\.csv\)/],
    [
      await zipOf(Object.fromEntries([1, 2, 3, 4].map((n) => [`${n}.csv`, TEXT]))),
      /holds 4 files \(1\.csv, 2\.csv, 3\.csv …\)/,
    ],
    [await zipOf({ "a.csv": TEXT }, { password: "secret" }), /ZIP is encrypted/],
    [await zipOf({ "[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>" }), /workbook/],
    [new Uint8Array(gzipSync(gzip(TEXT))), /packed once more/],
    [new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /Excel workbook\. Save it as CSV/],
    [bytesOf("%PDF-1.7"), /PDF/],
    [new Uint8Array([0x28, 0xb5, 0x2f, 0xfd]), /zstd/],
    [new Uint8Array([1, 2, 0, 3, 0, 0, 9]), /not text/],
  ];
  for (const [bytes, message] of table) {
    const file = await openCandleFile(bytes);
    if (file.ok) assert.fail(`not refused: ${message}`);
    assert.match(file.message, message);
    assert.equal(file.tooLarge, false);
  }
});

Deno.test("candle file: unpacking ends at the longest text that is allowed", async () => {
  const zeros = "0".repeat(20 * 1024 * 1024);
  const most = 1024 * 1024;
  for (const bytes of [gzip(zeros), await zipOf({ "a.csv": zeros }), bytesOf(zeros)]) {
    const file = await openCandleFile(bytes, most);
    assert.deepEqual(file, {
      ok: false,
      message: "The file holds more than 1 MiB of text.",
      tooLarge: true,
    });
  }
  assert.ok((await openCandleFile(gzip("0".repeat(most)), most)).ok, "exactly as much");
});

Deno.test("candle file: the size that an archive declares is not trusted", async () => {
  const archive = await zipOf({ "a.csv": "0".repeat(8 * 1024 * 1024) });
  const view = new DataView(archive.buffer);
  // The uncompressed size stands in the local header and in the central directory.
  for (let at = 0; at < archive.length - 4; at++) {
    const signature = view.getUint32(at, true);
    if (signature === 0x02014b50) view.setUint32(at + 24, 100, true);
    if (signature === 0x04034b50 && at === 0) view.setUint32(22, 100, true);
  }
  const file = await openCandleFile(archive, 1024 * 1024);
  assert.equal(file.ok, false);
});
