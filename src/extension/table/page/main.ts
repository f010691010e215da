import "./styles/index.css";
import type { PageMessage, ExtensionMessage } from "../protocol.ts";
import { Page } from "./page.ts";

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const vscode = acquireVsCodeApi();
let page: Page | undefined;

// VS Code's own frame is the only one that can post here: it checks where messages come from.
window.addEventListener("message", ({ data }: MessageEvent<ExtensionMessage>) => {
  if (data.type === "init") {
    page?.dispose();
    page = new Page(data, (message) => vscode.postMessage(message));
  } else {
    page?.handleMessage(data);
  }
});
vscode.postMessage({ type: "ready" });
