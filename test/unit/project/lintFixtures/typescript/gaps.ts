interface Part {
  readonly isOpen: boolean;
  readonly name: string;
  check(): boolean;
}
declare const part: Part | undefined;
declare function take(given: boolean): void;

take(!part || !part.isOpen); // prefer-optional-chain
void part; // no-meaningless-void-operator
