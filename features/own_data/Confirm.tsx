/** How a file is read, with its first candles: to be confirmed, or changed. */
import {
  type ColumnChoice,
  type DateOrder,
  type DetectedFile,
  TIMEFRAMES,
  type TimeUnit,
} from "../../engine/candle_files.ts";
import { COLUMN_ROLES, type ColumnRole } from "../../contracts/import_files.ts";
import { dateTime, plain } from "../../text/format.ts";
import { Button } from "../../ui/Button.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Select } from "../../ui/Select.tsx";
import type { ImportSession } from "./import_session.ts";
import fieldStyles from "../../ui/Field.module.css.ts";
import styles from "./ImportPanel.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";

const ROLES: Readonly<Record<ColumnRole, string>> = {
  time: "Time",
  clock: "Time of day",
  open: "Open",
  high: "High",
  low: "Low",
  close: "Close",
  volume: "Volume",
};
const UNITS: readonly TimeUnit[] = ["seconds", "milliseconds", "microseconds", "nanoseconds"];

/** @param zone of the person, offered before the others */
export function Confirm(
  { session, zone }: { readonly session: ImportSession; readonly zone: string },
) {
  const found = session.found.value;
  if (!found) return null;
  const choice = session.choice.value;
  const wrong = session.problems.value;
  const isWritten = found.unit === "a written date" || found.unit === "a date" ||
    choice.zone !== "UTC";
  const asks = found.asksDateOrder || choice.dateOrder !== null;
  const isUnit = choice.unit !== null || UNITS.some((unit) => unit === found.unit);
  const whole = found.problems.find(({ line }) => line >= 0);
  const canSend = found.problems.length === 0 && Object.keys(wrong).length === 0;
  return (
    <form
      class={styles.part}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) void session.send();
      }}
    >
      <p class={fieldStyles.hint} data-part="format">
        {found.format === "CSV" ? "A CSV file" : `Looks like a file of ${found.format}`}
        {found.unit && `, times are ${unitWords(found.unit)}`}
        {found.newestFirst && ", newest first"}
        {found.rows.length > 0 && found.columns?.volume === null && ", without volume"}.
      </p>
      <div class={styles.fields}>
        <TextField
          id="import-pair"
          label="Pair"
          value={choice.pair}
          error={choice.pair === "" ? undefined : wrong.pair}
          hint={choice.pair === "" ? "For example LTC/EUR" : undefined}
          autocomplete="off"
          onInput={(event) => session.set({ pair: event.currentTarget.value.trim().toUpperCase() })}
        />
        <SelectField
          id="import-timeframe"
          label="Timeframe"
          value={choice.timeframe}
          options={[
            ...(choice.timeframe === "" ? [{ value: "", label: "Choose…" }] : []),
            ...Object.keys(TIMEFRAMES).map((name) => ({ value: name, label: name })),
          ]}
          onChange={(event) => session.set({ timeframe: event.currentTarget.value })}
        />
        <TextField
          id="import-name"
          label="Name"
          value={choice.name}
          error={wrong.name}
          hint="Kept apart from your other imports by it"
          autocomplete="off"
          onInput={(event) => session.set({ name: event.currentTarget.value.trim() })}
        />
        {isUnit && (
          <SelectField
            id="import-unit"
            label="Times count"
            value={choice.unit ?? ""}
            options={[
              {
                value: "",
                label: choice.unit === null && found.unit !== null
                  ? `Detected: ${found.unit}`
                  : "Detect",
              },
              ...UNITS.map((unit) => ({ value: unit, label: unit })),
            ]}
            onChange={(event) =>
              session.set({ unit: (event.currentTarget.value || null) as TimeUnit | null })}
          />
        )}
        {isWritten && (
          <SelectField
            id="import-zone"
            label="Time zone of the file"
            value={choice.zone}
            options={zones(zone).map((name) => ({ value: name, label: name }))}
            onChange={(event) => session.set({ zone: event.currentTarget.value })}
          />
        )}
        {asks && (
          <SelectField
            id="import-date-order"
            label="Dates begin with"
            value={choice.dateOrder ?? ""}
            options={[
              ...(choice.dateOrder === null ? [{ value: "", label: "Choose…" }] : []),
              { value: "day_first", label: "the day" },
              { value: "month_first", label: "the month" },
            ]}
            onChange={(event) =>
              session.set({ dateOrder: (event.currentTarget.value || null) as DateOrder | null })}
          />
        )}
      </div>
      {whole && (
        <Notice tone="caution" role="status">
          <p>{whole.line > 0 ? `Line ${whole.line}: ` : ""}{whole.message}</p>
        </Notice>
      )}
      {found.rows.length > 0 && <FirstCandles found={found} />}
      {found.names.length > 0 && <Columns session={session} found={found} />}
      <div class={styles.buttons}>
        <Button type="submit" variant="primary" disabled={!canSend}>Import candles</Button>
        <Button variant="ghost" onClick={() => session.reset()}>Choose another file</Button>
      </div>
    </form>
  );
}

