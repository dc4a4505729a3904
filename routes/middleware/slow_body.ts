/** Bodies that trickle in hold a connection, and what waits behind it, for as long as their sender likes. */
import type { MiddlewareHandler } from "hono";
import { AppError } from "../../contracts/errors.ts";
import type { AppEnv } from "../http/app_env.ts";

/** How long a body may be waited for, beside what its bytes take at the slowest speed that is accepted. */
const PATIENCE_MS = 15_000;
/** A phone at the edge of its network sends more, bytes a second. */
const SLOWEST = 8_192;

/** Gives up on bodies that come too slowly: 408, and the connection is closed. */
export function slowBody(patienceMs = PATIENCE_MS): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { raw } = c.req;
    if (!raw.body) return await next();
    c.req.raw = new Request(raw, { body: timed(raw.body, patienceMs) });
    await next();
    if (c.res.status === 408) c.res.headers.set("connection", "close");
  };
}

/** The same bytes; errors once more time has been spent on waiting for them than they may take. */
function timed(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  patienceMs: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let leftMs = patienceMs;
  return new ReadableStream({
    async pull(controller) {
      const asked = performance.now();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<null>((resolve) => timer = setTimeout(resolve, leftMs, null));
      try {
        const piece = await Promise.race([reader.read(), late]);
        if (piece === null) {
          const error = new AppError("too_slow", "The request came too slowly. Try again.");
          reader.cancel(error).catch(() => {});
          controller.error(error);
        } else if (piece.done) controller.close();
        else {
          leftMs += (piece.value.length / SLOWEST) * 1_000 - (performance.now() - asked);
          controller.enqueue(piece.value);
        }
      } finally {
        clearTimeout(timer);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
