import assert from "node:assert/strict";
import { deviceName } from "./device.ts";

Deno.test("a device is named as its owner would name it", () => {
  const windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
  const mac =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
  const phone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
  const cases: [string | null, string][] = [
    [`${windows} Chrome/130.0.0.0 Safari/537.36`, "Chrome on Windows"],
    [`${windows} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`, "Edge on Windows"],
    [`${windows} Chrome/130.0.0.0 Safari/537.36 OPR/114.0.0.0`, "Opera on Windows"],
    [`${mac} Version/18.0 Safari/605.1.15`, "Safari on Mac"],
    [`${phone} Version/18.0 Mobile/15E148 Safari/604.1`, "Safari on iPhone"],
    [`${phone} CriOS/130.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome on iPhone"],
    [
      "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
      "Firefox on Linux",
    ],
    [
      "Mozilla/5.0 (Linux; Android 14; SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36",
      "Samsung Internet on Android",
    ],
    ["Mozilla/5.0 (compatible)", "A browser"],
    [windows, "A browser on Windows"],
    ["Mozilla/5.0 (compatible) Firefox/130.0", "Firefox"],
    ["curl/8.5.0", "A program (curl)"],
    ["Deno/2.9.6", "A program (Deno)"],
    ["<script>", "Unknown device"],
    ["   ", "Unknown device"],
    [null, "Unknown device"],
  ];
  for (const [userAgent, name] of cases) {
    // Programs write a version behind a slash; the name alone is what a person knows.
    assert.equal(deviceName(userAgent), name, String(userAgent));
  }
});
