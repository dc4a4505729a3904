/** The address under which people reach the app, for links that leave it. */
import type { PageContext } from "./app_env.ts";

/** `PUBLIC_URL`; where it is not set, what the request was sent to. Without a slash at its end. */
export function publicOrigin(c: PageContext): string {
  const { config } = c.get("services");
  return config.hosts === null ? new URL(c.req.url).origin : config.publicUrl;
}
