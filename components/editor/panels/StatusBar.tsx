/** Below the canvas: whether the strategy can run, what is to fix, and how it reads in plain English. */
import { useEditor } from "../context.ts";
import { Icon } from "../icons.tsx";
import { keysOf, showFault } from "../keyboard.ts";

export function StatusBar() {
  return (
    <div class="ed-status">
      <Banner />
      <Sentence />
    </div>
  );
}

/** Each phrase leads to its block, and the selected block's phrase is marked. */
function Sentence() {
  const { store, ui } = useEditor();
  const parts = store.sentence.value;
  const selected = store.selectedBlocks.value;
  const show = (blockId: string) => {
    store.select([blockId]);
    ui.canvas.current?.reveal(blockId);
  };
  if (parts.length === 0) {
    return (
      <p class="ed-sentence ed-quiet">
        Your strategy, read back in plain English, appears here.
      </p>
    );
  }
  return (
    <p class="ed-sentence">
      {parts.map(({ text, blockId }, i) =>
        blockId === null ? text : (
          <span
            key={i}
            role="button"
            tabIndex={0}
            class="ed-phrase"
            data-on={selected.has(blockId)}
            onClick={() => show(blockId)}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              event.preventDefault();
              show(blockId);
            }}
          >
            {text}
          </span>
        )
      )}
    </p>
  );
}

function Banner() {
  const parts = useEditor();
  const { store, ui } = parts;
  const { faults, warnings, ready } = store.check.value;
  if (store.shown.value.blocks.length === 0) return null;
  if (ready && warnings.length === 0) {
    return (
      <span class="ed-banner" data-tone="good">
        <Icon name="check" size={16} />
        Ready
      </span>
    );
  }
  if (ready) {
    const [warning] = warnings;
    return (
      <button
        type="button"
        class="ed-banner"
        data-tone="warning"
        title={warning?.message}
        onClick={() => {
          if (!warning) return;
          store.say(warning.message);
          if (warning.block_id) {
            store.select([warning.block_id]);
            ui.canvas.current?.reveal(warning.block_id);
          }
        }}
      >
        <Icon name="info" size={16} />
        Ready, {warnings.length === 1 ? "1 thing to know" : `${warnings.length} things to know`}
      </button>
    );
  }
  const index = Math.min(ui.faultIndex.value, faults.length - 1);
  return (
    <div class="ed-banner" data-tone="bad" role="group" aria-label="Things to fix">
      <button
        type="button"
        class="ed-banner-main"
        title={`Show it (${keysOf("next_fault")})`}
        onClick={() => showFault(parts, 0)}
      >
        <Icon name="alert" size={16} />
        <b>{faults.length === 1 ? "1 thing to fix" : `${faults.length} things to fix`}</b>
        <span class="ed-banner-text">{faults[index]?.message}</span>
      </button>
      {faults.length > 1 && (
        <>
          <button
            type="button"
            class="ed-tool"
            aria-label="Previous thing to fix"
            onClick={() => showFault(parts, -1)}
          >
            <Icon name="left" size={16} />
          </button>
          <span class="ed-banner-count">{index + 1}/{faults.length}</span>
          <button
            type="button"
            class="ed-tool"
            aria-label="Next thing to fix"
            onClick={() => showFault(parts, 1)}
          >
            <Icon name="right" size={16} />
          </button>
        </>
      )}
    </div>
  );
}
