/**
 * The window of the editor, for accounts and for guests. Imports React Flow, so nothing that runs on the server may import this
 * file.
 */
import { ReactFlowProvider } from "@xyflow/react";
import type { ComponentChildren } from "preact";
import { Canvas } from "./canvas/Canvas.tsx";
import { LaterComparison, LaterDialogs } from "./Later.tsx";
import { EditorContext, type EditorParts } from "./session/context.ts";
import { Inspector } from "./inspector/Inspector.tsx";
import { ResultDock } from "./live/ResultDock.tsx";
import { Palette } from "./palette/Palette.tsx";
import { ConnectDialog } from "./panels/ConnectDialog.tsx";
import { Notices } from "./panels/Notices.tsx";
import { PhoneBar } from "./panels/PhoneBar.tsx";
import { StatusBar } from "./panels/StatusBar.tsx";
import { LaterSay } from "./say/LaterSay.tsx";
import frameStyles from "./styles/frame.module.css.ts";

/** The whole window: a bar above, palette, canvas, result and settings below it. */
export function EditorFrame({ parts, bar }: { parts: EditorParts; bar: ComponentChildren }) {
  const { ui } = parts;
  return (
    <EditorContext.Provider value={parts}>
      <ReactFlowProvider>
        <div class={frameStyles.root} data-part="editor" data-sheet={ui.sheet.value ?? "none"}>
          {bar}
          <Notices />
          <div class={frameStyles.main}>
            <Palette />
            <section class={frameStyles.stage} aria-label="Canvas">
              <Canvas />
              <StatusBar />
              <ResultDock />
            </section>
            <LaterComparison>
              <Inspector />
            </LaterComparison>
          </div>
          <PhoneBar />
          <ConnectDialog />
          <LaterDialogs />
          <LaterSay />
        </div>
      </ReactFlowProvider>
    </EditorContext.Provider>
  );
}
