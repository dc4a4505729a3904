/** The card Import: what is found in a file is shown before anything is sent, and what the server answers is told or asked. */
import assert from "node:assert/strict";
import {
  act,
  cleanup,
  descriptionOf,
  fireEvent,
  render,
  screen,
  visibleText,
  waitFor,
  within,
} from "../../tests/support/dom.ts";
import { ApiError } from "../../contracts/client/api_client.ts";
import { ImportPanel } from "./ImportPanel.tsx";
import { ImportSession } from "./import_session.ts";
import { readHead } from "./read_head.ts";
import type { ImportDone } from "./send_file.ts";

const START = Date.UTC(2022, 0, 1);
const DONE: ImportDone = { inserted: 4, known: 2, replaced: 0, unclosed: 1, missing: 0 };

/** Six hours of candles as TradingView writes them. */
const TRADING_VIEW = "time,open,high,low,close,Volume\n" +
  Array.from({ length: 6 }, (_, i) => `${START / 1000 + i * 3600},10,12.5,9,11,${i}\n`).join("");

/** The card with a session whose sending the test answers. */
function open() {
  const queries: Readonly<Record<string, string>>[] = [];
  const answers: {
    resolve: (done: ImportDone) => void;
    reject: (error: ApiError) => void;
    sent: (share: number) => void;
  }[] = [];
  const session = new ImportSession({
    readHead,
    now: () => Date.UTC(2026, 0, 1),
    progress: () => Promise.resolve(null),
    send(_file, query, sent) {
      queries.push(query);
      const { promise, resolve, reject } = Promise.withResolvers<ImportDone>();
      answers.push({ resolve, reject, sent });
      const cancel = () => reject(new ApiError(0, "aborted", "The import was cancelled."));
      return { done: promise, cancel };
    },
  });
  render(<ImportPanel nowMs={START} zone="Europe/Berlin" names={[]} session={session} />);
  const choose = async (text: string, name: string) => {
    const files = [new File([text], name)];
    fireEvent.change(screen.getByLabelText(/choose one/), { target: { files } });
    await waitFor(() => assert.ok(screen.queryByText(name) ?? screen.queryByRole("alert")));
  };
  const answer = async (how: (last: typeof answers[number]) => void) => {
    await act(async () => {
      how(answers.at(-1)!);
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
  };
  return { choose, answer, queries };
}

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });
const field = (name: string) => screen.getByLabelText<HTMLInputElement | HTMLSelectElement>(name);
const chosen = (name: string) => {
  const select = field(name) as HTMLSelectElement;
  return select.options[select.selectedIndex]?.textContent;
};
const firstCandles = () =>
  within(screen.getByRole("group", { name: "First candles" })).getAllByRole("row")
    .map((row) => [...row.children].map(visibleText));

Deno.test("import card: format, pair, timeframe, unit, columns and the first candles are shown before it is sent", async () => {
  const { choose, answer, queries } = open();
  await choose(TRADING_VIEW, "BINANCE_LTCEUR, 60.csv");
  screen.getByText("BINANCE_LTCEUR, 60.csv");
  screen.getByText("Looks like a file of TradingView, times are Unix seconds.");
  assert.deepEqual([field("Pair").value, field("Timeframe").value, field("Name").value], [
    "LTC/EUR",
    "1h",
    "tradingview",
  ]);
  assert.equal(chosen("Times count"), "Detected: seconds");
  const roles = ["time", "open", "high", "low", "close", "Volume"].map((name) =>
    chosen(`What ${name} holds`)
  );
  assert.deepEqual(roles, ["Time", "Open", "High", "Low", "Close", "Volume"]);
  assert.deepEqual(firstCandles().slice(0, 3), [
    ["Time (UTC)", "Open", "High", "Low", "Close", "Volume"],
    ["1 Jan 2022, 00:00", "10", "12.5", "9", "11", "0"],
    ["1 Jan 2022, 01:00", "10", "12.5", "9", "11", "1"],
  ]);
  assert.equal(queries.length, 0);
  fireEvent.click(button("Import candles"));
  assert.deepEqual(queries, [{ asset: "LTC/EUR", timeframe: "1h", name: "tradingview" }]);
  await answer(({ resolve }) => resolve(DONE));
  assert.match(
    visibleText(screen.getByRole("status")),
    /^Imported LTC\/EUR 1h as “tradingview”: 4 new candles, 2 already there, 1 not closed yet and left out\.$/,
  );
  const link = screen.getByRole("link", { name: "New strategy on it" }).getAttribute("href")!;
  assert.match(new URL(link, "http://lab").searchParams.get("market") ?? "", /LTC\/EUR.* 1h$/);
});

