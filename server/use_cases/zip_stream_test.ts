/** An archive leaves others their turn while it is packed. */
import assert from "node:assert/strict";
import { turnsDuring } from "../../tests/support/turns.ts";
import { unzip } from "../../tests/support/zip.ts";
import { type ZipEntry, zipStream } from "./zip_stream.ts";

const MIB = 2 ** 20;

async function* entriesOf(content: ZipEntry["content"]): AsyncGenerator<ZipEntry> {
  yield { path: "large.csv", content };
}

for (
  const [name, content] of [
    ["bytes", () => new Uint8Array(4 * MIB)],
    ["a text", () => "0".repeat(4 * MIB)],
    [
      "a text in one piece",
      async function* () {
        yield "0".repeat(4 * MIB);
      },
    ],
  ] as const
) {
  Deno.test(`zip: others have their turn while ${name} of 4 MiB is packed`, async () => {
    const stream = zipStream(entriesOf(content()), new Date(0));
    let zipped: Uint8Array | null = null;
    const turns = await turnsDuring(async () => {
      zipped = await new Response(stream).bytes();
    });
    const files = await unzip(zipped!);
    assert.equal(files["large.csv"]?.length, 4 * MIB);
    // A piece is an eighth of a MiB.
    assert.ok(turns >= 32, `${turns} turns`);
  });
}
