import { commands, workspace, type Uri } from "vscode";

let openings = 0;

/**
 * Opens a Markdown document rendered, in VS Code's own preview as an editor: its title offers the source. VS Code opens the
 * source itself where its Markdown extension is disabled.
 */
export async function openRendered(uri: Uri): Promise<void> {
  const [open] = openDocuments(uri);
  openings += 1;
  // The preview caches by URI and version, which starts at 1 again with every opening: under its last URI, a document that
  // was closed would look as it did then.
  const opened = open ?? uri.with({ authority: String(openings) });
  await commands.executeCommand("vscode.openWith", opened, "vscode.markdown.preview.editor", { preview: false });
}

/** The URIs under which a document is open: what VS Code must be told has changed. */
export function openDocuments(uri: Uri): readonly Uri[] {
  const name = uri.with({ authority: "" }).toString();
  return workspace.textDocuments
    .map((document) => document.uri)
    .filter((open) => open.with({ authority: "" }).toString() === name);
}
