import type { Lane } from "../model/lanes.ts";
import type { TextFormatter } from "../texts.ts";

/** What a lane is called. */
export function laneLabel({ label, isOthers }: Lane, texts: TextFormatter): string {
  return isOthers ? texts.format("history.others") : (label ?? texts.format("unknown"));
}
