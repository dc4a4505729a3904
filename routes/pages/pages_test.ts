/** The pages as a browser without JavaScript meets them. */
import assert from "node:assert/strict";
import { open, submit, testPages } from "../../tests/support/html_pages.ts";
import pictureStyles from "../../components/pictures/GraphPictureView.module.css.ts";

testPages("a visitor is sent to log in and comes back to where they were going", async (app) => {
  const visitor = app.visitor();
  for (
    const path of ["/strategies", "/strategies/new", "/strategies/x/runs", "/runs/x", "/settings"]
  ) {
    const { status, headers } = await open(visitor, path);
    assert.equal(status, 303, path);
    assert.equal(headers.get("location"), `/login?next=${encodeURIComponent(path)}`, path);
  }
  const fields = { email: "new@example.com", password: "correct horse" };
  const signedUp = await submit(visitor, "/signup?next=%2Fsettings", fields);
  assert.equal(signedUp.status, 303);
  assert.equal(signedUp.headers.get("location"), "/settings");
  assert.match((await open(visitor, "/settings")).text, /new@example\.com/);

  const back = app.visitor();
  const loggedIn = await submit(back, "/login?next=%2Fstrategies%2Fnew", fields);
  assert.equal(loggedIn.headers.get("location"), "/strategies/new");
});

testPages("`next` never leads to another site", async (app) => {
  for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "/login"]) {
    const email = `${crypto.randomUUID()}@example.com`;
    const { headers } = await submit(
      app.visitor(),
      `/signup?next=${encodeURIComponent(next)}`,
      { email, password: "correct horse" },
    );
    assert.equal(headers.get("location"), "/strategies", next);
  }
});

testPages(
  "errors stand beside the field; what was typed stays, the password does not",
  async (app) => {
    const { status, text } = await submit(app.visitor(), "/signup", {
      email: "not-an-address",
      password: "short",
    });
    assert.equal(status, 422);
    assert.match(text, /id="email-error"[^>]*>.*full email address/s);
    assert.match(text, /id="password-error"[^>]*>.*at least 8 characters/s);
    assert.match(text, /<input[^>]*id="email"[^>]*aria-invalid="true"/);
    assert.match(text, /value="not-an-address"/);
    assert.doesNotMatch(text, /value="short"/);
  },
);

testPages("a password never comes back in an answer, whatever else is wrong", async (app) => {
  await app.person("taken@example.com");
  const secret = "tr0ub4dor&3 <secret>";
  for (
    const [path, email, password] of [
      ["/signup", "no address", secret],
      ["/signup", "taken@example.com", secret],
      ["/signup", "new@example.com", secret + "x".repeat(300)],
      ["/login", "no address", secret],
      ["/login", "taken@example.com", secret],
    ] as const
  ) {
    const { status, text } = await submit(app.visitor(), path, { email, password });
    assert.ok(status >= 400 && status < 500, `${path} ${email}: ${status}`);
    assert.ok(!text.includes("tr0ub4dor"), `${path} ${email}`);
    assert.match(text, /<input(?![^>]*value=)[^>]*id="password"|id="password"(?![^>]*value=)/);
  }
});

testPages("a wrong password and an unknown address get the same page", async (app) => {
  await app.person("known@example.com");
  const answer = async (email: string) => {
    const { status, text } = await submit(app.visitor(), "/login", {
      email,
      password: "wrong one",
    });
    assert.equal(status, 401);
    return text.replaceAll(email, "…");
  };
  assert.equal(await answer("known@example.com"), await answer("nobody@example.com"));
});

testPages("who is logged in is not asked again; logging out ends it", async (app) => {
  const person = await app.person();
  assert.equal((await open(person, "/login")).headers.get("location"), "/strategies");
  assert.equal((await submit(person, "/logout", {})).status, 303);
  assert.equal((await open(person, "/strategies")).status, 303);
});

