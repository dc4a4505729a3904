/** The editor as a part of the first page: canvas, sliders and the result beside each other. For the browser alone. */
import { TextButton } from "../../../ui/TextButton.tsx";
import { Button } from "../../../ui/Button.tsx";
import { ReactFlowProvider } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { effect, untracked } from "@preact/signals";
import { tallPicture } from "../../../components/pictures/graph_layout.ts";
import { GraphPictureView } from "../../../components/pictures/GraphPictureView.tsx";
import { PlayBar } from "./PlayBar.tsx";
import { TemplateWords } from "../../../components/pictures/TemplateWords.tsx";
import { Canvas } from "../canvas/Canvas.tsx";
import { EditorContext } from "../session/context.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ResultDock } from "../live/ResultDock.tsx";
import { Palette } from "../palette/Palette.tsx";
import { ShortcutSheet } from "../panels/ShortcutSheet.tsx";
import { StatusBar } from "../panels/StatusBar.tsx";
import { LaterSay } from "../say/LaterSay.tsx";
import { UnreadableDialog } from "../panels/UnreadableDialog.tsx";
import { GUEST_TEMPLATES, guestTemplate } from "../../../studio/guest/guest_templates.ts";
import { saidStrategy } from "../../../studio/guest/said_strategy.ts";
import { createGuestDesk, type GuestDesk, type GuestProps } from "../guest/guest_parts.ts";
import { useGuestLife } from "../guest/GuestEditor.tsx";
import { GuestSave } from "../guest/GuestSave.tsx";
import { KeepDialog } from "../guest/KeepDialog.tsx";
import { KeyNumbers } from "../guest/KeyNumbers.tsx";
import { LaterConnectDialog, LaterInspector } from "../FirstTouch.tsx";
import { onFirstTouch } from "../session/later.ts";
import { useNarrow } from "../session/use_narrow.ts";
import { cx } from "../../../ui/cx.ts";
import blocksStyles from "../styles/blocks.module.css.ts";
import frameStyles from "../styles/frame.module.css.ts";
import graphPictureViewStyles from "../../../components/pictures/GraphPictureView.module.css.ts";
import playFrameStyles from "./play_frame.module.css.ts";
import styles from "./Playground.module.css.ts";

/** `onReady` is called once there is something to see in every part. */
export function Playground({ onReady, ...props }: GuestProps & { onReady: () => void }) {
  const desk = useMemo(() => createGuestDesk(props), []);
  const { parts } = desk;
  const root = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  useGuestLife(desk, () => root.current);
  // The settings, with which it comes elsewhere, are seen here only when a block is selected.
  useEffect(() =>
    onFirstTouch(() => {
      import("../live/count_trials.ts").then(({ countTrials }) => countTrials(parts), () => {});
    }), []);
  useEffect(() => whenAnswered(desk, onReady), []);
  useEffect(() => takeSaid(desk), []);
  return (
    <EditorContext.Provider value={parts}>
      <ReactFlowProvider>
        <div
          class={cx(frameStyles.root, playFrameStyles.play)}
          ref={root}
          data-sheet={parts.ui.sheet.value ?? "none"}
        >
          <Bar desk={desk} narrow={narrow} />
          <div class={playFrameStyles.main}>
            <Side desk={desk} />
            {!narrow && <Palette />}
            <section class={frameStyles.stage} aria-label="The strategy and its result">
              {narrow ? <Picture desk={desk} /> : <Canvas inPage />}
              <StatusBar />
              <ResultDock inPage />
            </section>
          </div>
          <ShortcutSheet />
          <LaterConnectDialog />
          <UnreadableDialog />
          <LaterSay />
          <KeepDialog desk={desk} />
        </div>
      </ReactFlowProvider>
    </EditorContext.Provider>
  );
}

function Bar({ desk: { parts, session }, narrow }: { desk: GuestDesk; narrow: boolean }) {
  const { ui } = parts;
  const isOpen = ui.sheet.value === "palette";
  return (
    <PlayBar
      templates={GUEST_TEMPLATES}
      current={session.template.value}
      onChoose={(id) => {
        session.choose(guestTemplate(id));
        requestAnimationFrame(() => ui.canvas.current?.fit());
      }}
    >
      {!narrow && (
        <Button
          size="compact"
          aria-expanded={isOpen}
          onClick={() => {
            ui.sheet.value = isOpen ? null : "palette";
          }}
        >
          <Icon name="plus" size={16} />
          Add a block
        </Button>
      )}
      <GuestSave />
    </PlayBar>
  );
}

/** All sliders, or the settings of what is selected. */
function Side({ desk: { parts, session } }: { desk: GuestDesk }) {
  const { store } = parts;
  const template = session.template.value;
  if (store.selectedBlocks.value.size === 0) {
    return (
      <aside class={playFrameStyles.side} aria-label="Settings">
        <KeyNumbers store={store} />
        {template && <TemplateWords template={guestTemplate(template)} />}
      </aside>
    );
  }
  return (
    <div class={playFrameStyles.side}>
      <TextButton plain class={styles.playBack} onClick={() => store.select([])}>
        <Icon name="chevron-left" size={14} />
        All sliders
      </TextButton>
      <LaterInspector isOpen />
    </div>
  );
}

function Picture({ desk: { parts } }: { desk: GuestDesk }) {
  const picture = tallPicture(parts.store.document.value);
  const words = parts.store.sentence.value.map(({ text }) => text).join("");
  // Of what is too wide for a picture the sentence below says all.
  if (!picture) return null;
  return (
    <div class={cx(blocksStyles.canvas, playFrameStyles.picture)} data-part="canvas">
      <GraphPictureView
        picture={picture}
        class={graphPictureViewStyles.onlyTall}
        label={`Blocks: ${words}`}
      />
    </div>
  );
}

/** Shows what is built from words beside the playground. */
function takeSaid({ session, parts: { ui } }: GuestDesk): () => void {
  return effect(() => {
    const said = saidStrategy.value;
    if (said === null) return;
    untracked(() => {
      saidStrategy.value = null;
      session.build(said);
    });
    requestAnimationFrame(() => ui.canvas.current?.fit());
  });
}

/** Waits for the first answer, or for what stands in its way, and lets it be drawn. */
function whenAnswered({ parts: { live, store } }: GuestDesk, onReady: () => void): () => void {
  let frame = 0;
  const stop = effect(() => {
    const isSettled = live.answer.value !== null || live.candles.value.kind === "failed" ||
      live.broken.value !== null || live.refusal.value !== null || !store.check.value.ready;
    if (!isSettled || frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(onReady);
    });
  });
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}
