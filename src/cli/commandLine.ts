/** The commands, their options and their help. */
import * as l10n from "@vscode/l10n";
import { Argument, Command, CommanderError, Option, type HelpConfiguration } from "commander";
import { CLOUDS } from "./access/endpoint.ts";
import { deleteLinksCommand, type DeleteLinksOptions } from "./commands/deleteLinksCommand.ts";
import { disconnectCommand, type DisconnectOptions } from "./commands/disconnectCommand.ts";
import { doctorCommand } from "./commands/doctorCommand.ts";
import { historyCommand, type HistoryOptions } from "./commands/historyCommand.ts";
import { hostsCommand } from "./commands/hostsCommand.ts";
import { journalCommand, type JournalOptions } from "./commands/journalCommand.ts";
import { linksCommand, type LinksOptions } from "./commands/linksCommand.ts";
import { listCommand, type SessionListOptions } from "./commands/listCommand.ts";
import { completionScript, SHELLS, type CompletedShell } from "./completionScripts.ts";
import { CommandError, EXIT, type ExitCode } from "./exitCode.ts";
import type { FleetOptions } from "./fleet/fleet.ts";
import { mcpCommand, type McpOptions } from "./mcp/mcpCommand.ts";
import type { FormatOptions } from "./print/output.ts";
import type { Runtime } from "./runtime.ts";
import { usageText } from "./usageText.ts";

/** Runs one command. @returns how it ended; only defects are thrown */
export async function runCommandLine(args: readonly string[], runtime: Runtime): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const printed: string[] = [];
  const program = programOf(runtime, (ended) => (code = ended));
  for (const command of withBelow(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void printed.push(text),
      // What is wrong is said in the user's language, by usageText.ts.
      writeErr: () => undefined,
      getOutHasColors: () => false,
    });
  }
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    code = endOf(error, runtime);
  }
  await (printed.length > 0 && runtime.terminal.write(printed.join("")));
  return code;
}

function endOf(error: unknown, { terminal }: Runtime): ExitCode {
  if (error instanceof CommandError) {
    [error.message, ...error.also].forEach((line) => terminal.say(line));
    return error.exitCode;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) {
      return EXIT.done;
    }
    terminal.say(usageText(error));
    return EXIT.usage;
  }
  throw error;
}

function programOf(runtime: Runtime, end: (code: ExitCode) => void): Command {
  const program = new Command("bastion-sessions")
    .description(l10n.t("Lists Azure Bastion sessions, and disconnects those that you confirm."))
    .version(runtime.version, "-V, --version", l10n.t("Print the version"))
    .helpOption("-h, --help", l10n.t("Print this help"))
    .helpCommand(false)
    .enablePositionalOptions()
    .configureHelp(HELP);
  withFormat(withAccess(program.command("list").argument("[filter...]", l10n.t("Filter, as in the sessions table"))))
    .description(l10n.t("List sessions"))
    .addOption(peopleOption())
    .action(async (filter: string[], options: SessionListOptions) => end(await listCommand(filter, options, runtime)));
  withFormat(withAccess(program.command("hosts")))
    .description(l10n.t("List bastion hosts, without their sessions"))
    .action(async (options: FleetOptions & FormatOptions) => end(await hostsCommand(options, runtime)));
  withFormat(withAccess(program.command("history")))
    .description(l10n.t("Show who was connected, from Azure's audit log"))
    .addOption(new Option("--since <time>", l10n.t("How far back: 7d, 12h, or a date")).default("7d", "7d"))
    .addOption(peopleOption())
    .action(async (options: HistoryOptions) => end(await historyCommand(options, runtime)));
  withFormat(withAccess(program.command("doctor").argument("<host>", l10n.t("Name or resource ID of a bastion host"))))
    .description(l10n.t("Find out why the sessions of a host can't be listed"))
    .action(async (host: string, options: FleetOptions & FormatOptions) =>
      end(await doctorCommand(host, options, runtime)),
    );
  withDisconnect(program.command("disconnect"))
    .description(l10n.t("Disconnect sessions, after you confirm it"))
    .action(async (options: DisconnectOptions) => end(await disconnectCommand(options, runtime)));
  const links = withFormat(withAccess(program.command("links")))
    .description(l10n.t("List shareable links, never their URLs"))
    .option("--host <host>", l10n.t("Only this bastion host, by name or resource ID"))
    .enablePositionalOptions()
    .action(async (options: LinksOptions) => end(await linksCommand(options, runtime)));
  withDeleteLinks(links.command("delete"))
    .description(l10n.t("Delete all links of VMs, after you confirm it"))
    .action(async (options: DeleteLinksOptions) => {
      requireNoOptions(links, "links delete");
      end(await deleteLinksCommand(options, runtime));
    });
  withFormat(program.command("journal"))
    .description(l10n.t("Show the journal: disconnects, and deletions of links"))
    .option("--journal <folder>", l10n.t("Folder of the journal"))
    .addOption(peopleOption())
    .action(async (options: JournalOptions) => end(await journalCommand(options, runtime)));
  withAccess(program.command("mcp"))
    .description(l10n.t("Serve agents over stdin and stdout, by the Model Context Protocol (MCP)"))
    .option("--allow-disconnect", l10n.t("Let agents ask you to disconnect sessions, if their client has forms"))
    .option("--max <number>", l10n.t("How many sessions an agent may ask for at once; 1 if left out"))
    .action(async (options: McpOptions) => end(await mcpCommand(options, runtime)));
  program
    .command("completion")
    .addArgument(new Argument("<shell>", SHELLS.join(", ")).choices(SHELLS))
    .description(l10n.t("Print a script that completes commands in a shell"))
    .action((shell: CompletedShell) => runtime.terminal.write(completionScript(program, shell)));
  withBelow(program).forEach((command) =>
    requireOnce(command).helpOption("-h, --help", l10n.t("Print this help")).configureHelp(HELP),
  );
  return program;
}

