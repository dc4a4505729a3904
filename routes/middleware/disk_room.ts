/** While the disk is full, what would write is refused before anything is asked of the database. */
import type { MiddlewareHandler } from "hono";
import type { DiskRoom } from "../../server/disk/disk_room.ts";
import type { AppEnv } from "../http/app_env.ts";

/** What changes nothing or next to nothing, or makes room: ending a session, checking a strategy, the theme, deleting. */
const ALLOWED =
  /^(?:\/api\/v1)?\/(?:(?:auth\/)?(?:login|logout)|strategies\/[^/]+\/validate|theme|settings\/delete)$/;
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

export function requireDiskRoom(room: Pick<DiskRoom, "require">): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { method } = c.req;
    const path = c.req.path.replace(/\/+$/, "");
    if (!READS.has(method) && method !== "DELETE" && !ALLOWED.test(path)) await room.require();
    await next();
  };
}
