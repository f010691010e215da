import "./style.css";
import type { FromPage, ToPage } from "../protocol.ts";
import { Page } from "./page.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const vscode = acquireVsCodeApi();
let page: Page | undefined;

// VS Code's own frame is the only one that can post here: it checks where messages come from.
window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  if (data.type === "init") {
    page?.dispose();
    page = new Page(data, (message) => vscode.postMessage(message));
  } else {
    page?.hear(data);
  }
});
vscode.postMessage({ type: "ready" });
