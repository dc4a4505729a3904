/**
 * The window of the editor, for accounts and for guests. Imports React Flow, so nothing that runs on the server may import this
 * file.
 */
import { ReactFlowProvider } from "@xyflow/react";
import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { computed } from "@preact/signals";
import { Canvas } from "./canvas/Canvas.tsx";
import { LaterConnectDialog, LaterInspector } from "./FirstTouch.tsx";
import { LaterComparison, LaterDialogs, LaterStack } from "./Later.tsx";
import { useNarrow } from "./session/use_narrow.ts";
import { EditorContext, type EditorParts } from "./session/context.ts";
import { ResultDock } from "./live/ResultDock.tsx";
import { Palette } from "./palette/Palette.tsx";
import { Notices } from "./panels/Notices.tsx";
import { PhoneBar } from "./panels/PhoneBar.tsx";
import { SidePanel } from "./panels/SidePanel.tsx";
import { StatusBar } from "./panels/StatusBar.tsx";
import { LaterSay } from "./say/LaterSay.tsx";
import frameStyles from "./styles/frame.module.css.ts";

/** The whole window: a bar above, palette, canvas, result and settings below it. */
export function EditorFrame({ parts, bar }: { parts: EditorParts; bar: ComponentChildren }) {
  const { store, ui } = parts;
  const { panels } = ui;
  const isStack = useNarrow() && ui.stack.value && store.comparing.value === null;
  useLayoutEffect(() => {
    panels.framed = true;
    const hasSelection = computed(() => store.selectedBlocks.value.size > 0);
    const stop = panels.follow(hasSelection);
    return () => {
      stop();
      panels.framed = false;
    };
  }, []);
  return (
    <EditorContext.Provider value={parts}>
      <ReactFlowProvider>
        <div
          class={frameStyles.root}
          data-part="editor"
          data-sheet={ui.sheet.value ?? "none"}
          data-alone={panels.focusMode.value && !isStack}
        >
          <div class={frameStyles.above}>
            {bar}
            <Notices />
          </div>
          <div class={frameStyles.main}>
            <SidePanel side="palette" isOpen={panels.palette.value}>
              <Palette />
            </SidePanel>
            {isStack
              ? (
                <section class={frameStyles.stage} aria-label="Strategy">
                  <LaterStack />
                </section>
              )
              : (
                <section class={frameStyles.stage} aria-label="Canvas">
                  <Canvas />
                  <StatusBar />
                  <ResultDock />
                </section>
              )}
            <SidePanel
              side="inspector"
              isOpen={panels.inspectorOpen.value || store.comparing.value !== null}
              stays={store.comparing.value !== null}
            >
              <LaterComparison>
                <LaterInspector isOpen={panels.inspectorOpen.value} />
              </LaterComparison>
            </SidePanel>
          </div>
          <PhoneBar />
          <LaterConnectDialog />
          <LaterDialogs />
          <LaterSay />
        </div>
      </ReactFlowProvider>
    </EditorContext.Provider>
  );
}
