/** What the measurements of the table's page share. */
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../../vscode/paths.ts";
import { median, type Table } from "../table.ts";

/** Milliseconds of a frame. */
export const FRAME = 16;
const ORIGIN = "http://table.invalid";

export type Samples = Readonly<Record<string, readonly number[]>>;

export const COLUMNS: Table["columns"] = [
  { name: "ms", digits: 1 },
  { name: "a tenth took longer than", digits: 1 },
  { name: "goal" },
];

/** Which goals the medians missed. */
export function missedNote(rows: Table["rows"]): string {
  const missed = rows
    .filter(
      ({ values: [typical, , goal] }) => typeof goal === "number" && !(typeof typical === "number" && typical <= goal),
    )
    .map(({ name }) => name);
  return missed.length === 0 ? "Every goal was met at the median." : `Missed at the median: ${missed.join("; ")}.`;
}

/** @param goal milliseconds; null where none is set */
export function row(name: string, samples: readonly number[] = [], goal: number | null): Table["rows"][number] {
  const slow = samples.toSorted((a, b) => a - b)[Math.floor(samples.length * 0.9)] ?? null;
  return { name, values: [median(samples), slow, goal] };
}

/** The page as VS Code has it, by a policy as strict; it talks to nobody. */
export async function openPage(page: Page): Promise<void> {
  page.on("pageerror", (error) => console.error(error));
  const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };
  const policy = `default-src 'none'; script-src ${ORIGIN}; style-src ${ORIGIN}; font-src ${ORIGIN}`;
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="table.css"></head>
    <body><script type="module" src="table.js"></script></body></html>`;
  await page.addInitScript("window.acquireVsCodeApi = () => ({ postMessage() {} })");
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const type = types[extname(pathname)];
    await (type === undefined
      ? route.fulfill({ contentType: "text/html", body: html })
      : route.fulfill({ contentType: type, body: await readFile(join(root, "dist", pathname.slice(1))) }));
  });
  await page.goto(ORIGIN);
}
