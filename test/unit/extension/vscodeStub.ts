import { registerHooks } from "node:module";
import { translationOf } from "../../../src/words/language.ts";

/** What stands in for the module `vscode` in plain Node: texts, and what the code has registered and shown. */

export const registered = new Map<string, (...args: readonly unknown[]) => unknown>();
export const messages: string[] = [];

export const l10n = {
  t: (text: string, ...values: readonly unknown[]) => {
    const translated = translationOf(text) ?? text;
    // Without values, a template is asked for.
    return values.length === 0
      ? translated
      : translated.replaceAll(/\{(\d)\}/g, (_, place) => String(values[Number(place)]));
  },
};

/** The commands that were run, with their arguments. */
export const executed: (readonly unknown[])[] = [];

export const commands = {
  executeCommand: async (...call: readonly unknown[]) => void executed.push(call),
  registerCommand: (id: string, run: (...args: readonly unknown[]) => unknown) => {
    registered.set(id, run);
    return new Disposable();
  },
};

const show = async (...args: unknown[]): Promise<undefined> => {
  messages.push(String(args[0]));
  return undefined;
};
const withProgress = (_options: unknown, work: (progress: unknown, token: unknown) => unknown): unknown =>
  work(
    { report: () => undefined },
    { isCancellationRequested: false, onCancellationRequested: () => new Disposable() },
  );
export const window = { showInformationMessage: show, showWarningMessage: show, showErrorMessage: show, withProgress };

export class Disposable {
  static from(): Disposable {
    return new Disposable();
  }

  dispose(): undefined {
    return undefined;
  }
}

/** A setting: what `inspect` says of its values, and the one in effect. */
interface StubSetting {
  readonly inspected?: Readonly<Record<string, unknown>>;
  readonly effective?: unknown;
}

/** By section and key. */
export const configured = new Map<string, StubSetting>();

export const workspace = {
  getConfiguration: (section: string) => ({
    get: (key: string) => configured.get(`${section}.${key}`)?.effective,
    inspect: (key: string) => configured.get(`${section}.${key}`)?.inspected,
    update: async (key: string, effective: unknown) => void configured.set(`${section}.${key}`, { effective }),
  }),
  onDidChangeConfiguration: () => new Disposable(),
};

export const authentication = { onDidChangeSessions: () => new Disposable() };

export class EventEmitter {
  readonly #listeners: ((event: unknown) => void)[] = [];

  readonly event = (listener: (event: unknown) => void): Disposable => {
    this.#listeners.push(listener);
    return new Disposable();
  };

  fire(event?: unknown): void {
    this.#listeners.forEach((listener) => listener(event));
  }
}

export class TreeItem {
  readonly label: string;

  constructor(label: string) {
    this.label = label;
  }
}

/** Markdown as it was put together; text in it isn't escaped. */
export class MarkdownString {
  value = "";

  appendText(text: string): this {
    this.value += text;
    return this;
  }

  appendMarkdown(text: string): this {
    return this.appendText(text);
  }
}

export const Uri = { joinPath: (): object => ({}) };

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

// Only imported by what a test loads, and not used.
export { Disposable as ThemeColor, Disposable as ThemeIcon };
export const [ConfigurationTarget, ProgressLocation, QuickInputButtons, QuickPickItemKind] = [{}, {}, {}, {}];
export const env = { uriScheme: "vscode" };

/** Imports modules that import `vscode`, which they then share in all tests of a process. */
export async function importWithStub<T>(load: () => Promise<T>): Promise<T> {
  const hooks = registerHooks({
    resolve: (specifier, context, nextResolve) =>
      specifier === "vscode" ? { url: import.meta.url, shortCircuit: true } : nextResolve(specifier, context),
  });
  try {
    return await load();
  } finally {
    hooks.deregister();
  }
}