/** A command, and all commands below it. */
function withBelow(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withBelow)];
}

/** Of an option that is given twice the library takes the last value: of two filters, the other would count for nothing. */
function requireOnce(command: Command): Command {
  const given = new Set<Option>();
  command.options
    .filter(({ required, variadic }) => required && !variadic)
    .forEach((option) =>
      command.on(`option:${option.name()}`, () => {
        if (given.has(option)) {
          throw new CommandError(EXIT.usage, l10n.t("{0} can be given only once.", option.long ?? option.name()));
        }
        given.add(option);
      }),
    );
  return command;
}

/** Options before a command below would be those of the command above, and count for nothing. @throws CommandError */
function requireNoOptions(above: Command, command: string): void {
  if (above.options.some((option) => above.getOptionValue(option.attributeName()) !== undefined)) {
    throw new CommandError(EXIT.usage, l10n.t("Write options after {0}.", command));
  }
}

function withAccess(command: Command): Command {
  return command
    .option("--subscription <name...>", l10n.t("Only these subscriptions, by ID or name"))
    .option("--tenant <id>", l10n.t("Only this tenant"))
    .option("--cloud <name>", Object.keys(CLOUDS).slice(0, 3).join(", "))
    .option("--trust-endpoint <origin>", l10n.t("Trust this endpoint of AZURE_RESOURCE_MANAGER_URL"))
    .option("--journal <folder>", l10n.t("Folder of the journal"))
    .option("--verbose", l10n.t("Say what is requested"));
}

function withDisconnect(command: Command): Command {
  return withChange(
    withFormat(withAccess(command))
      .option("--host <host>", l10n.t("Name or resource ID of a bastion host"))
      .option("--session <id...>", l10n.t("IDs of its sessions"))
      .option("--match <filter>", l10n.t("Sessions that a filter lets through"))
      .option("--include-own", l10n.t("Include your own sessions"))
      .option("--people", l10n.t("Read persons from Azure's audit log; allows person: and from: in the filter")),
    l10n.t("Disconnect nothing if it's more sessions"),
  );
}

function withDeleteLinks(command: Command): Command {
  return withChange(
    withFormat(withAccess(command))
      .option("--host <host>", l10n.t("Name or resource ID of a bastion host"))
      .option("--vm <id...>", l10n.t("Resource IDs of VMs"))
      .option("--all", l10n.t("All VMs with links on the host")),
    l10n.t("Delete nothing if it's more VMs"),
  );
}

/** What confirms a change, and what the journal has of it. */
function withChange(command: Command, max: string): Command {
  return command
    .option("--yes", l10n.t("Don't ask; needs --max"))
    .option("--max <number>", max)
    .option("--partial", l10n.t("Go on although something couldn't be read"))
    .option("--reason <text>", l10n.t("A reason, for the journal"))
    .option("--ticket <text>", l10n.t("An incident or change number, for the journal"));
}

function withFormat(command: Command): Command {
  return command
    .addOption(new Option("--json", l10n.t("Print JSON")).conflicts(["csv", "md"]))
    .addOption(new Option("--csv", l10n.t("Print CSV")).conflicts(["json", "md"]))
    .addOption(new Option("--md", l10n.t("Print Markdown")).conflicts(["json", "csv"]));
}

function peopleOption(): Option {
  return new Option("--people", l10n.t("Include persons and client addresses, from Azure's audit log"));
}

/** Help in the user's language: the library has its headings, and what it adds to descriptions, in English only. */
const HELP: HelpConfiguration = {
  styleTitle: helpTitle,
  optionDescription: ({ description, defaultValueDescription: value }) =>
    value === undefined ? description : l10n.t("{0} (default: {1})", description, value),
  argumentDescription: ({ description }) => description,
};

function helpTitle(title: string): string {
  const titles: Readonly<Record<string, string>> = {
    "Usage:": l10n.t("Usage:"),
    "Arguments:": l10n.t("Arguments:"),
    "Options:": l10n.t("Options:"),
    "Commands:": l10n.t("Commands:"),
  };
  return titles[title] ?? title;
}
