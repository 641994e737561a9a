/** A page of the console, shown at `#/name` and the parameters after a question mark. */
export interface View {
  /** In the address and on the navigation's link. */
  readonly name: string;
  readonly title: string;
  /** Key that opens it, after `g`. */
  readonly key: string;
  /**
   * Fills `root`, which is empty. What it starts (listeners on the window, streams, timers) ends with `signal`. A rejection
   * is shown in place of the view.
   */
  readonly show: (root: HTMLElement, context: ViewContext) => void | Promise<void>;
}

export interface ViewContext {
  readonly params: URLSearchParams;
  /** Aborted when another view, or the same with other parameters, takes its place. */
  readonly signal: AbortSignal;
  /** Changes the parameters in the address without showing the view anew. */
  readonly remember: (params: URLSearchParams) => void;
  /** Asks the admin API. @throws ApiError with the server's message */
  readonly fetchJson: <T>(path: string, init?: RequestInit) => Promise<T>;
}
