import assert from "node:assert/strict";
import { AppError } from "../../contracts/errors.ts";
import { requireUncommon } from "./password_rules.ts";

async function refusal(password: string, email = "ada.lovelace@example.com") {
  try {
    await requireUncommon(password, { email, field: "password" });
    return null;
  } catch (error) {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "invalid_input");
    assert.deepEqual(error.issues, [{ path: "password", message: error.message }]);
    return error.message;
  }
}

Deno.test("password rules: what is on public lists is refused, however it is written", async () => {
  for (
    const common of [
      "password",
      "12345678",
      "Password",
      "PASSWORD",
      "qwertyuiop",
      "ｐａｓｓｗｏｒｄ",
      "aaaaaaaa",
      "abababab",
    ]
  ) {
    assert.match(await refusal(common) ?? "", /first that are guessed/, common);
  }
});

Deno.test("password rules: what is made of the address is refused", async () => {
  for (
    const own of [
      "ada.lovelace",
      "adalovelace",
      "Lovelace",
      "lovelace1",
      "lovelace123",
      "example.com",
      "ada.lovelace@example.com",
      "LovelaceAda!",
      "blockbuilders",
      "Blockbuilders1",
    ]
  ) assert.match(await refusal(own) ?? "", /email address/, own);
});

Deno.test("password rules: everything else is taken", async () => {
  for (
    const good of [
      "correct horse",
      "battery staple",
      "lovelace-4711",
      "Ada likes 3 trees",
      "ü§$%&/()=",
    ]
  ) {
    assert.equal(await refusal(good), null, good);
  }
  // Two letters of an address are in every other word.
  assert.equal(await refusal("sommerregen", "so@me.io"), null);
});
