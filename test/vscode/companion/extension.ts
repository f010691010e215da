import { authentication, commands, Uri, window, workspace, type ExtensionContext } from "vscode";
import { callTool } from "./agent.ts";
import { SignInEndpoint } from "./signInEndpoint.ts";
import { SimulatedSignIn } from "./simulatedSignIn.ts";
import { installPassingTime } from "./time.ts";

/** The provider under test: the one that VS Code's setting for a custom cloud selects. */
const SOVEREIGN = "microsoft-sovereign-cloud";

/**
 * Registers the same two providers as Microsoft's own extension, and two commands by which a test changes who is signed
 * in without any user interface: `simulatedSignIn.signIn` and `simulatedSignIn.signOut`, each with an account's id. Four
 * more stand for what happens to a window: time that passes, a crash, an agent that calls a tool, and a link that is opened.
 */
export function activate(context: ExtensionContext): void {
  const endpoint = new SignInEndpoint();
  const initially = workspace.getConfiguration("simulatedSignIn").get<string[]>("signedIn", []);
  const sovereign = new SimulatedSignIn(SOVEREIGN, endpoint, context.globalState, initially);
  const microsoft = new SimulatedSignIn("microsoft", endpoint, context.globalState, []);

  const time = installPassingTime();

  // `supportsChallenges` is proposed API, not in the published types.
  const options = { supportsMultipleAccounts: true, supportsChallenges: true };
  context.subscriptions.push(
    authentication.registerAuthenticationProvider(SOVEREIGN, "Microsoft Sovereign Cloud", sovereign, options),
    authentication.registerAuthenticationProvider("microsoft", "Microsoft", microsoft, options),
    commands.registerCommand("simulatedSignIn.signIn", async (accountId?: string) => {
      await sovereign.signIn(accountId ?? (await endpoint.pickAccount()).id);
    }),
    commands.registerCommand("simulatedSignIn.signOut", async (accountId?: string) => {
      const chosen = accountId ?? (await window.showQuickPick(sovereign.signedIn, { title: "Sign out" }));
      if (chosen !== undefined) {
        await sovereign.removeSession(chosen);
      }
    }),
    // What the operating system does with a link that is opened outside VS Code ends in the same place.
    commands.registerCommand("simulatedSignIn.openLink", async () => {
      const link = await window.showInputBox({ title: "Open Link" });
      await (link !== undefined && commands.executeCommand("vscode.open", Uri.parse(link, true)));
    }),
    // Less than what the extension takes for the machine's sleep.
    commands.registerCommand("simulatedSignIn.passTime", () => time.pass(20_000)),
    commands.registerCommand("simulatedSignIn.callTool", callTool),
    commands.registerCommand("simulatedSignIn.crash", () => process.kill(process.pid, "SIGKILL")),
  );
}
