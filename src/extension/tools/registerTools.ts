import { Disposable, LanguageModelTextPart, LanguageModelToolResult, lm } from "vscode";
import type { App } from "../commands/app.ts";
import { ToolId } from "../ids.ts";
import { cancellation } from "../ui/cancellation.ts";

/** Registers what language models may ask for. What a tool does is loaded with the first call. */
export function registerTools(app: App): Disposable {
  const registered = Object.values(ToolId).map((id) =>
    lm.registerTool<unknown>(id, {
      prepareInvocation: async ({ input }) => {
        const { prepareTool } = await import("./toolActions.ts");
        return prepareTool(app, id, input);
      },
      invoke: async ({ input }, token) => {
        const { runTool } = await import("./toolActions.ts");
        const text = await runTool(app, id, input, cancellation(token));
        return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
      },
    }),
  );
  return Disposable.from(...registered);
}
