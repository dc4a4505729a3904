/** One Chromium for all browser tests of a run, as a process of its own. Arguments: the program, port, path of its socket. */
import { chromium } from "playwright-core";
import { CHROMIUM_ARGS } from "./env.ts";

const [executablePath = "", port = "0", wsPath = ""] = Deno.args;
await chromium.launchServer({
  executablePath,
  args: [...CHROMIUM_ARGS],
  host: "127.0.0.1",
  port: Number(port),
  wsPath,
});