testPages("a strategy is made from words, named by what it buys on", async (app) => {
  const person = await app.person();
  const form = { name: "", asset: "DEMO/USDT", timeframe: "4h", template: "golden_cross" };
  const say = "buy if rsi < 30 and price > sma 200, sell if rsi > 60, stop 4 %";
  const made = await submit(person, "/strategies/new", { ...form, say, from: "say" });
  assert.equal(made.status, 303);
  const { json } = await person.get(made.headers.get("location")!);
  assert.equal(json.name, "RSI(14) below 30 and the close above SMA(200)");
  const { definition } = json.latest_version;
  assert.equal(definition.blocks.length, 10);
  const places = new Set(
    definition.blocks.map(({ position }: { position: unknown }) => JSON.stringify(position)),
  );
  assert.equal(places.size, 10);
  // Beside a template that is chosen, words that nobody built from say nothing.
  const template = await submit(person, "/strategies/new", { ...form, say });
  assert.equal((await person.get(template.headers.get("location")!)).json.name, "Golden cross");
});

testPages("words that are not understood come back, with what is wrong", async (app) => {
  const person = await app.person();
  const form = {
    name: "Mine",
    asset: "DEMO/USDT",
    timeframe: "4h",
    template: "blank",
    from: "say",
  };
  for (
    const [say, message] of [
      ["Buy when VWMA(20) is above 30.", /did you mean VWAP\?/],
      ["", /It does not say when to buy/],
      ["<b>buy</b> \u0000 SELECT 1", /is not understood|is not known/],
      ["x ".repeat(40_000), /too long|is not known/],
    ] as const
  ) {
    const { status, text } = await submit(person, "/strategies/new", { ...form, say });
    assert.equal(status, 422, say.slice(0, 40));
    assert.match(text, message);
    assert.match(text, /value="Mine"/);
    assert.doesNotMatch(text, /<b>buy/);
  }
  const { text } = await submit(person, "/strategies/new", { ...form, say: "Buy when half" });
  assert.match(text, /<textarea[^>]*>Buy when half<\/textarea>/);
});

testPages("somebody else's strategy is not there, and says so on a page", async (app) => {
  const made = await submit(await app.person(), "/strategies/new", {
    name: "Mine",
    asset: "BTC/USDT",
    timeframe: "1h",
    template: "blank",
  });
  const { status, text } = await open(await app.person(), made.headers.get("location") ?? "");
  assert.equal(status, 404);
  assert.match(text, /Page not found/);
  assert.match(text, /Blockbuilders/);
});

testPages(
  "settings keep costs and zone, refuse what makes no sense, delete only on purpose",
  async (app) => {
    const person = await app.person("leaver@example.com");
    assert.equal(
      (await submit(person, "/settings/costs", { fee: "0,2", slippage: "" })).status,
      303,
    );
    assert.match((await open(person, "/settings?saved=costs")).text, /Saved/);
    const wrong = await submit(person, "/settings/costs", { fee: "9", slippage: "x" });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /id="fee-error"/);
    assert.match(wrong.text, /id="slippage-error"/);
    assert.equal((await person.get("/users/me")).json.default_fee_percent, 0.2);

    assert.equal(
      (await submit(person, "/settings/costs", { fee: "0,001", slippage: "0,025 %" })).status,
      303,
    );
    const profile = (await person.get("/users/me")).json;
    assert.deepEqual([profile.default_fee_percent, profile.default_slippage_percent], [
      0.001,
      0.025,
    ]);
    // What the page itself writes is taken as it is.
    const written = { fee: "1.125", slippage: "0.025" };
    assert.equal((await submit(person, "/settings/costs", written)).status, 303);
    assert.equal((await person.get("/users/me")).json.default_fee_percent, 1.125);
    const either = await submit(person, "/settings/costs", { fee: "1,500", slippage: "0,1" });
    assert.equal(either.status, 422);
    assert.match(either.text, /“1,500” can mean 1500 or 1\.5\. Enter one of these\./);
    assert.match(either.text, /value="1,500"/, "what was typed is kept");
    assert.equal((await person.get("/users/me")).json.default_slippage_percent, 0.025);

    assert.equal(
      (await submit(person, "/settings/timezone", { timezone: "Asia/Tokyo" })).status,
      303,
    );
    assert.match((await open(person, "/settings")).text, /data-zone="Asia\/Tokyo"/);
    assert.equal((await submit(person, "/settings/timezone", { timezone: "Mars" })).status, 422);

    const leave = (fields: Record<string, string>) => submit(person, "/settings/delete", fields);
    const confirm = "Leaver@example.com";
    assert.equal((await leave({ confirm: "yes" })).status, 422);
    const last = await leave({ confirm });
    assert.equal(last.status, 200);
    assert.match(last.text, /This is the last question/);
    const unsure = await leave({ confirm, password: "not mine", sure: "yes" });
    assert.equal(unsure.status, 422);
    assert.match(unsure.text, /id="password-error"/);
    assert.equal((await leave({ confirm, sure: "yes" })).status, 422, "no password, no deletion");
    assert.equal((await leave({ password: "correct horse", sure: "yes" })).status, 422);
    assert.equal((await open(person, "/settings")).status, 200, "nothing was deleted so far");
    const gone = await leave({ confirm, password: "correct horse", sure: "yes" });
    assert.equal(gone.headers.get("location"), "/account-deleted");
    assert.match((await open(person, "/account-deleted")).text, /Your account is deleted/);
    assert.equal((await open(person, "/settings")).status, 303);
  },
);

