// helm test of mode gateway: ADDRESS of the Service. Its models must be listed, and it is Dragoman that lists them.
const address = process.argv[1];
async function main() {
  const response = await fetch(`${address}/v1/models`, { signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${address}/v1/models answered ${response.status}: ${text}`);
  const models = JSON.parse(text).data.map(({ id }) => id);
  console.log(`${address}/v1/models lists ${models.join(', ')}`);
  if (!models.includes('auto')) throw new Error('"auto" is not among them');
}
main().catch((error) => {
  console.error(`${error.message}${error.cause === undefined ? '' : `: ${error.cause.message}`}`);
  process.exitCode = 1;
});
