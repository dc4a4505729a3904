import assert from "node:assert/strict";
import fc from "fast-check";
import { loginPath, safeReturnPath } from "./return_path.ts";

Deno.test("a path on this site is where one comes back to", () => {
  for (const path of ["/strategies", "/runs/1?tab=trades#equity", "/a//b", "/settings"]) {
    assert.equal(safeReturnPath(path), path);
  }
});

Deno.test("another site never is", () => {
  const wrong = [
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/..//evil.example",
    "/./\\evil.example",
    "evil",
    "",
    null,
    undefined,
    "/login?next=/login",
    "/api/v1/users/me/export",
    "/ü",
  ];
  for (const path of wrong) assert.equal(safeReturnPath(path), "/strategies", String(path));
});

Deno.test("whatever comes in, a browser stays here", () => {
  fc.assert(fc.property(fc.webUrl(), fc.string(), (url, text) => {
    for (const next of [text, `/${text}`, `//${text}`, `/\\${text}`, url, `/${url}`]) {
      const target = new URL(safeReturnPath(next), "https://lab.example.com");
      assert.equal(target.origin, "https://lab.example.com");
    }
  }));
});

Deno.test("the login page is told where one was going", () => {
  assert.equal(loginPath("/runs/1?a=b"), "/login?next=%2Fruns%2F1%3Fa%3Db");
  assert.equal(loginPath("//evil.example"), "/login");
});