testPages("the theme is a cookie, and the page comes in it from the start", async (app) => {
  const visitor = app.visitor();
  const { status, headers } = await submit(visitor, "/theme", {
    theme: "dark",
    next: "/login?next=%2Fruns",
  });
  assert.equal(status, 303);
  assert.equal(headers.get("location"), "/login?next=%2Fruns");
  assert.match(headers.get("set-cookie") ?? "", /^theme=dark/);
  const page = await visitor.get("//", { accept: "text/html", cookie: "theme=dark" });
  assert.match(page.text, /<html[^>]*data-theme="dark"/);
  const away = await submit(visitor, "/theme", { theme: "dark", next: "//evil.example" });
  assert.equal(away.headers.get("location"), "/");
});

testPages(
  "the first page reads well without JavaScript, whichever template is asked for",
  async (app) => {
    const visitor = app.visitor();
    for (
      const [path, sentence] of [
        ["/", /Buy when RSI\(14\) crosses above 30\. Sell when/],
        ["/?template=golden_cross", /Buy when SMA\(50\) crosses above SMA\(200\)/],
        ["/?template=%00<b>", /Buy when RSI\(14\)/],
      ] as const
    ) {
      const { status, text } = await open(visitor, path);
      assert.equal(status, 200);
      assert.match(text, sentence, path);
      assert.match(text, /DEMO\/USDT \(synthetic\)/);
      assert.match(text, /data-metric="total_return"[^]*?[+−]\d+\.\d.%/);
      const { picture, onlyWide } = pictureStyles;
      assert.match(text, new RegExp(`<svg[^>]*class="${picture} ${onlyWide}"`));
      assert.doesNotMatch(text, /<b>"/);
    }
  },
);

testPages("the editor is open to visitors; saving from it is for accounts", async (app) => {
  const visitor = app.visitor();
  for (const path of ["/try", "/try?template=turtle", "/try?template=nope"]) {
    const { status, text } = await open(visitor, path);
    assert.equal(status, 200, path);
    assert.match(text, /data-island="try"/);
    assert.match(text, /signedIn&quot;:false/);
  }
  const away = await open(visitor, "/try/keep");
  assert.equal(away.headers.get("location"), "/login?next=%2Ftry%2Fkeep");
  assert.match((await open(visitor, "/signup?next=%2Ftry%2Fkeep")).text, /kept in this browser/);
  assert.doesNotMatch((await open(visitor, "/signup")).text, /kept in this browser/);

  const person = await app.person();
  assert.match((await open(person, "/try")).text, /signedIn&quot;:true/);
  const keep = await open(person, "/try/keep");
  assert.match(keep.text, /data-island="keep"/);
  assert.match(keep.text, /stays in this browser/);
  assert.match((await open(person, "/strategies")).text, /data-island="guest_work"/);
});

testPages("nothing is written into a page that its own policy would stop", async (app) => {
  for (const path of ["/", "/login", "/how-backtests-work", "/health", "/nowhere"]) {
    const { text, headers } = await open(app.visitor(), path);
    assert.match(headers.get("content-security-policy") ?? "", /script-src 'self'/);
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)/, path);
    assert.doesNotMatch(text, /\son[a-z]+="/, path);
    assert.match(text, /Simulated performance\. Not investment advice\./, path);
  }
});

