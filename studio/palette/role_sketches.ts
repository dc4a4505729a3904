/** Sketches for blocks that tell the simulation something instead of computing it, by their role. */
import type { BlockDefinition } from "../../engine/mod.ts";
import type { PictureMark } from "./picture_mark.ts";

type Role = NonNullable<BlockDefinition["role"]>["kind"];

const stroke = (d: string, weight: PictureMark["weight"]): PictureMark => ({
  d,
  draw: "stroke",
  weight,
});
const fill = (d: string, weight: PictureMark["weight"]): PictureMark => ({
  d,
  draw: "fill",
  weight,
});

/** A price that turns up, one that turns down, one that falls to a line and one that climbs to one. */
const TURNS_UP = stroke("M1 4L10 8L17 6L26 14L34 12L42 8L50 9L63 3", "faint");
const TURNS_DOWN = stroke("M1 20L10 15L17 17L26 10L34 12L42 15L50 14L63 21", "faint");
const FALLS = stroke("M1 8L9 5L17 9L26 6L34 12L42 11L50 19", "faint");
const CLIMBS = stroke("M1 17L9 20L17 15L26 18L34 12L42 13L50 5", "faint");
const RISES_AND_BREAKS = stroke("M1 17L9 12L16 14L25 7L32 9L42 3L50 12L63 14", "faint");

/** The marks of each role, back to front. */
export const ROLE_SKETCHES: Readonly<Record<Role, readonly PictureMark[]>> = {
  entry: [TURNS_UP, fill("M34 15L39 23H29Z", "strong")],
  exit: [TURNS_DOWN, fill("M34 9L39 1H29Z", "strong")],
  stop_loss: [
    FALLS,
    stroke("M0 19H64", "strong"),
    fill("M50 15.5L53.5 19L50 22.5L46.5 19Z", "strong"),
  ],
  take_profit: [
    CLIMBS,
    stroke("M0 5H64", "strong"),
    fill("M50 1.5L53.5 5L50 8.5L46.5 5Z", "strong"),
  ],
  trailing_stop: [
    RISES_AND_BREAKS,
    stroke("M1 22H9V19H25V14H42V10H64", "strong"),
    fill("M48.5 6.5L52 10L48.5 13.5L45 10Z", "strong"),
  ],
  time_exit: [
    TURNS_UP,
    stroke("M12 18V23M12 20.5H46M46 18V23", "strong"),
    fill("M46 4.5L49.5 8L46 11.5L42.5 8Z", "strong"),
  ],
  cooldown: [
    fill("M2 8H18V16H2Z", "second"),
    stroke("M22 12H24M27 12H29M32 12H34M37 12H39", "strong"),
    fill("M44 8H62V16H44Z", "strong"),
  ],
  position_size: [
    fill("M2 8H62V16H2Z", "faint"),
    fill("M2 8H26V16H2Z", "strong"),
    stroke("M26 4V20", "strong"),
  ],
};
