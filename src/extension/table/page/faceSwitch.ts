import { FACES, type FaceId } from "../protocol.ts";
import { element } from "./dom.ts";
import type { TextFormatter } from "./texts.ts";

/** Chooses a face of the table. Each face has one in its toolbar, which shows that face as chosen. */
export function faceSwitch(texts: TextFormatter, shown: FaceId, choose: (face: FaceId) => void): HTMLElement {
  const buttons = FACES.map((face) => {
    const button = element(
      "button",
      { type: "button", "data-face": face, "aria-pressed": String(face === shown) },
      texts.format(`face.${face}`),
    );
    button.addEventListener("click", () => choose(face));
    return button;
  });
  return element("div", { class: "faces", role: "group", "aria-label": texts.format("face") }, ...buttons);
}
