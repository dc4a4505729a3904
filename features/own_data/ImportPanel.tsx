/** Importing a file of candles: choose it, confirm how it is read, watch it go in. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { marketKey } from "../../contracts/market_names.ts";
import { counted, number } from "../../text/format.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Confirm } from "./Confirm.tsx";
import { ImportSession, type ImportState } from "./import_session.ts";
import fieldStyles from "../../ui/Field.module.css.ts";
import styles from "./ImportPanel.module.css.ts";

export interface ImportPanelProps {
  readonly nowMs: number;
  /** Of the person, for local times in files. */
  readonly zone: string;
  /** The imports that there are. */
  readonly names: readonly string[];
}

export function ImportPanel(
  { zone, session: given }: ImportPanelProps & { readonly session?: ImportSession },
) {
  const session = useMemo(() => given ?? new ImportSession(), [given]);
  const ready = useSignal(false);
  // Before its script runs the page cannot read a file.
  useEffect(() => {
    ready.value = true;
  }, []);
  const state = session.state.value;
  return (
    <Card title="Import candles" id="import">
      {state.kind === "idle" || state.kind === "opening"
        ? (
          <DropZone
            isReady={ready.value && state.kind === "idle"}
            onFile={(file) => void session.open(file)}
          />
        )
        : <p class={styles.file} data-part="file">{session.file.value?.name}</p>}
      {state.kind === "idle" && state.problem && (
        <Notice tone="loss" live>
          <p>{state.problem}</p>
        </Notice>
      )}
      {state.kind === "confirm" && <Confirm session={session} zone={zone} />}
      {state.kind === "sending" && <Progress state={state} onCancel={() => session.cancel()} />}
      {state.kind === "refused" && <RefusedFile state={state} session={session} />}
      {state.kind === "differs" && <Differs state={state} session={session} />}
      {state.kind === "done" && <Done state={state} session={session} />}
    </Card>
  );
}

function DropZone(
  { isReady, onFile }: { readonly isReady: boolean; readonly onFile: (file: File) => void },
) {
  const over = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <div
      class={styles.drop}
      data-over={over.value || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      <label class={styles.choose}>
        <span>Drop a file here, or choose one</span>
        <input
          ref={input}
          type="file"
          accept=".csv,.txt,.tsv,.gz,.zip,text/csv,text/plain"
          disabled={!isReady}
          onChange={(event) => take(event.currentTarget.files)}
        />
      </label>
      <p class={fieldStyles.hint}>
        CSV from TradingView, Binance, Kraken, Coinbase, CryptoDataDownload, MetaTrader or Yahoo, or
        time, open, high, low, close and volume in any order. Up to 200 MB, also as gzip or ZIP.
      </p>
    </div>
  );
}

type Of<Kind extends ImportState["kind"]> = Extract<ImportState, { kind: Kind }>;

function Progress(
  { state: { sent, stored }, onCancel }: {
    readonly state: Of<"sending">;
    readonly onCancel: () => void;
  },
) {
  const share = stored ? stored.done / Math.max(1, stored.total) : sent < 1 ? sent : undefined;
  const words = stored
    ? `Storing ${number(stored.done)} of ${number(stored.total)} candles`
    : sent < 1
    ? `Uploading, ${Math.floor(sent * 100)} %`
    : "Reading the file";
  return (
    <div class={styles.progress}>
      <p role="status">{words}…</p>
      <progress
        max={1}
        {...(share === undefined ? {} : { value: share })}
        aria-label="Import"
      />
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  );
}

function RefusedFile(
  { state: { message, issues }, session }: {
    readonly state: Of<"refused">;
    readonly session: ImportSession;
  },
) {
  return (
    <div class={styles.part}>
      <Notice tone="loss" live>
        <p>{message}</p>
      </Notice>
      {issues.length > 1 && (
        <ol class={styles.problems} tabIndex={0} aria-label="Lines that are not right">
          {issues.map(({ line, message }, i) => (
            <li key={i}>
              <b>Line {number(line ?? 0)}</b> {message}
            </li>
          ))}
        </ol>
      )}
      <div class={styles.buttons}>
        <Button onClick={() => session.back()}>Change how it is read</Button>
        <Button variant="ghost" onClick={() => session.reset()}>Choose another file</Button>
        {issues.length > 1 && (
          <Button
            variant="ghost"
            icon="download"
            onClick={() =>
              saveText(
                "problems.csv",
                `line,problem\n${
                  issues.map(({ line, message }) => `${line},"${message.replaceAll('"', '""')}"\n`)
                    .join("")
                }`,
              )}
          >
            Download the list
          </Button>
        )}
      </div>
    </div>
  );
}

function Differs(
  { state: { message, samples }, session }: {
    readonly state: Of<"differs">;
    readonly session: ImportSession;
  },
) {
  return (
    <div class={styles.part}>
      <Notice tone="caution" live>
        <p>{message} Nothing has been imported yet. Which values do you want?</p>
      </Notice>
      <ul class={styles.problems}>
        {samples.map((sample) => <li key={sample}>{sample}</li>)}
      </ul>
      <div class={styles.buttons}>
        <Button variant="primary" onClick={() => void session.send("replace")}>
          Take the file’s values
        </Button>
        <Button onClick={() => void session.send("keep")}>Keep what is stored</Button>
        <Button variant="ghost" onClick={() => session.back()}>Back</Button>
      </div>
    </div>
  );
}

function Done(
  { state: { result }, session }: { readonly state: Of<"done">; readonly session: ImportSession },
) {
  const { pair, timeframe, name } = session.choice.value;
  const { inserted, known, replaced, unclosed, missing } = result;
  const facts = [
    `${counted(inserted, "new candle")}`,
    ...(known > 0 ? [`${number(known)} already there`] : []),
    ...(replaced > 0 ? [`${number(replaced)} replaced`] : []),
    ...(unclosed > 0 ? [`${number(unclosed)} not closed yet and left out`] : []),
    ...(missing > 0 ? [`${number(missing)} missing in between`] : []),
  ];
  const market = `${marketKey({ asset: pair, import: name })} ${timeframe}`;
  return (
    <div class={styles.part}>
      <Notice role="status">
        <p>
          Imported {pair} {timeframe} as “{name}”: {facts.join(", ")}.
        </p>
      </Notice>
      <div class={styles.buttons}>
        <ButtonLink
          variant="primary"
          icon="plus"
          href={`/strategies/new?${new URLSearchParams({ market })}`}
        >
          New strategy on it
        </ButtonLink>
        <Button onClick={showBelow}>Show it below</Button>
        <Button variant="ghost" onClick={() => session.reset()}>Import another file</Button>
      </div>
    </div>
  );
}

/** The page once more, with what is stored now. */
function showBelow(): void {
  history.replaceState(history.state, "", "#yours");
  location.reload();
}

function saveText(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
