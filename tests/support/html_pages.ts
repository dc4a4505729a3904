/** The pages as a browser without JavaScript meets them, for tests. */
import { Assets } from "../../server/web_assets/assets.ts";
import { type TestApp, testApp, type TestClient } from "./app.ts";

const built = await new Assets({ viteOrigin: null }).tags("islands/shell.ts").catch(() => null);

/** Pages name the built files, so they can be drawn only where there are some. */
export function testPages(name: string, fn: (app: TestApp) => Promise<void>): void {
  testApp(`pages: ${name}${built ? "" : " [without dist/]"}`, fn, {
    // What stands in for the Vite dev server's address is never asked for anything here.
    ...(built ? {} : { config: { viteOrigin: "http://localhost:5173" } }),
  });
}

const HTML = { accept: "text/html", "content-type": "application/x-www-form-urlencoded" };

export function submit(client: TestClient, path: string, fields: Record<string, string>) {
  return client.send("POST", `/${path}`, new URLSearchParams(fields).toString(), HTML);
}

export function open(client: TestClient, path: string) {
  return client.get(`/${path}`, { accept: "text/html" });
}