testPages("what is typed into a form is shown as text, never as markup", async (app) => {
  const { text } = await submit(app.visitor(), "/login", {
    email: `"><script>alert(1)</script>`,
    password: "x",
  });
  assert.doesNotMatch(text, /<script>alert/);
});

testPages("health is a page for people and JSON for programs", async (app) => {
  const page = await open(app.visitor(), "/health");
  assert.equal(page.status, 200);
  assert.match(page.text, /Database/);
  assert.equal((await app.visitor().get("//health")).json.status, "ok");
});

testPages(
  "with the database away, health is still a page that says so, logged in or not",
  async (app) => {
    const person = await app.person();
    await app.services.database.close();
    for (const client of [person, app.visitor()]) {
      const { status, text } = await open(client, "/health");
      assert.equal(status, 503);
      assert.match(text, /Part of Blockbuilders is not available/);
    }
  },
);

testPages("an address that does not exist is a page with the way back", async (app) => {
  const { status, text } = await open(app.visitor(), "/nowhere");
  assert.equal(status, 404);
  assert.match(text, /Go to the start page/);
});

testPages(
  "settings change the password, log devices out and delete imports without a script",
  async (app) => {
    const person = await app.person("ada@example.com");
    const other = app.visitor();
    const logIn = (password: string) =>
      other.post("/auth/login", { email: "ada@example.com", password });
    await logIn("correct horse");
    const change = (current_password: string, new_password: string) =>
      submit(person, "/settings/password", { current_password, new_password });
    const wrong = await change("nonsense words", "short");
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /id="new_password-error"/);
    assert.doesNotMatch(wrong.text, /nonsense words/, "a password is never sent back");
    assert.match(
      (await change("nonsense words", "battery staple")).text,
      /id="current_password-error"/,
    );
    const changed = await change("correct horse", "battery staple");
    assert.equal(changed.headers.get("location"), "/settings?saved=password#password");
    assert.equal((await other.get("/users/me")).status, 401);

    await logIn("battery staple");
    const page = await open(person, "/settings");
    const [, id] = page.text.match(/name="id" value="([0-9a-f-]{36})"/) ?? [];
    assert.ok(id);
    for (let twice = 0; twice < 2; twice++) {
      assert.equal((await submit(person, "/settings/devices/end", { id })).status, 303);
    }
    assert.equal((await other.get("/users/me")).status, 401);
    await logIn("battery staple");
    assert.equal((await submit(person, "/settings/devices/others", {})).status, 303);
    assert.equal((await other.get("/users/me")).status, 401);

    const csv = `timestamp,open,high,low,close,volume\n${Date.UTC(2024, 0, 1)},10,12,9,11,5\n`;
    await person.post("/candles/import?asset=BTC/USDT&timeframe=1h&name=mine", csv, {
      "content-type": "text/csv",
    });
    assert.match((await open(person, "/settings")).text, /Delete the import mine/);
    const gone = { asset: "BTC/USDT", timeframe: "1h", name: "mine" };
    assert.equal((await submit(person, "/settings/imports/delete", gone)).status, 303);
    assert.doesNotMatch((await open(person, "/settings")).text, /Delete the import mine/);
    assert.equal((await open(person, "/settings/costs")).headers.get("location"), "/settings");
  },
);

testPages("too many wrong passwords are refused on the settings too, in words", async (app) => {
  const person = await app.person();
  const guess = () =>
    submit(person, "/settings/password", {
      current_password: "nonsense words",
      new_password: "battery staple",
    });
  for (let k = 0; k < 8; k++) assert.equal((await guess()).status, 422);
  const shut = await guess();
  assert.equal(shut.status, 429);
  assert.match(shut.headers.get("retry-after") ?? "", /^\d+$/);
  assert.match(shut.text, /Too many tries\. Wait 15 minutes/);
});
