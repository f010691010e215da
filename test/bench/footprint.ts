/** 4. What the extension adds to VS Code. */
import type { Activation } from "./vscode/activation.ts";
import { median } from "./table.ts";
import type { Table } from "./table.ts";

const MB = 1_000_000;
const KB = 1_000;

/** @param starts each of a VS Code of its own */
export function footprint(
  starts: readonly Activation[],
  sizes: { readonly bundle: number; readonly vsix: number },
): Table {
  const of = (read: (start: Activation) => number): number => median(starts.map(read));
  const [before, after] = [of(({ bytesBefore }) => bytesBefore), of(({ bytesAfter }) => bytesAfter)];
  return {
    id: "4-footprint",
    title: `4. The extension in VS Code, ${starts.length === 1 ? "one start" : `${starts.length} starts`}`,
    columns: [{ name: "", digits: 1 }],
    rows: [
      { name: "activation, ms", values: [of(({ ms }) => ms)] },
      { name: "extension host's heap without it, MB", values: [before / MB] },
      { name: "extension host's heap with it, MB", values: [after / MB] },
      { name: "what it adds, MB", values: [(after - before) / MB] },
      { name: "bundle, kB", values: [sizes.bundle / KB] },
      { name: "package (.vsix), kB", values: [sizes.vsix / KB] },
    ],
  };
}
