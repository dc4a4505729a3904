/** No secret is in the tree: keys, tokens and passwords are looked for in every file that belongs to the project. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "./source_tree.ts";

/** What a secret looks like, by its kind. */
const SECRETS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ["a key of AWS", /\b(?:AKIA|ASIA)(?!EXAMPLE|[A-Z0-9]*EXAMPLE)[A-Z0-9]{16}\b/],
  ["a key of Stripe", /\b(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{24,}\b/],
  ["a token of GitHub", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})\b/],
  ["a token of GitLab or npm", /\b(?:glpat-[\w-]{20}|npm_[A-Za-z0-9]{36})\b/],
  ["a token of Slack", /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/],
  [
    "a webhook of Slack or Discord",
    /hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{20,}|discord(?:app)?\.com\/api\/webhooks\/\d{17,}\/[\w-]{60,}/,
  ],
  ["a key of Google", /\bAIza[\w-]{35}\b/],
  ["a key of SendGrid or Mailgun", /\bSG\.[\w-]{22}\.[\w-]{43}\b|\bkey-[0-9a-f]{32}\b/],
  ["a token of Telegram", /\b\d{8,10}:AA[\w-]{33}\b/],
  ["a DSN of Sentry", /https:\/\/[0-9a-f]{32}@[\w.-]+\.ingest\.(?:\w+\.)?sentry\.io\/\d+/],
  ["a signed token", /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/],
  [
    "a password in an address",
    /\b(?:postgres(?:ql)?|rediss?|smtps?|amqp|mongodb(?:\+srv)?|https?):\/\/[^\s:/@"'`<>{}$]*:(?=[^\s@"'`]*\d)(?=[^\s@"'`]*[A-Za-z])[A-Za-z0-9!#%&*+.=^_~-]{20,}@/,
  ],
  [
    "a value of a secret setting",
    /^\s*(?:export )?[A-Z][A-Z0-9_]*(?:KEY|SECRET|PASSWORD|TOKEN)\s*[:=]\s*["']?(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{24,}["']?\s*$/m,
  ],
];

/** Files that are secrets, whatever is in them. */
const SECRET_FILES =
  /(?:^|\/)(?:\.env(?!\.example$)[^/]*|id_(?:rsa|ecdsa|ed25519)|.*\.(?:pem|p12|pfx|jks|keystore)|secret\.key|\.npmrc|\.netrc|credentials)$/;
/** Folders that belong to nobody's repository. */
const SKIPPED = new Set([
  ".git",
  "node_modules",
  "dist",
  "data",
  "secrets",
  "logs",
  "candles",
  ".vite",
]);
/** Integrity hashes of packages, and bytes. */
const SKIPPED_FILES = /^deno\.lock$|\.(?:webp|png|woff2|gz|zip|tar|db)$/;

/** `path:line: kind` for each secret; never the secret. */
function secretsIn(path: string, text: string): string[] {
  return SECRETS.flatMap(([kind, pattern]) => {
    const flags = [...new Set(`${pattern.flags}g`)].join("");
    return [...text.matchAll(new RegExp(pattern.source, flags))].map(({ index, 0: found }) => {
      const start = index + found.length - found.trimStart().length;
      return `${path}:${text.slice(0, start).split("\n").length}: ${kind}`;
    });
  });
}

Deno.test("secrets: none is in the tree", async () => {
  const found: string[] = [];
  let looked = 0;
  for await (const path of filesBelow("")) {
    // An operator's own, which git does not take.
    if (path === ".env") continue;
    if (SECRET_FILES.test(path)) found.push(`${path}: a file of secrets`);
    if (SKIPPED_FILES.test(path)) continue;
    looked++;
    found.push(...secretsIn(path, await Deno.readTextFile(join(root, path))));
  }
  assert.ok(looked > 1_000, `${looked} files were read`);
  assert.deepEqual(found, []);
});

Deno.test("secrets: one that is planted is found and named by file and line, and not repeated", () => {
  // Put together here, so that this file has none.
  const letters = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0";
  const planted: readonly [kind: RegExp, text: string][] = [
    [/private key/, ["-----BEGIN", "PRIVATE KEY-----"].join(" ")],
    [/private key/, ["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" ")],
    [/AWS/, `key = "${"AK"}IA${letters.toUpperCase().slice(0, 16)}"`],
    [/Stripe/, `stripe("${"sk"}_live_${letters.slice(0, 24)}")`],
    [/Stripe/, `${"wh"}sec_${letters.slice(0, 32)}`],
    [/GitHub/, `token ${"gh"}p_${letters.slice(0, 36)}`],
    [/GitLab/, `${"gl"}pat-${letters.slice(0, 20)}`],
    [/Slack/, `${"xo"}xb-${letters.slice(0, 24)}`],
    [/Discord/, `https://discord.com/api/${"web"}hooks/${"1".repeat(18)}/${letters}${letters}`],
    [/Google/, `${"AI"}za${letters.slice(0, 35)}`],
    [/Telegram/, `${"12345678"}:AA${letters.slice(0, 33)}`],
    [/Sentry/, `https://${"0a".repeat(16)}@o1.${"ingest"}.sentry.io/42`],
    [/signed token/, `${"ey"}J${letters}.${"ey"}J${letters}.${letters}`],
    [/in an address/, `postgres://app:${letters.slice(0, 24)}@db:5432/app`],
    [/secret setting/, `BACKUP_KEY=${letters}`],
    [/secret setting/, `  S3_SECRET_ACCESS_KEY: "${letters}"`],
  ];
  for (const [kind, text] of planted) {
    const found = secretsIn("x.ts", `first\n${text}\nlast`);
    assert.ok(found.some((line) => line.startsWith("x.ts:2: ") && kind.test(line)), `${kind}`);
    assert.ok(!found.join().includes(letters.slice(0, 16)));
  }
  const plain =
    "KEY=\nBACKUP_KEY=change-me\nAPI_KEY: ${API_KEY:-}\npostgres://user:password@host/x";
  assert.deepEqual(secretsIn("x", plain), []);
  for (const path of [".env", "a/.env.production", "ops/id_rsa", "x/server.pem", "secret.key"]) {
    assert.match(path, SECRET_FILES);
  }
  assert.doesNotMatch(".env.example", SECRET_FILES);
});

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(join(root, folder))) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (isDirectory && !SKIPPED.has(name)) yield* filesBelow(path);
    else if (isFile) yield path;
  }
}
