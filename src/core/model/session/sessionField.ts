/** What an entry of sessionFields.ts is made of. */
import type { LogBlank } from "./connection.ts";
import type { BastionSession } from "./session.ts";
import type { StateId } from "./sessionStates.ts";
import type { Who } from "./who.ts";

/** What fields tell of a session's host. */
export interface FieldHost {
  readonly name: string;
  /** The subscription's name. */
  readonly subscription: string;
  readonly resourceGroup?: string;
  readonly sku?: string;
  readonly location?: string;
  /** Whether the sessions are known, all but some of them, are being read, or could not be read. */
  readonly reading: "known" | "partly" | "pending" | "failed";
  /** When the sessions were listed, if that may no longer be true; milliseconds of the date. */
  readonly asOf?: number;
}

/** What fields tell of a session besides texts. */
export interface FieldFacts {
  /** Milliseconds of the date, or Azure's own text where it is no time. */
  readonly started?: number | string;
  readonly work?: "disconnecting" | "checking";
  /** Azure gave no id: it cannot be disconnected. */
  readonly anonymous?: true;
  /** It may be a leftover of a client that is gone. */
  readonly suspect?: true;
  /** Why no person is known. */
  readonly blank?: LogBlank;
}

/** What a column is made of. */
export interface FieldRecord extends FieldFacts {
  readonly on: FieldHost;
  /** When the session began, in milliseconds of a monotonic clock. */
  readonly began?: number | undefined;
}

/** Writes values for the user. */
export interface FieldFormat {
  readonly format: (key: StateId | LogBlank) => string;
  readonly time: (ms: number) => string;
  readonly duration: (minutes: number | undefined) => string;
}

/** Where a session's target VM and its host are. */
export interface FieldPlaces {
  readonly resourceGroup?: string;
  readonly on: Partial<FieldHost>;
}

/** What there is to know of a field, wherever it is shown. */
export interface SessionField {
  /** Its name in files that programs read, where that is not its id. */
  readonly name?: string;
  /** What Azure calls it, and so do details, journal and API. */
  readonly azure?: keyof BastionSession;
  /** The text that the table's row of a session carries for it. */
  readonly row?: (session: BastionSession, who: Who) => string | undefined;
  /** The text of the host that it is. */
  readonly host?: "name" | "subscription" | "sku" | "location";
  /** A column of the table, in the order of the entries. */
  readonly column?: {
    /** In pixels, until the user changes it. */
    readonly width: number;
    /** Until the user shows it. */
    readonly isHidden?: true;
    /** A number: largest first, and to the right. */
    readonly isAmount?: true;
  };
  /** The filter knows it by its id; a number for the order of its proposals. */
  readonly filter?: number;
  /** The texts that the filter looks at, where that is not the field's own. */
  readonly search?: (record: FieldPlaces) => readonly (string | undefined)[];
  /** Details show it; a number for the order. */
  readonly details?: number;
  /** Other extensions get it. */
  readonly api?: true;
  /** What a column is sorted by, where that is not its text. */
  readonly sort?: (record: FieldRecord) => string | number | undefined;
  /** Azure's audit log tells it, not the list of sessions. */
  readonly isLogged?: true;
  /** What a cell shows, where that is not its text. */
  readonly text?: (record: FieldRecord, minutes: number | undefined, format: FieldFormat) => string | undefined;
  /** What the table exports, where that is not its text. */
  readonly value?: (record: FieldRecord, minutes: number | undefined) => string | number | undefined;
}
