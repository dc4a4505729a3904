/** Calls are counted by kind, and what is left is told. */
import assert from "node:assert/strict";
import { endpointList } from "../../contracts/endpoints/mod.ts";
import { loadConfig } from "../../server/config/config.ts";
import { RATE_RULES } from "../../server/limits/rate_limits.ts";
import { openTestApp, testApp } from "../../tests/support/app.ts";
import { rateKindOf } from "./rate_limit.ts";

const { trustedProxies } = loadConfig({ TRUSTED_PROXIES: "203.0.113.0/24" });
const rateRules = {
  ...RATE_RULES,
  signup: { address: 2, account: null, seconds: 3_600 },
  login: { address: 3, account: null, seconds: 300 },
  runs: { address: 100, account: 2, seconds: 60 },
  everything: { address: 20, account: 12, seconds: 60 },
};
const options = {
  config: { rateLimits: true, trustedProxies, viteOrigin: "http://localhost:5173" },
  rateRules,
};
const from = (address: string) => ({ "x-forwarded-for": address });

testApp("each answer says what is left, and what is too much is refused", async (app) => {
  const visitor = app.visitor();
  const first = await visitor.get("/markets", from("198.51.100.1"));
  assert.equal(first.headers.get("ratelimit-limit"), "20");
  assert.equal(first.headers.get("ratelimit-remaining"), "19");
  assert.match(first.headers.get("ratelimit-reset") ?? "", /^([1-9]|[1-5]\d|60)$/);
  const page = await visitor.get("//login", { accept: "text/html", ...from("198.51.100.1") });
  assert.equal(page.headers.get("ratelimit-remaining"), "18");
  const unknown = await visitor.get("/nothing", from("198.51.100.1"));
  assert.deepEqual([unknown.status, unknown.headers.get("ratelimit-remaining")], [404, "17"]);
  for (let n = 0; n < 17; n++) await visitor.get("/markets", from("198.51.100.1"));
  const refused = await visitor.get("/markets", from("198.51.100.1"));
  assert.equal(refused.status, 429);
  assert.equal(refused.json.error.code, "rate_limited");
  assert.match(refused.headers.get("retry-after") ?? "", /^\d+$/);
  assert.equal(refused.headers.get("ratelimit-remaining"), "0");
  const shown = await visitor.get("//login", { accept: "text/html", ...from("198.51.100.1") });
  assert.equal(shown.status, 429);
  assert.match(shown.text, /Too many requests\. Wait/);
  // Others, the health and files go on.
  assert.equal((await visitor.get("/markets", from("198.51.100.2"))).status, 200);
  const health = await visitor.get("/health", from("198.51.100.1"));
  assert.equal(health.status, 200);
  assert.equal(health.headers.get("ratelimit-limit"), null);
  assert.notEqual((await visitor.get("//robots.txt", from("198.51.100.1"))).status, 429);
}, options);

testApp("an account is counted wherever it asks from, and others are not", async (app) => {
  const person = await app.person();
  const other = await app.person();
  let n = 0;
  const next = () => from(`198.51.100.${n++}`);
  const run = () => person.post("/backtests", {}, next());
  assert.equal((await run()).status, 422);
  assert.equal((await run()).headers.get("ratelimit-limit"), "2");
  assert.equal((await run()).status, 429);
  assert.equal((await person.get("/users/me", next())).status, 200, "other kinds go on");
  while ((await person.get("/users/me", next())).status === 200) assert.ok(n < 14);
  assert.equal(n, 13, "twelve of everything, then a refusal");
  assert.equal((await other.get("/users/me", next())).status, 200);
}, options);

testApp("sign-ups and log-ins are counted for the address, forms and API together", async (app) => {
  const form = (path: string) =>
    app.visitor().post(`/${path}`, "email=a%40example.com&password=wrong", {
      "content-type": "application/x-www-form-urlencoded",
      accept: "text/html",
    });
  await app.person();
  assert.equal((await form("/signup")).status, 422);
  const third = await app.visitor().post("/auth/signup", { email: "b@example.com", password: "x" });
  assert.equal(third.status, 429);
  assert.ok(Number(third.headers.get("retry-after")) > 3_000);
  assert.match(third.json.error.message, /Wait \d+ minutes, then/);
  for (let n = 0; n < 3; n++) assert.equal((await form("/login")).status, 401);
  assert.equal((await form("/login")).status, 429);
  assert.equal((await app.visitor().get("//login", { accept: "text/html" })).status, 200);
}, options);

