import { QuickInputButtons, window, type QuickPickItem } from "vscode";
import type { NoAnswer, StepPlace } from "../../ui/messages.ts";

/** A question: what is known after it, given what was known before. */
export type Step<State> = (known: State, place: StepPlace) => Promise<State | NoAnswer>;

/**
 * Asks one question after the other, with a way back to each.
 *
 * @param stepsOf the questions, given the answers so far. An answer only changes those that come after its own
 * @returns all answers; `undefined` if the user cancelled
 */
export async function askSteps<State extends object>(
  stepsOf: (known: State) => readonly Step<State>[],
  start: State,
): Promise<State | undefined> {
  const states = [start];
  for (;;) {
    const known = states.at(-1) ?? start;
    const steps = stepsOf(known);
    const step = steps[states.length - 1];
    if (!step) {
      return known;
    }
    const answer = await step(known, { step: states.length, totalSteps: steps.length });
    if (answer === "cancel") {
      return undefined;
    }
    if (answer === "back") {
      states.pop();
    } else {
      states.push(answer);
    }
  }
}

interface PickStep<Item extends QuickPickItem> extends StepPlace {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly Item[];
}

/** Lets the user choose in a step after which others may come; the first has no way back. */
export async function showPickStep<Item extends QuickPickItem>(options: PickStep<Item>): Promise<Item | NoAnswer> {
  const { title, placeholder, step, totalSteps, items } = options;
  const pick = window.createQuickPick<Item>();
  Object.assign(pick, { title, placeholder, step, totalSteps, items, ignoreFocusOut: true, matchOnDetail: true });
  pick.buttons = step > 1 ? [QuickInputButtons.Back] : [];
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen) {
          resolve(chosen);
        }
      });
      pick.onDidTriggerButton(() => resolve("back"));
      pick.onDidHide(() => resolve("cancel"));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
