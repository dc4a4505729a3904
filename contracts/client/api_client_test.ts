/** What a caller gets of each way that an answer can come, or not come whole. */
import assert from "node:assert/strict";
import { api, ApiError } from "./api_client.ts";

const USER = { id: "u1" };
const BLANK = { name: "Blank", asset: "BTC/USDT", timeframe: "1h" } as const;

/** Answers every call with `answer`, over a real connection. */
async function withServer(
  answer: () => Response,
  fn: () => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, answer);
  const { fetch } = globalThis;
  // A page's paths are relative to its own address; there is no page here.
  globalThis.fetch = (path, init) =>
    fetch(new URL(`${path}`, `http://127.0.0.1:${server.addr.port}`), init);
  try {
    await fn();
  } finally {
    globalThis.fetch = fetch;
    await server.shutdown();
  }
}

/** A head and half a body; what follows is up to `then`. */
function half(then: (controller: ReadableStreamDefaultController<Uint8Array>) => void): Response {
  return new Response(
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id":'));
        then(controller);
      },
    }),
    { headers: { "content-type": "application/json" } },
  );
}

const refusal = (status: number, code: string) => (error: unknown) =>
  error instanceof ApiError && error.status === status && error.code === code;

Deno.test("api client: an answer is given as it is, and an empty one as undefined", async () => {
  await withServer(() => Response.json(USER), async () => {
    assert.deepEqual(await api("GET /users/me"), USER);
  });
  await withServer(() => new Response(null, { status: 204 }), async () => {
    assert.equal(await api("DELETE /users/me", { body: { password: "x" } }), undefined);
  });
});

Deno.test("api client: a refusal keeps its status, code, sentence and fields", async () => {
  const error = {
    code: "limit_reached",
    message: "You have 10 strategies.",
    issues: [{ path: "name", message: "Too long." }],
  };
  await withServer(() => Response.json({ error }, { status: 403 }), async () => {
    await assert.rejects(api("POST /strategies", { body: BLANK }), (thrown) => {
      assert.ok(refusal(403, "limit_reached")(thrown));
      assert.equal((thrown as ApiError).message, error.message);
      assert.equal((thrown as ApiError).issue("name"), "Too long.");
      return true;
    });
  });
});

Deno.test("api client: whoever leaves while the body comes is told of nothing else", async () => {
  const leave = new AbortController();
  await withServer(() => half((controller) => controller.error(new Error("left"))), async () => {
    leave.abort();
    await assert.rejects(api("GET /users/me", { signal: leave.signal }), { name: "AbortError" });
  });

  const later = new AbortController();
  let end = () => {};
  await withServer(
    () =>
      half((controller) => {
        end = () => controller.close();
        setTimeout(() => later.abort(), 50);
      }),
    async () => {
      await assert.rejects(api("GET /users/me", { signal: later.signal }), { name: "AbortError" });
      try {
        end();
      } catch {
        // The server may have seen by now that nobody listens.
      }
    },
  );
});

Deno.test("api client: a connection cut in the middle is not an answer", async () => {
  const cut = () => half((controller) => setTimeout(() => controller.error(new Error("cut")), 50));
  await withServer(cut, async () => {
    await assert.rejects(api("GET /users/me"), refusal(0, "unreachable"));
  });
});

Deno.test("api client: what is not JSON is not an answer, whatever its status says", async () => {
  const page = (status: number) => () => new Response("<h1>Proxy</h1>", { status });
  await withServer(page(200), async () => {
    await assert.rejects(api("GET /users/me"), refusal(502, "internal"));
  });
  await withServer(page(503), async () => {
    await assert.rejects(api("GET /users/me"), refusal(503, "internal"));
  });
});
