/** Brings the field of the first page to life: what it builds is shown by the playground, else by the editor. */
import { h, hydrate } from "preact";
import { TRY_PATH } from "../../studio/guest/guest_key.ts";
import { saidStrategy } from "../../studio/guest/said_strategy.ts";
import { SayHero } from "./SayHero.tsx";

/** As long as the playground may take to come to life before the editor is opened instead, ms. */
const PATIENCE = 8_000;

export function hydrateSay(place: HTMLElement): void {
  hydrate(
    h(SayHero, {
      onBuild: (said) => {
        saidStrategy.value = said;
        const playground = document.querySelector('[data-island="playground"]');
        playground?.scrollIntoView({ block: "start" });
        const text = place.querySelector("textarea")?.value ?? "";
        setTimeout(() => {
          if (saidStrategy.peek() !== said) return;
          location.assign(`${TRY_PATH}?${new URLSearchParams({ say: text })}`);
        }, PATIENCE);
      },
    }),
    place,
  );
}
