import {
  CodeLens,
  Diagnostic,
  DiagnosticSeverity,
  EventEmitter,
  Hover,
  languages,
  MarkdownString,
  Range,
  workspace,
  type CodeLensProvider,
  type Disposable,
  type HoverProvider,
  type Position,
  type TextDocument,
} from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { Clock } from "../../core/model/clock.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { knownTexts, reachOf, type KnownTexts } from "../../core/watch/knownMatches.ts";
import type { ParsedRule } from "../../core/watch/watchRule.ts";
import { WATCH_RULES } from "../ids.ts";
import { writtenRules, type TextSpan, type LocatedRule } from "./ruleRanges.ts";
import { notWatchedText, problemText, reachText, triggerNote, triggerText } from "../tree/attention/ruleTexts.ts";
import { hasRules, SETTINGS_SCHEMES } from "./settingsFile.ts";

/** What annotations at rules need. */
export interface RuleAnnotationsOptions {
  readonly inventory: Inventory;
  readonly clock: Clock;
}

/** Milliseconds after the last key before problems are shown. */
const TYPING_MS = 300;
/** Milliseconds between two counts while the inventory changes. */
const COUNT_MS = 2_000;
/** Milliseconds after which sessions have grown older than counts say. */
const AGE_MS = 60_000;
const SELECTOR = SETTINGS_SCHEMES.map((scheme) => ({ scheme, pattern: "**/settings.json" }));
const SOURCE = "Bastion Sessions";

/** A lens that is counted when it comes into sight. */
class RuleLens extends CodeLens {
  readonly parsed: ParsedRule;

  constructor(range: Range, parsed: ParsedRule) {
    super(range);
    this.parsed = parsed;
  }
}

/** Shows at each watch rule of an open settings file what is wrong with it, what it matches now, and what it can't see. */
export class RuleAnnotations implements CodeLensProvider<RuleLens>, HoverProvider, Disposable {
  readonly #options: RuleAnnotationsOptions;
  readonly #diagnostics = languages.createDiagnosticCollection("bastion-sessions-watch-rules");
  readonly #emitter = new EventEmitter<void>();
  readonly #disposables: readonly { dispose(): unknown }[];
  readonly #read = new WeakMap<TextDocument, { readonly version: number; readonly rules: readonly LocatedRule[] }>();
  readonly #typing = new Map<TextDocument, NodeJS.Timeout>();
  #counting: NodeJS.Timeout | undefined;
  #known: { readonly texts: KnownTexts; readonly at: number } | undefined;

  readonly onDidChangeCodeLenses = this.#emitter.event;

  constructor(options: RuleAnnotationsOptions) {
    this.#options = options;
    options.inventory.on("change", this.#countLater);
    this.#disposables = [
      this.#diagnostics,
      this.#emitter,
      languages.registerCodeLensProvider(SELECTOR, this),
      languages.registerHoverProvider(SELECTOR, this),
      workspace.onDidOpenTextDocument((document) => this.#diagnose(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#diagnoseLater(document)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
    ];
    workspace.textDocuments.forEach((document) => this.#diagnose(document));
  }

  provideCodeLenses(document: TextDocument): RuleLens[] {
    return this.#rulesOf(document).map(({ parsed, span }) => new RuleLens(rangeOf(document, span), parsed));
  }

  resolveCodeLens(lens: RuleLens): RuleLens {
    const { rule, problems } = lens.parsed;
    const title = rule ? reachText(reachOf(rule, this.#knownNow())) : notWatchedText(problems.length);
    lens.command = { title, command: "" };
    return lens;
  }

  /** On a rule's trigger. */
  provideHover(document: TextDocument, position: Position): Hover | undefined {
    const at = document.offsetAt(position);
    const isThere = ({ offset, length }: TextSpan) => offset <= at && at <= offset + length;
    for (const { parsed, triggers } of this.#rulesOf(document)) {
      const [kind, span] = triggers.find(([, place]) => isThere(place)) ?? [];
      if (kind && span) {
        const lines = [...(parsed.rule ? [triggerText(parsed.rule.trigger)] : []), triggerNote(kind)];
        return new Hover(
          lines.map((line) => new MarkdownString().appendText(line)),
          rangeOf(document, span),
        );
      }
    }
    return undefined;
  }

  /** Read once for each version of a document. */
  #rulesOf(document: TextDocument): readonly LocatedRule[] {
    const read = this.#read.get(document);
    if (read?.version === document.version) {
      return read.rules;
    }
    const rules = hasRules(document) ? writtenRules(document.getText(), WATCH_RULES) : [];
    this.#read.set(document, { version: document.version, rules });
    return rules;
  }

  #knownNow(): KnownTexts {
    const { inventory, clock } = this.#options;
    const now = clock.monotonic();
    if (!this.#known || now - this.#known.at > AGE_MS) {
      this.#known = { texts: knownTexts(inventory, momentOf(clock)), at: now };
    }
    return this.#known.texts;
  }

  readonly #countLater = (): void => {
    this.#counting ??= setTimeout(() => {
      this.#counting = undefined;
      this.#known = undefined;
      this.#emitter.fire();
    }, COUNT_MS);
  };

  #diagnoseLater(document: TextDocument): void {
    if (this.#diagnostics.has(document.uri) || hasRules(document)) {
      clearTimeout(this.#typing.get(document));
      this.#typing.set(
        document,
        setTimeout(() => this.#diagnose(document), TYPING_MS),
      );
    }
  }

  #diagnose(document: TextDocument): void {
    this.#typing.delete(document);
    const rules = this.#rulesOf(document);
    if (rules.length === 0) {
      this.#diagnostics.delete(document.uri);
      return;
    }
    this.#diagnostics.set(
      document.uri,
      rules.flatMap(({ problems }) =>
        problems.map(([problem, span]) => {
          const range = rangeOf(document, span);
          const diagnostic = new Diagnostic(range, problemText(problem), DiagnosticSeverity.Error);
          diagnostic.source = SOURCE;
          return diagnostic;
        }),
      ),
    );
  }

  #forget(document: TextDocument): void {
    clearTimeout(this.#typing.get(document));
    this.#typing.delete(document);
    this.#diagnostics.delete(document.uri);
  }

  dispose(): void {
    this.#options.inventory.off("change", this.#countLater);
    clearTimeout(this.#counting);
    this.#typing.forEach((timer) => clearTimeout(timer));
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }
}

function rangeOf(document: TextDocument, { offset, length }: TextSpan): Range {
  return new Range(document.positionAt(offset), document.positionAt(offset + length));
}
