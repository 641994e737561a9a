/** Scrapes a service's metrics as Prometheus does. */
export interface Scraper {
  readonly scrapes: number;
  /** Sum of the samples of this name whose labels contain the text. */
  sum(name: string, label: string): Promise<number>;
  stop(): void;
}

const ACCEPT = 'application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3';

/** @param everyMs time between two scrapes, in milliseconds; `undefined`: only when it is asked */
export function startScraper(admin: string, everyMs: number | undefined): Scraper {
  let scrapes = 0;
  const scrape = async (): Promise<string> => {
    const response = await fetch(`${admin}/metrics`, { headers: { accept: ACCEPT } });
    const text = await response.text();
    scrapes += 1;
    return text;
  };
  const timer =
    everyMs === undefined
      ? undefined
      : setInterval(() => {
          scrape().catch((error: unknown) => {
            console.error('a scrape failed', error);
          });
        }, everyMs);
  return {
    get scrapes() {
      return scrapes;
    },
    async sum(name, label) {
      const lines = (await scrape()).split('\n').filter((line) => line.startsWith(`${name}{`));
      const values = lines.filter((line) => line.includes(label)).map((line) => Number(line.split(' ')[1]));
      return values.reduce((sum, value) => sum + value, 0);
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
