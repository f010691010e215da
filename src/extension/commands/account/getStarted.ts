import { commands } from "vscode";
import { WALKTHROUGH } from "../../ids.ts";

/** Opens the walkthrough. */
export async function getStarted(): Promise<void> {
  await commands.executeCommand("workbench.action.openWalkthrough", WALKTHROUGH);
}
