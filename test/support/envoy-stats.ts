/** The value of one of Envoy's statistics; 0 when it has none of that name. */
export async function envoyStat(envoyAdmin: string, name: string): Promise<number> {
  const pattern = encodeURIComponent(`^${name.replaceAll('.', '\\.')}$`);
  const text = await (await fetch(`${envoyAdmin}/stats?filter=${pattern}`)).text();
  return Number(/: (\d+)\s*$/.exec(text)?.[1] ?? 0);
}
