/** Commands of an operator: through the door of the app that has the data folder, and past one that is gone. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { AppError } from "../../contracts/errors.ts";
import { testApp } from "../../tests/support/app.ts";
import { askThroughDoor, openOperatorDoor } from "./door.ts";
import { OPERATOR_COMMANDS } from "./mod.ts";

const ORIGIN = "https://lab.example.com";

testApp(
  "operator door: a command is run by the app, and refused in the command's words",
  async (app) => {
    const { services } = app;
    const { dataDir } = services.config;
    assert.equal(await askThroughDoor(dataDir, "users-list", {}), null, "no app has a door here");
    const ada = await app.person("ada@example.com");
    const door = await openOperatorDoor({ services, origin: ORIGIN }, OPERATOR_COMMANDS);
    try {
      const file = join(dataDir, "operator.json");
      assert.equal((await Deno.stat(file)).mode! & 0o077, 0, "nobody else may read the token");
      const listed = await askThroughDoor(dataDir, "users-list", { search: "ADA" });
      const { accounts, total } = listed?.result as {
        accounts: { email: string }[];
        total: number;
      };
      assert.deepEqual([accounts.map(({ email }) => email), total], [["ada@example.com"], 1]);

      const email = "ada@example.com";
      const made = await askThroughDoor(dataDir, "users-reset-password", { email });
      const { link } = made?.result as { link: string };
      assert.ok(link.startsWith(`${ORIGIN}/reset-password?code=`));
      const code = new URL(link).searchParams.get("code");
      const reset = await app.visitor().post("/auth/password-reset/confirm", {
        code,
        password: "battery staple",
      });
      assert.equal(reset.status, 204, reset.text);
      assert.equal((await ada.get("/users/me")).status, 401, "all sessions are over");

      await askThroughDoor(dataDir, "users-make-owner", { email });
      await askThroughDoor(dataDir, "users-disable", { email, disabled: true });
      const [account] = (await services.administration.list()).accounts;
      assert.equal(account?.role, "owner");
      assert.notEqual(account?.disabled_at, null);

      const nobody = { email: "nobody@example.com" };
      await assert.rejects(
        askThroughDoor(dataDir, "users-make-owner", nobody),
        (error) =>
          error instanceof AppError && /no account with the email nobody/.test(error.message),
      );
      await assert.rejects(askThroughDoor(dataDir, "no-such-command", {}), /knows no such command/);
      await assert.rejects(askThroughDoor(dataDir, "users-make-owner", {}), /The command failed/);

      const { port, token } = JSON.parse(await Deno.readTextFile(file));
      const ask = (path: string, authorization: string, method = "POST") =>
        fetch(`http://127.0.0.1:${port}/${path}`, {
          method,
          headers: { authorization },
          ...(method === "POST" ? { body: "{}" } : {}),
        }).then(async (response) => (await response.body?.cancel(), response.status));
      assert.equal(await ask("users-list", "Bearer wrong"), 401);
      assert.equal(await ask("users-list", ""), 401);
      assert.equal(await ask("users-list", `Bearer ${token}`), 200);
      assert.equal(await ask("users-list", `Bearer ${token}`, "GET"), 404);

      // Left behind by an app that was killed, and its port taken by another program.
      await Deno.writeTextFile(file, JSON.stringify({ port, token: "another" }));
      assert.equal(await askThroughDoor(dataDir, "users-list", {}), null);
      await Deno.writeTextFile(file, "half a fi");
      assert.equal(await askThroughDoor(dataDir, "users-list", {}), null);
      await Deno.writeTextFile(file, JSON.stringify({ port: 9, token }));
      assert.equal(await askThroughDoor(dataDir, "users-list", {}), null);
    } finally {
      await door.close();
    }
    await assert.rejects(Deno.stat(join(dataDir, "operator.json")), Deno.errors.NotFound);
  },
);
