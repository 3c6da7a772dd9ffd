/** What was measured of one kind of query, over all its windows. */
export class Responses {
  readonly latenciesMs: number[] = [];
  seconds = 0;
}
