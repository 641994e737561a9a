/** Milliseconds of CPU that a call costs this process, all its threads included. */
export async function cpuPerCall(work: () => unknown, calls: number): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / calls;
}