Deno.test("import card: another unit, zone or column changes the candles that are shown", async () => {
  const { choose, queries } = open();
  const text = "when;first;top;bottom;last\n" +
    [0, 1, 2].map((i) => `2022-07-01 0${i + 2}:00;10;12;9;11\n`).join("");
  await choose(text, "candles.csv");
  assert.equal(button("Import candles").disabled, true, "its columns are not known");
  for (const [at, role] of ["time", "open", "high", "low", "close"].entries()) {
    // Their names are known once the lines can be read.
    const column = screen.getAllByLabelText(/^What .* holds$/)[at]!;
    fireEvent.change(column, { target: { value: role } });
  }
  assert.equal(chosen("What top holds"), "High");
  assert.equal(firstCandles()[1]?.[0], "1 Jul 2022, 02:00");
  assert.ok(screen.getByText(/without volume/));
  fireEvent.change(field("Time zone of the file"), { target: { value: "Europe/Berlin" } });
  assert.equal(firstCandles()[1]?.[0], "1 Jul 2022, 00:00");
  assert.equal(button("Import candles").disabled, true, "the pair is missing");
  fireEvent.input(field("Pair"), { target: { value: "ltc-eur" } });
  assert.match(descriptionOf(field("Pair")), /A pair is two symbols with a slash between them/);
  fireEvent.input(field("Pair"), { target: { value: "ltc/eur" } });
  fireEvent.click(button("Import candles"));
  assert.deepEqual(queries, [{
    asset: "LTC/EUR",
    timeframe: "1h",
    name: "mine",
    zone: "Europe/Berlin",
    columns: "time:0,open:1,high:2,low:3,close:4",
  }]);
});

Deno.test("import card: a wrong line in the first ones is said, and keeps it from being sent", async () => {
  const { choose } = open();
  await choose(TRADING_VIEW.replace("10,12.5,9,11,3", "10,8,9,11,3"), "BINANCE_LTCEUR, 60.csv");
  assert.match(visibleText(screen.getByRole("status")), /^Line 5: /);
  assert.equal(button("Import candles").disabled, true);
});

Deno.test("import card: what is no candle file is said where the file is chosen", async () => {
  const { choose } = open();
  await choose("", "nothing.csv");
  assert.match(visibleText(screen.getByRole("alert")), /nothing\.csv is empty/);
  assert.equal(screen.getByLabelText<HTMLInputElement>(/choose one/).disabled, false);
});

Deno.test("import card: wrong lines are all listed, and how it is read can be changed", async () => {
  const { choose, answer } = open();
  await choose(TRADING_VIEW, "BINANCE_LTCEUR, 60.csv");
  fireEvent.click(button("Import candles"));
  const lines = [3, 1204, 90_000];
  const issues = lines.map((line) => ({ line, message: "The high is below the low." }));
  await answer(({ reject }) =>
    reject(
      new ApiError(422, "invalid_input", "3 lines are not right. Nothing was imported.", issues),
    )
  );
  assert.match(visibleText(screen.getByRole("alert")), /3 lines are not right/);
  const list = screen.getByRole("list", { name: "Lines that are not right" });
  assert.deepEqual(within(list).getAllByRole("listitem").map(visibleText), [
    "Line 3 The high is below the low.",
    "Line 1,204 The high is below the low.",
    "Line 90,000 The high is below the low.",
  ]);
  button("Download the list");
  fireEvent.click(button("Change how it is read"));
  assert.equal(field("Pair").value, "LTC/EUR", "what was said of it stays");
});

Deno.test("import card: sending shows how far it is, and is cancelled without losing what was said", async () => {
  const { choose, answer, queries } = open();
  await choose(TRADING_VIEW, "BINANCE_LTCEUR, 60.csv");
  fireEvent.input(field("Name"), { target: { value: "second" } });
  fireEvent.click(button("Import candles"));
  assert.equal(visibleText(screen.getByRole("status")), "Uploading, 0 %…");
  await answer(({ sent }) => sent(0.42));
  assert.equal(visibleText(screen.getByRole("status")), "Uploading, 42 %…");
  assert.equal(screen.getByRole<HTMLProgressElement>("progressbar").getAttribute("value"), "0.42");
  await answer(({ sent }) => sent(1));
  assert.equal(visibleText(screen.getByRole("status")), "Reading the file…");
  assert.equal(screen.getByRole("progressbar").hasAttribute("value"), false);
  await answer(() => fireEvent.click(button("Cancel")));
  assert.equal(screen.queryByRole("progressbar"), null);
  assert.equal(field("Name").value, "second");
  fireEvent.click(button("Import candles"));
  assert.deepEqual(queries.map(({ name }) => name), ["second", "second"]);
  await answer(({ resolve }) => resolve(DONE));
});

Deno.test("import card: what differs from what is stored is asked, and each answer is sent", async () => {
  for (
    const [label, onConflict] of [
      ["Take the file’s values", "replace"],
      ["Keep what is stored", "keep"],
    ] as const
  ) {
    const { choose, answer, queries } = open();
    await choose(TRADING_VIEW, "BINANCE_LTCEUR, 60.csv");
    fireEvent.click(button("Import candles"));
    const sample = "2022-01-01 00:00 UTC: close 1 is stored, 11 is in the file.";
    await answer(({ reject }) =>
      reject(
        new ApiError(409, "candles_differ", "Send it again.", [
          { code: "differing", count: 1, message: "1 candle differs from what is stored." },
          { code: "sample", message: sample },
        ]),
      )
    );
    assert.match(
      visibleText(screen.getByRole("alert")),
      /^1 candle differs from what is stored\. Nothing has been imported yet\. Which values do you want\?$/,
    );
    assert.ok(screen.getByText(sample));
    assert.equal(queries.length, 1, "nothing is sent before it is answered");
    fireEvent.click(button(label));
    assert.equal(queries[1]?.on_conflict, onConflict);
    await answer(({ resolve }) => resolve({ ...DONE, replaced: 1 }));
    assert.match(visibleText(screen.getByRole("status")), /1 replaced/);
    fireEvent.click(button("Import another file"));
    assert.ok(screen.getByLabelText(/choose one/));
    cleanup();
  }
});
