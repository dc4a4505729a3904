/**
 * Words that people read: one term for one thing, and none of the phrases that had to be read twice. Comments, identifiers and
 * tests may say what they like.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lineOf, visibleText } from "./support/visible_text.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const FOLDERS = [
  "charts",
  "components",
  "contracts",
  "engine",
  "features",
  "studio",
  "text",
  "ui",
  "islands",
  "routes",
  "server",
  "tools",
];

/** A phrase that is not used (a space stands for any white space), and what to say instead. */
const AVOIDED: readonly (readonly [phrase: RegExp, better: string])[] = [
  // One term for one thing.
  [/\b[Ff]ees? (?:a|each|on each) (?:leg|side|fill|trade)\b/, "Fee per trade side"],
  [/\b[Ss]lippage (?:a|each|on each) (?:fill|leg|side|trade)\b/, "Slippage per fill"],
  [/\b[Bb]uy and hold\b/, "Buy & hold"],
  [/\bHolding (?:[+−]|\$?\{)/, "Buy & hold +45.7 %"],
  [/\bbeside simply holding\b/, "compared with buy & hold"],
  [/\b[Ff]orward record\b/, "Track record"],
  [/\b(?:[Ww]orst|[Dd]eepest|[Ll]argest) fall\b/, "Max drawdown, worst drawdown"],
  [/\bfall (?:−|\$?\{)/, "max. drawdown −52.3 %"],
  [/\b(?:drawdown|fall) (?:was|of) −/, "worst drawdown was 35.1 % (no second sign)"],
  [/% of the capital\b/, "of starting capital"],
  [/\bHeld \(Esc\)/, "Pinned · Esc to release"],
  [/\bdouble-click for all\b/, "double-click to reset"],
  [/\b[Ss]how all of it\b/, "Reset zoom"],
  [/\bSeal(?:ed|ing)?[.,:;]? /, "Track record, locked"],
  [/\bSealed\.|\bSeal anew\b/, "Track record starts …, Restart"],
  [/\b(?:on seals|next seal on|seals? (?:the|v\d|version))\b/, "locks version 2"],
  [/\bnext daily run begins the record\b/, "Track record starts with the next daily run."],
  // Conditions are named by what they say.
  [/\b(?:Compare|Crossover|Crossing) is true\b/, "Close above SMA(200)"],
  [/\bis true least often\b/, "The rarest condition is: RSI crosses below 30"],
  [/\bA crosses B\b|\bWhich way A must cross\b/, "Crosses: from above, from below"],
  [/\bHow A must stand\b|\bmust stand to B\b/, "Condition: [RSI] is above [60]"],
  [/\bAll values known\b/, "Indicators ready"],
  [/\bcame (?:up|down) to (?:\d|\$?\{)/, "RSI was 29.96 before; it had to be 30 or more"],
  [/\b[Nn]othing is wired to\b/, "Crossover needs a value: connect an indicator"],
  [/\bleads? to nothing\b/, "SMA is not connected, so it does nothing."],
  // Backtests and limits.
  [/\b(?:never|not) counts? as (?:a|one of your) backtests?\b/, "Does not use up a backtest"],
  [/\ball this beta allows\b/, "the beta limit"],
  [/\bcount(?: of backtests)? starts again\b/, "Resets on …"],
  [/\bwith the engine of the server\b/, "with the same engine"],
  [/\bRun again in this browser\b/, "Verified: recomputed in your browser, identical"],
  // Riddles, sayings, things that act like people.
  [/\b[Ll]onely peak\b/, "Isolated peak: probably luck"],
  [/\bleans? on (?:it|this|that)\b/, "Sensitive: a small change moves the result a lot"],
  [/\bPlateau, easier to trust\b/, "Stable"],
  [/\bBars show\b/, "Compare nearby values by"],
  [/\bWhat a candle does not (?:say|tell)\b/, "Stop or target first?"],
  [/\b[Mm]ade up for (?:by|after|in)\b/, "Recovered after 42 days, not recovered yet"],
  [/\bcosts are not what it lacks\b/, "lower costs would not save it"],
  [/\bnobody could (?:fit|know)\b/, "prices that did not exist when you built it"],
  [/\bby heart\b/, "fits that past only"],
  [/\bflatters?\b/, "looks too good"],
  [/\bis an accident\b/, "is mostly luck"],
  [/\bprice is restless\b/, "when volatility rises"],
  [/\bHow many percent\b/, "Percent change over the last n candles"],
  [/\bsome candles ago\b/, "n candles ago"],
  [/\bHow much each trade buys for\b/, "How much of your balance each trade uses"],
  [/\b[Ww]here the close stands\b/, "Where the close sits in …"],
  [/\bthe ground\b/, "the background"],
  [/\bKeep it selected and go on\b/, "Add to selection"],
  [/\bLook at the trade (?:before|after)\b/, "Previous trade, next trade"],
  [/\bThen the answer appears here\b/, "Fix the problem above to see the result."],
  [/\bShow the first \(/, "the next step itself: Add an Entry signal"],
  [/\bSelect a block to set it\b/, "No blocks yet. Add one from the left."],
  [/\bHere alone\b/, "Preview only."],
  [/\(careful\)/, "(cautious)"],
  [/, the strategy['’]s own\b/, "(this strategy's market)"],
  // Accounts, lists, settings.
  [/\bdo not fit together\b/, "Wrong email or password."],
  [/\bThere is an account with this email\b/, "This email already has an account."],
  [/\bare kept under it\b/, "Everything you build is saved to this account."],
  [/\bDo you not know one\b/, "Don't recognise one?"],
  [/\bAs the (?:browser says|system)\b/, "Browser time zone, System"],
  [/\bCandles in them\b/, "Imported candles"],
  [/\bLeft empty, it takes\b/, "Optional: defaults to the template's name"],
  [/\bThe small figures are\b/, "Small figures: difference from A"],
  [/\bNothing can be edited meanwhile\b/, "Read-only while comparing."],
  [/\bfailed, and is tried again\b/, "Daily update failed · retrying"],
  [/\bSay with blocks when\b/, "Snap together blocks for when to buy and sell."],
  [/\bStart with no code\b/, "Start free"],
];

Deno.test("words: no phrase that people have to read twice, and one term for one thing", async () => {
  const found: string[] = [];
  for (const folder of FOLDERS) {
    for await (const path of sources(folder)) {
      found.push(...avoidedIn(path, await Deno.readTextFile(join(root, path))));
    }
  }
  assert.deepEqual(found, []);
});

Deno.test("words: text is found however it is written, and named with its line; comments are not text", () => {
  const found = (source: string) => avoidedIn("x.tsx", source).map((line) => line.split(":")[1]);
  assert.deepEqual(found('\nconst label = "Fee a side";'), ["2"]);
  assert.deepEqual(found('<p>\n  Fee a{" "}\n  <b>side</b>\n</p>'), ["2"]);
  assert.deepEqual(found('throw new Error("Fee " +\n  "a side")'), ["1"]);
  assert.deepEqual(found("const text = `${fall(`Fee a side`)} and ${x} Slippage a fill`;"), [
    "1",
    "1",
  ]);
  assert.deepEqual(found("<p>It isn't so. // Fee a side\n</p>"), []);
  assert.deepEqual(found("// Fee a side\n/* Slippage a fill */\nconst a = 1;"), []);
  assert.deepEqual(found('const url = "https://x/Fee a side"; // "Fee a side"'), ["1"]);
  assert.deepEqual(found("`Holding ${percent(x)}`"), ["1"]);
});

/** `path:line: "phrase" → what to say instead`, for each place. */
function avoidedIn(path: string, source: string): string[] {
  const text = visibleText(source);
  const found: { readonly at: number; readonly sentence: string }[] = [];
  for (const [phrase, better] of AVOIDED) {
    const pattern = new RegExp(phrase.source.replaceAll(" ", "\\s+"), "gu");
    for (const match of text.matchAll(pattern)) {
      const words = match[0].replace(/\s+/g, " ").trim();
      found.push({
        at: match.index,
        sentence: `${path}:${lineOf(text, match.index)}: "${words}" → ${better}`,
      });
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ sentence }) => sentence);
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(join(root, folder))) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(name) && !/_test\.tsx?$/.test(name)) yield path;
  }
}
