/** A body that does not come is not waited for; one that comes slowly but surely is. */
import assert from "node:assert/strict";
import { Hono } from "hono";
import { AppError } from "../../contracts/errors.ts";
import type { AppEnv } from "../http/app_env.ts";
import { slowBody } from "./slow_body.ts";

function siteWith(patienceMs: number): Hono<AppEnv> {
  const site = new Hono<AppEnv>();
  site.use(slowBody(patienceMs));
  site.post("/", async (c) => c.text(await c.req.text()));
  site.get("/", (c) => c.text("read"));
  site.onError((error, c) =>
    error instanceof AppError ? c.text(error.code, error.status as 408) : c.text("other", 500)
  );
  return site;
}

/** Posts pieces with a pause before each; `null` = nothing more ever comes. */
async function post(
  pieces: readonly (string | null)[],
  pauseMs: number,
  patienceMs = 80,
): Promise<Response> {
  let stop: (() => void) | undefined;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const [piece, ...rest] = pieces;
      pieces = rest;
      if (piece === undefined) return controller.close();
      if (piece === null) await new Promise<void>((resolve) => stop = resolve);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (piece !== null) controller.enqueue(new TextEncoder().encode(piece));
    },
  }, { highWaterMark: 0 });
  const request = new Request("http://localhost/", { method: "POST", body });
  const response = await siteWith(patienceMs).request(request);
  stop?.();
  return response;
}

Deno.test("slow bodies: one that stops coming is given up, and its connection closed", async () => {
  for (const pieces of [[null], ["begun", null]]) {
    const response = await post(pieces, 1);
    assert.equal(response.status, 408);
    assert.equal(response.headers.get("connection"), "close");
    assert.equal(await response.text(), "too_slow");
  }
});

Deno.test("slow bodies: a byte now and then is not enough", async () => {
  const response = await post(Array(40).fill("x"), 10);
  assert.equal(response.status, 408);
  await response.body?.cancel();
});

Deno.test("slow bodies: what comes fast enough is taken whole, however long it takes", async () => {
  // Together they take longer than a body may be waited for; each earns a second.
  const piece = "y".repeat(8_192);
  const response = await post(Array(12).fill(piece), 100, 1_000);
  assert.equal(response.status, 200);
  assert.equal((await response.text()).length, 12 * piece.length);
  const none = await siteWith(80).request("http://localhost/");
  assert.equal(await none.text(), "read");
});
