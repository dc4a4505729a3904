/** Tells the server how the frame stands, for the shape that it draws first the next time. */
import {
  FRAME_COOKIE,
  type FrameShape,
  frameText,
  readFrame,
} from "../../../studio/frame/frame_cookie.ts";

const YEAR_S = 31_536_000;

export function tellFrame(change: Partial<FrameShape>): void {
  const { document } = globalThis;
  const told = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${FRAME_COOKIE}=`));
  const shape = { ...readFrame(told?.slice(FRAME_COOKIE.length + 1)), ...change };
  document.cookie = `${FRAME_COOKIE}=${frameText(shape)}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
