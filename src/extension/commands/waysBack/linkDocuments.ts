import { setContextKey } from "../../ui/contextKeys.ts";

/** Paths of the documents on hosts on which shareable links are possible: their titles offer to review the links. */
const paths = new Set<string>();

/** To be called whenever such a document is shown. */
export function setLinkDocument(path: string, isPossible: boolean): void {
  if (paths.has(path) !== isPossible) {
    paths[isPossible ? "add" : "delete"](path);
    setContextKey("bastionSessions.linkDocuments", [...paths]);
  }
}
