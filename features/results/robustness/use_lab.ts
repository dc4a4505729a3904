import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Material } from "../inquiry/use_inquiry.ts";
import type { CountedRun, OpenLab } from "./open_lab.ts";

interface LabParts {
  readonly openLab: (run: CountedRun, material: ReadonlySignal<Material>) => OpenLab;
}

/** The lab of a run, opened once its parts are there; leaving the page ends it. */
export function useLab(
  run: CountedRun,
  parts: LabParts | null,
  material: ReadonlySignal<Material>,
): ReadonlySignal<OpenLab | null> {
  const lab = useSignal<OpenLab | null>(null);
  useEffect(() => {
    if (!parts) return;
    const opened = parts.openLab(run, material);
    lab.value = opened;
    return () => opened.close();
  }, [parts]);
  return lab;
}
