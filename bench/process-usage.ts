import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second for every program, whatever the kernel's own tick is. */
const MS_PER_TICK = 10;

/**
 * CPU time of the threads that a process has now, user and system, in milliseconds, as exact as the scheduler counts it. Take
 * the difference of two: threads that ended in between are missing. Where the kernel counts no such statistics, see
 * {@link wholeCpuMs}.
 */
export function cpuMs(pid: number): number {
  const threads = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(threads).map((thread) => {
    const text = textOf(`${threads}/${thread}/schedstat`);
    return Number(text?.split(' ')[0] ?? 0);
  });
  const sum = nanoseconds.reduce((left, right) => left + right, 0);
  return sum > 0 ? sum / 1e6 : wholeCpuMs(pid);
}

/** A thread may end before it is looked at. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** CPU time of a process and all its threads since its start, user and system, in milliseconds; steps of 10 ms. */
export function wholeCpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the program's name in parentheses, may hold blanks. Fields 14 and 15 are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** Memory of a process in MiB. */
export interface Memory {
  readonly residentMiB: number;
  /** The most it ever held. */
  readonly peakMiB: number;
}

export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
  return { residentMiB: read('VmRSS'), peakMiB: read('VmHWM') };
}
