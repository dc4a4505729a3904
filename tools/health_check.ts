/** The image's health check: exit 0 when the web process in this container may take traffic, else 1. */
const port = Deno.env.get("PORT") || "8000";
try {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`, {
    signal: AbortSignal.timeout(4_000),
  });
  await response.body?.cancel();
  Deno.exit(response.status === 200 ? 0 : 1);
} catch {
  Deno.exit(1);
}