function FirstCandles({ found }: { readonly found: DetectedFile }) {
  return (
    <div class={tableStyles.scroll} tabIndex={0} role="group" aria-label="First candles">
      <table class={tableStyles.table} data-part="first-candles">
        <caption class={styles.caption}>The first candles, as they are read</caption>
        <thead>
          <tr>
            {["Time (UTC)", "Open", "High", "Low", "Close", "Volume"].map((name) => (
              <th key={name} scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.slice(0, 4).map(({ line, time, open, high, low, close, volume }) => (
            <tr key={line}>
              <td>{dateTime(time)}</td>
              {[open, high, low, close].map((value, i) => <td key={i}>{plain(value)}</td>)}
              <td>{Number.isNaN(volume) ? "–" : plain(volume)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The lines as they stand in the file, each column with what it holds. */
function Columns(
  { session, found }: { readonly session: ImportSession; readonly found: DetectedFile },
) {
  const columns = session.choice.value.columns ?? found.columns;
  const roleOf = (at: number) => COLUMN_ROLES.find((role) => columns?.[role] === at) ?? "";
  return (
    <details open={found.rows.length === 0}>
      <summary class={styles.summary}>Columns of the file</summary>
      <div class={tableStyles.scroll}>
        <table class={tableStyles.table}>
          <thead>
            <tr>
              {found.names.map((name, at) => (
                <th key={at} scope="col">
                  {name}
                  <Select
                    size="compact"
                    aria-label={`What ${name} holds`}
                    value={roleOf(at)}
                    options={[
                      { value: "", label: "Not used" },
                      ...COLUMN_ROLES.map((role) => ({ value: role, label: ROLES[role] })),
                    ]}
                    onChange={(event) =>
                      session.set({
                        columns: withRole(
                          columns,
                          at,
                          event.currentTarget.value as ColumnRole | "",
                        ),
                      })}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.cells.slice(0, 3).map((cells, row) => (
              <tr key={row}>
                {found.names.map((_, at) => <td key={at}>{(cells[at] ?? "").slice(0, 40)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** The choice of columns after one of them was given another role; the column that had it before has none. */
export function withRole(
  columns: ColumnChoice | null,
  at: number,
  role: ColumnRole | "",
): ColumnChoice {
  // A column that there is not reads as missing, which is said.
  const none = 199;
  const before = columns ??
    { time: none, clock: null, open: none, high: none, low: none, close: none, volume: null };
  const cleared = Object.fromEntries(
    COLUMN_ROLES.map((name) => [
      name,
      before[name] !== at ? before[name] : name === "clock" || name === "volume" ? null : none,
    ]),
  ) as unknown as ColumnChoice;
  return role === "" ? cleared : { ...cleared, [role]: at };
}

function unitWords(unit: string): string {
  if (unit === "a written date") return "written dates";
  return unit === "a date" ? "dates in digits" : `Unix ${unit}`;
}

function zones(own: string): readonly string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return [...new Set(["UTC", own, ...all])];
}
