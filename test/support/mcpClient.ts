/** A real MCP client, of the official SDK, in front of the command line's server. */
import { PassThrough, type Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ElicitRequestSchema, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { runCommandLine } from "../../src/cli/commandLine.ts";
import { Terminal } from "../../src/cli/terminal.ts";
import type { Clock } from "../../src/core/model/clock.ts";
import type { CommandLine } from "./commandLine.ts";

/** A form as the client shows it. */
export interface ShownForm {
  readonly message: string;
  readonly requestedSchema: unknown;
}

/** What the user does with a form; left out: a client that can't show forms. */
export type FillForm = (form: ShownForm) => Promise<ElicitResult>;

/** An answer as a model reads it. */
export interface ModelAnswer {
  readonly outcome: string;
  readonly note?: string;
  readonly isComplete?: boolean;
  readonly asOf?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

type Variables = Readonly<Record<string, string>>;

/** A client with its server. */
export class McpSession implements AsyncDisposable {
  readonly client: Client;
  /** What the client couldn't read: something besides the protocol on stdout. */
  readonly errors: Error[] = [];
  readonly #texts: string[] = [];
  readonly #words: Promise<string>;

  private constructor(client: Client, words: Promise<string>) {
    this.client = client;
    this.#words = words;
    client.onerror = (error) => this.errors.push(error);
  }

  /** Starts the server as a process, as an editor does. */
  static start(line: CommandLine, args: readonly string[], env: Variables, fill?: FillForm): Promise<McpSession> {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [line.file, "mcp", ...args],
      env: { PATH: "/usr/bin:/bin", HOME: line.folder, XDG_STATE_HOME: `${line.folder}/state`, ...env },
      stderr: "pipe",
    });
    return McpSession.#connect(transport, text(transport.stderr as Readable), fill);
  }

  /** Starts the server in this process, with a clock of the test. */
  static startHere(args: readonly string[], env: Variables, clock: Clock, fill?: FillForm): Promise<McpSession> {
    const [input, output, words] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const written = text(words);
    void runCommandLine(["mcp", ...args], {
      env,
      platform: process.platform,
      terminal: new Terminal(input, output, words),
      clock,
      signal: new AbortController().signal,
      version: "0",
      trustFolder: undefined,
      toItsEnd: (work) => work(),
    }).then(() => words.end());
    const transport = new StdioServerTransport(output, input);
    transport.onclose = () => input.end();
    return McpSession.#connect(transport, written, fill);
  }

  static async #connect(transport: Transport, words: Promise<string>, fill?: FillForm): Promise<McpSession> {
    const client = new Client({ name: "test", version: "1" }, { capabilities: fill ? { elicitation: {} } : {} });
    if (fill) {
      client.setRequestHandler(ElicitRequestSchema, ({ params }) =>
        fill({ message: params.message, requestedSchema: "requestedSchema" in params ? params.requestedSchema : {} }),
      );
    }
    const session = new McpSession(client, words);
    await client.connect(transport);
    return session;
  }

  /** Calls a tool. */
  async call(name: string, input: Readonly<Record<string, unknown>> = {}, signal?: AbortSignal): Promise<ModelAnswer> {
    const { content } = await this.client.callTool({ name, arguments: input }, undefined, signal && { signal });
    const [first] = content as readonly { readonly text: string }[];
    const answer = first?.text ?? "";
    this.#texts.push(answer);
    return JSON.parse(answer) as ModelAnswer;
  }

  /** Ends the server. @returns everything that it has written */
  async end(): Promise<string> {
    await this.client.close();
    return [await this.#words, ...this.#texts].join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}