testApp("sign-up can be closed", async (app) => {
  const typed = { email: "ada@example.com", password: "correct horse" };
  const answer = await app.visitor().post("/auth/signup", typed);
  assert.deepEqual([answer.status, answer.json.error.code], [403, "signup_closed"]);
  const page = await app.visitor().get("//signup", { accept: "text/html" });
  assert.equal(page.status, 200);
  assert.match(page.text, /Sign-up is closed here/);
  assert.doesNotMatch((await app.visitor().get("//login", { accept: "text/html" })).text, /closed/);
  const sent = await app.visitor().post("//signup", "email=a%40b.example&password=correct+horse", {
    "content-type": "application/x-www-form-urlencoded",
    accept: "text/html",
  });
  assert.equal(sent.status, 403);
  assert.match(sent.text, /Sign-up is closed here/);
  const rows = await app.services.database.db.selectFrom("users").select("id").execute();
  assert.deepEqual(rows, []);
}, { config: { signupOpen: false, viteOrigin: "http://localhost:5173" } });

Deno.test("rate limits: the kind of a call is that of its path, however it is written", () => {
  const kinds = Object.fromEntries(
    endpointList.map(({ key, method, path }) => {
      const filled = `/api/v1${path.replace(/\{\w+\}/g, "1")}`;
      assert.equal(rateKindOf(method, `${filled}/`), rateKindOf(method, filled), key);
      return [key, rateKindOf(method, filled)];
    }).filter(([, kind]) => kind !== null),
  );
  const [operators, others] = [true, false].map((is) =>
    Object.fromEntries(
      Object.entries(kinds).filter(([key]) => /^\w+ \/admin\//.test(key) === is),
    )
  );
  assert.deepEqual([...new Set(Object.values(operators ?? {}))], ["operator"]);
  assert.ok(Object.keys(operators ?? {}).length >= 14);
  assert.deepEqual(others, {
    "POST /auth/signup": "signup",
    "POST /auth/join": "signup",
    "POST /auth/password-reset": "links",
    "POST /auth/password-reset/confirm": "links",
    "POST /auth/email/confirm": "links",
    "POST /auth/email/verify": "links",
    "POST /users/me/email": "links",
    "POST /users/me/email/verification": "links",
    "POST /users/me/keys": "keys",
    "POST /auth/login": "login",
    "POST /candles/import": "imports",
    "GET /candles": "candles",
    "GET /backtests/{run_id}/bars": "candles",
    "POST /strategies/{id}/validate": "validation",
    "POST /backtests": "runs",
    "POST /backtests/{run_id}/rerun": "runs",
    "GET /backtests/{run_id}/events": "streams",
    "GET /follows/events": "streams",
    "GET /notices/events": "streams",
    "PATCH /notices/settings": "webhooks",
    "POST /notices/webhook/test": "webhooks",
    "POST /notices/webhook/retry": "webhooks",
  });
  assert.equal(rateKindOf("GET", "/signup"), null);
  assert.equal(rateKindOf("POST", "/signup"), "signup");
  assert.equal(rateKindOf("POST", "/join"), "signup");
  assert.equal(rateKindOf("POST", "/forgot-password"), "links");
  assert.equal(rateKindOf("POST", "/reset-password/"), "links");
  assert.equal(rateKindOf("POST", "/settings/keys"), "keys");
  assert.equal(rateKindOf("POST", "/admin/accounts/delete"), "operator");
  assert.equal(rateKindOf("GET", "/admin"), "operator");
  assert.equal(rateKindOf("GET", "/administer"), null);
  assert.equal(rateKindOf("HEAD", "/api/v1/candles"), "candles");
});

Deno.test({
  name: "rate limits: the usual ones are far from what a person does",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const app = await openTestApp({ config: { rateLimits: true } });
    try {
      const person = await app.person();
      for (let n = 0; n < 200; n++) {
        assert.equal((await person.get("/users/me/sessions")).status, 200);
      }
    } finally {
      await app.close();
    }
  },
});
